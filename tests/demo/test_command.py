"""`argosy demo files`."""

import json

import pytest
import typer
from typer.testing import CliRunner

from argosy.cli import demo


@pytest.fixture
def run():
    app = typer.Typer()
    demo.register(app)
    return lambda *arguments: CliRunner().invoke(app, ["demo", "files", *map(str, arguments)])


def test_it_writes_the_files_and_says_which(run, tmp_path):
    out = tmp_path / "new" / "folder"

    ended = run("--seed", 7, "--out", out, "--size", "small", "--until", "2026-11-20", "--json")

    assert ended.exit_code == 0
    said = json.loads(ended.stdout)
    assert sorted([*said["files"], said["manifest"]]) == sorted(p.name for p in out.iterdir())


def test_a_day_that_is_none_is_refused(run, tmp_path):
    ended = run("--seed", 7, "--out", tmp_path, "--until", "2026-02-30")

    assert ended.exit_code == 2
    assert "2026-02-30" in ended.output
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_refused(run, tmp_path):
    (tmp_path / "taken").write_text("x")

    ended = run("--seed", 7, "--out", tmp_path / "taken", "--until", "2026-11-20")

    assert ended.exit_code == 2
    assert (tmp_path / "taken").read_text() == "x"

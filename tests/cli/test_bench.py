"""`argosy bench`: what it refuses, what it prints, and that its questions are fair."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from argosy.cli import bench
from argosy.cli.benches.asking import Page
from argosy.cli.benches.result import Result, show


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    bench.register(made)
    return made


@pytest.mark.parametrize("name", ["import", "pages"])
def test_without_the_data_set_it_is_refused_in_words(app, name, monkeypatch, tmp_path: Path):
    monkeypatch.setenv("ARGOSY_SHARED", str(tmp_path))
    done = CliRunner().invoke(app, ["bench", name])
    assert done.exit_code == 2
    assert "online_retail_y2009_2010.parquet" in done.stderr
    assert "--files" in done.stderr


def test_one_file_is_not_both(app, tmp_path: Path):
    file = tmp_path / "a.parquet"
    file.touch()
    done = CliRunner().invoke(app, ["bench", "import", "--files", str(file)])
    assert done.exit_code == 2
    assert done.stdout == ""


@pytest.mark.parametrize(("missed", "code"), [([], 0), (["Slower than promised."], 1)])
def test_a_result_has_its_shape_and_says_what_was_not_kept(missed, code, capsys):
    result = Result("import", 80.0, 24.0, "s", {"rows": 3}, missed)
    with pytest.raises(typer.Exit) as ended:
        show(result, as_json=True)
    said = capsys.readouterr()
    assert ended.value.exit_code == code
    assert json.loads(said.out) == {
        "name": "import",
        "ours": 80.0,
        "limit": 24.0,
        "ratio": 3.333,
        "unit": "s",
        "detail": {"rows": 3},
    }
    assert said.err.splitlines() == missed


def test_pages_are_asked_the_same_in_every_run_and_no_address_twice():
    page = Page("orders", filters={"q": ["48", "53"], "p": ["all", "7d"]}, sorts=("total",))
    asked = list(page.addresses(20))
    assert asked == list(page.addresses(20))
    assert len(set(asked)) == 20
    assert all(address.startswith("/orders") for address in asked)

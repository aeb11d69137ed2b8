"""`start.py`: what it says to an old Python, and when it installs."""

import ast
import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OLD = ("python3.6", "python3.7", "python3.8", "python3.9", "python3.10")


@pytest.fixture
def start(tmp_path, monkeypatch):
    """The script as a module, in a folder of its own."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    environment = tmp_path / ".venv"
    (environment / "bin").mkdir(parents=True)
    (environment / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    (environment / "bin" / "python").symlink_to(sys.executable)
    for name in ("run", "dev"):
        (tmp_path / f"{name}.lock").write_text(f"{name} 1\n")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "ENVIRONMENT", environment)
    monkeypatch.setattr(module, "STAMP", environment / "argosy-locks.json")
    monkeypatch.setattr(module, "PYTHON", environment / "bin" / "python")
    monkeypatch.setattr(
        module, "LOCKS", {name: tmp_path / f"{name}.lock" for name in ("run", "dev")}
    )
    return module


@pytest.fixture
def installs(start, monkeypatch):
    """What pip was told to install."""
    told = []

    def run(*arguments):
        told.append(Path(arguments[-1]).name)
        return 0

    monkeypatch.setattr(start, "run", run)
    return told


def test_an_old_python_can_read_it_far_enough_to_be_told():
    source = (ROOT / "start.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    tree = ast.parse(source)
    first = next(node for node in tree.body if not isinstance(node, ast.Expr | ast.Import))
    assert "version_info" in ast.unparse(first)


def test_an_old_python_is_told_what_is_needed():
    usable = [
        found
        for found in filter(None, map(shutil.which, OLD))
        if subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode == 0
    ]
    if not usable:
        pytest.skip("no Python older than 3.11 here")
    told = subprocess.run(
        [usable[0], ROOT / "start.py", "up"], capture_output=True, text=True, check=False
    )
    assert told.returncode == 1
    assert "needs Python 3.11" in told.stderr
    assert "Traceback" not in told.stderr


def test_it_names_no_host():
    assert "://" not in (ROOT / "start.py").read_text(encoding="utf-8")


def test_it_installs_once_and_again_only_when_the_lock_changed(start, installs):
    assert start.install("run")
    assert not start.install("run")
    assert installs == ["run.lock"]

    start.LOCKS["run"].write_text("run 2\n")
    assert start.install("run")
    assert not start.install("run")
    assert installs == ["run.lock", "run.lock"]


def test_what_developers_need_includes_what_it_runs_on(start, installs):
    assert start.install("dev")
    assert not start.install("run")
    assert not start.install("dev")
    start.LOCKS["dev"].write_text("dev 2\n")
    assert not start.install("run")
    assert start.install("dev")
    assert installs == ["dev.lock", "dev.lock"]


def test_an_installation_that_failed_is_tried_again(start, monkeypatch):
    monkeypatch.setattr(start, "run", lambda *_: 1)
    with pytest.raises(SystemExit) as ended:
        start.install("run")
    assert ended.value.code == 3
    assert start.installed() == {}


@pytest.mark.skipif(sys.platform == "win32", reason="the launcher of POSIX")
def test_the_command_and_the_package_are_put_in_place(start, installs):
    start.install("run")
    (path_file,) = start.ENVIRONMENT.rglob("argosy.pth")
    assert path_file.read_text() == f"{start.ROOT}\n"
    launcher = start.ENVIRONMENT / "bin" / "argosy"
    assert launcher.stat().st_mode & 0o111
    assert str(start.PYTHON) in launcher.read_text()
    assert json.loads(start.STAMP.read_text())["dev"] is None


def test_an_unknown_command_gets_help_and_2(capsys, start):
    assert start.main(["dance"]) == 2
    assert start.main([]) == 0
    assert "start.py COMMAND" in capsys.readouterr().out

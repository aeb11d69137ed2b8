"""What must not be in the repository, whatever the file: hosts of registries, machines' paths."""

import re
import subprocess
from pathlib import Path

import pytest

# Written so that this file does not find itself.
HOST = re.compile(
    r"pypi[.]|python[h]osted|npm[j]s|--(extra-)?index-url|index[-_]url\s*=|--find-links|registry[.]\w+[.]"
    r"|conda[.](io|org)|unpkg[.]|jsdelivr|cdnjs",
    re.IGNORECASE,
)
PLACE = re.compile(r"(?<![\w.}])/(?:wor[k]|far[m]|hom[e]/\w+|Users/\w+|tm[p]/\w+)/", re.IGNORECASE)
BINARY = {".png", ".jpg", ".ico", ".woff2", ".xlsx", ".xls", ".parquet", ".zip", ".gz", ".mo"}
HERE = "tests/architecture/test_committed.py"


def faults(name: str, text: str) -> list[str]:
    return [
        f"{name}:{number}: {found[0]}"
        for number, line in enumerate(text.splitlines(), 1)
        for pattern in (HOST, PLACE)
        for found in [pattern.search(line)]
        if found
    ]


def committed() -> list[Path]:
    """What git tracks; of an unpacked archive, what lies there."""
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=False)
    if listed.returncode == 0:
        return [Path(name) for name in listed.stdout.decode().split("\0") if name]
    skipped = {".venv", ".git", ".build", "test-results"}
    return [path for path in Path().rglob("*") if path.is_file() and not skipped & set(path.parts)]


def test_no_file_names_a_registry_or_a_path_of_one_machine():
    found = []
    for path in committed():
        if path.is_file() and path.suffix not in BINARY and path.as_posix() != HERE:
            found += faults(path.as_posix(), path.read_text(encoding="utf-8", errors="replace"))
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://mirror.example/simple",
        "https://files.python" + "hosted.org/packages/x.whl",
        "registry = https://registry.npm" + "js.org/",
        "https://cdn.jsdelivr.net/npm/htmx",
        "open('/wor" + "k/data.csv')",
        "/home/ada/argosy/start.py",
        "/Users/ada/argosy",
    ],
)
def test_a_host_or_path_is_found(line):
    assert faults("a.txt", line) != []


@pytest.mark.parametrize(
    "line",
    ["../shared/data", "https://example.com/wor" + "k/", "the index of a registry", "~/.argosy/"],
)
def test_ordinary_text_is_not(line):
    assert faults("a.txt", line) == []

"""What the documents say is there is there: links, commands, options, words."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from django.apps import apps
from typer.main import get_command

from argosy.cli.main import app

ROOT = Path()
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|#)([^)#\s]+)[^)]*\)")
CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
COMMAND = re.compile(r"^(?:\.venv/bin/)?argosy(?= |$)(.*)$", re.MULTILINE)
TARGET = re.compile(r"\bmake ([a-z]+)\b")
# Taken by options that belong to the program itself, before the command's name.
GLOBAL = {"--company", "--lang", "--help"}


def documents(root: Path) -> list[Path]:
    return sorted([*root.glob("*.md"), *root.glob("docs/**/*.md"), *root.glob("argosy/**/*.md")])


def broken_links(root: Path) -> list[str]:
    """Links to files that are not there."""
    return [
        f"{path.relative_to(root).as_posix()}: {link}"
        for path in documents(root)
        for link in LINK.findall(path.read_text(encoding="utf-8"))
        if not (path.parent / link).exists()
    ]


def commands(root: Path) -> Iterator[tuple[str, list[str]]]:
    """Each call of `argosy` in code, with the document it stands in."""
    for path in documents(root):
        for block, inline in CODE.findall(path.read_text(encoding="utf-8")):
            for words in COMMAND.findall(block or inline):
                yield path.relative_to(root).as_posix(), words.split()


def wrong_commands(root: Path, program: click.Command) -> list[str]:
    """Calls of commands or options that do not exist. Words in capitals stand for something."""
    found = []
    for document, words in commands(root):
        said = f"{document}: argosy {' '.join(words)}"
        command: Any = program
        context = click.Context(program)
        waiting = list(words)
        while waiting:
            word = waiting.pop(0)
            options = {name for one in command.get_params(context) for name in one.opts}
            options |= {name for one in command.get_params(context) for name in one.secondary_opts}
            if word.startswith("-"):
                if word.split("=")[0] not in options | GLOBAL:
                    found.append(said)
                takes = [one for one in command.get_params(context) if word in one.opts]
                if takes and not getattr(takes[0], "is_flag", False) and "=" not in word:
                    waiting[:1] = []
            elif hasattr(command, "get_command") and word not in {"…", "..."}:
                inner = command.get_command(context, word)
                if inner is None:
                    found.append(said)
                    break
                command = inner
    return found


def unknown_targets(root: Path) -> list[str]:
    """Targets of make that the documents name and the Makefile has not."""
    have = set(
        re.findall(r"^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    named = {
        target
        for path in documents(root)
        for block, inline in CODE.findall(path.read_text(encoding="utf-8"))
        for target in TARGET.findall(block or inline)
    }
    return sorted(named - have)


def unexplained_tables(glossary: str) -> list[str]:
    """Tables whose names are no words of the glossary."""
    words = {word.strip(" *()").lower() for word in re.split(r"[|,()\n]", glossary)}
    names = {
        " ".join(re.findall(r"[A-Z][a-z]+", model.__name__)).lower()
        for model in apps.get_models()
        if model.__module__.startswith("argosy.")
    }
    return sorted(name for name in names if name not in words)


def silent_contexts(root: Path) -> list[str]:
    """Contexts that do not say what they are about, or say more than one would read."""
    public = {path.parent for path in root.glob("argosy/*/services*")}
    found = []
    for folder in sorted(public | {path.parent for path in root.glob("argosy/*/models*")}):
        page = folder / "README.md"
        if not page.exists() or len(page.read_text(encoding="utf-8").splitlines()) > 60:
            found.append(folder.name)
    return found


def test_every_context_says_what_it_is_about():
    assert silent_contexts(ROOT) == []


def test_every_link_leads_somewhere():
    assert broken_links(ROOT) == []


def test_every_command_in_the_documents_exists():
    assert list(commands(ROOT)) != []
    assert wrong_commands(ROOT, get_command(app)) == []


def test_every_target_in_the_documents_exists():
    assert unknown_targets(ROOT) == []


def test_every_table_is_a_word_of_the_glossary():
    assert unexplained_tables((ROOT / "docs/glossary.md").read_text(encoding="utf-8")) == []


@pytest.fixture
def pages(tmp_path) -> Path:
    """Documents in which everything is wrong."""
    (tmp_path / "Makefile").write_text("check:\n\ttrue\n")
    (tmp_path / "README.md").write_text(
        "[here](Makefile) [gone](gone.md) [out](https://example.com)\n"
        "`argosy worker --until-done` `argosy --company NAME worker` `argosy fly` `argosy up …`\n"
        "```\nargosy worker --for-ever\n.venv/bin/argosy company new NAME --currency CNY\n"
        "argosy company burn NAME\n```\n`make check` and `make money`\n"
    )
    return tmp_path


def test_what_is_not_there_is_found(pages):
    assert broken_links(pages) == ["README.md: gone.md"]
    assert wrong_commands(pages, get_command(app)) == [
        "README.md: argosy fly",
        "README.md: argosy worker --for-ever",
        "README.md: argosy company burn NAME",
    ]
    assert unknown_targets(pages) == ["money"]
    for context, length in [("short", 60), ("long", 61), ("silent", 0)]:
        (pages / "argosy" / context).mkdir(parents=True)
        (pages / "argosy" / context / "services.py").touch()
        if length:
            (pages / "argosy" / context / "README.md").write_text("line\n" * length)
    assert silent_contexts(pages) == ["long", "silent"]
    assert "posting" in unexplained_tables("| level, move | 库存 |")
    assert "move" not in unexplained_tables("| level, move | 库存 |")

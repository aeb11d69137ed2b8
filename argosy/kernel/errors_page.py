"""`docs/errors.md`: every refusal by its code, made from the source.

`python -m argosy.kernel.errors_page` writes it; a test refuses a page that is out of date.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from argosy.kernel.messages import LOCALE, PACKAGE
from argosy.kernel.messages.extract import refusals
from argosy.kernel.messages.merge import read, translations

PAGE: Final = PACKAGE.parent / "docs" / "errors.md"
_HEAD: Final = """# Refusals

Made by `python -m argosy.kernel.errors_page`; do not edit by hand.

A refusal carries a `code` that stays what it is, a `kind`, and the facts that stand in braces.
The command line prints the message to standard error and exits with 2 (3 for `unavailable`);
JSON answers over HTTP carry the code. The message speaks the reader's language.

| kind | HTTP |
|---|---|
| invalid | 422 |
| not_found | 404 |
| conflict | 409 |
| forbidden | 403 |
| unavailable | 503 |
"""


def page(package: Path = PACKAGE) -> str:
    """The whole page, by context and code."""
    lines = [_HEAD]
    context = ""
    for code, kind, english, chinese in sorted(_rows(package)):
        if code.split(".")[0] != context:
            context = code.split(".")[0]
            lines.append(f"\n## {context}\n\n| code | kind | message |\n|---|---|---|\n")
        message = " <br> ".join(filter(None, (_cell(english), _cell(chinese))))
        lines.append(f"| `{code}` | {kind} | {message} |\n")
    return "".join(lines)


def _rows(package: Path) -> Iterator[tuple[str, str, str, str]]:
    texts = read(LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po")
    found = refusals(package)
    kinds = {node.name: _stated(node, "kind") for _, node in found}
    parents = {node.name: [ast.unparse(base) for base in node.bases] for _, node in found}
    for _, node in found:
        kind, name = kinds[node.name], node.name
        while not kind:
            name = next((base for base in parents[name] if base in kinds), "")
            kind = kinds[name] if name else _inherited(node)
        english = (ast.get_docstring(node) or "").split("\n", 1)[0]
        chinese = "".join(translations(texts.get(english))[:1])
        yield _stated(node, "code"), kind.removeprefix("Kind.").lower(), english, chinese


def _inherited(node: ast.ClassDef) -> str:
    """What a refusal is that does not say: its likeness in `database` has one bit instead."""
    if "DatabaseTrouble" not in [ast.unparse(base) for base in node.bases]:
        return "invalid"
    return "invalid" if _stated(node, "is_refusal") == "True" else "unavailable"


def _stated(node: ast.ClassDef, name: str) -> str:
    for item in node.body:
        if isinstance(item, ast.Assign) and ast.unparse(item.targets[0]) == name:
            return ast.unparse(item.value).strip("'")
    return ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{PAGE}\n")

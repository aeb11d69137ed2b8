"""Refusals are a contract with whoever has to react to one: stable codes, written down."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from argosy.kernel.errors_page import PAGE, page
from argosy.kernel.messages.extract import refusals

PACKAGE = Path("argosy")


def faults(root: Path) -> list[str]:
    """Refusals without a code of their own, a code of their context, or a message."""
    found, codes = [], Counter[str]()
    for path, node in refusals(root):
        where = f"{path.relative_to(root).as_posix()}:{node.lineno} {node.name}"
        stated = {
            ast.unparse(item.targets[0]): ast.unparse(item.value)
            for item in node.body
            if isinstance(item, ast.Assign)
        }
        code = stated.get("code", "").strip("'")
        context = path.relative_to(root).parts[0]
        if not re.fullmatch(rf"{context}\.[a-z][a-z0-9_]+", code):
            found.append(f"{where}: the code is not {context}.what_happened")
        if not ast.get_docstring(node):
            found.append(f"{where}: no message")
        codes[code] += 1
    return found + [f"{code}: twice" for code, times in codes.items() if code and times > 1]


def test_every_refusal_has_a_code_of_its_own_and_a_message():
    assert faults(PACKAGE) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('"""Gone."""\n    kind = 1', "a/errors.py:2 Gone: the code is not a.what_happened"),
        ('"""Gone."""\n    code = "b.gone"', "a/errors.py:2 Gone: the code is not a.what_happened"),
        ('code = "a.gone"', "a/errors.py:2 Gone: no message"),
        ('"""Gone."""\n    code = "a.left"', "a.left: twice"),
    ],
)
def test_a_faulty_refusal_is_found(tmp_path, body, fault):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "errors.py").write_text(
        f"class DomainError(Exception): ...\nclass Gone(DomainError):\n    {body}\n"
        'class Left(DomainError):\n    """Left."""\n    code = "a.left"\n',
        encoding="utf-8",
    )
    assert faults(tmp_path) == [fault]


def test_the_page_of_refusals_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m argosy.kernel.errors_page"

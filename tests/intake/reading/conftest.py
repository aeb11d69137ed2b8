"""What the tests of reading share."""

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def write_xls() -> Callable[[Path, list[list[str | float]]], None]:
    """Write a workbook of 1997 to 2003: see xls.py beside this file."""
    spec = importlib.util.spec_from_file_location("xls", Path(__file__).with_name("xls.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    write: Callable[[Path, list[list[str | float]]], None] = module.write
    return write

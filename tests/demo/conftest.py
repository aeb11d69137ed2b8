"""The seeded company's files, written once for all tests that read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from argosy.demo.files import write
from argosy.demo.sales import Order, Seller
from argosy.demo.types import Listed
from argosy.demo.world import Plan, load

PLAN = Plan(seed=7, size="small", until=date(2026, 11, 20))


@dataclass(frozen=True)
class Written:
    """Where the files are, and what they were made from."""

    folder: Path
    files: Sequence[Listed]
    orders: Mapping[str, Sequence[Order]]

    def text(self, name: str, encoding: str = "utf-8") -> str:
        return (self.folder / name).read_bytes().decode(encoding)

    def named(self, start: str) -> list[str]:
        return [one.file for one in self.files if one.file.startswith(start)]


@pytest.fixture(scope="session")
def plan() -> Plan:
    return PLAN


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("demo")
    world = load()
    orders = {one.key: Seller(world, one, PLAN).orders() for one in world.channels}
    return Written(folder, write(PLAN, folder), orders)

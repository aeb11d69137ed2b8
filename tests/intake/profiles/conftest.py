"""What the tests of profiles share: fixture files and the real data."""

import os
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from argosy.intake.profiles import Normalised, load
from argosy.intake.reading import open_file

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
SHARED = Path(os.environ.get("ARGOSY_SHARED", Path(__file__).resolve().parents[4] / "shared"))
RETAIL = SHARED / "data" / "online_retail"


@pytest.fixture
def read() -> Callable[..., Normalised]:
    """Read a fixture file through a profile, by one frame or by many."""

    def through(
        file: str, profile: str, *, zone: str = "UTC", currency: str = "USD", rows: int = 1_000
    ) -> Normalised:
        path = FIXTURES / file
        source = open_file(path=path, name=path.name)
        reader = load()[profile].bind(source=source)
        made = [
            reader.normalise(frame, zone=zone, currency=currency) for frame in source.frames(rows)
        ]
        return Normalised(
            pl.concat([one.parts for one in made]),
            pl.concat([one.problems for one in made]),
            pl.concat([one.raw for one in made]),
        )

    return through


@pytest.fixture(scope="session")
def retail() -> Path:
    """The folder of the Online Retail files, which are not ours to ship."""
    if not (RETAIL / "online_retail_y2009_2010.parquet").exists():
        pytest.skip(f"needs the Online Retail files under {RETAIL} (or ARGOSY_SHARED)")
    return RETAIL

"""What the seeded company's platforms export. Nothing here knows a database."""

from datetime import date
from pathlib import Path

from argosy.demo.files import write
from argosy.demo.types import Listed
from argosy.demo.world import Plan


def export_files(*, seed: int, size: str, until: date, out: Path) -> list[Listed]:
    """Write the exports and their manifest into a folder: the same bytes for the same arguments.

    `size` is small, default or large; `until` is the first day that is not in the two years.
    Returns the files in the order in which a person would import them.
    """
    return write(Plan(seed=seed, size=size, until=until), out)

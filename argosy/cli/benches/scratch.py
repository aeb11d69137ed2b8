"""What the benches work on: the data set, and companies made for it and removed afterwards."""

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer

from argosy.cli.benches.processes import argosy
from argosy.cli.session import REFUSED
from argosy.cli.words import _
from argosy.database import companies
from argosy.database.url import Where

PROFILE, CURRENCY = "online-retail", "GBP"
CLONE = Path(__file__).resolve().parents[3]
NAMES = ("online_retail_y2009_2010.parquet", "online_retail_y2010_2011.parquet")


def both_files(given: Sequence[Path] | None) -> list[Path]:
    """The two files of Online Retail II: those named, else those in `ARGOSY_SHARED`.

    Ends this process with 2 if they are not there: the data set is not ours to ship.
    """
    shared = Path(os.environ.get("ARGOSY_SHARED") or CLONE.parent / "shared")
    files = list(given or [shared / "data/online_retail" / name for name in NAMES])
    if len(files) != len(NAMES):
        _refuse(_("Two files are needed: both years of Online Retail II, as Parquet."))
    for path in files:
        if not path.is_file():
            text = _(
                "There is no file {file}. The data set is Online Retail II (UCI, CC BY 4.0):"
                " name both of its files with --files, or the folder that holds"
                " data/online_retail with ARGOSY_SHARED."
            )
            _refuse(text.format(file=path))
    return files


@contextmanager
def scratch_company(where: Where) -> Iterator[str]:
    """A company of its own for the length of the block."""
    name = f"bench_{secrets.token_hex(4)}"
    try:
        argosy(name, "company", "new", name, "--currency", CURRENCY)
        yield name
    finally:
        if companies.exists(where, name):
            companies.remove(where, name)


def import_files(files: Sequence[Path]) -> tuple[str, ...]:
    """The words of the command that imports the files."""
    return ("import", *map(str, files), "--profile", PROFILE, "--json")


def _refuse(text: str) -> None:
    typer.echo(text, err=True)
    raise typer.Exit(REFUSED)

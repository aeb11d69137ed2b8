"""Whether a company is being served, and where: a lock that dies with its holder, and a note."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from argosy.database.errors import BadCompanyName
from argosy.database.locks import FileLock, is_held
from argosy.database.url import COMPANY


def running_at(home: Path, company: str) -> str | None:
    """The address at which a company is being served, if it is."""
    lock, note = _files(home, company)
    if not lock.exists() or not is_held(lock):
        return None
    return note.read_text(encoding="utf-8") if note.exists() else ""


@contextmanager
def serving(home: Path, company: str, address: str) -> Iterator[bool]:
    """Be the one who serves a company; false if somebody else is already."""
    lock, note = _files(home, company)
    lock.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    own = FileLock(lock)
    if not own.take(shared=False):
        yield False
        return
    try:
        note.write_text(address, encoding="utf-8")
        yield True
    finally:
        note.unlink(missing_ok=True)
        own.release()


def _files(home: Path, company: str) -> tuple[Path, Path]:
    if not COMPANY.fullmatch(company):
        raise BadCompanyName(name=company)
    return home / "up" / f"{company}.lock", home / "up" / f"{company}.address"

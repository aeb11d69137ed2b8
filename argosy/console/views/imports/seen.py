"""Which imports, files and quarantined documents a person may see: those of their channels."""

from datetime import UTC, datetime

from django.http import HttpRequest

from argosy.console import shell
from argosy.console.middleware import scope_of
from argosy.evidence import queries as evidence
from argosy.evidence.errors import NoSuchFile, NoSuchQuarantined
from argosy.evidence.types import Held, StoredFile
from argosy.intake import queries as intake
from argosy.intake.errors import NoSuchRun
from argosy.intake.types import RunView

EVERYWHERE = 0  # the channel of lists, which belong to none


def granted(request: HttpRequest) -> frozenset[int] | None:
    """The channels that a person is narrowed to, with that of lists; `None` where they see all."""
    scope = scope_of(request)
    if scope.channels is None and scope.entities is None:
        return None
    return frozenset(one.id for one in shell.lens_of(request).channels) | {EVERYWHERE}


def run_of(request: HttpRequest, run: int) -> RunView:
    """One import.

    :raises NoSuchRun: there is none, or it is of a channel that this person may not see.
    """
    found = intake.run(run=run, now=datetime.now(UTC))
    may = granted(request)
    if may is not None and found.channel is not None and found.channel not in may:
        raise NoSuchRun(run=run)
    return found


def held_of(request: HttpRequest, quarantined: int) -> Held:
    """One quarantined document.

    :raises NoSuchQuarantined: there is none, or it is of a channel that this person may not see.
    """
    found = evidence.held(quarantined=quarantined)
    may = granted(request)
    if may is not None and found.channel not in may:
        raise NoSuchQuarantined
    return found


def file_of(request: HttpRequest, file: int) -> StoredFile:
    """One file. Who is narrowed to some channels sees only what they brought themselves.

    :raises NoSuchFile: there is none, or it is not theirs to see.
    """
    found = evidence.stored_file(file=file)
    mine = evidence.received_by(file=file) == scope_of(request).user_id
    if granted(request) is not None and not mine:
        raise NoSuchFile
    return found

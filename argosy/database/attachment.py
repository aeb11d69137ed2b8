"""Using the embedded server for a while: it runs as long as anybody is attached.

Whoever attaches first starts it, and whoever leaves last stops it. Being attached is a shared lock
on a file, which the system drops when a process dies: a client that is killed neither stops the
server nor keeps it running for ever. A server that no attachment started is left as it was found.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg import pq

from argosy.database import server
from argosy.database.locks import FileLock, held, is_held
from argosy.database.place import Place, find, open_desk, settle
from argosy.database.server import Progress, Report


def _silent(_: Progress) -> None:
    return


class Attachment:
    """A hold on a running server."""

    def __init__(self, place: Place, *, was_running: bool) -> None:
        self.place = place
        self.was_running = was_running

    def revive(self, on_progress: Report = _silent) -> bool:
        """Start the server again if it has died meanwhile; say whether it had to."""
        if server.ping(self.place) is pq.Ping.OK:
            return False
        with held(self.place.lock):
            self.place, was_running = _bring_up(self.place.home, on_progress)
        return not was_running


@contextmanager
def attach(home: Path, on_progress: Report = _silent) -> Iterator[Attachment]:
    """Have the embedded server of this data folder running for the length of the block.

    :raises DatabaseTrouble: it cannot be started; the subclass says why.
    """
    open_desk(home)
    place = find(home)
    presence = FileLock(place.clients)
    with held(place.lock, while_waiting=lambda s: on_progress(Progress("waiting", s))):
        # Nobody holds this one alone but for a moment under the lock that we hold.
        presence.take(shared=True)
        try:
            place, was_running = _bring_up(home, on_progress)
        except BaseException:
            presence.release()
            raise
    attachment = Attachment(place, was_running=was_running)
    try:
        yield attachment
    finally:
        _leave(attachment.place, presence)


def clients_remain(home: Path) -> bool:
    """Whether anybody is attached to the server of this data folder."""
    return is_held(find(home).clients)


def _bring_up(home: Path, on_progress: Report) -> tuple[Place, bool]:
    place = find(home)
    if place.pointer.exists() and server.ping(place) is pq.Ping.OK:
        return place, True
    place = settle(place)
    # Before it runs, so that a start which we do not live to see is still somebody's to stop.
    place.started.touch(mode=0o600)
    server.start(place, on_progress)
    return place, False


def _leave(place: Place, presence: FileLock) -> None:
    with held(place.lock):
        presence.release()
        if place.started.exists() and not is_held(place.clients):
            server.stop(place)
            place.started.unlink()

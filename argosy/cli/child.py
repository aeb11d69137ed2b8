"""One of the processes of `argosy up`: `python -m argosy.cli.child web|worker|seed`."""

import os
import signal
import sys
import threading
from datetime import UTC, datetime

from argosy.cli.main import run
from argosy.cli.session import company_session, ended_in_order, outcome, tell
from argosy.cli.words import _
from argosy.database.url import STATEMENT, resolve, use

STATEMENT_S = 15  # then a page has failed, and its query must not go on
# A worker process's; each holds a database connection. Enough for orders that come one by one to
# meet and be booked together; twice as many and other processes find no connection left.
THREADS = 12


def main() -> None:
    """Do one role's work until asked to end, or until `up` is gone."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    role, *arguments = sys.argv[1:]
    if role == "web":
        _serve(arguments[0], int(arguments[1]))
    elif role == "seed":
        _seed(arguments[0])
    else:
        sys.argv = ["argosy", role, *arguments]
        run()


def _end_with_parent() -> None:
    """Wait for the end of the pipe that the parent holds, and take it for a request to end."""
    stdin = 0  # Not sys.stdin: its lock would be held by this thread when Python ends.
    while os.read(stdin, 1):
        continue
    os.kill(os.getpid(), signal.SIGTERM)


def _serve(host: str, port: int) -> None:
    from granian import Granian  # noqa: PLC0415 - no other role needs it
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    os.environ.setdefault(STATEMENT, str(STATEMENT_S))
    with outcome(), ended_in_order(), use(resolve()):
        Granian(
            "argosy.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            # One for two cores: the database needs the other, and who comes meets in one crowd.
            workers=max(1, min(4, (os.cpu_count() or 1) // 2)),
            blocking_threads=THREADS,
            websockets=False,
            # It warns of more threads than it would take, on the output that others read.
            log_level=LogLevels.error,
            respawn_failed_workers=True,
            workers_kill_timeout=10,
        ).serve()


def _seed(size: str) -> None:
    with company_session():
        from argosy.demo.services import seed  # noqa: PLC0415 - Django is set up by now
        from argosy.demo.types import Progress  # noqa: PLC0415

        def show(progress: Progress) -> None:
            text = _("The demo company's books: {done} of {total} files, {file}")
            told = text.format(done=progress.files_done, total=progress.files, file=progress.file)
            tell(f"\r{told:<78}", newline=progress.files_done == progress.files)

        seed(now=datetime.now(UTC), size=size, clock=lambda: datetime.now(UTC), on_progress=show)


if __name__ == "__main__":
    main()

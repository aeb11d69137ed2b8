"""What a command stands on: a running database, the company's tables, a language, an exit code."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import FrameType

import typer

from argosy.cli.words import _, language
from argosy.config import env
from argosy.database import companies
from argosy.database.errors import DatabaseTrouble, NoSuchCompany
from argosy.database.server import Progress
from argosy.database.url import Where, resolve, use
from argosy.kernel.errors import DomainError, Kind

DONE, WARNINGS, REFUSED, COULD_NOT_RUN = 0, 1, 2, 3
INTERRUPTED = 130
DEMO = "demo"  # made by itself; every other company is made by `argosy company new`
# One number for all who migrate; each company has a database, and so a lock, of its own.
MIGRATING = 0x6D696772617465


@dataclass(frozen=True, slots=True)
class Session:
    """One company, ready to be worked on."""

    company: str
    language: str
    where: Where


@contextmanager
def company_session(*, create: bool = False) -> Iterator[Session]:
    """Have the company's book open for the length of the block: database running, tables current.

    Ends the process with the house's exit codes: 2 where something was refused, 3 where it could
    not run, 130 on Ctrl-C. Import anything that needs Django inside the block.
    """
    with outcome(), ended_in_order():
        company, where = env.load().company, resolve()
        with use(where, tell_progress):
            if create or company == DEMO:
                companies.ensure(where, company)
            elif not companies.exists(where, company):
                raise NoSuchCompany(name=company)
            with opened(company, where) as session:
                yield session


@contextmanager
def opened(company: str, where: Where) -> Iterator[Session]:
    """Set Django up for a company that is there; bring its tables and its count up to date."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "argosy.config.settings"
    os.environ["ARGOSY_COMPANY"] = company
    import django  # noqa: PLC0415 - its settings read the two lines above
    from django.db import InterfaceError, OperationalError, connections  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    from argosy.kernel import sql  # noqa: PLC0415

    django.setup()
    try:
        migrate()
        sql.rows("orders/count_here", {"now": datetime.now(UTC)})
        with translation.override(language()):
            yield Session(company, language(), where)
    except (OperationalError, InterfaceError) as error:
        typer.echo(_("The database failed: {detail}").format(detail=error), err=True)
        raise typer.Exit(COULD_NOT_RUN) from error
    finally:
        connections.close_all()


def migrate() -> bool:
    """Bring the tables up to date, once however many start together; say whether they were not."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    tell(_("Preparing the tables …"))
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            call_command("migrate", interactive=False, verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
            cursor.execute("RESET lock_timeout")
    return True


@contextmanager
def outcome() -> Iterator[None]:
    """Turn what is raised in the block into a message for people and an exit code for programs."""
    try:
        yield
    except DomainError as error:
        typer.echo(error.message(_), err=True)
        raise typer.Exit(COULD_NOT_RUN if error.kind is Kind.UNAVAILABLE else REFUSED) from error
    except DatabaseTrouble as error:
        typer.echo(error.message(_), err=True)
        raise typer.Exit(REFUSED if error.is_refusal else COULD_NOT_RUN) from error
    except KeyboardInterrupt as error:
        raise typer.Exit(INTERRUPTED) from error


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Let the polite signals unwind the block, so that what it holds is let go of."""

    def leave(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        names = []
    before = {
        number: signal.signal(number, leave) for number in map(signal.Signals.__getitem__, names)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def tell(text: str, *, newline: bool = True) -> None:
    """Say something to a person who is watching; a pipe is not one."""
    if sys.stderr.isatty():
        typer.echo(text, err=True, nl=newline)


def tell_progress(progress: Progress) -> None:
    """Say what the start of the database is busy with, if it takes long enough to wonder."""
    stages: dict[str, Callable[[], str]] = {
        "waiting": lambda: _("Waiting for another command that is starting the database …"),
        "installing": lambda: _("Unpacking the database …"),
        "creating": lambda: _("Creating the database …"),
        "starting": lambda: _("Starting the database …"),
        "recovering": lambda: _("The database is recovering from a crash: {detail}"),
    }
    if progress.stage in {"installing", "creating"} or progress.seconds > 1:
        tell(stages[progress.stage]().format(detail=progress.detail))

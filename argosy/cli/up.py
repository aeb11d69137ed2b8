"""`argosy up`: everything at once, at one address, until Ctrl-C."""

import json
import os
import signal
import socket
import sys
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from threading import Event
from types import FrameType
from typing import Annotated

import typer

from argosy.cli.children import Child, KeepsDying, end
from argosy.cli.running import running_at, serving
from argosy.cli.screens import await_screens, build_assets, first_user
from argosy.cli.session import COULD_NOT_RUN, DEMO, Session, company_session, outcome
from argosy.cli.words import _
from argosy.config import env
from argosy.database.attachment import Attachment
from argosy.database.errors import DatabaseTrouble
from argosy.database.url import WHY_EMBEDDED, Where, resolve, use

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - recognised, not bound to
LOOK_S = 0.5
RETRY_S = 5
# The clock that start.py started when everything was downloaded; else ours.
STARTED = "ARGOSY_STARTED"


class Size(StrEnum):
    """How much business the demo company has."""

    NONE = "none"
    SMALL = "small"
    DEFAULT = "default"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Ready:
    """What `up` says when it is up, as JSON."""

    company: str
    address: str
    database: str
    username: str
    password: str | None
    first_screen_s: float


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=_("Start everything, and serve the console."))(up)


def up(
    host: Annotated[str, typer.Option(help=_("The address to serve at."))] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=_("The port to serve at."))] = 8000,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help=_("Open the console in a browser."))
    ] = True,
    demo_size: Annotated[
        Size, typer.Option(help=_("How much business the demo company gets."))
    ] = Size.DEFAULT,
    json_: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
) -> None:
    """Serve one company: database, tables, web, worker; say where, and stay until asked to stop."""
    began = float(os.environ.pop(STARTED, "") or time.time())
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    with outcome():
        home, company = env.load().home, env.load().company
        where = resolve()
        with serving(home, company, address) as is_first:
            if not is_first:
                there = running_at(home, company)
                _say(_("Argosy is already running at {address}"), address=there)
                return
            _require_free(host, port)
            _say_where(where, company, host, quiet=json_)
            with use(where, None) as attachment, company_session() as session:
                build_assets()
                children = _family(session, host, port, demo_size)
                with _looked_after(children), _stopped_as_asked():
                    ready = _say_ready(session, address, began, children, as_json=json_)
                    if browser and _has_screen():
                        webbrowser.open(ready.address)
                    _stay(children, attachment)
                _say(_("Stopped."), quiet=json_)


def _family(session: Session, host: str, port: int, size: Size) -> list[Child]:
    environ = os.environ | {"ARGOSY_COMPANY": session.company}
    if host not in LOOPBACK | EVERYWHERE:
        environ["ARGOSY_HOSTS"] = ",".join(filter(None, (environ.get("ARGOSY_HOSTS"), host)))
    children = [
        Child("web", (host, str(port)), environ),
        Child("worker", (), environ),
    ]
    # It goes on where it was cut off, and leaves a book alone that has another business in it.
    if session.company == DEMO and size is not Size.NONE:
        children.append(Child("seed", (size.value,), environ, is_for_ever=False))
    return children


@contextmanager
def _looked_after(children: list[Child]) -> Iterator[None]:
    """Start the children of all the block's life; the demo's import waits for the first screen."""
    try:
        for child in children:
            if child.is_for_ever:
                child.start()
        yield
    finally:
        end(children)


@contextmanager
def _stopped_as_asked() -> Iterator[None]:
    """A signal that asks for the end, before or after all is ready, is no failure."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        return


def _say_ready(
    session: Session, address: str, began: float, children: list[Child], *, as_json: bool
) -> Ready:
    def meanwhile() -> None:
        for child in children:
            _look_at(child)

    user = first_user()
    await_screens(_reached_from_here(address), user.username, meanwhile)
    ready = Ready(
        company=session.company,
        address=address,
        database=f"{session.where.kind} {session.where.address}",
        username=user.username,
        password=user.password,
        first_screen_s=round(time.time() - began, 1),
    )
    if as_json:
        typer.echo(json.dumps(asdict(ready)))
        sys.stdout.flush()
        return ready
    _say(_("Argosy is at {address}"), address=address)
    if user.password is not None:
        text = _("Sign in as {username} with the password {password} (shown this once).")
        _say(text, username=user.username, password=user.password)
    else:
        text = _("Sign in as {username}. Forgotten? argosy user reset-password {username}")
        _say(text, username=user.username)
    _say(
        _("First useful screen after {seconds} s. Stop with Ctrl-C."), seconds=ready.first_screen_s
    )
    return ready


def _stay(children: list[Child], attachment: Attachment | None) -> None:
    """Look after everything until somebody asks to stop."""
    asked = Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        asked.set()

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
    for child in children:
        if child.process is None:
            child.start()
    while not asked.wait(LOOK_S):
        _mend(attachment)
        for child in children:
            _look_at(child)


def _mend(attachment: Attachment | None) -> None:
    try:
        if attachment is not None and attachment.revive():
            _say(_("The database had died and was started again."))
    except DatabaseTrouble as error:
        # It may come back: a full disk is freed by somebody, who should not have to start us too.
        typer.echo(error.message(_), err=True)
        time.sleep(RETRY_S)


def _look_at(child: Child) -> None:
    try:
        if child.keep_alive():
            _say(_("{process} had died and was started again."), process=child.role)
    except KeepsDying as error:
        text = _("{process} keeps dying; its last words are above.")
        typer.echo(text.format(process=child.role), err=True)
        raise typer.Exit(COULD_NOT_RUN) from error


def _say_where(where: Where, company: str, host: str, *, quiet: bool) -> None:
    if where.why == WHY_EMBEDDED:
        text = _("Database: embedded PostgreSQL in {home}, because DATABASE_URL is not set.")
        _say(text, quiet=quiet, home=where.home)
    else:
        text = _("Database: {address}, because DATABASE_URL is set.")
        _say(text, quiet=quiet, address=where.address)
    _say(_("Company: {company}"), quiet=quiet, company=company)
    if host not in LOOPBACK:
        text = _(
            "Warning: {host} can be reached from other machines, and what is sent is not encrypted."
            " Put a server with TLS in front, and name its hosts in ARGOSY_HOSTS."
        )
        typer.echo(text.format(host=host), err=True)
    if host not in LOOPBACK and where.why == WHY_EMBEDDED:
        text = _("Warning: the embedded database is for trying out and for small shops.")
        typer.echo(text, err=True)


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if sys.platform != "win32":  # There it would let two servers have one port.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            text = _("Port {port} of {host} cannot be had: {detail}. Try: argosy up --port {other}")
            told = text.format(port=port, host=host, detail=error.strerror, other=port + 1)
            typer.echo(told, err=True)
            raise typer.Exit(COULD_NOT_RUN) from error


def _reached_from_here(address: str) -> str:
    for everywhere, here in (("0.0.0.0", "127.0.0.1"), ("[::]", "[::1]")):  # noqa: S104
        address = address.replace(f"//{everywhere}:", f"//{here}:")
    return address


def _has_screen() -> bool:
    if not sys.stdout.isatty():
        return False
    # Without one, a browser would open inside the terminal.
    return sys.platform != "linux" or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def _say(text: str, *, quiet: bool = False, **facts: object) -> None:
    if quiet:
        return
    with suppress(BrokenPipeError):  # Whoever was reading has gone; the company is served on.
        typer.echo(text.format(**facts))
        sys.stdout.flush()

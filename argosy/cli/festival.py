"""`argosy festival`: a night of orders, deliveries and accidents on a company of its own."""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from argosy.cli.festival_worker import UNGUARDED
from argosy.cli.session import DONE, WARNINGS, ended_in_order, opened, outcome, tell, tell_progress
from argosy.cli.words import _
from argosy.database import companies
from argosy.database.attachment import Attachment
from argosy.database.url import resolve, use
from argosy.kernel.faults import ALLOWED

if TYPE_CHECKING:
    from argosy.demo.types import Played

COMPANY = "festival"
WORKERS = 4
LENGTH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for."""

    orders: int
    seed: int
    workers: int
    unguarded: bool
    watch_s: float


def register(app: typer.Typer) -> None:
    """Add the command."""
    text = _("Play a shopping festival, kill what carries it, and audit what is left.")
    app.command("festival", help=text)(festival)


def festival(
    orders: Annotated[int, typer.Option(min=10, help=_("How many orders."))] = 2000,
    seed: Annotated[int, typer.Option(min=0, help=_("The same seed, the same festival."))] = 1,
    workers: Annotated[int, typer.Option(min=1, max=16, help=_("How many processes."))] = WORKERS,
    watch: Annotated[
        float, typer.Option(min=0, help=_("Spread it over so many seconds, to be looked at."))
    ] = 0,
    keep: Annotated[
        Path | None, typer.Option(help=_("Play it in this empty folder, and keep the book."))
    ] = None,
    unguarded: Annotated[
        bool, typer.Option("--unguarded", help=_("Take the guards away: then it must oversell."))
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
) -> None:
    """Needs no company: it makes its own, on a database of its own, and removes both."""
    asked = Asked(orders, seed, workers, unguarded, watch)
    since = time.monotonic()
    with outcome(), ended_in_order(), _home(keep), _server() as attachment:
        shape = _play(asked, attachment)
    shape["seconds"] = round(time.monotonic() - since, 1)
    typer.echo(json.dumps(shape, ensure_ascii=False) if json_ else _text(shape))
    raise typer.Exit(DONE if _is_clean(shape) else WARNINGS)


@contextmanager
def _home(keep: Path | None) -> Iterator[Path]:
    """A data folder of its own; nobody else's book is touched."""
    folder = keep or Path(tempfile.mkdtemp(prefix="argosy-festival-"))
    if keep is None:
        folder.chmod(0o711)  # The database may run as a user without rights of its own.
    elif keep.exists() and any(keep.iterdir()):
        raise typer.BadParameter(_("{folder} is not empty.").format(folder=keep))
    os.environ.pop("DATABASE_URL", None)
    os.environ["ARGOSY_HOME"] = str(folder / "home" if keep is None else folder)
    os.environ[ALLOWED] = "1"
    try:
        yield folder
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _server() -> Iterator[Attachment]:
    with use(resolve(), tell_progress) as attachment:
        if attachment is None:
            raise AssertionError  # a home of its own has an embedded server
        yield attachment


def _play(asked: Asked, attachment: Attachment) -> dict[str, Any]:
    where = resolve()
    companies.ensure(where, COMPANY)
    with opened(COMPANY, where):
        from argosy.demo import services as demo  # noqa: PLC0415 - Django is set up by now
        from argosy.demo.types import Night  # noqa: PLC0415

        # The festival's last hour is the one that ends now.
        began = datetime.now(UTC).replace(microsecond=0) - LENGTH
        night = Night(
            orders=asked.orders,
            seed=asked.seed,
            workers=asked.workers,
            unguarded=asked.unguarded,
            watch_s=asked.watch_s,
            began=began,
            length=LENGTH,
            command=_command(began, asked),
            revive=lambda: attachment.revive(tell_progress),
            tell=lambda steps: tell(
                _("{steps} steps by {workers} workers …").format(steps=steps, workers=asked.workers)
            ),
        )
        return _shape(asked, demo.play_festival(night=night))


def _command(began: datetime, asked: Asked) -> list[str]:
    rest = [UNGUARDED] if asked.unguarded else []
    return [sys.executable, "-m", "argosy.cli.festival_worker", began.isoformat(), *rest]


def _shape(asked: Asked, played: "Played") -> dict[str, Any]:
    answers, found, examination = played.answers, played.audit, played.examination
    return {
        "orders": asked.orders,
        "deliveries": answers.deliveries,
        "kills": answers.kills,
        "lost": found.lost,
        "doubled": found.doubled,
        "oversold": found.oversold,
        "unconsumed": found.unconsumed,
        "seconds": 0.0,
        "detail": {
            "played_seconds": round(played.seconds, 1),
            "baskets_held": len(answers.held),
            "baskets_refused": len(answers.refused),
            "baskets_paid": len(answers.paid),
            "races": len(answers.won),
            "repeated": answers.errors,
            "given_up": answers.given_up,
            "doctor": {
                one.check.code: one.rows if one.rows is not None else one.trouble
                for one in examination.findings
                if not one.is_clean
            },
            **found.detail,
        },
    }


def _is_clean(shape: dict[str, Any]) -> bool:
    detail = shape["detail"]
    kept = not any(shape[name] for name in ("lost", "doubled", "oversold", "unconsumed"))
    return kept and not (detail["uncovered"] or detail["given_up"] or detail["doctor"])


def _text(shape: dict[str, Any]) -> str:
    head = _(
        "{orders} orders in {deliveries} deliveries, {kills} kills, {seconds} s:"
        " {lost} lost, {doubled} doubled, {oversold} oversold, {unconsumed} unconsumed."
    )
    detail = [f"  {name:<18} {value}" for name, value in shape["detail"].items()]
    return "\n".join([head.format(**shape), *detail])

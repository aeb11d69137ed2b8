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
    from argosy.demo.festival.types import Answers, Audit
    from argosy.doctor.types import Examination

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
        from django.db import connections  # noqa: PLC0415 - Django is set up by now

        from argosy.demo.festival import auditing, conducting, unguarded, world  # noqa: PLC0415
        from argosy.demo.festival.plan import Plan  # noqa: PLC0415
        from argosy.doctor import services as doctor  # noqa: PLC0415

        plan = Plan(seed=asked.seed, orders=asked.orders)
        # The festival's last hour is the one that ends now.
        began = datetime.now(UTC).replace(microsecond=0) - LENGTH
        world.make(goods=plan.goods, began=began)
        if asked.unguarded:
            unguarded.drop_constraint()
        conductor = conducting.Conductor(
            plan=plan,
            command=_command(began, asked),
            environ=dict(os.environ),
            revive=lambda: attachment.revive(tell_progress),
            broken={} if asked.unguarded else conducting.broken_steps(plan, asked.workers),
            pace_s=asked.watch_s / len(plan.steps) * asked.workers,
        )
        tell(
            _("{steps} steps by {workers} workers …").format(
                steps=len(plan.steps), workers=asked.workers
            )
        )
        since = time.monotonic()
        connections.close_all()  # The database is about to be killed.
        answers = conductor.run(asked.workers)
        played_s = time.monotonic() - since
        ended = began + LENGTH + timedelta(minutes=5)
        world.close(now=ended)
        found = auditing.audit(plan=plan, answers=answers)
        examination = doctor.examine(now=ended)
    return _shape(asked, answers, found, examination, played_s)


def _command(began: datetime, asked: Asked) -> list[str]:
    rest = [UNGUARDED] if asked.unguarded else []
    return [sys.executable, "-m", "argosy.cli.festival_worker", began.isoformat(), *rest]


def _shape(
    asked: Asked,
    answers: "Answers",
    found: "Audit",
    examination: "Examination",
    played_s: float,
) -> dict[str, Any]:
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
            "played_seconds": round(played_s, 1),
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

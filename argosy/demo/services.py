"""The seeded company, made as a person would: set up by hand, then file after file imported."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils.translation import get_language

from argosy.channels import services as channels
from argosy.channels.types import NewChannel
from argosy.company import queries as company_queries
from argosy.company import services as company
from argosy.demo.festival import playing
from argosy.demo.festival.unguarded import take_guards_away
from argosy.demo.festival.working import work
from argosy.demo.files import costs_profile, last_file, write
from argosy.demo.types import Listed, Night, Played, Progress
from argosy.demo.world import Plan, World, load
from argosy.identity import queries as identity_queries
from argosy.identity import services as identity
from argosy.identity.errors import UnknownUser
from argosy.identity.types import Role
from argosy.intake import queries as intake_queries
from argosy.intake import services as intake
from argosy.intake.errors import RunBusy
from argosy.inventory import services as inventory

Clock = Callable[[], datetime]
Watcher = Callable[[Progress], None]

OPEN_STATES = frozenset({"queued", "reading", "applying"})
RUNS_MAX = 1_000  # more than there are files


def _look_away(progress: Progress) -> None:
    """Nobody watches."""


def seed(
    *,
    now: datetime,
    size: str = "default",
    seed: int = 1,
    clock: Clock | None = None,
    on_progress: Watcher = _look_away,
) -> int:
    """Make the seeded company in an empty book, or go on where that was interrupted.

    A book that holds another business is left alone, and so is a file that was imported before,
    whatever became of it. The two years end on the day on which the seeding began, so that going
    on later adds no second company. `clock` dates what is recorded while it runs; without one
    everything is dated `now`. Returns how many files were imported.
    """
    world = load()
    began = _began(world)
    if began is None and company_queries.entities():
        return 0
    if began is None:
        began = now
        _set_up(world, now)
    settled = _settled(now)
    if last_file(world) in settled:
        return 0
    with TemporaryDirectory(prefix="argosy-demo-") as folder:
        files = write(Plan(seed=seed, size=size, until=began.date()), Path(folder))
        wanted = [one for one in files if one.file not in settled]
        for done, listed in enumerate(wanted):
            on_progress(Progress(listed.file, done, len(wanted)))
            _import(Path(folder), listed, clock or (lambda: now))
        on_progress(Progress(files[-1].file, len(wanted), len(wanted)))
    return len(wanted)


def _began(world: World) -> datetime | None:
    """When the book was made the seeded company's: when its operators were given accounts."""
    try:
        return identity_queries.account(username=world.operators[0]["key"]).created_at
    except UnknownUser:
        return None


def _settled(now: datetime) -> set[str]:
    """The files that were imported to their end, or were stopped or taken back by a person."""
    runs = intake_queries.list_runs(limit=RUNS_MAX, now=now)
    return {run.file_name for run in runs if run.state not in OPEN_STATES}


@transaction.atomic
def _set_up(world: World, now: datetime) -> None:
    """Entities, places, operators and channels, as the seller would type them in; all or none."""
    entities = {
        one["key"]: company.create_entity(
            key=one["key"],
            title=_spoken(one["title"]),
            currency=one["currency"],
            country=one["country"],
            now=now,
        )
        for one in world.entities
    }
    places = {
        one["key"]: inventory.open_place(
            key=one["key"],
            title=_spoken(one["title"]),
            kind=one["kind"],
            country=one["country"],
            now=now,
        )
        for one in world.places
    }
    operators = {one["key"]: _operator(one["key"], one["title"], now) for one in world.operators}
    opened: dict[str, list[int]] = {key: [] for key in operators}
    for one in world.channels:
        channel = channels.open_channel(
            new=NewChannel(
                key=one.key,
                title=_spoken(one.title),
                entity=entities[one.entity],
                mode=one.mode,
                currency=one.currency,
                zone=one.zone,
                market=one.market,
                platform=one.platform,
                commercial_model=one.commercial_model,
                operator=operators[one.operator],
                place=places[one.place],
            ),
            now=now,
        )
        opened[one.operator].append(channel)
    for operator in world.operators:
        identity.change_account(
            username=operator["key"],
            role=Role.OPERATIONS,
            display_name=_spoken(operator["title"]),
            may_export=False,
            entities=(),
            channels=opened[operator["key"]],
        )
    intake.save_profile(definition=costs_profile(), now=now)


def _operator(key: str, title: Mapping[str, str], now: datetime) -> int:
    """An account that nobody can sign in to until its password is reset."""
    return identity.create_user(
        username=key,
        password=secrets.token_urlsafe(32),
        role=Role.OPERATIONS,
        now=now,
        display_name=_spoken(title),
    )


def _spoken(title: Mapping[str, str]) -> str:
    """The title in the language of whoever makes the company."""
    return title["zh" if (get_language() or "").startswith("zh") else "en"]


def _import(folder: Path, listed: Listed, clock: Clock) -> None:
    """Drop one file on the Import page, as it were."""
    path = folder / listed.file
    kept = intake.receive_file(path=path, name=listed.file, received_by=None, now=clock())
    runs = intake.plan(
        path=path,
        file=kept,
        profile=listed.profile,
        channel=listed.channel,
        by=None,
        now=clock(),
    )
    for run in runs:
        try:
            intake.carry_out(run=run, clock=clock)
        except RunBusy:
            continue  # Taken up again by a worker since the interruption.


def play_festival(*, night: Night) -> Played:
    """Play a whole festival in the company at hand, which must be empty, and audit what is left."""
    return playing.play(night)


def work_at_festival(*, began: datetime, home: Path, unguarded: bool) -> None:
    """Carry out what a festival asks of this process on its standard input.

    Unguarded, the statements are without their guards: then it must oversell.
    """
    if unguarded:
        take_guards_away()
    work(began=began, home=home)

"""The seeded company, made as a person would make it: set up by hand, then file after file imported."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import get_language

from argosy.channels import queries as channels_queries
from argosy.channels import services as channels
from argosy.channels.types import NewChannel
from argosy.company import queries as company_queries
from argosy.company import services as company
from argosy.demo.files import costs_profile, write
from argosy.demo.types import Listed, Progress
from argosy.demo.world import Plan, World, load
from argosy.identity import queries as identity_queries
from argosy.identity import services as identity
from argosy.identity.errors import UnknownUser
from argosy.identity.types import Role
from argosy.intake import queries as intake_queries
from argosy.intake import services as intake
from argosy.inventory import services as inventory

Clock = Callable[[], datetime]


def seed(
    *,
    now: datetime,
    size: str = "default",
    seed: int = 1,
    clock: Clock | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> int:
    """Make the seeded company in an empty book, or go on where it was interrupted.

    A book that holds another business is left alone. The two years end on the day on which the
    seeding began, so that going on later adds no second company. `clock` dates what is recorded
    while it runs; without one everything is dated `now`. Returns how many files were imported.
    """
    world = load()
    began = _began(world)
    if began is None:
        if company_queries.entities():
            return 0
        began = now
        _set_up(world, now)
    plan = Plan(seed=seed, size=size, until=began.date())
    with TemporaryDirectory(prefix="argosy-demo-") as folder:
        listed = write(plan, Path(folder))
        return _import_all(Path(folder), listed, clock or (lambda: now), on_progress)


def _began(world: World) -> datetime | None:
    """When this book was made the seeded company's: the day its last operator was given an account."""
    try:
        return identity_queries.account(username=world.operators[-1]["key"]).created_at
    except UnknownUser:
        return None

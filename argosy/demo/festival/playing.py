"""A whole festival, from an empty company to the audit of what is left."""

import os
import time
from datetime import timedelta

from django.db import connections

from argosy.demo.festival import auditing, conducting, unguarded, world
from argosy.demo.festival.plan import Plan
from argosy.demo.types import Night, Played
from argosy.doctor import services as doctor

AFTER = timedelta(minutes=5)


def play(night: Night) -> Played:
    """See `services.play_festival`."""
    plan = Plan(seed=night.seed, orders=night.orders)
    world.make(goods=plan.goods, began=night.began)
    if night.unguarded:
        unguarded.drop_constraint()
    conductor = conducting.Conductor(
        plan=plan,
        command=list(night.command),
        environ=dict(os.environ),
        revive=night.revive,
        broken={} if night.unguarded else conducting.broken_steps(plan, night.workers),
        pace_s=night.watch_s / len(plan.steps) * night.workers,
    )
    night.tell(len(plan.steps))
    since = time.monotonic()
    connections.close_all()  # The database is about to be killed.
    answers = conductor.run(night.workers)
    played_s = time.monotonic() - since
    ended = night.began + night.length + AFTER
    world.close(now=ended)
    found = auditing.audit(plan=plan, answers=answers)
    return Played(answers, found, doctor.examine(now=ended), played_s)

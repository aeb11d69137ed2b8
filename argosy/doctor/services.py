"""Examine the book, and try whether the examination would notice anything."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from argosy.doctor import models, running, trials
from argosy.doctor.checks import chosen
from argosy.doctor.types import Examination, Finding, Trial

KEPT = timedelta(days=90)


def examine(*, now: datetime, only: Sequence[str] = (), is_fast: bool = False) -> Examination:
    """Check what must never be false, all of it at one instant, and keep since when what is broken.

    `only` names checks (`STK-4`) or families of them (`STK`); a fast examination leaves out what
    reads the whole book. Reads in a transaction of its own: call it outside of any.

    :raises UnknownCheck: `only` names something that is none.
    """
    checks = chosen(only, is_fast=is_fast)
    started = time.perf_counter()
    with running.snapshot():
        findings = running.run_all(checks, now=now, is_fast=is_fast)
    seconds = time.perf_counter() - started
    if not only:
        _log(findings, now, seconds, is_whole=not is_fast)
    return Examination(at=now, seconds=seconds, findings=tuple(_remember(findings, now)))


def self_test(*, now: datetime, only: Sequence[str] = ()) -> tuple[Trial, ...]:
    """Plant each corruption, see whether its check fires, and take everything back.

    All of it happens in one transaction that is rolled back. It takes locks that others may wait
    for, a second or two at a time.

    :raises UnknownCheck: `only` names something that is none.
    """
    return tuple(trials.try_all(chosen(only, is_fast=False), now=now))


@transaction.atomic
def _remember(findings: Sequence[Finding], now: datetime) -> list[Finding]:
    """Open what is newly broken, keep what still is, close what holds again."""
    remembered = []
    for one in findings:
        first_seen = None
        standing = models.Finding.objects.filter(code=one.check.code, gone_at=None)
        if one.rows:
            first_seen = models.Finding.objects.update_or_create(
                code=one.check.code,
                gone_at=None,
                defaults={"rows": one.rows, "last_seen": now},
                create_defaults={"rows": one.rows, "last_seen": now, "first_seen": now},
            )[0].first_seen
        elif one.is_clean:
            standing.update(gone_at=now)
        remembered.append(replace(one, first_seen=first_seen))
    return remembered


def _log(findings: Sequence[Finding], now: datetime, seconds: float, *, is_whole: bool) -> None:
    models.Examination.objects.create(
        at=now,
        is_whole=is_whole,
        ms=round(seconds * 1000),
        checks=len(findings),
        broken=sum(bool(one.rows) for one in findings),
        unrun=sum(one.rows is None for one in findings),
    )
    models.Examination.objects.filter(at__lt=now - KEPT).delete()

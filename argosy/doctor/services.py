"""Examine the book, and try whether the examination would notice anything."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from argosy.doctor import models, recent, running, trials
from argosy.doctor.checks import chosen
from argosy.doctor.types import Examination, Finding, Trial

KEPT = timedelta(days=90)
RECENT_KEPT = timedelta(days=1)  # of those of each minute


def examine(
    *, now: datetime, only: Sequence[str] = (), is_fast: bool = False, is_recent: bool = False
) -> Examination:
    """Check what must never be false, all of it at one instant, and keep since when what is broken.

    `only` names checks (`STK-4`) or families of them (`STK`); a fast examination leaves out what
    reads the whole book; a recent one looks at what has changed since the last, however large the
    book, and at the whole of what is known to be broken. Reads in a transaction of its own: call it
    outside of any.

    :raises UnknownCheck: `only` names something that is none.
    """
    checks = chosen(only, is_fast=is_fast, is_recent=is_recent)
    started = time.perf_counter()
    with running.snapshot():
        since = _mark() if is_recent and not only else None
        changed = recent.changed(since=since)
        findings = running.run_all(
            checks,
            now=now,
            is_fast=is_fast,
            orders=changed.orders if is_recent else None,
            whole=_broken() if is_recent else (),
            with_help=True,
        )
    seconds = time.perf_counter() - started
    if not only:
        upto = None if is_fast else changed.upto
        _log(
            findings,
            now,
            seconds,
            is_whole=not (is_fast or is_recent),
            is_recent=is_recent,
            upto=upto,
        )
    return Examination(at=now, seconds=seconds, findings=tuple(_remember(findings, now)))


def _mark() -> int | None:
    """The first transaction that nobody has looked at for certain; None before the first look."""
    marked = models.Examination.objects.filter(upto__isnull=False).order_by("-pk")
    return marked.values_list("upto", flat=True).first()


def _broken() -> frozenset[str]:
    """What was broken when it was last looked at: until it is mended, changes alone tell little."""
    return frozenset(models.Finding.objects.filter(gone_at=None).values_list("code", flat=True))


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
            seen = {"rows": one.rows, "sample": list(one.sample), "last_seen": now}
            first_seen = models.Finding.objects.update_or_create(
                code=one.check.code,
                gone_at=None,
                defaults=seen,
                create_defaults=seen | {"first_seen": now},
            )[0].first_seen
        elif one.is_clean:
            standing.update(gone_at=now)
        remembered.append(replace(one, first_seen=first_seen))
    return remembered


def _log(
    findings: Sequence[Finding],
    now: datetime,
    seconds: float,
    *,
    is_whole: bool,
    is_recent: bool,
    upto: int | None,
) -> None:
    models.Examination.objects.create(
        at=now,
        is_whole=is_whole,
        is_recent=is_recent,
        upto=upto if all(one.rows is not None for one in findings) else None,
        ms=round(seconds * 1000),
        checks=len(findings),
        broken=sum(bool(one.rows) for one in findings),
        unrun=sum(one.rows is None for one in findings),
    )
    looked = models.Examination.objects
    looked.filter(at__lt=now - KEPT).delete()
    looked.filter(is_recent=True, at__lt=now - RECENT_KEPT).delete()

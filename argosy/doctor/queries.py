"""What the latest examinations found, for screens: reads two small tables and examines nothing."""

from django.db.models import Count

from argosy.doctor.checks import checks
from argosy.doctor.models import Examination, Finding
from argosy.doctor.types import Check, Latest, OpenFinding, Severity


def latest_findings() -> Latest:
    """What was wrong when it was last looked at, the worst first, and when that was.

    A screen shows `check.found` (translated, with `rows` filled in) and `check.remedy`.
    """
    latest = Examination.objects.order_by("-at", "-pk").first()
    known = {one.code: one for one in checks()}
    times = dict(Finding.objects.values_list("code").annotate(Count("pk")))
    standing = [
        OpenFinding(
            check=known[one.code],
            rows=one.rows,
            first_seen=one.first_seen,
            last_seen=one.last_seen,
            sample=tuple(one.sample),
            times=times[one.code],
        )
        for one in Finding.objects.filter(gone_at=None, code__in=known)
    ]
    worst = list(Severity)
    order = list(known)
    standing.sort(key=lambda one: (worst.index(one.check.severity), order.index(one.check.code)))
    return Latest(
        examined_at=latest.at if latest else None,
        is_complete=latest is not None and latest.unrun == 0,
        findings=tuple(standing),
    )


def every_check() -> tuple[Check, ...]:
    """Every check there is, in the order in which they are reported."""
    return checks()

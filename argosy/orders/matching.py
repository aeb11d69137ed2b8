"""Which orders a list is to show, in conditions that an index can serve."""

from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from argosy.channels import queries as channels
from argosy.kernel import sql
from argosy.orders.models import Line, Order
from argosy.orders.types import State, Wanted, Window

STATES: Final = {
    State.WITHDRAWN: Q(withdrawn_at__isnull=False),
    State.CANCELLED: Q(withdrawn_at=None, cancelled_at__isnull=False),
    # Below or above nothing, and not "other than nothing": the index by refund can start there.
    State.REFUNDED: Q(withdrawn_at=None, cancelled_at=None)
    & (Q(refunded_minor__lt=0) | Q(refunded_minor__gt=0)),
    State.SHIPPED: Q(
        withdrawn_at=None, cancelled_at=None, refunded_minor=0, shipped_at__isnull=False
    ),
    State.PAID: Q(
        withdrawn_at=None,
        cancelled_at=None,
        refunded_minor=0,
        shipped_at=None,
        paid_at__isnull=False,
    ),
    State.PLACED: Q(
        withdrawn_at=None, cancelled_at=None, refunded_minor=0, shipped_at=None, paid_at=None
    ),
}
# Word for word the condition of the index order_open.
OPEN: Final = Q(promised_until__isnull=False, shipped_at=None, cancelled_at=None, withdrawn_at=None)


def matching(wanted: Wanted) -> "QuerySet[Order, Any]":
    """The orders that fit."""
    found = Order.objects.all()
    if wanted.windows:
        within = Q()
        for window in wanted.windows:
            within |= _within(window)
        found = found.filter(within)
    if wanted.text:
        found = found.filter(_numbered(wanted.text))
    if wanted.state:
        found = found.filter(STATES[State(wanted.state)])
    for field in ("kind", "market", "currency", "customer"):
        if value := getattr(wanted, field):
            found = found.filter(**{field: value})
    found = _still(found, wanted)
    if wanted.sku is not None:
        lines = Line.objects.filter(
            order=OuterRef("pk"), document=OuterRef("document"), sku=wanted.sku
        )
        found = found.filter(Exists(lines))
    return found


def _still(found: "QuerySet[Order, Any]", wanted: Wanted) -> "QuerySet[Order, Any]":
    """Those that are still to leave, late, or among some, where that is asked for."""
    if wanted.open or wanted.late_at is not None:
        found = found.filter(OPEN)
    if wanted.late_at is not None:
        found = found.filter(promised_until__lt=wanted.late_at)
    if wanted.among is None:
        return found
    # One array, not a list of thousands of parameters; as text, or each would be turned by itself.
    ids = RawSQL("SELECT unnest(%s::bigint[])", (sql.array(wanted.among),))
    return found.filter(pk__in=ids)


def _numbered(text: str) -> Q:
    """Numbers that start so, as typed or all in one case; by channel, as their index is."""
    starts = Q()
    for form in sorted({text, text.upper(), text.lower()}):
        starts |= Q(external_id__startswith=form)
    return Q(channel__in=[one.id for one in channels.list_channels()]) & starts


def _within(window: Window) -> Q:
    stated = Q()
    if window.channels is not None:
        stated &= Q(channel__in=list(window.channels))
    if window.since is not None:
        stated &= Q(placed_at__gte=window.since)
    if window.until is not None:
        stated &= Q(placed_at__lt=window.until)
    return stated

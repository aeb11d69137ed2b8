"""Writes of sync: who is told, what is told, and the quantities that platforms are to show."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from argosy.channels import queries as channels
from argosy.channels.errors import NoSuchChannel
from argosy.jobs import services as jobs
from argosy.kernel import sql
from argosy.sync import calling, delivering, following, guarding, pushing, signing
from argosy.sync.errors import BadAddress, EndpointGone, NoSuchEndpoint, NoSuchEvent, UnknownEvent
from argosy.sync.following import EVENTS, FAMILIES, GIVE_UP_AFTER
from argosy.sync.models import Delivery, Endpoint
from argosy.sync.types import (
    Added,
    Caller,
    DeliveryState,
    EndpointState,
    MarksQuantities,
    NewEndpoint,
    Pushed,
    TakesQuantities,
    Told,
)

OLD_SECRET_KEPT: Final = timedelta(days=1)
DELIVERIES_KEPT: Final = timedelta(days=30)
FACTS_AT_ONCE: Final = 1_000
URL_MAX: Final = 500
DELIVER: Final = "sync.deliver"


def add_endpoint(*, new: NewEndpoint, by: int | None, now: datetime) -> Added:
    """Tell an address of events from now on. Its secret is in the answer and shown nowhere again.

    :raises BadAddress: it is no address that may be called; likewise `PortNotCalled`.
    :raises HostNotFound: the name leads nowhere.
    :raises InsideAddress: the name leads into a private network.
    :raises UnknownEvent: there is no such event.
    :raises NoSuchChannel: a channel is none.
    """
    if len(new.url) > URL_MAX:
        raise BadAddress(url=f"{new.url[:60]}…")
    guarding.check_url(new.url)
    _check_events(new.events)
    _check_channels(new.channels or ())
    salt = signing.new_salt()
    secret = signing.secret_of(salt)
    with transaction.atomic():
        if not Endpoint.objects.exclude(state=EndpointState.GONE.value).exists():
            following.begin(now)
        if not following.is_stock_wanted():
            following.look_at_stock(now)  # what there is already is no news
        made = Endpoint.objects.create(
            url=new.url,
            events=list(dict.fromkeys(new.events)),
            channels=None if new.channels is None else list(new.channels),
            past_days=new.past_days,
            salt=salt,
            proof=signing.proof_of(secret),
            created_by=by,
            created_at=now,
        )
    return Added(made.pk, secret)


@transaction.atomic
def rotate_secret(*, endpoint: int, now: datetime, keep_old: timedelta = OLD_SECRET_KEPT) -> Added:
    """Give an endpoint a new secret; for a while calls carry the old one's signature, too.

    :raises NoSuchEndpoint: there is none.
    """
    found = _locked(endpoint)
    salt = signing.new_salt()
    secret = signing.secret_of(salt)
    if signing.proof_of(signing.secret_of(found.salt)) == found.proof:
        found.old_salt, found.old_until = found.salt, now + keep_old
    found.salt, found.proof = salt, signing.proof_of(secret)
    found.save()
    return Added(endpoint, secret)


@transaction.atomic
def pause_endpoint(*, endpoint: int) -> None:
    """Call it no more until it is resumed; what is to be told waits meanwhile.

    :raises NoSuchEndpoint: there is none.
    :raises EndpointGone: it answered 410 once.
    """
    found = _locked(endpoint)
    if found.state == EndpointState.GONE:
        raise EndpointGone(endpoint=endpoint)
    found.state = EndpointState.PAUSED.value
    found.opened_at = found.probe_at = None
    found.save()


@transaction.atomic
def resume_endpoint(*, endpoint: int, now: datetime) -> None:
    """Call a paused or broken endpoint again: at once, with all its time before it.

    :raises NoSuchEndpoint: there is none.
    :raises EndpointGone: it answered 410 once.
    """
    if _locked(endpoint).state == EndpointState.GONE:
        raise EndpointGone(endpoint=endpoint)
    sql.run("sync/resume", {"endpoint": endpoint, "now": now, "give_up_at": now + GIVE_UP_AFTER})
    _ask_to_deliver()


@transaction.atomic
def remove_endpoint(*, endpoint: int) -> None:
    """Forget an endpoint and all that was told to it.

    :raises NoSuchEndpoint: there is none.
    """
    _locked(endpoint).delete()


@transaction.atomic
def replay_event(*, event: str, endpoint: int | None, now: datetime) -> int:
    """Tell an event again, under the same id; to one endpoint or to all that were told of it.

    Returns how many deliveries wait anew.

    :raises NoSuchEvent: nobody was told of it.
    """
    told = Delivery.objects.filter(event=event)
    if endpoint is not None:
        told = told.filter(endpoint_id=endpoint)
    if not told.exists():
        raise NoSuchEvent(event=event)
    return _replayed(now, event=event, endpoint=endpoint)


@transaction.atomic
def replay_span(
    *,
    endpoint: int,
    since: datetime,
    until: datetime | None,
    now: datetime,
    only_dead: bool = False,
) -> int:
    """Tell an endpoint again what it was to be told of from an instant until just before another.

    In the order in which things happened to each order. Returns how many deliveries wait anew.

    :raises NoSuchEndpoint: there is none.
    :raises EndpointGone: it answered 410 once.
    """
    if _locked(endpoint).state == EndpointState.GONE:
        raise EndpointGone(endpoint=endpoint)
    return _replayed(now, endpoint=endpoint, since=since, until=until, only_dead=only_dead)


def acknowledge_dead(*, endpoint: int, now: datetime) -> int:
    """Say that a person has seen which events an endpoint was never told of. Returns how many."""
    dead = Delivery.objects.filter(
        endpoint_id=endpoint, state=DeliveryState.DEAD.value, seen_at=None
    )
    return dead.update(seen_at=now)


def follow(*, clock: Callable[[], datetime], watch: Callable[[], None]) -> int:
    """Read all facts that are new and write down whom to tell of them. Returns how many facts.

    Each step is a transaction of its own, together with the place up to which it has read. Asks
    for a job that delivers, if anything waits. `watch` is called between steps.
    """
    read = 0
    while True:
        with transaction.atomic():
            step = following.follow(FACTS_AT_ONCE, clock())
        read += step or 0
        if not step or step < FACTS_AT_ONCE:
            break
        watch()
    with transaction.atomic():
        now = clock()
        if following.is_stock_wanted():
            following.make(following.look_at_stock(now), now)
        sql.run("sync/give_up", {"now": now, "silent_since": now - GIVE_UP_AFTER})
        ((work_waits,),) = sql.rows("sync/work_waits", {"now": now})
        if work_waits:
            _ask_to_deliver()
    return read


def deliver(
    *,
    clock: Callable[[], datetime],
    watch: Callable[[], None],
    call: Caller = calling.post,
    at_most: timedelta = timedelta(minutes=5),
) -> Told:
    """Send whatever is due, until nothing is or the time is used up.

    Each delivery is claimed in a transaction, sent outside of any, and settled in another. `watch`
    is called in between, and may raise to stop here. What is left asks for a job of its own.
    """
    until = clock() + at_most
    told = delivering.deliver(clock, watch, call, until)
    if clock() >= until:
        _ask_to_deliver()
    return told


def push_desired(
    *, take: TakesQuantities, marks: MarksQuantities, now: datetime, limit: int
) -> Pushed:
    """Send the quantities that platforms have not accepted: intent, commit, call, outcome.

    Of a listing one is under way at a time, so an older never overtakes a newer one. After a lost
    answer the number is sent again: it is absolute, and no guess is needed.
    """
    return pushing.push(take, marks, now, limit)


def confirm_desired(
    *, see: TakesQuantities, marks: MarksQuantities, now: datetime, limit: int
) -> tuple[int, int]:
    """Look at what platforms show of what they accepted. Returns how many are right, and not.

    What shows more than it should is sent again by the next push.
    """
    return pushing.confirm(see, marks, now, limit)


def forget(*, now: datetime) -> int:
    """Drop deliveries made long ago, and dead ones that somebody saw. Returns how many."""
    return sql.run("sync/forget", {"before": now - DELIVERIES_KEPT})


def _check_events(events: Sequence[str]) -> None:
    for event in events:
        if event not in (*EVENTS, *FAMILIES):
            raise UnknownEvent(event=event, known=", ".join((*EVENTS, *FAMILIES)))
    if not events:
        raise UnknownEvent(event="", known=", ".join((*EVENTS, *FAMILIES)))


def _check_channels(wanted: Sequence[int]) -> None:
    known = {one.id: one.key for one in channels.list_channels()}
    for channel in wanted:
        if channel not in known:
            raise NoSuchChannel(channel=channel, known=", ".join(sorted(known.values())) or "–")


def _locked(endpoint: int) -> Endpoint:
    found = Endpoint.objects.select_for_update().filter(pk=endpoint).first()
    if found is None:
        raise NoSuchEndpoint(endpoint=endpoint)
    return found


def _replayed(
    now: datetime,
    *,
    endpoint: int | None,
    event: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    only_dead: bool = False,
) -> int:
    waiting = sql.run(
        "sync/replay",
        {
            "event": event,
            "endpoint": endpoint,
            "since": since,
            "until": until,
            "only_dead": only_dead,
            "now": now,
            "give_up_at": now + GIVE_UP_AFTER,
        },
    )
    if waiting:
        _ask_to_deliver()
    return waiting


def _ask_to_deliver() -> None:
    jobs.enqueue(task=DELIVER, arguments={}, only_one_waiting=DELIVER)

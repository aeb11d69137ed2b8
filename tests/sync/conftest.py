"""A company with a channel, facts as if booked, and somebody who listens."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from argosy.channels import services as channels
from argosy.channels.types import NewChannel
from argosy.company import services as company
from argosy.orders.models import Fact, Order
from argosy.sync import services
from argosy.sync.types import Added, NewEndpoint
from tests.sync.receiver import Receiver, serve

NOON = datetime(2026, 11, 11, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Clock:
    """A clock that goes when told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, by: timedelta) -> None:
        self.now += by


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def channel(transactional_db: None) -> int:
    return make_channel("shop")


def make_channel(key: str) -> int:
    entity = company.create_entity(key=key, title=key, currency="GBP", country="GB", now=NOON)
    new = NewChannel(
        key=key, title=key, entity=entity, mode="storefront", currency="GBP", zone="UTC"
    )
    return channels.open_channel(new=new, now=NOON)


@pytest.fixture
def tell(channel: int, clock: Clock) -> Callable[..., int]:
    """Write facts of one order, as booking does. Returns the order's id."""

    def write(
        number: str = "S-1", *kinds: str, into: int = channel, at: datetime = NOON, **detail: object
    ) -> int:
        order, _ = Order.objects.get_or_create(
            channel_id=into,
            external_id=number,
            defaults={
                "entity_id": 1,
                "kind": "order",
                "currency": "GBP",
                "market": "GB",
                "document": 1,
                "placed_at": at,
                "total_minor": 0,
                "units": 1,
                "recorded_at": clock(),
            },
        )
        for kind in kinds or ("placed",):
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO orders_fact"
                    " (order_id, document, kind, occurred_at, recorded_at, xact)"
                    " VALUES (%s, 1, %s, %s, %s, book_number(pg_current_xact_id()))",
                    [order.pk, kind, at, clock()],
                )
            if detail:
                Fact.objects.filter(order=order, kind=kind).update(detail=detail)
        return order.pk

    return write


@pytest.fixture
def make_receiver(settings: object) -> Iterator[Callable[[], Receiver]]:
    settings.WEBHOOKS_TO_LOOPBACK = True
    servers = []

    def make() -> Receiver:
        receiver = Receiver()
        servers.append(serve(receiver))
        return receiver

    yield make
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def receiver(make_receiver: Callable[[], Receiver]) -> Receiver:
    return make_receiver()


@pytest.fixture
def add(channel: int, receiver: Receiver) -> Callable[..., Added]:
    """Make an endpoint of the receiver."""

    def make(*events: str, url: str = "", **more: object) -> Added:
        new = NewEndpoint(url=url or receiver.url, events=events or ("*",), **more)
        return services.add_endpoint(new=new, by=None, now=NOON)

    return make


@pytest.fixture
def run(clock: Clock) -> Callable[..., object]:
    """What a minute's jobs do: follow, then deliver."""

    def go(**how: object) -> object:
        services.follow(clock=clock, watch=lambda: None)
        return services.deliver(clock=clock, watch=lambda: None, **how)

    return go

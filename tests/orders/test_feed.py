"""The feed of facts: whoever follows it sees each fact once, whenever its transaction commits."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection, transaction

from argosy.channels import services as channels
from argosy.channels.types import NewChannel
from argosy.company import services as company
from argosy.orders import queries
from argosy.orders.models import Fact, Order
from tests import moving

NOON = datetime(2026, 11, 11, 12, tzinfo=UTC)
LEAD = 5_000_000_000  # transactions that the server a book comes from had begun before ours


@pytest.fixture
def make_channel(transactional_db):
    entity = company.create_entity(key="main", title="Main", currency="GBP", country="GB", now=NOON)

    def make(key):
        new = NewChannel(
            key=key, title=key, entity=entity, mode="storefront", currency="GBP", zone="UTC"
        )
        return channels.open_channel(new=new, now=NOON)

    return make


@pytest.fixture
def tell(make_channel):
    """Write one fact of a new order, in the transaction under way. Returns the order's number."""
    known = {}

    def write(number, kind="placed", channel="shop", detail=None):
        if channel not in known:
            known[channel] = make_channel(channel)
        order = Order.objects.create(
            entity_id=1,
            channel_id=known[channel],
            external_id=number,
            kind="order",
            currency="GBP",
            market="GB",
            document=1,
            placed_at=NOON,
            total_minor=0,
            units=1,
            recorded_at=NOON,
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT book_number(pg_current_xact_id())")
            (xact,) = cursor.fetchone()
        Fact.objects.create(
            order=order,
            document=1,
            kind=kind,
            occurred_at=NOON,
            recorded_at=NOON,
            xact=xact,
            detail=detail,
        )
        return known[channel]

    return write


def numbers(after=None, limit=100, only=None):
    rows = queries.feed(after=after, limit=limit, channels=only)
    return [row.external_id for row in rows], (rows[-1].xact, rows[-1].fact) if rows else after


@pytest.mark.race
def test_what_begins_early_and_commits_late_is_not_passed_by(tell, elsewhere):
    tell("first")
    seen, place = numbers()
    with transaction.atomic():
        tell("late")
        elsewhere(lambda: tell("quick")).result()
        seen += elsewhere(lambda: numbers(place)).result()[0]
        assert seen == ["first"]  # “quick” is there, and is not shown before what may precede it
    more, place = numbers(place)
    assert seen + more == ["first", "late", "quick"]
    assert numbers(place) == ([], place)


@pytest.mark.race
def test_pages_of_any_size_show_each_fact_once(tell):
    with transaction.atomic():
        for number in range(5):
            tell(f"o-{number}")
    tell("last")
    seen, place = [], None
    while True:
        page, place = numbers(place, limit=2)
        seen += page
        if not page:
            break
    assert seen == ["o-0", "o-1", "o-2", "o-3", "o-4", "last"]


@pytest.mark.race
def test_only_the_channels_asked_for_are_shown(tell):
    tell("a")
    other = tell("b", channel="other", detail={"units": 2})
    (row,) = queries.feed(after=None, limit=9, channels=[other])
    assert (row.external_id, row.channel, row.kind, row.detail) == (
        "b",
        other,
        "placed",
        {"units": 2},
    )


@pytest.mark.race
def test_who_begins_now_sees_what_comes_and_nothing_of_before(tell):
    tell("before")
    place = queries.feed_end()
    tell("after")
    assert numbers(place)[0] == ["after"]


@pytest.mark.race
def test_facts_of_before_there_was_a_feed_are_not_in_it(tell):
    tell("old")
    Fact.objects.update(xact=0)
    assert numbers() == ([], None)


@pytest.mark.race
def test_another_book_on_the_same_server_holds_up_nothing(tell):
    where = {"dbname": "postgres", **other_parameters()}
    with psycopg.connect(**where) as theirs:
        theirs.execute("SELECT pg_current_xact_id()")
        tell("ours")
        assert numbers()[0] == ["ours"]
        theirs.rollback()


@pytest.mark.race
def test_what_this_transaction_writes_itself_is_not_there_before_it_commits(tell):
    with transaction.atomic():
        tell("ours")
        assert numbers() == ([], None)
    assert numbers()[0] == ["ours"]


class TestABookThatWasRestored:
    @pytest.fixture(autouse=True)
    def as_before(self, tell):
        """The count is of the test's database, and is put back behind each test."""
        assert callable(tell)
        with moving.counting_as_before():
            yield

    @pytest.mark.race
    def test_the_feed_goes_on_at_once_where_each_reader_was(self, tell):
        with moving.on_a_busier_server(LEAD):
            tell("read")
            seen, place = numbers()
            tell("unread")
        assert seen == ["read"]
        # As this server counts, what was not read is still to come, and what is new long past.
        tell("passed by")
        assert (numbers(place)[0], numbers()[0]) == ([], ["passed by"])
        Fact.objects.filter(order__external_id="passed by").delete()

        assert moving.count_here(NOON)

        assert numbers(place)[0] == ["unread"]
        tell("new")
        assert numbers(place)[0] == ["unread", "new"]
        assert numbers()[0] == ["read", "unread", "new"]

    @pytest.mark.race
    def test_a_place_given_after_the_backup_was_made_skips_nothing_either(self, tell):
        with moving.on_a_busier_server(LEAD):
            tell("kept")
            tell("lost")
            _, place = numbers()
        Fact.objects.filter(order__external_id="lost").delete()  # it is not in the backup

        assert moving.count_here(NOON)

        tell("new")
        assert numbers(place)[0] == ["new"]

    @pytest.mark.race
    def test_the_same_backup_restored_again_begins_behind_the_first_time(self, tell):
        with moving.counting_as_before():
            assert moving.count_here(NOON)
            for number in range(3):
                tell(f"lost-{number}")
            _, place = numbers()
        Fact.objects.all().delete()

        assert moving.count_here(NOON + timedelta(seconds=1))

        tell("new")
        assert numbers(place)[0] == ["new"]

    @pytest.mark.race
    def test_numbers_begin_with_the_microsecond_and_go_on_from_there(self):
        begun = moving.next_number()

        assert moving.count_here(NOON)
        assert not moving.count_here(NOON + timedelta(days=1))

        first = int(NOON.timestamp()) * 1_000_000
        assert first <= moving.next_number() < first + 1000
        assert begun < first

    @pytest.mark.race
    def test_a_clock_that_was_set_back_does_not_set_the_count_back(self, tell):
        with moving.on_a_busier_server(LEAD):
            tell("old")
            _, place = numbers()

        assert moving.count_here(datetime(1970, 1, 1, tzinfo=UTC))

        tell("new")
        assert numbers(place)[0] == ["new"]

    @pytest.mark.race
    def test_of_two_who_open_it_one_begins_the_count(self, elsewhere, until_blocked):
        with transaction.atomic():
            assert moving.count_here(NOON)
            other = elsewhere(lambda: moving.count_here(NOON + timedelta(days=1)))
            until_blocked()
        assert not other.result()
        assert moving.next_number() < int(NOON.timestamp() + 1) * 1_000_000

    @pytest.mark.race
    def test_what_commits_late_is_not_passed_by_there_either(self, tell, elsewhere):
        assert moving.count_here(NOON)
        tell("first")
        _, place = numbers()
        with transaction.atomic():
            tell("late")
            elsewhere(lambda: tell("quick")).result()
            assert elsewhere(lambda: numbers(place)).result()[0] == []
        assert numbers(place)[0] == ["late", "quick"]


def other_parameters():
    known = connection.get_connection_params()
    names = ("host", "port", "user", "password", "passfile")
    return {name: known[name] for name in names if name in known}

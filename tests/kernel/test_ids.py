"""An id says what it names and when that came to be."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.kernel import ids
from argosy.kernel.errors import NotAnId

NAIVE = datetime(1970, 1, 1)  # noqa: DTZ001 - bounds are naive, the strategy adds the zone
INSTANTS = st.datetimes(min_value=NAIVE, max_value=NAIVE.replace(year=9999), timezones=st.just(UTC))
RANDOM = st.integers(0, 2**80 - 1)


@given(INSTANTS, RANDOM)
def test_the_instant_can_be_read_back_to_the_millisecond(at, randomness):
    text = ids.new("ord", at=at, randomness=randomness)
    assert text.startswith("ord_")
    assert len(text) == 30
    assert ids.instant_of(text, prefix="ord") == at - timedelta(microseconds=at.microsecond % 1000)


@given(INSTANTS, INSTANTS, RANDOM, RANDOM)
def test_ids_sort_by_time(one, other, first, second):
    earlier, later = sorted([one, other])
    if later - earlier >= timedelta(milliseconds=1):
        assert ids.new("ord", at=earlier, randomness=first) < ids.new(
            "ord", at=later, randomness=second
        )


def test_a_known_value_stays_what_it_is():
    """Ids are kept by others: their form must not change between versions."""
    at = datetime(2026, 11, 23, 1, 2, 3, 456789, tzinfo=UTC)
    assert ids.new("ord", at=at, randomness=0) == "ord_01M82YS8600000000000000000"
    shanghai = at.astimezone(timezone(timedelta(hours=8)))
    assert ids.new("ord", at=shanghai, randomness=0) == ids.new("ord", at=at, randomness=0)


def test_two_of_one_instant_differ():
    at = datetime(2026, 11, 23, tzinfo=UTC)
    assert len({ids.new("ord", at=at) for _ in range(1000)}) == 1000


@pytest.mark.parametrize("prefix", ["", "o", "Ord", "order_line", "ord1", "verylongone"])
def test_prefixes_are_a_few_small_letters(prefix):
    with pytest.raises(ValueError, match="prefix"):
        ids.new(prefix, at=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("at", [NAIVE, datetime(1969, 12, 31, tzinfo=UTC)])
def test_only_instants_since_1970_are_taken(at):
    with pytest.raises(ValueError, match="instant"):
        ids.new("ord", at=at)


@pytest.mark.parametrize(
    "text",
    [
        *["", "ord", "ord_", "sku_01M82YS8600000000000000000", "ord_01M82YS860000000000000000"],
        *["ord_01M82YS860000000000000000U", "ord_81KY4P3QH00000000000000000"],
        *["ord_01m82ys8600000000000000000", "ord_7ZZZZZZZZZ0000000000000000"],
    ],
)
def test_what_is_no_id_of_the_kind_is_refused(text):
    with pytest.raises(NotAnId):
        ids.instant_of(text, prefix="ord")

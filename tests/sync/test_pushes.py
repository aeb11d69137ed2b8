"""Quantities on their way to a platform: the newest wins, and a lost answer is never guessed."""

from datetime import timedelta

import pytest

from argosy.channels.models import Desired, Listing
from argosy.sync import pushing, services
from argosy.sync.models import Push
from argosy.sync.pushing import CLAIM, LONGEST_PAUSE, claim, pause_after, wanted
from argosy.sync.types import Pushed
from tests.sync.conftest import MINUTE, NOON, make_channel
from tests.sync.double import DELAYED, LOST_AFTER, LOST_BEFORE, REFUSED, Marks, Platform

pytestmark = [pytest.mark.race]


@pytest.fixture
def platform():
    return Platform()


@pytest.fixture
def want(channel, clock):
    """State what a listing is to show, as the next version."""

    def say(quantity, sku="BOX", into=channel):
        listing, _ = Listing.objects.get_or_create(
            channel_id=into, platform_sku=sku, defaults={"created_at": NOON}
        )
        known = Desired.objects.filter(listing=listing).first()
        Desired.objects.update_or_create(
            listing=listing,
            defaults={
                "quantity": quantity,
                "version": known.version + 1 if known else 1,
                "desired_at": clock(),
                "why": "available",
            },
        )
        return listing.pk

    return say


@pytest.fixture
def push(platform, clock):
    return lambda limit=100: services.push_desired(
        take=platform, marks=Marks(), now=clock(), limit=limit
    )


@pytest.fixture
def confirm(platform, clock):
    return lambda: services.confirm_desired(see=platform, marks=Marks(), now=clock(), limit=100)


def fate(listing):
    row = Desired.objects.get(listing_id=listing)
    return row.version, row.accepted_version, row.confirmed_version


def test_desired_accepted_and_confirmed_are_three_facts(want, push, confirm, platform, channel):
    box = want(7)
    assert fate(box) == (1, None, None)
    assert push() == Pushed(sent=1, accepted=1)
    assert fate(box) == (1, 1, None)
    assert confirm() == (1, 0)
    assert fate(box) == (1, 1, 1)
    assert platform.calls == [(channel, (("BOX", 7, 1),))]
    assert push() == Pushed()  # and nothing is sent without need


def test_of_several_changes_the_last_is_sent_once(want, push, platform, channel):
    for quantity in (9, 4, 6):
        want(quantity)
    push()
    assert platform.calls == [(channel, (("BOX", 6, 3),))]


def test_channels_are_called_each_with_its_own(want, push, platform, channel):
    other = make_channel("other")
    want(1, "A")
    want(2, "B")
    want(3, "A", other)
    assert push() == Pushed(sent=3, accepted=3)
    assert platform.calls == [
        (channel, (("A", 1, 1), ("B", 2, 1))),
        (other, (("A", 3, 1),)),
    ]


def test_what_nobody_has_counted_is_not_told_as_zero(want, push, platform):
    want(None)
    assert push() == Pushed()
    assert platform.calls == []


@pytest.mark.parametrize("how", [LOST_BEFORE, LOST_AFTER])
def test_after_a_lost_answer_the_same_number_is_sent_again(want, push, platform, clock, how):
    box = want(7)
    platform.plan = [how]
    assert push() == Pushed(sent=1, lost=1)
    assert fate(box) == (1, None, None)
    assert push() == Pushed()  # not before its time
    clock.forward(pause_after(1))
    assert push() == Pushed(sent=1, accepted=1)
    first, second = platform.calls
    assert first == second
    assert list(platform.showing.values()) == [7]


def test_after_a_lost_answer_a_newer_number_takes_the_place_of_the_older(
    want, push, platform, clock
):
    box = want(7)
    platform.plan = [LOST_BEFORE]
    push()
    want(2)
    clock.forward(pause_after(1))
    push()
    assert [told for _, told in platform.calls] == [(("BOX", 7, 1),), (("BOX", 2, 2),)]
    assert fate(box) == (2, 2, None)


def test_a_refused_number_is_sent_again_later_and_later(want, push, platform, clock):
    want(7)
    platform.plan = [REFUSED] * 3
    pauses = []
    for _ in range(3):
        assert push() == Pushed(sent=1)
        pauses.append(Push.objects.get().next_at - clock())
        clock.forward(pauses[-1])
    assert pauses == [timedelta(seconds=15), timedelta(seconds=30), timedelta(seconds=60)]
    assert pause_after(99) == LONGEST_PAUSE
    assert push() == Pushed(sent=1, accepted=1)


def test_while_one_number_is_under_way_no_other_is_sent(want, push, platform, elsewhere):
    box = want(7)

    def meanwhile():
        platform.during = lambda: None
        want(2)
        assert elsewhere(push).result() == Pushed()

    platform.during = meanwhile
    # What was accepted is the older version; the newer is still owed.
    assert push() == Pushed(sent=1, accepted=1)
    assert fate(box) == (2, 1, None)
    assert push() == Pushed(sent=1, accepted=1)
    assert [told for _, told in platform.calls] == [(("BOX", 7, 1),), (("BOX", 2, 2),)]
    assert fate(box) == (2, 2, None)


def test_two_pushers_send_each_number_once(want, platform, clock, elsewhere):
    for number in range(20):
        want(number, f"SKU-{number}")
    both = [
        elsewhere(
            lambda: services.push_desired(take=platform, marks=Marks(), now=clock(), limit=100)
        )
        for _ in range(4)
    ]
    assert sum(done.result().accepted for done in both) == 20
    told = [one for _, group in platform.calls for one in group]
    assert len(told) == len(set(told)) == 20


def test_what_a_dead_worker_had_claimed_is_sent_by_another(want, push, platform, clock):
    want(7)
    claim(wanted(clock(), 10), clock())  # and then its process is gone
    want(3)
    assert push() == Pushed()
    clock.forward(CLAIM)
    assert push() == Pushed(sent=1, accepted=1)
    assert [told for _, told in platform.calls] == [(("BOX", 3, 2),)]


def test_a_worker_that_comes_back_to_life_has_nothing_to_say(want, push, clock):
    box = want(7)
    stuck = claim(wanted(clock(), 10), clock())
    want(3)
    clock.forward(CLAIM)
    push()
    assert pushing._settle(stuck, {box: pushing.ACCEPTED}, clock()) == set()
    assert fate(box) == (2, 2, None)


def test_an_older_number_is_never_claimed_after_a_newer(want, push, clock):
    want(7)
    older = wanted(clock(), 10)
    want(3)
    push()
    assert claim(older, clock()) == []


def test_an_older_number_that_arrives_late_is_found_and_put_right(
    want, push, confirm, platform, clock, channel
):
    want(7)
    platform.plan = [DELAYED]
    push()
    want(2)
    clock.forward(pause_after(1))
    push()
    platform.let_arrive()  # the seven, after the two
    assert platform.showing == {(channel, "BOX"): 7}
    assert confirm() == (0, 1)
    assert push() == Pushed(sent=1, accepted=1)
    assert platform.showing == {(channel, "BOX"): 2}
    assert confirm() == (1, 0)


def test_fewer_than_told_were_sold_and_are_not_filled_up_again(
    want, push, confirm, platform, channel, clock
):
    box = want(7)
    push()
    platform.showing[channel, "BOX"] = 5
    clock.forward(MINUTE)
    assert confirm() == (0, 0)
    assert push() == Pushed()
    assert fate(box) == (1, 1, None)

"""Telling others: pauses, replays, several workers at once, and what is refused beforehand."""

from datetime import timedelta

import pytest
from django.db import transaction
from procrastinate.exceptions import JobAborted

from argosy.sync import delivering, services
from argosy.sync.delivering import CLAIM, EACH, claim
from argosy.sync.errors import NoSuchEndpoint, NoSuchEvent, UnknownEvent
from argosy.sync.models import Delivery, Endpoint
from argosy.sync.types import Answer, NewEndpoint, Outcome, Told
from tests.sync.conftest import MINUTE, NOON
from tests.sync.hearing import kinds, numbers, states

pytestmark = [pytest.mark.race]
DAY = timedelta(days=1)


class TestPause:
    def test_what_happens_meanwhile_waits_however_long(self, add, tell, run, receiver, clock):
        made = add()
        services.pause_endpoint(endpoint=made.endpoint)
        tell("S-1")
        run()
        clock.forward(9 * DAY)
        run()
        assert (receiver.heard, states()) == ([], [("order.placed", "waiting", 0)])
        services.resume_endpoint(endpoint=made.endpoint, now=clock())
        assert run() == Told(delivered=1)

    def test_a_removed_one_takes_its_deliveries_along(self, add, tell, run, receiver):
        made = add()
        tell("S-1")
        services.remove_endpoint(endpoint=made.endpoint)
        run()
        assert (receiver.heard, Delivery.objects.count()) == ([], 0)
        with pytest.raises(NoSuchEndpoint):
            services.remove_endpoint(endpoint=made.endpoint)


class TestReplay:
    def test_an_event_is_told_again_under_its_id(self, add, tell, run, receiver, clock):
        add()
        tell("S-1")
        run()
        (event,) = receiver.events
        clock.forward(DAY)
        assert services.replay_event(event=event, endpoint=None, now=clock()) == 1
        assert run() == Told(delivered=1)
        assert receiver.events == [event, event]
        assert receiver.heard[0].body == receiver.heard[1].body

    def test_a_span_is_told_again_in_order(self, add, tell, run, receiver, clock):
        made = add()
        tell("early")
        run()
        clock.forward(MINUTE)
        since = clock()
        tell("S-1", "placed", "paid", "shipped")
        run()
        until = clock() + MINUTE
        clock.forward(MINUTE)
        tell("late")
        run()
        receiver.heard.clear()
        again = services.replay_span(endpoint=made.endpoint, since=since, until=until, now=clock())
        assert again == 3
        run()
        assert kinds(receiver) == ["order.placed", "order.paid", "order.shipped"]
        assert set(numbers(receiver)) == {"S-1"}

    def test_only_what_is_dead_may_be_asked_for(self, add, tell, run, clock):
        made = add()
        tell("S-1")
        tell("S-2")
        run()
        Delivery.objects.filter(pk=Delivery.objects.first().pk).update(state="dead")
        span = {"since": NOON, "until": None, "now": clock(), "only_dead": True}
        assert services.replay_span(endpoint=made.endpoint, **span) == 1

    def test_an_event_that_nobody_was_told_of_is_refused(self, add):
        add()
        with pytest.raises(NoSuchEvent):
            services.replay_event(event="evt_none", endpoint=None, now=NOON)


class TestWorkers:
    def test_two_workers_never_claim_the_same(self, add, tell, clock, elsewhere):
        add()
        for number in range(8):
            tell(f"S-{number}")
        services.follow(clock=clock, watch=lambda: None)
        claims = [elsewhere(lambda: [one.id for one in claim(clock())]) for _ in range(6)]
        taken = [one for done in claims for one in done.result()]
        assert len(taken) == len(set(taken)) == 8

    def test_what_another_is_claiming_is_passed_over_not_waited_for(
        self, add, tell, clock, elsewhere
    ):
        add()
        for number in range(2 * EACH):
            tell(f"S-{number}")
        services.follow(clock=clock, watch=lambda: None)
        with transaction.atomic():
            first = [one.id for one in claim(clock())]
            second = elsewhere(lambda: [one.id for one in claim(clock())]).result(timeout=5)
        assert (len(first), len(second)) == (EACH, EACH)
        assert set(first) & set(second) == set()

    def test_no_more_than_a_few_calls_to_one_endpoint_are_under_way(self, add, tell, clock):
        add()
        for number in range(2 * EACH):
            tell(f"S-{number}")
        services.follow(clock=clock, watch=lambda: None)
        assert len(claim(clock())) == EACH
        assert claim(clock()) == []
        clock.forward(CLAIM)
        assert len(claim(clock())) == EACH

    def test_a_worker_asked_to_stop_writes_down_what_is_under_way(self, add, tell, receiver, clock):
        def stop():
            raise JobAborted

        add()
        for number in range(3 * EACH):
            tell(f"S-{number}")
        services.follow(clock=clock, watch=lambda: None)
        with pytest.raises(JobAborted):
            services.deliver(clock=clock, watch=stop)
        delivered = Delivery.objects.filter(state="delivered").count()
        assert delivered == len(receiver.heard) == EACH
        assert not Delivery.objects.filter(claimed_until__isnull=False).exists()

    def test_a_claim_that_ran_out_is_another_workers(self, add, tell, run, clock):
        add()
        tell("S-1")
        services.follow(clock=clock, watch=lambda: None)
        (stuck,) = claim(clock())
        assert run() == Told()
        clock.forward(CLAIM)
        assert run() == Told(delivered=1)
        late = Answer(Outcome.TIMEOUT, None, 1)
        assert delivering.settle(stuck, late, clock()) is None  # what it has to say is too late
        assert states() == [("order.placed", "delivered", 2)]

    def test_two_followers_make_each_delivery_once(self, add, tell, clock, elsewhere):
        add()
        for number in range(30):
            tell(f"S-{number}")
        both = [
            elsewhere(lambda: services.follow(clock=clock, watch=lambda: None)) for _ in range(4)
        ]
        assert sum(done.result() for done in both) >= 30
        services.follow(clock=clock, watch=lambda: None)
        assert Delivery.objects.count() == 30


class TestBeforeAnythingIsSent:
    @pytest.mark.usefixtures("channel")
    def test_an_unknown_event_is_refused(self, receiver):
        for events in (("order.plced",), ()):
            with pytest.raises(UnknownEvent):
                services.add_endpoint(
                    new=NewEndpoint(url=receiver.url, events=events), by=None, now=NOON
                )
        assert Endpoint.objects.count() == 0

    def test_old_deliveries_are_forgotten_and_the_unseen_dead_are_not(self, add, tell, run):
        add()
        for number in range(3):
            tell(f"S-{number}")
        run()
        first, second, _ = Delivery.objects.order_by("pk")
        Delivery.objects.filter(pk=first.pk).update(state="dead", delivered_at=None)
        Delivery.objects.filter(pk=second.pk).update(state="dead", delivered_at=None, seen_at=NOON)
        assert services.forget(now=NOON + 31 * DAY) == 2
        assert list(Delivery.objects.values_list("pk", flat=True)) == [first.pk]

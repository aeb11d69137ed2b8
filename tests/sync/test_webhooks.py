"""Telling others: what is sent, in which order, how often, and when we stop."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.db import transaction
from procrastinate.exceptions import JobAborted

from argosy.sync import calling, delivering, queries, services
from argosy.sync.delivering import BORNE, CLAIM, EACH, claim, pause_after
from argosy.sync.errors import EndpointGone, NoSuchEndpoint, NoSuchEvent, UnknownEvent
from argosy.sync.models import Cursor, Delivery, Endpoint
from argosy.sync.types import Answer, DeliveryState, EndpointState, NewEndpoint, Outcome, Told
from tests.sync.conftest import MINUTE, NOON, make_channel
from tests.sync.receiver import dripping, endless, mute, reflecting, saying

pytestmark = [pytest.mark.race]
DAY = timedelta(days=1)


def states(**which):
    found = Delivery.objects.filter(**which).order_by("pk")
    return list(found.values_list("kind", "state", "attempt"))


def numbers(receiver):
    return [json.loads(one.body)["order"]["external_id"] for one in receiver.heard]


def kinds(receiver):
    return [json.loads(one.body)["type"] for one in receiver.heard]


def failing_for(receiver, text, status):
    def manner(handler):
        return saying(status if text in receiver.heard[-1].body else 200)(handler)

    return manner


def verified(heard, *secrets):
    """Check a call as docs/webhooks.md tells its receiver to. Returns when it was signed."""
    parts = [part.split("=", 1) for part in heard.headers["argosy-signature"].split(",")]
    (stamp,) = [value for name, value in parts if name == "t"]
    signed = stamp.encode() + b"." + heard.body
    right = [hmac.new(s.encode(), signed, hashlib.sha256).hexdigest() for s in secrets]
    assert [value for name, value in parts if name == "v1"] == right
    return int(stamp)


class TestWhatIsSent:
    def test_an_event_arrives_signed_with_its_id(self, add, tell, run, receiver):
        secret = add().secret
        order = tell("S-1", "placed", units=2, recipient={"name": "Ada"})
        assert run() == Told(delivered=1)
        (heard,) = receiver.heard
        assert verified(heard, secret) == int(NOON.timestamp())
        said = json.loads(heard.body)
        assert said == {
            "id": heard.event,
            "type": "order.placed",
            "version": 1,
            "occurred_at": "2026-11-11T12:00:00+00:00",
            "recorded_at": "2026-11-11T12:00:00+00:00",
            "order": {"id": order, "channel": "shop", "external_id": "S-1"},
            "detail": {"units": 2},  # and nothing of Ada
        }
        assert heard.headers["argosy-event"] == "order.placed"
        assert heard.headers["argosy-attempt"] == "1"
        assert secret not in str(heard.headers)
        assert states() == [("order.placed", "delivered", 1)]

    def test_each_endpoint_is_told_what_it_asked_for(self, add, tell, run, receiver, make_receiver):
        other, second = make_receiver(), make_channel("other")
        add("order.shipped")
        add("order.*", url=other.url, channels=(second,))
        tell("S-1", "placed", "shipped")
        tell("T-1", "placed", into=second)
        run()
        assert kinds(receiver) == ["order.shipped"]
        assert numbers(other) == ["T-1"]

    def test_nobody_is_told_of_before_they_asked_or_of_long_ago(self, tell, add, run, receiver):
        tell("before")
        add(past_days=30)
        tell("history", at=NOON - 31 * DAY)
        tell("lately", at=NOON - 29 * DAY)
        run()
        assert [json.loads(one.body)["order"]["external_id"] for one in receiver.heard] == [
            "lately"
        ]

    def test_an_address_change_is_told_without_the_address(self, add, tell, run, receiver):
        add()
        tell("S-1", "address", city="London")
        run()
        assert json.loads(receiver.heard[0].body)["detail"] == {}

    def test_following_again_tells_nobody_twice(self, add, tell, run, receiver):
        add()
        tell("S-1")
        run()
        Cursor.objects.update(xact=0, fact=0)  # as if the place had not been kept
        run()
        assert len(receiver.heard) == 1

    def test_while_a_secret_is_changed_both_sign(self, add, tell, run, receiver, clock):
        old = add()
        new = services.rotate_secret(endpoint=old.endpoint, now=NOON, keep_old=DAY)
        assert new.secret != old.secret
        tell("S-1")
        run()
        verified(receiver.heard[0], new.secret, old.secret)
        clock.forward(DAY)
        tell("S-2")
        run()
        verified(receiver.heard[1], new.secret)

    def test_under_another_key_nothing_is_signed_and_nothing_lost(
        self, add, tell, run, receiver, settings, clock
    ):
        made = add()
        tell("S-1")
        settings.SECRET_KEY = "another installation's"
        run()
        assert receiver.heard == []
        (seen,) = queries.endpoints(now=NOON)
        assert (seen.state, seen.waiting) == (EndpointState.PAUSED, 1)
        secret = services.rotate_secret(endpoint=made.endpoint, now=NOON).secret
        services.resume_endpoint(endpoint=made.endpoint, now=NOON)
        clock.forward(CLAIM)
        run()
        verified(receiver.heard[0], secret)  # the old one, which nobody could derive, is gone


class TestBadReceivers:
    @pytest.fixture(autouse=True)
    def in_a_hurry(self, monkeypatch):
        monkeypatch.setattr(calling, "DEADLINE_S", 0.6)

    @pytest.mark.parametrize(
        ("manner", "ended"),
        [
            (saying(500), ("status", 500)),
            (saying(404), ("status", 404)),
            (saying(401, **{"WWW-Authenticate": "Basic"}), ("status", 401)),
            (mute(1.5), ("timeout", None)),
            (dripping, ("timeout", None)),
            (lambda handler: handler.wfile.write(b"hello\r\n\r\n"), ("garbled", None)),
            (lambda handler: handler.connection.close(), ("garbled", None)),
        ],
        ids=["500", "404", "asks for auth", "mute", "drips", "no http", "hangs up"],
    )
    def test_a_call_that_fails_is_made_again(self, add, tell, run, receiver, clock, manner, ended):
        add()
        tell("S-1")
        receiver.manner = manner
        assert run() == Told(failed=1)
        (row,) = queries.deliveries()
        assert (row.state, row.outcome, row.status) == ("waiting", *ended)
        assert 5 * MINUTE / 60 <= row.next_at - clock() <= 10 * MINUTE / 60
        receiver.manner = saying(200)
        run()
        assert len(receiver.heard) == 1  # not before its time
        clock.forward(MINUTE)
        assert run() == Told(delivered=1)
        first, second = receiver.heard
        assert (first.event, first.body) == (second.event, second.body)
        assert second.headers["argosy-attempt"] == "2"

    def test_nobody_there_is_a_failure_too(self, add, tell, run):
        add(url="http://127.0.0.1:9/hook")  # discard: nobody listens
        tell("S-1")
        assert run() == Told(failed=1)
        assert queries.deliveries()[0].outcome == "connection"

    def test_a_redirect_is_not_followed(self, add, tell, run, receiver, make_receiver):
        elsewhere = make_receiver()
        add()
        tell("S-1")
        receiver.manner = saying(302, Location=elsewhere.url)
        assert run() == Told(failed=1)
        assert (queries.deliveries()[0].outcome, elsewhere.heard) == ("redirect", [])

    def test_an_endless_answer_is_not_read(self, add, tell, run, receiver):
        add()
        tell("S-1")
        sent = [0]
        receiver.manner = endless(sent)
        assert run() == Told(delivered=1)
        assert sent[0] < 16 * 1024 * 1024  # what buffers took; of a gigabyte

    def test_an_answer_that_repeats_the_call_is_kept_nowhere(self, add, tell, run, receiver):
        secret = add().secret
        tell("S-1")
        receiver.manner = reflecting
        run()
        kept = str(list(Delivery.objects.values())) + str(list(Endpoint.objects.values()))
        mark = receiver.heard[0].headers["argosy-signature"].split("v1=")[1]
        assert mark not in kept
        assert secret not in kept
        assert secret.removeprefix("whsec_") not in kept

    def test_gone_is_called_never_again(self, add, tell, run, receiver, clock):
        made = add()
        tell("S-1", "placed", "paid")
        receiver.manner = saying(410)
        assert run() == Told(dead=1)
        tell("S-2")
        clock.forward(DAY)
        run()
        assert len(receiver.heard) == 1
        assert states() == [("order.placed", "dead", 1), ("order.paid", "dead", 0)]
        (seen,) = queries.endpoints(now=NOON)
        assert (seen.state, seen.dead) == (EndpointState.GONE, 2)
        for refused in (services.pause_endpoint,):
            with pytest.raises(EndpointGone):
                refused(endpoint=made.endpoint)
        with pytest.raises(EndpointGone):
            services.resume_endpoint(endpoint=made.endpoint, now=NOON)
        assert services.acknowledge_dead(endpoint=made.endpoint, now=NOON) == 2
        assert queries.endpoints(now=NOON)[0].dead == 0

    def test_a_slow_one_takes_no_place_from_the_others(
        self, add, tell, run, receiver, make_receiver
    ):
        quick, meanwhile = make_receiver(), []

        def count(handler):
            meanwhile.append(len(receiver.heard))
            saying(200)(handler)

        quick.manner, receiver.manner = count, mute(1.5)
        add()
        add(url=quick.url)
        for number in range(30):
            tell(f"S-{number}")
        run()
        assert len(quick.heard) == 30
        assert max(meanwhile) <= EACH  # it had everything while the slow one kept us waiting


class TestOrder:
    def test_a_later_event_of_an_order_waits_for_the_earlier(self, add, tell, run, receiver, clock):
        add()
        tell("S-1", "placed", "paid", "shipped")
        tell("S-2", "placed")
        receiver.manner = failing_for(receiver, b"S-1", 500)
        run()
        assert sorted(kinds(receiver)) == ["order.placed", "order.placed"]
        receiver.manner = saying(200)
        receiver.heard.clear()
        clock.forward(MINUTE)
        assert run() == Told(delivered=3)
        assert kinds(receiver) == ["order.placed", "order.paid", "order.shipped"]

    def test_a_dead_event_holds_up_its_order_no_longer(self, add, tell, run, receiver, clock):
        add()
        tell("S-1", "placed", "paid")
        receiver.manner = failing_for(receiver, b"placed", 400)
        run()
        Endpoint.objects.update(failures=0)
        clock.forward(3 * DAY)
        run()
        assert states() == [("order.placed", "dead", 1), ("order.paid", "delivered", 1)]


class TestPatience:
    def test_pauses_grow_up_to_a_limit_and_differ_between_events(self):
        pauses = [pause_after("evt_1", 1, attempt) for attempt in range(1, 15)]
        wholes = [min(10 * 3 ** (attempt - 1), 8 * 3600) for attempt in range(1, 15)]
        for pause, whole in zip(pauses, wholes, strict=True):
            assert whole / 2 <= pause.total_seconds() <= whole
        assert len({pause_after(f"evt_{number}", 1, 1) for number in range(50)}) > 30

    def test_after_three_days_it_is_given_up(self, add, tell, run, receiver, clock):
        add()
        tell("S-1")
        receiver.manner = saying(500)
        run()
        while Delivery.objects.get().state == DeliveryState.WAITING:
            Endpoint.objects.update(
                state="active", failures=0, opened_at=None, probe_at=None
            )  # of patience, not of the breaker
            clock.forward(30 * MINUTE)
            run()
        assert 2 * DAY < clock() - NOON <= 3 * DAY + 30 * MINUTE
        assert len(receiver.heard) == Delivery.objects.get().attempt
        assert 12 <= len(receiver.heard) <= 25

    def test_what_was_never_tried_is_given_up_too(self, add, tell, run, receiver, clock):
        add()
        tell("S-1", "placed", "paid")
        receiver.manner = saying(500)
        run()
        Endpoint.objects.update(state="broken", opened_at=clock(), probe_at=clock() + 9 * DAY)
        clock.forward(3 * DAY)
        services.follow(clock=clock, watch=lambda: None)
        assert states() == [("order.placed", "dead", 1), ("order.paid", "dead", 0)]
        outcomes = Delivery.objects.order_by("pk").values_list("outcome", flat=True)
        assert list(outcomes) == ["status", "expired"]


class TestBreaker:
    def broken(self, add, tell, run, receiver, clock):
        made = add()
        receiver.manner = saying(503)
        for number in range(3 * EACH):
            tell(f"S-{number}")
        while queries.endpoints(now=clock())[0].state is not EndpointState.BROKEN:
            run()
            clock.forward(MINUTE / 2)
        heard = len(receiver.heard)
        assert heard < BORNE + EACH  # the last that was borne, and what was under way beside it
        return made.endpoint, heard

    def test_an_endpoint_that_keeps_failing_is_left_alone(self, add, tell, run, receiver, clock):
        _, heard = self.broken(add, tell, run, receiver, clock)
        run()
        assert len(receiver.heard) == heard
        clock.forward(MINUTE)
        run()
        assert len(receiver.heard) == heard + 1  # one event tries
        clock.forward(MINUTE)
        run()
        assert len(receiver.heard) == heard + 1  # twice as long now
        clock.forward(MINUTE)
        run()
        assert len(receiver.heard) == heard + 2
        probing = Endpoint.objects.get()
        assert probing.probe_at - clock() == 4 * MINUTE

    def test_one_success_closes_it_and_everything_goes(self, add, tell, run, receiver, clock):
        self.broken(add, tell, run, receiver, clock)
        receiver.manner = saying(200)
        clock.forward(10 * MINUTE)
        run()
        seen = queries.endpoints(now=clock())[0]
        assert (seen.state, seen.failures, seen.opened_at) == (EndpointState.ACTIVE, 0, None)
        assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}

    def test_two_workers_make_one_probe(self, add, tell, run, receiver, clock, elsewhere):
        self.broken(add, tell, run, receiver, clock)
        clock.forward(10 * MINUTE)
        claims = [elsewhere(lambda: claim(clock())) for _ in range(4)]
        assert sorted(len(done.result()) for done in claims) == [0, 0, 0, 1]

    def test_a_person_may_close_it(self, add, tell, run, receiver, clock):
        endpoint, _ = self.broken(add, tell, run, receiver, clock)
        receiver.manner = saying(200)
        services.resume_endpoint(endpoint=endpoint, now=clock())
        run()
        assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


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

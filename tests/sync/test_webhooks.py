"""Telling others: what is sent, in which order, how often, and when we stop."""

import json
import threading
from datetime import timedelta

import pytest

from argosy.sync import calling, queries, services
from argosy.sync.delivering import BORNE, CLAIM, EACH, claim, pause_after
from argosy.sync.errors import EndpointGone
from argosy.sync.models import Cursor, Delivery, Endpoint
from argosy.sync.types import DeliveryState, EndpointState, Told
from tests.sync.conftest import MINUTE, NOON, make_channel
from tests.sync.hearing import failing_for, kinds, numbers, states, verified
from tests.sync.receiver import dripping, endless, mute, reflecting, saying

pytestmark = [pytest.mark.race]
DAY = timedelta(days=1)


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
        quick, meanwhile, all_told = make_receiver(), [], threading.Event()

        def count(handler):
            meanwhile.append(len(receiver.heard))
            saying(200)(handler)
            if len(quick.heard) == 30:
                all_told.set()

        # As slow as the quick one needs, whatever the machine is busy with.
        quick.manner, receiver.manner = count, lambda _: all_told.wait(timeout=20)
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

"""Orders that come one by one are booked together; nobody waits for ever, fails for a neighbour."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from argosy.api.collecting import ROUND_MAX, Collector


class Unfit(Exception):
    """What a bad one brings about."""


def squares(asked):
    if any(one < 0 for one in asked):
        raise Unfit
    return [one * one for one in asked]


def test_one_alone_is_a_round():
    rounds = []

    def together(asked):
        rounds.append(list(asked))
        return squares(asked)

    collector = Collector(together, unfit=(Unfit,))
    assert [collector.ask(n) for n in (2, 3)] == [4, 9]
    assert rounds == [[2], [3]]


def test_those_who_come_meanwhile_make_one_round():
    rounds, first_is_in, go_on = [], Event(), Event()

    def together(asked):
        rounds.append(sorted(asked))
        if asked[0] == 0:
            first_is_in.set()
            assert go_on.wait(10)
        return squares(asked)

    collector = Collector(together, unfit=(Unfit,))
    with ThreadPoolExecutor(20) as pool:
        first = pool.submit(collector.ask, 0)
        assert first_is_in.wait(10)
        others = [pool.submit(collector.ask, n) for n in range(1, 20)]
        while len(collector._waiting) < 19:
            time.sleep(0.001)
        go_on.set()
        assert first.result(10) == 0
        assert [one.result(10) for one in others] == [n * n for n in range(1, 20)]
    assert rounds == [[0], list(range(1, 20))]


def test_a_bad_one_fails_alone():
    start = Barrier(20)
    collector = Collector(squares, unfit=(Unfit,))

    def ask(n):
        start.wait()
        return collector.ask(n)

    with ThreadPoolExecutor(20) as pool:
        asked = {n: pool.submit(ask, n) for n in [*range(1, 20), -1]}
        with pytest.raises(Unfit):
            asked.pop(-1).result(10)
        assert {n: one.result(10) for n, one in asked.items()} == {n: n * n for n in range(1, 20)}
    assert (collector._is_led, list(collector._waiting)) == (False, [])


def test_a_mistake_of_ours_leaves_nobody_waiting():
    rounds = []

    def together(asked):
        rounds.append(len(asked))
        if len(asked) > 1 or rounds == [1]:
            time.sleep(0.05)  # So that the others wait by now.
            raise ZeroDivisionError
        return squares(asked)

    collector = Collector(together, unfit=(Unfit,))
    start, answered = Barrier(8), []

    def ask(n):
        start.wait()
        try:
            answered.append(collector.ask(n))
        except ZeroDivisionError:
            answered.append(None)

    with ThreadPoolExecutor(8) as pool:
        for one in [pool.submit(ask, n) for n in range(8)]:
            one.result(10)
    assert len(answered) == 8
    assert collector.ask(5) == 25


def test_a_round_has_its_limit():
    rounds, first_is_in, go_on = [], Event(), Event()

    def together(asked):
        rounds.append(len(asked))
        if len(rounds) == 1:
            first_is_in.set()
            assert go_on.wait(10)
        return squares(asked)

    collector = Collector(together, unfit=(Unfit,))
    with ThreadPoolExecutor(ROUND_MAX + 6) as pool:
        asked = [pool.submit(collector.ask, 0)]
        assert first_is_in.wait(10)
        asked += [pool.submit(collector.ask, n) for n in range(ROUND_MAX + 5)]
        while len(collector._waiting) < ROUND_MAX + 5:
            time.sleep(0.001)
        go_on.set()
        for one in asked:
            one.result(30)
    assert rounds[:2] == [1, ROUND_MAX]
    assert sum(rounds) == ROUND_MAX + 6

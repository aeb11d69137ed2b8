"""Orders that come one by one are booked together: a commit is dearer than an order.

The first request that finds nobody at work books all that wait, for everybody; those that come
meanwhile wait for the next round, which the first of them leads. A round costs nearly the same
whatever its size. So where a crowd was there a moment ago, the next round waits for its return: a
small part of the time that the last one took, and never where orders come singly.
"""

from collections import deque
from collections.abc import Callable, Sequence
from threading import Condition, Lock
from time import monotonic
from typing import Final, Generic, TypeVar

A = TypeVar("A")
B = TypeVar("B")

ROUND_MAX: Final = 500
LINGER_SHARE: Final = 0.2  # of the last round's time …
LINGER_MAX_S: Final = 0.025  # … and never more


class _Ticket(Generic[A, B]):
    __slots__ = ("answer", "asked", "gate", "is_answered", "leads")

    def __init__(self, asked: A) -> None:
        self.asked = asked
        self.answer: B | None = None
        self.is_answered = self.leads = False
        self.gate = Lock()  # shut until there is something to know
        self.gate.acquire()


class Collector(Generic[A, B]):
    """Does what many threads ask for together; each gets its own answer, or its own failure.

    `together` does a round; where it fails with one of `unfit`, everybody of the round goes alone,
    so that nobody fails for a neighbour's sake.
    """

    def __init__(
        self,
        together: Callable[[Sequence[A]], Sequence[B]],
        *,
        unfit: tuple[type[Exception], ...],
    ) -> None:
        self._together = together
        self._unfit = unfit
        self._arrived = Condition()
        self._waiting: deque[_Ticket[A, B]] = deque()
        self._is_led = False
        self._crowd = 1  # how many there were when the last round ended
        self._linger_s = 0.0

    def ask(self, asked: A) -> B:
        """Have it done, together with what others ask for at this moment."""
        ticket: _Ticket[A, B] = _Ticket(asked)
        with self._arrived:
            self._waiting.append(ticket)
            if self._is_led:
                self._arrived.notify()
            else:
                self._is_led = ticket.leads = True
        if not ticket.leads:
            ticket.gate.acquire()
        if ticket.leads:
            self._lead()
        if ticket.is_answered:
            return ticket.answer  # type: ignore[return-value]  # of type B: it is answered
        return self._together([asked])[0]

    def _lead(self) -> None:
        """Do one round, and hand the lead over to the first of those who came meanwhile."""
        with self._arrived:
            if self._crowd > 1:
                self._arrived.wait_for(lambda: len(self._waiting) >= self._crowd, self._linger_s)
            count = min(len(self._waiting), ROUND_MAX)
            tickets = [self._waiting.popleft() for _ in range(count)]
        answers: Sequence[B] = ()
        since = monotonic()
        try:
            answers = self._together([ticket.asked for ticket in tickets])
        except self._unfit:
            answers = ()
        finally:
            # Whatever happened, even a mistake of ours: nobody waits for ever.
            self._linger_s = min(LINGER_MAX_S, (monotonic() - since) * LINGER_SHARE)
            self._settle(tickets, answers)

    def _settle(self, tickets: Sequence[_Ticket[A, B]], answers: Sequence[B]) -> None:
        for ticket, answer in zip(tickets, answers, strict=False):
            ticket.answer, ticket.is_answered = answer, True
        with self._arrived:
            self._crowd = len(tickets) + len(self._waiting)
            following = self._waiting[0] if self._waiting else None
            self._is_led = following is not None
        for ticket in tickets[1:]:  # The first is who led.
            ticket.gate.release()
        if following is not None:
            following.leads = True
            following.gate.release()

"""What is sold in a festival, and how badly it is told: the same seed, the same plan.

Nothing here knows a database. The plan is also the ledger that the book is audited against.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Final

from argosy.demo.chance import Dice, Weights
from argosy.demo.festival.types import (
    BASKETS,
    LEASED,
    MARKETS,
    Good,
    Line,
    Sale,
    Step,
    Word,
)

EXPONENT: Final = 1.1  # of Zipf's law: some SKUs are what everybody came for
GOODS: Final = range(16, 1001)
SCARCE: Final = 5  # of the hottest goods there is only a share of what is asked
SCARCE_SHARE: Final = 0.1
COPIES: Final = Weights((1, 2, 3, 4), (60, 25, 10, 5))  # how often a message comes
LATE: Final = 400  # messages by which one may be late
ENDINGS: Final = Weights(("open", "cancelled", "shipped", "raced"), (66, 12, 20, 2))
SIZES: Final = (1, 10, 40, 120)  # documents that a platform hands over at once
UNITS: Final = (1, 1, 1, 2, 3)  # of a line
PAYS: Final = 85  # of a hundred baskets that are held
BASKETS_AT_ONCE: Final = 6
HOLD_S: Final = 900
LENGTH_S: Final = 3600
TIDY_EVERY: Final = 150  # steps between looks at what has lapsed


@dataclass(frozen=True)
class Plan:
    """One festival: what there is, what is sold, and the steps in the order they are tried."""

    seed: int
    orders: int

    @cached_property
    def goods(self) -> tuple[Good, ...]:
        """Every SKU, the hottest first; the last are kits, of parts that sell alone too."""
        count = max(GOODS.start, min(GOODS.stop - 1, self.orders // 20))
        kits = count // 8
        weights = [1 / rank**EXPONENT for rank in range(1, count + 1)]
        asked = [self.orders * 3 * weight / sum(weights) for weight in weights]
        dice = Dice(self.seed, "goods")
        goods = []
        for rank in range(count):
            code = _code(rank)
            if rank >= count - kits:
                goods.append(Good(code, 0, 0, _parts(dice, count // 3)))
                continue
            share = SCARCE_SHARE if rank < SCARCE else 0.7 + 1.8 * dice.fraction()
            units = max(3, round(asked[rank] * share))
            goods.append(Good(code, units, units // 4 if rank % 3 == 0 else 0))
        return tuple(goods)

    @cached_property
    def sales(self) -> tuple[Sale, ...]:
        """Every sale, by number from 0."""
        return tuple(_Seller(self).sales())

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What is done, in the order in which it is tried."""
        return tuple(_Postman(self).steps())

    def encoded(self) -> bytes:
        """The whole plan as bytes."""
        parts = (self.goods, self.sales, self.steps)
        return json.dumps([[asdict(one) for one in part] for part in parts]).encode()


def _code(rank: int) -> str:
    return f"FEST-{rank + 1:04}"


def _parts(dice: Dice, hottest: int) -> tuple[tuple[str, int], ...]:
    """Two of the hottest, which other kits and lines want too."""
    first = dice.whole(0, hottest - 1)
    second = (first + dice.whole(1, hottest - 1)) % hottest
    return tuple((_code(rank), dice.pick((1, 1, 2))) for rank in (first, second))


class _Seller:
    """Draws sales."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.dice = Dice(plan.seed, "sales")
        codes = [good.code for good in plan.goods]
        self.weights = Weights(codes, [1 / rank**EXPONENT for rank in range(1, len(codes) + 1)])
        self.unsold = {good.code: good.leased for good in plan.goods if good.leased}

    def sales(self) -> Iterator[Sale]:
        """Yield every sale in the order of time."""
        for number in range(self.plan.orders):
            at_s = LENGTH_S * number // self.plan.orders
            ending = self.dice.draw(ENDINGS)
            where = self.dice.whole(1, 10)
            if where == 1:
                ending = "raced" if ending == "raced" else "open"
                yield Sale(number, BASKETS, self._lines(2), at_s, ending)
            elif where == 2 and (line := self._leased_line()):  # noqa: PLR2004 - a tenth each
                yield Sale(number, LEASED, (line,), at_s, ending)
            else:
                lines = self._lines(3)
                is_changed = ending != "raced" and self.dice.happens(10)
                changed = self._changed(lines) if is_changed else ()
                yield Sale(number, self.dice.pick(MARKETS), lines, at_s, ending, changed)

    def _lines(self, most: int) -> tuple[Line, ...]:
        # The same SKU may come twice: two lines that share one stock.
        return tuple(
            (self.dice.draw(self.weights), self.dice.pick(UNITS), 100 * self.dice.whole(1, 99) - 1)
            for _ in range(self.dice.whole(1, most))
        )

    def _leased_line(self) -> Line | None:
        code = self.dice.pick(list(self.unsold))
        units = min(self.unsold[code], self.dice.pick((1, 1, 2)))
        if not units:
            return None
        self.unsold[code] -= units  # A platform sells no more than it shows.
        return (code, units, 1899)

    def _changed(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        code, units, price = lines[0]
        return ((code, units + 1, price), *lines[1:])


class _Postman:
    """Delivers what was sold: several times, late, and in the wrong order."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.dice = Dice(plan.seed, "steps")

    def steps(self) -> Iterator[Step]:
        """Yield every step, numbered."""
        tries = [*self._told(), *self._baskets(), *self._races()]
        tries.sort(key=lambda pair: pair[0])
        number = 0
        for _, step in tries:
            if number % TIDY_EVERY == TIDY_EVERY - 1:
                yield Step(number, "tidy", step.at_s)
                number += 1
            yield Step(number, step.kind, step.at_s, step.words)
            number += 1

    def _told(self) -> Iterator[tuple[float, Step]]:
        """Batches of messages, each message as often as it comes, wherever it comes."""
        latest = min(LATE, self.plan.orders / 4)
        places: list[tuple[float, Word]] = [
            (sale.number + latest * self.dice.fraction() ** 3, (sale.number, word))
            for sale in self.plan.sales
            if sale.channel != BASKETS
            for word in sale.said
            for _ in range(self.dice.draw(COPIES))
        ]
        places.sort()
        start = 0
        while start < len(places):
            batch = places[start : start + self.dice.pick(SIZES)]
            start += len(batch)
            yield batch[0][0], self._step("tell", [word for _, word in batch])

    def _baskets(self) -> Iterator[tuple[float, Step]]:
        """Baskets that are held together, some of which are paid a little later."""
        sales = [sale for sale in self.plan.sales if sale.channel == BASKETS]
        start = 0
        while start < len(sales):
            chosen = sales[start : start + self.dice.whole(1, BASKETS_AT_ONCE)]
            batch = [(sale.number, "placed") for sale in chosen]
            start += len(batch)
            at = float(batch[-1][0])
            yield at, self._step("hold", batch)
            if paid := [word for word in batch if self.dice.happens(PAYS)]:
                yield at + 5 + 95 * self.dice.fraction(), self._step("pay", paid)

    def _races(self) -> Iterator[tuple[float, Step]]:
        """Cancelled and shipped in the same moment, some while after they were sold."""
        for sale in self.plan.sales:
            if sale.ending == "raced":
                at = sale.number + 100 + 500 * self.dice.fraction()
                kinds = ("cancel", "ship") if self.dice.happens(50) else ("ship", "cancel")
                for kind in kinds:
                    yield at, self._step(kind, [(sale.number, kind)])

    def _step(self, kind: str, words: Sequence[Word]) -> Step:
        latest = self.plan.sales[max(number for number, _ in words)]
        return Step(0, kind, latest.at_s, tuple(words))

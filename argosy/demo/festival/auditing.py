"""Whether the book is what the plan says it must be. Reads the book's rows, trusts no counter."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from argosy.catalogue import queries as catalogue
from argosy.demo.festival.plan import Plan
from argosy.demo.festival.types import BASKETS, LEASED, OPENING, PLACE, Answers, Audit, Line, Sale
from argosy.inventory import queries as stock
from argosy.kernel import sql

SAMPLE: Final = 5
LOST, DOUBLED, OVERSOLD, UNCONSUMED, UNCOVERED = (
    "lost",
    "doubled",
    "oversold",
    "unconsumed",
    "uncovered",
)

Units = dict[int, int]  # by SKU


@dataclass(frozen=True, slots=True)
class Known:
    """One order as the book has it."""

    id: int
    is_shipped: bool
    is_cancelled: bool
    sold_minor: int


@dataclass(slots=True)
class Held:
    """What one holder has and is owed, by SKU."""

    active: "Counter[int]" = field(default_factory=Counter)
    consumed: "Counter[int]" = field(default_factory=Counter)
    owed: "Counter[int]" = field(default_factory=Counter)


def audit(*, plan: Plan, answers: Answers) -> Audit:
    """Compare the book with the plan and with what its workers were answered."""
    return _Auditor(plan, answers).audit()


class _Auditor:
    def __init__(self, plan: Plan, answers: Answers) -> None:
        self.plan, self.answers = plan, answers
        self.skus = {one.code: one.id for one in catalogue.refs().values()}
        self.kits = catalogue.parts(skus=list(self.skus.values()))
        self.known: dict[str, Known] = {}
        self.asked: dict[int, Counter[int]] = defaultdict(Counter)
        self.gone: dict[int, Counter[int]] = defaultdict(Counter)
        self.held: dict[str, Held] = defaultdict(Held)
        self.found: dict[str, list[str]] = defaultdict(list)
        self.units: Counter[str] = Counter()

    def audit(self) -> Audit:
        """Read the book and judge it."""
        self._read()
        wanted = {sale.external_id for sale in self.plan.sales if self._is_expected(sale)}
        for number in self.known.keys() - wanted:
            if not number.startswith(OPENING):
                self._note(DOUBLED, 1, f"{number}: an order that nobody placed")
        for sale in self.plan.sales:
            if sale.external_id in wanted:
                self._judge(sale)
        self._judge_baskets()
        self._judge_stock()
        return Audit(
            lost=self.units[LOST],
            doubled=self.units[DOUBLED],
            oversold=self.units[OVERSOLD],
            unconsumed=self.units[UNCONSUMED],
            detail={
                "uncovered": self.units[UNCOVERED],
                "owed": sum(one.owed.total() for one in self.held.values()),
                "samples": {name: texts[:SAMPLE] for name, texts in self.found.items()},
            },
        )

    def _read(self) -> None:
        for id_, _, number, is_shipped, is_cancelled, minor in sql.rows("demo/festival/orders"):
            self.known[number] = Known(id_, is_shipped, is_cancelled, minor)
        for order, sku, asked, gone in sql.rows("demo/festival/units"):
            self.asked[order][sku], self.gone[order][sku] = asked, gone
        for holder, sku, active, consumed, owed in sql.rows("demo/festival/holders"):
            one = self.held[holder]
            one.active[sku], one.consumed[sku], one.owed[sku] = active, consumed, owed

    def _is_expected(self, sale: Sale) -> bool:
        return sale.channel != BASKETS or sale.number in self.answers.paid

    def _judge(self, sale: Sale) -> None:
        order = self.known.get(sale.external_id)
        if order is None:
            self._note(LOST, 1, f"{sale.external_id}: not in the book")
            return
        self._judge_end(sale, order)
        wanted, asked = self._counted(sale.final), self.asked[order.id]
        self._compare(LOST, wanted - asked, sale, "units of its lines are missing")
        self._compare(DOUBLED, asked - wanted, sale, "more units than were sold")
        sold = 0 if order.is_cancelled else sum(units * price for _, units, price in sale.final)
        if order.sold_minor != sold:
            kind = DOUBLED if order.sold_minor > sold else LOST
            self._note(kind, 1, f"{sale.external_id}: {order.sold_minor} posted for {sold}")
        self._judge_promises(sale, order, wanted)

    def _judge_end(self, sale: Sale, order: Known) -> None:
        """Whether what became of it is what was told, and of a race one outcome."""
        if sale.ending != "raced":
            told = (sale.ending == "shipped", sale.ending == "cancelled")
            if (order.is_shipped, order.is_cancelled) != told:
                self._note(LOST, 1, f"{sale.external_id}: not {sale.ending}")
            return
        won = self.answers.won.get(sale.number, set())
        if order.is_shipped and order.is_cancelled:
            self._note(DOUBLED, 1, f"{sale.external_id}: both cancelled and shipped")
        if ("ship" in won) > order.is_shipped or ("cancel" in won) > order.is_cancelled:
            self._note(LOST, 1, f"{sale.external_id}: what was answered is not so")

    def _judge_promises(self, sale: Sale, order: Known, wanted: "Counter[int]") -> None:
        held, gone = self.held[f"order:{order.id}"], self.gone[order.id]
        if order.is_shipped:
            self._compare(UNCONSUMED, wanted - gone, sale, "shipped, and have not left")
            self._compare(UNCONSUMED, held.active + held.owed, sale, "shipped, and still promised")
            self._compare(DOUBLED, gone - wanted, sale, "have left beyond what was sold")
            self._compare(UNCONSUMED, held.consumed - gone, sale, "used up, and have not left")
            return
        self._compare(DOUBLED, +gone, sale, "have left, though it was not shipped")
        due = Counter[int]() if order.is_cancelled else wanted
        promised = held.active + held.owed
        self._compare(UNCOVERED, due - promised, sale, "neither held nor owed")
        self._compare(UNCOVERED, promised - due, sale, "promised beyond what is due")
        if sale.channel in {LEASED, BASKETS}:
            self._compare(OVERSOLD, +held.owed, sale, "sold strictly, and not there")

    def _judge_baskets(self) -> None:
        """A basket answered as held and not paid holds everything, or has lapsed whole."""
        sales = self.plan.sales
        for number in self.answers.held - self.answers.paid.keys():
            held = self.held[f"basket:{number}"].active
            if held.total():
                wanted = self._counted(sales[number].lines)
                self._compare(OVERSOLD, wanted - held, sales[number], "missing from its basket")
                self._compare(DOUBLED, held - wanted, sales[number], "held beyond its basket")

    def _judge_stock(self) -> None:
        """Promised, leased and gone together are never more than somebody counted."""
        counted = {self.skus[good.code]: good.units for good in self.plan.goods}
        place = stock.place_by_key(key=PLACE).id
        for sku, promised, leased, gone in sql.rows("demo/festival/stock", {"place": place}):
            beyond = promised + leased + gone - counted.get(sku, 0)
            if beyond > 0:
                self._note(OVERSOLD, beyond, f"SKU {sku}: {beyond} beyond {counted.get(sku, 0)}")

    def _counted(self, lines: tuple[Line, ...]) -> "Counter[int]":
        """Units by counted SKU, kits by their parts."""
        units: Counter[int] = Counter()
        for code, quantity, _ in lines:
            sku = self.skus[code]
            for part, each in self.kits.get(sku, ((sku, 1),)):
                units[part] += quantity * each
        return units

    def _compare(self, kind: str, beyond: Mapping[int, int], sale: Sale, what: str) -> None:
        if units := sum(beyond.values()):
            self._note(kind, units, f"{sale.external_id}: {units} {what}")

    def _note(self, kind: str, units: int, text: str) -> None:
        self.units[kind] += units
        self.found[kind].append(text)

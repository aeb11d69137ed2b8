"""What a person may ask the pages for: addresses with filters, periods, sorts and what follows."""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from argosy.kernel import sql

PERIODS: Final = ("7d", "30d", "90d", "month", "last-month", "year", "12m", "all")
FILTERS_MAX: Final = 3
SEED: Final = 20_091_201
TRIES: Final = 50  # for an address that was not asked for before

Known = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its view, and what its address may say."""

    view: str
    of: Sequence[str] = ()  # what its path names, one of these
    filters: Known = field(default_factory=dict)
    sorts: Sequence[str] = ()

    def addresses(self, count: int) -> Iterator[str]:
        """So many addresses of this page, each another as long as there are others."""
        dice, asked = random.Random(f"{SEED} {self.view}"), set[str]()  # noqa: S311 - no secret
        for _ in range(count):
            for _ in range(TRIES):
                address = self._address(dice)
                if address not in asked:
                    break
            asked.add(address)
            yield address

    def _address(self, dice: random.Random) -> str:
        path = reverse(self.view, args=[dice.choice(self.of)] if self.of else [])
        named = dice.sample(
            sorted(self.filters), dice.randint(0, min(FILTERS_MAX, len(self.filters)))
        )
        said = {name: dice.choice(self.filters[name]) for name in named}
        if self.sorts and dice.random() < 1 / 2:
            said["sort"] = dice.choice(("", "-")) + dice.choice(self.sorts)
        return f"{path}?{urlencode(said)}" if said else path


def pages() -> dict[str, Page]:
    """The pages by name, with what this book can be asked for."""
    known = _known()
    lens = {"p": [*PERIODS, *known["month"]], "ch": known["channel"]}
    ledger = lens | {"market": known["market"], "sku": known["code"], "mode": ["storefront"]}
    return {
        "today": Page("today", filters=lens),
        "orders": Page(
            "orders",
            filters=lens
            | {"state": ["shipped", "refunded", "placed"], "kind": ["order", "credit"]}
            | {"market": known["market"], "sku": known["code"]}
            | {"q": known["number"], "customer": known["customer"]},
            sorts=("order", "placed", "units", "total", "refunded", "market"),
        ),
        "order": Page("orders-one", of=known["order"]),
        "profit": Page(
            "profit",
            filters=ledger | {"by": ["month", "channel", "mode", "market", "sku"]},
            sorts=("key", "units", "revenue", "profit"),
        ),
        "postings": Page("profit-postings", filters=ledger | {"kind": known["kind"]}),
        "costs": Page("profit-costs", filters={"all": ["1"], "p": lens["p"]}),
        "source": Page("profit-source", of=known["document"]),
        "stock": Page(
            "stock",
            filters={"q": known["word"], "state": ["unknown", "idle"], "p": lens["p"]},
            sorts=("sku", "title", "sold"),
        ),
        "moves": Page("stock-moves", filters=lens | {"reason": known["reason"]}),
        "sku": Page("stock-one", of=known["sku"]),
        "channels": Page("channels", filters=lens),
        "channel": Page("channels-one", of=known["channel"], filters={"q": known["word"]}),
        "imports": Page("import"),
        "import": Page("import-one", of=known["run"]),
        "search": Page("search", filters={"q": [*known["number"], *known["code"]]}),
    }


def _known() -> Known:
    found: dict[str, list[str]] = defaultdict(list)
    for of, value in sql.rows("cli/bench/sample"):
        found[of].append(value)
    return found

"""The nouns of a festival."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

MARKETS: Final = ("bazaar", "plaza")  # marketplaces whose sales are facts, whatever we have
LEASED: Final = "tower"  # sells from strict leases alone
BASKETS: Final = "shop"  # our own checkout: a basket is held whole or not at all
CHANNELS: Final = (*MARKETS, LEASED, BASKETS)
OPENING: Final = "opening"  # the order of long ago by which the channels have their listings
PLACE: Final = "hall"
CHANGED_S, SETTLED_S = 60, 120  # after it was placed

Line = tuple[str, int, int]  # platform SKU, units, price of one in minor units
Word = tuple[int, str]  # what is said of which sale: placed, changed, cancelled, shipped


@dataclass(frozen=True, slots=True)
class Good:
    """A SKU: how many there are, how many of them the leased channel may sell, or its parts."""

    code: str
    units: int
    leased: int
    parts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Sale:
    """What somebody bought where, and what becomes of it."""

    number: int
    channel: str
    lines: tuple[Line, ...]
    at_s: int  # since the festival began
    ending: str  # open, cancelled, shipped, raced: cancelled and shipped at the same moment
    changed: tuple[Line, ...] = ()

    @property
    def external_id(self) -> str:
        """Its number at the channel."""
        return f"{self.channel}-{self.number:06}"

    @property
    def final(self) -> tuple[Line, ...]:
        """The lines that count in the end."""
        return self.changed or self.lines

    @property
    def said(self) -> tuple[str, ...]:
        """The words that its channel sends of it."""
        end = (self.ending,) if self.ending in {"cancelled", "shipped"} else ()
        return ("placed", *(("changed",) if self.changed else ()), *end)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is tried: messages told, baskets held or paid, an order acted on."""

    number: int
    kind: str  # tell, hold, pay, cancel, ship, tidy
    at_s: int
    words: tuple[Word, ...] = ()


@dataclass(slots=True)
class Answers:
    """What the festival was told while it lasted, for the audit."""

    held: set[int] = field(default_factory=set)  # baskets
    refused: set[int] = field(default_factory=set)
    paid: dict[int, int] = field(default_factory=dict)  # basket to order
    won: dict[int, set[str]] = field(default_factory=dict)  # raced sale to the acts that were done
    deliveries: int = 0  # documents and acts handed over, however often
    kills: int = 0
    errors: dict[str, int] = field(default_factory=dict)  # by class, of attempts that were repeated
    given_up: list[int] = field(default_factory=list)  # steps


@dataclass(frozen=True, slots=True)
class Audit:
    """What the book has that it should not have, or has not that it should, each with a sample."""

    lost: int
    doubled: int
    oversold: int
    unconsumed: int
    detail: Mapping[str, Any]

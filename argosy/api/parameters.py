"""What stands in the address of a request, and where a page goes on."""

from typing import Annotated, Final

from ninja import Path, Query
from pydantic import Field

from argosy.api.documents import CLEAN

PAGE: Final = 100
PAGE_MAX: Final = 500
BIGINT_MAX: Final = 2**63 - 1
FOLLOWING: Final = "`after` of the page before this one."

OrderId = Annotated[int, Path(ge=1, le=BIGINT_MAX)]
Limit = Annotated[int, Query(ge=1, le=PAGE_MAX, description="How many to return at most.")]
AfterFact = Annotated[
    str | None, Query(pattern=r"^[0-9]{1,18}-[0-9]{1,18}$", description=FOLLOWING)
]
AfterId = Annotated[str | None, Query(pattern=r"^[0-9]{1,18}$", description=FOLLOWING)]
AfterCode = Annotated[str | None, Query(max_length=120, pattern=CLEAN, description=FOLLOWING)]
Code = Annotated[str, Field(min_length=1, max_length=120, pattern=CLEAN)]
Skus = Annotated[
    list[Code] | None,
    Query(alias="sku", max_length=PAGE_MAX, description="Only these SKUs; repeat it for several."),
]
ChannelKey = Annotated[
    str | None, Query(max_length=60, pattern=CLEAN, description="Only this channel, by its key.")
]


def place_in_feed(after: str | None) -> tuple[int, int] | None:
    """The place that a cursor of the feed stands for; `None` is its start."""
    if after is None:
        return None
    xact, _, fact = after.partition("-")
    return int(xact), int(fact)


def feed_cursor(xact: int, fact: int) -> str:
    """The cursor of a place in the feed."""
    return f"{xact}-{fact}"

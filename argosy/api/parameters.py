"""What stands in the address of a request, and where a page goes on."""

import re
from typing import Annotated, Final

from ninja import Path, Query
from pydantic import Field

from argosy.api.documents import CLEAN
from argosy.kernel.errors import BadCursor

PAGE: Final = 100
PAGE_MAX: Final = 500
BIGINT_MAX: Final = 2**63 - 1
PLACE: Final = re.compile(r"([0-9]{1,19})-([0-9]{1,19})", re.ASCII)

OrderId = Annotated[int, Path(ge=1, le=BIGINT_MAX)]
Limit = Annotated[int, Query(ge=1, le=PAGE_MAX, description="How many to return at most.")]
After = Annotated[
    str | None,
    Query(max_length=120, pattern=CLEAN, description="`after` of the page before this one."),
]
Code = Annotated[str, Field(min_length=1, max_length=120, pattern=CLEAN)]
Skus = Annotated[
    list[Code] | None,
    Query(alias="sku", max_length=PAGE_MAX, description="Only these SKUs; repeat it for several."),
]
ChannelKey = Annotated[
    str | None, Query(max_length=60, pattern=CLEAN, description="Only this channel, by its key.")
]


def place_in_feed(after: str | None) -> tuple[int, int] | None:
    """The place that a cursor of the feed stands for; `None` is its start.

    :raises BadCursor: it is none.
    """
    if after is None:
        return None
    found = PLACE.fullmatch(after)
    if found is None or max(map(int, found.groups())) > BIGINT_MAX:
        raise BadCursor
    return int(found[1]), int(found[2])


def number_after(after: str | None) -> int:
    """The id that a page goes on behind.

    :raises BadCursor: it is none.
    """
    if after is None:
        return 0
    if not re.fullmatch(r"[0-9]{1,19}", after, re.ASCII) or int(after) > BIGINT_MAX:
        raise BadCursor
    return int(after)

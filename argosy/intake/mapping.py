"""When a listing turns out to be one of our SKUs, its lines, stock and money learn it too."""

from collections.abc import Mapping
from datetime import datetime

from argosy.channels import services as channels
from argosy.finance import services as finance
from argosy.intake.booking import Later, settle_stock
from argosy.inventory import services as inventory
from argosy.kernel import sql
from argosy.orders import services as orders


def map_known(*, now: datetime) -> int:
    """Map every unmapped listing whose platform SKU is one of our codes. Returns how many."""
    return follow(skus=channels.map_all_by_code(), now=now)


def follow(*, skus: Mapping[int, int], now: datetime) -> int:
    """Carry new mappings (listing to SKU) into lines, stock and postings. Returns how many."""
    if not skus:
        return 0
    lines = orders.assign_skus(listings=list(skus))
    touched = [order for (order,) in sql.rows("intake/orders_of_lines", {"lines": lines})]
    inventory.open_incoming()
    inventory.open_promises()
    ends = inventory.ends(now=now)
    sql.run(
        "intake/offer_moves_of_lines",
        {"lines": lines, "customer": ends.customer, "before_count": ends.before_count},
    )
    # What was shipped leaves; what is still open is promised its units now that they are known.
    settle_stock(Later(dict.fromkeys(touched, 0)), now=now)
    inventory.promise_incoming(now=now)
    finance.attribute(skus=skus, now=now)
    orders.match_credits_of_lines(lines=lines)
    return len(skus)

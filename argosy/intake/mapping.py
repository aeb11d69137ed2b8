"""What is learned later of listings and channels: lines, stock and money learn it too."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from argosy.channels import services as channels
from argosy.channels.types import Terms
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


def state_terms(*, channel: int, terms: Terms, now: datetime) -> int:
    """Take over a channel's terms; where its orders leave from now on, open ones are promised.

    Returns how many open orders were looked at.
    """
    channels.state_terms(channel=channel, terms=terms)
    return _promise_anew(sql.rows("intake/open_orders", {"channel": channel}), now)


def promise_kits(*, kits: Sequence[int], now: datetime) -> int:
    """Promise open orders of these kits the parts that they consist of now. Returns how many."""
    return _promise_anew(sql.rows("intake/open_orders_of_skus", {"skus": list(kits)}), now)


def _promise_anew(found: Sequence[sql.Row], now: datetime) -> int:
    """Bring what these orders hold and are owed to what they are to have, the earliest first."""
    if not found:
        return 0
    inventory.open_incoming()
    inventory.open_promises()
    settle_stock(Later({order: place for place, (order,) in enumerate(found)}), now=now)
    inventory.promise_incoming(now=now)
    return len(found)

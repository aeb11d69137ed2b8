"""What governments and marketplaces take, as the adviser needs it: ranges with their source.

Not the fee engine of a ledger: the likely number of a category of goods, and how far it may be off.
Shares lie between 0 and 1, money is US dollars. No rule for the day is None, never zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from argosy.strategy import fba
from argosy.strategy.fees import Three, amount_of, three, usd
from argosy.strategy.reading import Confidence
from argosy.strategy.rulebook import EU, Rule, in_force

CATEGORIES: Final = (
    "home",
    "fashion",
    "electronics",
    "beauty",
    "toys",
    "sports",
    "pet",
    "jewellery",
    "other",
)
PLATFORMS: Final = ("amazon", "ebay", "aliexpress", "temu", "tiktok", "etsy", "walmart")
NO_BORDER: Final = "no_border"


@dataclass(frozen=True, slots=True)
class Ruled:
    """A number that somebody set; low and high differ where it is not settled what applies."""

    low: float
    likely: float
    high: float
    rule: str  # ids, joined by " + " where layers are added
    title: str
    as_of: date
    confidence: Confidence  # of the weakest rule that entered


def referral(*, platform: str, market: str, category: str, price: float, on: date) -> Ruled | None:
    """What a platform takes of the price, as a share of it.

    A category is one of CATEGORIES or a class of the platform (`electronics_accessories`); what is
    neither counts as `other`. The price is what the buyer pays for one unit.

    :raises ValueError: the price is not above zero.
    """
    if price <= 0:
        raise ValueError("a price is above zero")
    rules = [
        rule
        for rule in in_force(domain="fee", kind="referral", market=market, on=on)
        if rule.scope["platform"] == platform and rule.settled
    ]
    classes = {rule.scope["class"] for rule in rules}
    sort = category if category in CATEGORIES or category in classes else "other"
    typical = nearest(_of_class(rules, sort), market)
    if not typical:
        return None
    main = typical[0]
    may_be = nearest([r for r in rules if sort in r.scope.get("may_be", ())], market)
    found = [amount_of(rule.params, price) for rule in (main, *may_be)]
    return _ruled(
        Three(
            min(each.low for each in found),
            found[0].likely,
            max(each.high for each in found),
        ),
        [main],
    )


def _of_class(rules: Sequence[Rule], sort: str) -> list[Rule]:
    """The rules for a sort of goods: named so, typical of it, or for anything."""
    for said in (
        [rule for rule in rules if rule.scope["class"] == sort],
        [rule for rule in rules if sort in rule.scope.get("typical_of", ())],
        [rule for rule in rules if "any" in rule.scope.get("typical_of", ())],
    ):
        if said:
            return said
    return []


def fulfilment(
    *,
    market: str,
    weight_kg: float,
    size_cm: tuple[float, float, float] | None,
    price: float,
    on: date,
) -> Ruled | None:
    """What a platform's warehouse takes to send one unit, in US dollars: exact where the size is
    known, else a range. Only the United States has a table; elsewhere, and above 150 lb, None.

    :raises ValueError: weight, size or price is not above zero.
    """
    if min(weight_kg, price, *(size_cm or ())) <= 0:
        raise ValueError("weight, size and price are above zero")
    found = fba.fee(market=market, weight_kg=weight_kg, size_cm=size_cm, price=price, on=on)
    return None if found is None else _ruled(found.amount, found.rules, floor=found.confidence)


def fulfilment_of_year(
    *,
    market: str,
    weight_kg: float,
    size_cm: tuple[float, float, float] | None,
    price: float,
    on: date,
) -> Ruled | None:
    """As `fulfilment`, over the 52 weeks from a day: the likely fee is their mean.

    A plan made in the peak would otherwise carry the peak's fee through the whole year.

    :raises ValueError: as `fulfilment`.
    """
    weeks = [
        fulfilment(
            market=market,
            weight_kg=weight_kg,
            size_cm=size_cm,
            price=price,
            on=on + timedelta(weeks=week),
        )
        for week in range(52)
    ]
    known = [week for week in weeks if week is not None]
    if not known:
        return None
    return replace(
        known[0],
        low=min(week.low for week in known),
        likely=round(sum(week.likely for week in known) / len(known), 6),
        high=max(week.high for week in known),
    )


def vat(*, market: str, on: date) -> Ruled | None:
    """The standard rate that prices shown in a market contain, as a share of the price without it.

    Zero where it comes on top of the price shown (United States, Canada): a rule says so.
    """
    rules = nearest(_settled("vat", "standard_rate", market, on), market)
    return _ruled(three(rules[0].params["rate"]), rules[:1]) if rules else None


def duty(*, market: str, origin: str, category: str, on: date) -> Ruled | None:
    """Duty on goods of an origin, all layers, as a share of the customs value.

    A category is one of CATEGORIES or a tariff line that a rule names (`hts:6109.10.00`).
    """
    if origin == market or {origin, market} <= EU:
        return Ruled(0.0, 0.0, 0.0, NO_BORDER, "No border is crossed", on, "A")
    layers = [
        rule
        for rule in in_force(domain="customs_duty", kind="ad_valorem", market=market, on=on)
        if _of_origin(rule, origin)
    ]
    general = [rule for rule in layers if rule.scope["layer"] == "mfn" and rule.settled]
    if not general:
        return None
    total = _rate(general[0], category)
    entered = general[:1]
    for rule in layers:
        if rule is not general[0] and not _empty(rate := _rate(rule, category)):
            total = _added(total, rate, rule)
            entered.append(rule)
    return _ruled(total, entered)


def _of_origin(rule: Rule, origin: str) -> bool:
    """Whether a layer falls on goods of an origin."""
    said = rule.scope.get("origin", ())
    only = {said} if isinstance(said, str) else set(said)
    if "EU" in only:
        only |= EU
    spared = set(rule.scope.get("origin_not", ()))
    if "EU" in spared:
        spared |= EU
    return (not only or origin in only) and origin not in spared


def _rate(rule: Rule, category: str) -> Three:
    """The rate of a layer for a category; zero where the layer does not name it."""
    rates: Mapping[str, Any] = rule.params["rates"]
    stated = rates.get(category, rates.get("any"))
    if stated is None and rule.scope["layer"] in {"mfn", "301_china"}:
        stated = rates["other"]
    return three(0.0 if stated is None else stated)


def _empty(rate: Three) -> bool:
    return rate == Three(0.0, 0.0, 0.0)


def _added(total: Three, rate: Three, rule: Rule) -> Three:
    """A total with one more layer: what is not settled may only widen it."""
    if rule.params.get("stacking") == "floor":  # the layer lifts the total to its rate
        return Three(
            max(total.low, rate.low), max(total.likely, rate.likely), max(total.high, rate.high)
        )
    if not rule.settled:
        low, high = min(0.0, rate.low), max(0.0, rate.high)
        return Three(max(0.0, total.low + low), total.likely, total.high + high)
    return Three(total.low + rate.low, total.likely + rate.likely, total.high + rate.high)


def flat_duty(*, market: str, on: date) -> Ruled | None:
    """What a small parcel pays for each tariff line in it, in US dollars."""
    rules = in_force(domain="customs_duty", kind="flat_per_item", market=market, on=on)
    if not rules:
        return None
    total = Three(0.0, 0.0, 0.0)
    for rule in rules:
        amount = usd(rule.params["amount"], rule.params["currency"])
        total = _added(total, Three(amount, amount, amount), rule)
    return _ruled(total, rules)


def relief(*, market: str, on: date) -> Ruled | None:
    """Up to which value a parcel bears no duty, in US dollars; zero: none is free."""
    rules = nearest(_settled("customs_duty", "relief", market, on), market)
    if not rules:
        return None
    amount = usd(rules[0].params["up_to"], rules[0].params["currency"])
    return _ruled(Three(amount, amount, amount), rules[:1])


def payment(*, market: str, on: date) -> tuple[Ruled, Ruled]:
    """What a payment provider takes in an own store: a share of the order, and dollars for each.

    :raises LookupError: no rule holds on that day.
    """
    rules = nearest(_settled("fee", "payment", market, on), market)
    if not rules:
        raise LookupError(f"no payment fee in {market} on {on}")
    fixed = usd(rules[0].params["per_order"], rules[0].params["currency"])
    share = three(rules[0].params["share"])
    return _ruled(share, rules[:1]), _ruled(Three(fixed, fixed, fixed), rules[:1])


def _settled(domain: str, kind: str, market: str, on: date) -> list[Rule]:
    return [r for r in in_force(domain=domain, kind=kind, market=market, on=on) if r.settled]


def nearest(rules: Iterable[Rule], market: str) -> list[Rule]:
    """Of rules those that name the country; else its union; else all."""
    held = list(rules)
    own = [rule for rule in held if market in rule.jurisdiction]
    union = [rule for rule in held if "EU" in rule.jurisdiction]
    return own or union or held


def _ruled(amount: Three, rules: Sequence[Rule], *, floor: Confidence = "A") -> Ruled:
    """A range with what it stands on; the weakest rule decides how sure it is."""
    return Ruled(
        low=round(amount.low, 6),
        likely=round(amount.likely, 6),
        high=round(amount.high, 6),
        rule=" + ".join(rule.rule_id for rule in rules),
        title="; ".join(dict.fromkeys(rule.title for rule in rules)),
        as_of=max(rule.recorded_at for rule in rules),
        confidence=max(floor, *(rule.confidence for rule in rules)),
    )

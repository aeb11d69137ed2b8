"""Shapes of fees: flat, slab (the whole price at one rate), graduated (each portion at its own)."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from argosy.strategy.rulebook import of_kind


class Three(NamedTuple):
    """A range."""

    low: float
    likely: float
    high: float


def three(stated: float | Mapping[str, float]) -> Three:
    """A range as data state it: one number, or low, likely and high."""
    if isinstance(stated, Mapping):
        return Three(float(stated["low"]), float(stated["likely"]), float(stated["high"]))
    return Three(float(stated), float(stated), float(stated))


def usd(amount: float, currency: str) -> float:
    """An amount in US dollars, by the reference rates of `fx.yaml`.

    :raises KeyError: no rate is stated for the currency.
    """
    return amount if currency == "USD" else amount * _reference()["usd_per"][currency]


def _reference() -> Mapping[str, Any]:
    return of_kind("fx", "reference")[0].params


def amount_of(params: Mapping[str, Any], price: float) -> Three:
    """What a fee comes to, as a share of a price in US dollars."""
    currency = params.get("currency", "USD")
    rate = _rate(params, price, currency)
    factor = three(params.get("base_factor", 1.0))
    fixed = usd(params.get("per_order", 0.0), currency) / price
    least = usd(params.get("minimum", 0.0), currency) / price
    return Three(
        max(least, rate.low * factor.low + fixed),
        max(least, rate.likely * factor.likely + fixed),
        max(least, rate.high * factor.high + fixed),
    )


def _rate(params: Mapping[str, Any], price: float, currency: str) -> Three:
    if params["shape"] == "flat":
        return three(params["rate"])
    bands: Sequence[Mapping[str, Any]] = params["bands"]
    share = _slab if params["shape"] == "slab" else _graduated
    likely = share(bands, price, currency)
    if currency == "USD":
        return Three(likely, likely, likely)
    # A threshold in another currency moves with the rate: near one, both sides are possible.
    edge = _reference()["edge"]
    around = [likely, *(share(bands, price * by, currency) for by in (1 - edge, 1 + edge))]
    return Three(min(around), likely, max(around))


def _slab(bands: Sequence[Mapping[str, Any]], price: float, currency: str) -> float:
    for band in bands:
        if band["to"] is None or price <= usd(band["to"], currency):
            return float(band["rate"])
    raise LookupError("the last band has an end")


def _graduated(bands: Sequence[Mapping[str, Any]], price: float, currency: str) -> float:
    fee, begun = 0.0, 0.0
    for band in bands:
        end = price if band["to"] is None else min(price, usd(band["to"], currency))
        fee += max(0.0, end - begun) * band["rate"]
        begun = max(begun, end)
    return fee / price

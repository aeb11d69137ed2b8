"""What a unit costs on its way to a buyer, by form and market: goods, freight, duty, fees, VAT."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from argosy.strategy import rules
from argosy.strategy.inputs import Floats, Inputs
from argosy.strategy.options import Form

LEAST: Final = 0.01  # a price or weight that rules can be asked about


@dataclass(frozen=True, slots=True)
class Part:
    """A form's role in an option."""

    form: Form
    market: str
    broad: bool = False
    first: bool = True  # the others share the first one's stock and supplier
    lean: bool = False  # begun with a small batch


def price_of(inputs: Inputs, form: Form) -> Floats:
    """What is paid for a unit, with VAT where prices show it."""
    retail = inputs.answer("product.price", inputs.profile.product.price, usual="price")
    return retail * inputs.usual(f"price.{form.key}")


def goods_of(inputs: Inputs) -> Floats:
    """What the supplier is paid for a unit."""
    said = inputs.profile.product.unit_cost
    if said is not None:
        return inputs.answer("product.unit_cost", said, usual="price")
    retail = inputs.answer("product.price", inputs.profile.product.price, usual="price")
    return retail * inputs.answer("product.unit_cost", None, usual="unit_cost_share")


def weight_of(inputs: Inputs) -> Floats:
    """Kilograms of a packed unit."""
    return inputs.answer("product.weight_kg", inputs.profile.product.weight_kg, usual="weight_kg")


def is_first(inputs: Inputs, market: str) -> bool:
    """Whether it is the market that the answers are about."""
    countries = inputs.profile.market.countries
    return not countries or market == countries[0]


def vat_of(inputs: Inputs, market: str) -> Floats:
    """The share of value added tax in a market, from its rules."""
    found = rules.vat(market=market, on=inputs.on)
    if found is None:
        return inputs.usual("vat.unknown", key=f"vat.{market}")
    return inputs.ruled(f"vat.{market}", found, "share")


def way_in_of(inputs: Inputs, part: Part, goods: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Freight and duty of a unit until it lies where it is sold from."""
    nothing = np.zeros(inputs.paths)
    if part.form.way in ("home", "fob"):
        return nothing, nothing
    if part.form.way == "parcel":
        return nothing, _parcel_duty(inputs, part, goods)
    duty = goods * _duty_rate(inputs, part.market)
    product = inputs.profile.product
    if product.freight is not None:
        return inputs.answer("product.freight", product.freight, usual="return_postage"), duty
    return weight * inputs.usual("freight_kg"), duty


def _parcel_duty(inputs: Inputs, part: Part, goods: Floats) -> Floats:
    """Of a parcel to a buyer: a sum for each item, nothing up to a value, or as any import."""
    flat = rules.flat_duty(market=part.market, on=inputs.on)
    if flat is not None:
        return inputs.ruled(f"duty_flat.{part.market}", flat, "usd")
    free = rules.relief(market=part.market, on=inputs.on)
    price = float(np.median(price_of(inputs, part.form)))
    if free is not None and 0 < price <= free.likely:
        return np.zeros(inputs.paths)
    return goods * _duty_rate(inputs, part.market)


def _duty_rate(inputs: Inputs, market: str) -> Floats:
    profile = inputs.profile
    if profile.market.duty_rate is not None and is_first(inputs, market):
        return inputs.answer("market.duty_rate", profile.market.duty_rate, usual="deposit")
    found = rules.duty(
        market=market,
        origin=profile.market.origin,
        category=profile.product.category or "other",
        on=inputs.on,
    )
    if found is None:
        return inputs.usual("duty.unknown", key=f"duty.{market}")
    return inputs.ruled(f"duty.{market}", found, "share")


def fee_of(inputs: Inputs, part: Part, gross: Floats) -> Floats:
    """What the platform or the payment takes of a unit."""
    form, product = part.form, inputs.profile.product
    if form.way in ("home", "fob", "pallet"):
        return np.zeros(inputs.paths)  # it is in the price that they pay
    if form.mode == "storefront" or form.key == "social_content":
        return _payment(inputs, part, gross)
    found = rules.referral(
        platform=form.platform,
        market=part.market,
        category=product.category or "other",
        price=max(float(np.median(gross)), LEAST),
        on=inputs.on,
    )
    key = f"referral.{form.platform}.{part.market}"
    if found is None:
        return gross * inputs.usual("referral.unknown", key=key)
    return gross * inputs.ruled(key, found, "share")


def _payment(inputs: Inputs, part: Part, gross: Floats) -> Floats:
    try:
        share, fixed = rules.payment(market=part.market, on=inputs.on)
    except LookupError:
        return gross * inputs.usual("payment.unknown", key=f"payment.{part.market}")
    of_order = inputs.ruled(f"payment_order.{part.market}", fixed, "usd")
    basket = inputs.usual(f"basket.{part.form.mode}")
    return gross * inputs.ruled(f"payment.{part.market}", share, "share") + of_order / basket


def fulfilment_of(inputs: Inputs, part: Part, weight: Floats, gross: Floats) -> Floats:
    """What storing away, picking and sending a unit costs."""
    form, size = part.form, inputs.profile.product.size_cm
    usual = inputs.usual
    if form.way in ("home", "fob", "pallet"):
        return weight * usual("pallet_kg")
    if form.way == "parcel":
        return usual("parcel_base") + usual("parcel_kg") * weight
    if form.way == "fba":
        found = rules.fulfilment_of_year(
            market=part.market,
            weight_kg=max(float(np.median(weight)), LEAST),
            size_cm=(size.length, size.width, size.height) if size else None,
            price=max(float(np.median(gross)), LEAST),
            on=inputs.on,
        )
        if found is not None:
            return inputs.ruled(f"fulfilment.{part.market}", found, "usd")
    return usual("fulfilment_base") / usual(f"basket.{form.mode}") + usual("fulfilment_kg") * weight


def litres_of(inputs: Inputs, weight: Floats) -> Floats:
    """Litres of a packed unit."""
    size = inputs.profile.product.size_cm
    if size is None:
        return weight * inputs.usual("litres_kg")
    return np.full(inputs.paths, size.length * size.width * size.height / 1000)


def proofs_of(inputs: Inputs) -> Floats:
    """What certificates cost that are still wanted."""
    if inputs.profile.product.certificates in ("missing", "under_way"):
        return inputs.usual("certificate_cost")
    return np.zeros(inputs.paths)

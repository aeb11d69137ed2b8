"""What one way of selling would bring and cost, path by path: the parameters of its simulation."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from argosy.strategy.costs import (
    Part,
    fee_of,
    fulfilment_of,
    goods_of,
    is_first,
    litres_of,
    price_of,
    proofs_of,
    vat_of,
    way_in_of,
    weight_of,
)
from argosy.strategy.inputs import Floats, Inputs
from argosy.strategy.options import Form, home_form
from argosy.strategy.standing import Standing
from argosy.strategy.types import Trial

WEEKS_A_MONTH: Final = 52 / 12
GOOD: Final = 3  # the level of a skill that benchmarks are about
FEWER: Final = 3.0  # a small start leaves out two SKUs of three …
CAUTIOUS: Final = 0.5  # … and buys for so much of what is hoped for, until more has been seen
MORE_SKUS: Final = 12.0  # that a broad range adds at most, to begin with
UNSEEN_HALF: Final = 6.0  # months of selling after which half of what could be had has been seen
MARGIN_ERROR: Final = 0.15


@dataclass(frozen=True, slots=True)
class Stream:
    """One form in one market. Each array has one value a path; money is US dollars.

    `net` is what is left of a unit's price after VAT; fees and costs are a unit's. `plan` is what
    a planner expects before the first sale, in units a week: everything at its likely value.
    """

    form: Form
    mature: Floats  # units a week once ripe, without season
    plan: float
    half: Floats  # weeks until half of it is reached
    season: Floats  # how much the high weeks lie above the mean
    swing: Floats
    gross: Floats
    vat: Floats
    goods: Floats
    freight: Floats
    duty: Floats
    fee: Floats
    fulfilment: Floats
    ad_share: Floats
    return_rate: Floats
    return_cost: Floats  # of each unit that comes back, besides the refund
    lag: Floats
    lead: Floats
    credit: Floats
    deposit: Floats
    minimum: Floats
    storage: Floats  # a unit and week
    cover: Floats
    salvage: Floats
    payout: Floats
    reserve: Floats
    fixed: Floats  # a week
    outsourced: Floats  # a week
    launch: Floats
    hours: Floats  # a week
    fx_cost: Floats
    halved_year: Floats
    suspended_year: Floats
    suspended_weeks: Floats
    frozen_weeks: Floats
    reserved_weeks: Floats
    goods_leave: Floats  # after which share of the lead time the goods leave and the rest is paid
    early_ads: Floats  # what finding a buyer costs more at the very start than once ripe
    residual: Floats  # what the seller's own margin says that no other cost explains
    frugal: bool = False  # after the first batch it buys with what it has earned, and no more

    @property
    def landed(self) -> Floats:
        """What a unit costs until it lies where it is sold from."""
        return self.goods + self.freight + self.duty

    @property
    def kept(self) -> Floats:
        """What a ripe unit leaves, before the goods themselves."""
        net = self.gross - self.vat
        back = self.return_rate * (net + self.return_cost - self.fee - self.landed)
        return net * (1 - self.ad_share) - self.fee - self.fulfilment - self.residual - back


def measured(inputs: Inputs, form: Form) -> Trial | None:
    """What the seller has measured of a form, where it is enough to go by."""
    if home_form(inputs.profile, form.mode) != form.key:
        return None
    return Standing(inputs.profile).trial(form.mode)


def streams(inputs: Inputs, parts: list[Part], liked: Floats | None = None) -> list[Stream]:
    """The streams of an option's parts; people who are too few for all of them slow each.

    `liked` is a factor on demand, where more is known of a platform's buyers.
    """
    units = [_mature(inputs, part) * (1.0 if liked is None else liked) for part in parts]
    hours = [_hours(inputs, part, found) for part, found in zip(parts, units, strict=True)]
    needed = np.add.reduce(hours)
    free = inputs.answer("team.hours_week", inputs.profile.team.hours_week, usual="hours_week")
    short = np.maximum(needed - free, 0.0)
    price = inputs.answer(
        "team.outsource_hour", inputs.profile.team.outsource_hour, usual="outsource_hour"
    )
    budget = inputs.answer(
        "team.outsource_budget", inputs.profile.team.outsource_budget, usual="outsource_budget"
    )
    hired = np.where(
        price > 0, np.minimum(short, budget / WEEKS_A_MONTH / np.maximum(price, 0.01)), 0.0
    )
    pace = np.sqrt(np.minimum((free + hired) / np.maximum(needed, 0.01), 1.0))
    return [
        _stream(inputs, part, found * pace, spent, hired * price * spent / needed, pace)
        for part, found, spent in zip(parts, units, hours, strict=True)
    ]


def _stream(
    inputs: Inputs, part: Part, mature: Floats, hours: Floats, outsourced: Floats, pace: Floats
) -> Stream:
    form, mode = part.form, part.form.mode
    profile, usual = inputs.profile, inputs.usual
    gross = price_of(inputs, form)
    goods, weight = goods_of(inputs), weight_of(inputs)
    vat = gross - gross / (1 + vat_of(inputs, part.market))
    freight, duty = way_in_of(inputs, part, goods, weight)
    fee = fee_of(inputs, part, gross)
    begun = _begun(inputs, part)
    deposit = inputs.answer("capital.deposit", profile.capital.deposit, usual="deposit")
    credit = inputs.answer(
        "capital.supplier_credit_days",
        profile.capital.supplier_credit_days,
        usual="supplier_credit_days",
    )
    made = Stream(
        form=form,
        mature=mature,
        plan=float(np.median(mature)) * (CAUTIOUS if part.lean else 1.0),
        half=_half(inputs, part) / np.maximum(pace, 0.05),
        season=usual(f"season.{profile.product.season or 'flat'}"),
        swing=usual(f"swing.{mode}"),
        gross=gross,
        vat=vat,
        goods=goods,
        freight=freight,
        duty=duty,
        fee=fee,
        fulfilment=fulfilment_of(inputs, part, weight, gross),
        ad_share=ad_share_of(inputs, part),
        return_rate=return_rate_of(inputs, form),
        return_cost=_return_cost(inputs, form, goods + freight + duty, fee),
        lag=usual("return_lag"),
        lead=inputs.answer("product.lead_weeks", profile.product.lead_weeks, usual="lead_weeks"),
        credit=credit / 7,
        deposit=np.clip(deposit, 0.0, 1.0),
        minimum=_minimum(inputs, part),
        storage=litres_of(inputs, weight) * usual("storage_litre_month") / WEEKS_A_MONTH,
        cover=usual("stock_cover") * form.cover,
        salvage=np.clip(usual("salvage"), 0.0, 1.0),
        payout=usual(f"payout.{mode}"),
        reserve=np.clip(usual(f"reserve.{mode}"), 0.0, 0.9),
        fixed=usual(f"fixed.{mode}") / WEEKS_A_MONTH * begun,
        outsourced=outsourced,
        launch=usual(f"launch.{mode}") * begun + proofs_of(inputs),
        hours=hours,
        fx_cost=np.clip(usual("fx_cost"), 0.0, 0.5),
        halved_year=usual(f"halved_year.{mode}"),
        suspended_year=usual(f"suspended_year.{mode}"),
        suspended_weeks=usual("suspended_weeks"),
        frozen_weeks=usual("frozen_weeks"),
        reserved_weeks=usual("reserved_weeks"),
        goods_leave=np.clip(usual("goods_leave"), 0.0, 1.0),
        early_ads=usual("early_ads"),
        residual=np.zeros(inputs.paths),
        frugal=part.lean,
    )
    return replace(made, residual=_residual(inputs, made))


def _begun(inputs: Inputs, part: Part) -> Floats:
    """How much of the cost of a start is still to be paid."""
    if measured(inputs, part.form) is not None:
        return inputs.usual("running.start")
    return np.ones(inputs.paths) if part.first else inputs.usual("second.start")


def _return_cost(inputs: Inputs, form: Form, landed: Floats, fee: Floats) -> Floats:
    """What a unit that comes back costs besides its price: goods, postage, commission."""
    postage = inputs.usual("return_postage")
    if form.way in ("home", "fob"):
        postage = postage * inputs.usual("postage_at_home")
    return inputs.usual("return_loss") * landed + postage + inputs.usual("kept_fee") * fee


def _residual(inputs: Inputs, made: Stream) -> Floats:
    """By how much a ripe unit earns more here than the seller's own figures say it does."""
    trial = measured(inputs, made.form)
    if trial is None or trial.margin is None:
        return np.zeros(inputs.paths)
    margin = inputs.answer(
        f"stage.trials.{made.form.mode}.margin", trial.margin, usual="own_margin"
    )
    return made.kept - made.landed - margin * (made.gross - made.vat)


def ad_share_of(inputs: Inputs, part: Part) -> Floats:
    """What finding buyers costs of net sales once the mode is ripe."""
    form, mode = part.form, part.form.mode
    trial = measured(inputs, form)
    if trial is not None and trial.ad_share is not None:
        error = min(0.6, 3.0 / max(trial.orders, 1) ** 0.5)
        question = f"stage.trials.{mode}.ad_share"
        found = inputs.answer(question, trial.ad_share, usual=f"ad_share.{form.key}", error=error)
    else:
        level = inputs.profile.market.competition or "medium"
        found = (
            inputs.usual(f"ad_share.{form.key}")
            * _competition(inputs, level, mode)
            * _fit(inputs, "fit_ads", mode)
            * inputs.usual("skill_ads") ** _gap(inputs, form)
        )
    found = found * inputs.usual("broad.ads" if part.broad else "narrow.ads")
    return np.clip(found, 0.0, 0.95)


def _competition(inputs: Inputs, level: str, mode: str) -> Floats:
    found = inputs.usual(f"competition_ads.{level}")
    if mode == "marketplace":
        return found
    outside: Floats = found ** inputs.usual("competition_outside")
    return outside


def return_rate_of(inputs: Inputs, form: Form) -> Floats:
    """The share of units sold that comes back."""
    mode, product = form.mode, inputs.profile.product
    trial = measured(inputs, form)
    if trial is not None and trial.return_rate is not None:
        error = min(0.6, 2.0 / max(trial.orders, 1) ** 0.5)
        found = inputs.answer(
            f"stage.trials.{mode}.return_rate",
            trial.return_rate,
            usual="return_rate.other",
            error=error,
        )
    else:
        usual = f"return_rate.{product.category or 'other'}"
        said = inputs.answer("product.return_rate", product.return_rate, usual=usual)
        found = said * inputs.usual(f"return_factor.{mode}")
        if product.fragile:
            found = found * inputs.usual("fragile_returns")
    return np.clip(found, 0.0, 0.9)


def _mature(inputs: Inputs, part: Part) -> Floats:
    form, mode, profile = part.form, part.form.mode, inputs.profile
    units = inputs.answer(
        "market.comparable_units", profile.market.comparable_units, usual="comparable_units"
    )
    found: Floats = (
        units
        / WEEKS_A_MONTH
        * _skus(inputs, part) ** inputs.usual("skus_power")
        * inputs.usual(f"demand.{form.key}")
        * inputs.usual(f"competition_demand.{profile.market.competition or 'medium'}")
        * _fit(inputs, "fit_demand", mode)
        * inputs.usual("skill_demand") ** _gap(inputs, form)
        * inputs.usual("unforeseen", key=f"unforeseen.{mode}")
        * _size_ratio(inputs, part.market)
    )
    if part.broad:
        found = found * inputs.usual("broad.demand")
    trial = measured(inputs, form)
    if trial is not None and trial.monthly_sales is not None and is_first(inputs, part.market):
        question = f"stage.trials.{mode}.monthly_sales"
        sales = inputs.answer(question, trial.monthly_sales, usual="cash", error=MARGIN_ERROR)
        grown = sales * inputs.usual("growth", key=f"growth.{mode}")
        unit = WEEKS_A_MONTH * np.maximum(price_of(inputs, form), 0.01)
        # What is sold already goes on by itself: an option is what comes on top. Whoever has sold
        # for long has seen what there is to have: own sales say more of it than any comparison.
        own = grown / unit
        if part.broad:
            own = own + sales / unit * np.maximum(inputs.usual("broad.demand") - 1, 0.0)
        unseen = 0.5 ** (trial.months / UNSEEN_HALF)
        found = own + unseen * np.maximum(found - sales / unit - own, 0.0)
    return found


def _size_ratio(inputs: Inputs, market: str) -> Floats:
    if is_first(inputs, market):
        return np.ones(inputs.paths)
    first = _size(inputs, inputs.profile.market.countries[0])
    return _size(inputs, market) / first


def _size(inputs: Inputs, market: str) -> Floats:
    known = {"US", "GB", "DE", "FR", "JP"}
    usual = f"market_size.{market}" if market in known else "market_size.other"
    return inputs.usual(usual, key=f"market_size.{market}")


def _fit(inputs: Inputs, kind: str, mode: str) -> Floats:
    """What the product is acts on a mode, once: in demand, or in the cost of finding buyers."""
    product, stage = inputs.profile.product, inputs.profile.stage
    traits = [
        "standard" if product.character == "standard" else "",
        "unique" if product.character == "unique" else "",
        "explaining" if product.explaining == "much" else "",
        f"visual_{product.visual}" if product.visual in ("high", "low") else "",
        "known" if product.own_brand == "known" or stage.brand_influence == "sought" else "",
        str(stage.brand_influence or ""),
    ]
    found = np.ones(inputs.paths)
    for trait in traits:
        key = f"{kind}.{mode}.{trait}"
        if trait and inputs.has(key):
            found = found * inputs.usual(key)
    return found


def _gap(inputs: Inputs, form: Form) -> Floats:
    """How many levels the weakest skill that a form needs lies below good."""
    levels = []
    for skill in form.skills:
        said = getattr(inputs.profile.team, skill)
        levels.append(inputs.answer(f"team.{skill}", said, usual="skill"))
    found: Floats = GOOD - np.minimum.reduce(levels)
    return found


def _half(inputs: Inputs, part: Part) -> Floats:
    found = inputs.usual(f"ramp.{part.form.key}")
    found = found * inputs.usual("skill_ramp") ** _gap(inputs, part.form)
    return found if measured(inputs, part.form) is None else found * inputs.usual("running.ramp")


def _minimum(inputs: Inputs, part: Part) -> Floats:
    """Units that the supplier makes at least, over all SKUs of the form."""
    product = inputs.profile.product
    least = inputs.answer("product.minimum_order", product.minimum_order, usual="minimum_order")
    skus = _skus(inputs, part)
    if part.broad:
        skus = skus + np.minimum(skus * (inputs.usual("broad.skus") - 1), MORE_SKUS)
    found = least * skus
    shared = not part.first or (Standing(inputs.profile).modes and not part.broad)
    return found * inputs.usual("shared_minimum") if shared else found


def _skus(inputs: Inputs, part: Part) -> Floats:
    said = inputs.answer("product.skus", inputs.profile.product.skus, usual="skus")
    found: Floats = np.maximum(said / (FEWER if part.lean else 1.0), 1.0)
    return found


def _hours(inputs: Inputs, part: Part, mature: Floats) -> Floats:
    form, mode = part.form, part.form.mode
    own = inputs.usual(f"hours.{mode}")
    if part.broad:
        own = own * inputs.usual("broad.hours")
    if measured(inputs, form) is not None:
        own = own * inputs.usual("running.hours")
    return own + inputs.usual(f"hours_per_100.{mode}") * mature / 100

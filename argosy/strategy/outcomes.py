"""From flows of money to what a seller asks: cash, ruin, profit, payback, effort."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from argosy.strategy.counting import Flows
from argosy.strategy.inputs import Floats, Inputs
from argosy.strategy.options import FORMS, NOT_YET, home_form, parts_of
from argosy.strategy.simulating import Fortune, Single
from argosy.strategy.streams import MARGIN_ERROR, WEEKS_A_MONTH, measured
from argosy.strategy.types import WEEKS, Criterion, Fan, Layer, OptionRef, Outcome, Spread

STEP: Final = 4  # weeks between the points of a fan
MONTH: Final = 4  # weeks that a worst month lasts
NEVER: Final = 36.0  # months; what a path that does not pay back counts as
LOWER: Final = 0.5826  # -zeta(1/2) / sqrt(2 pi)
MEDIAN_CHANGE: Final = 0.9538726  # of |x - y|, x and y normal with deviation one
PAID_MIN: Final = 0.02  # of paths, below which no time to pay back is told
YEARS: Final = WEEKS / 52
HOURS_FULL: Final = 80.0  # a week: an option that takes so many scores nothing on effort


@dataclass(frozen=True, slots=True)
class Running:
    """What the seller does anyway, by week and path."""

    cash: Single
    sales_month: Mapping[str, float]  # by platform, or by mode where no platform can close it
    earned_month: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Played:
    """One option with its draws, one a path."""

    option: OptionRef
    outcome: Outcome
    profit: Floats
    deepest: Floats  # the lowest that the option's own cash comes to; zero or below
    payback: Floats  # months, NEVER where it does not
    need: Floats  # cash that the path wants


@dataclass(frozen=True, slots=True)
class _Draws:
    """What was drawn of an option, one value a path."""

    profit: Floats
    deepest: Floats
    payback: Floats
    need: Floats


def running(inputs: Inputs, fortune: Fortune) -> Running:
    """What goes on as it is: the sales of each mode that has been measured, at its margin."""
    cash = np.zeros((WEEKS, inputs.paths), np.float32)
    sales: dict[str, float] = {}
    earned: dict[str, float] = {}
    for mode, trial in inputs.profile.stage.trials.items():
        form = FORMS[home_form(inputs.profile, mode)]
        if measured(inputs, form) is None or trial.monthly_sales is None:
            continue
        question = f"stage.trials.{mode}"
        month = inputs.answer(
            f"{question}.monthly_sales",
            trial.monthly_sales,
            usual="monthly_sales",
            error=MARGIN_ERROR,
        )
        margin = inputs.answer(f"{question}.margin", trial.margin, usual="own_margin")
        where = form.platform or mode
        cash += fortune.steady(mode, where) * (month * margin / WEEKS_A_MONTH).astype(np.float32)
        sales[where] = float(month.mean())
        earned[where] = float((month * margin).mean())
    return Running(cash, sales, earned)


def played(inputs: Inputs, option: OptionRef, flows: Sequence[Flows], base: Running) -> Played:
    """What an option comes to."""
    own = np.zeros((WEEKS, inputs.paths), np.float32)
    profit = np.zeros(inputs.paths)
    for one in flows:
        own += one.cash
        profit = profit + one.profit
    interest = _interest(inputs)
    if not flows:
        interest = np.zeros(inputs.paths)
    own -= (interest / WEEKS).astype(np.float32)
    profit = profit - interest
    alone = np.cumsum(own, axis=0, dtype=np.float32)
    moved = own + base.cash
    whole = np.cumsum(moved, axis=0, dtype=np.float32)
    need = np.maximum(_between(moved) - whole.min(axis=0), 0).astype(np.float64)
    payback = _payback(alone) if flows else np.full(inputs.paths, NEVER)
    deepest = np.minimum(alone.min(axis=0), 0).astype(np.float64)
    draws = _Draws(profit, deepest, payback, need)
    outcome = _outcome(inputs, option, flows, base, whole, draws)
    return Played(option, outcome, profit, deepest, payback, need)


def _between(moved: Single) -> Single:
    """How much lower cash goes between two weekly looks than at them, for each path.

    Seen once a step, Brownian motion of deviation s a step seems to have its floor 0.5826 s lower
    (Broadie, Glasserman and Kou, "A continuity correction for discrete barrier options",
    Mathematical Finance 7, 1997). The deviation is taken from the median of the changes from week
    to week, which the few weeks in which a supplier is paid do not move.
    """
    changes = np.abs(np.diff(moved, axis=0))
    found: Single = np.median(changes, axis=0) * np.float32(LOWER / MEDIAN_CHANGE)
    return found


def cash_of(inputs: Inputs) -> Floats:
    """What is in the purse at the start, with a loan that may be drawn."""
    capital = inputs.profile.capital
    found = inputs.answer("capital.cash", capital.cash, usual="cash")
    if capital.loan is not None:
        found = found + inputs.answer("capital.loan", capital.loan, usual="cash")
    return found


def _interest(inputs: Inputs) -> Floats:
    """Of a loan, drawn whole from the first day."""
    capital = inputs.profile.capital
    if capital.loan is None:
        return np.zeros(inputs.paths)
    drawn = inputs.answer("capital.loan", capital.loan, usual="cash")
    return drawn * inputs.answer("capital.loan_rate", capital.loan_rate, usual="loan_rate") * YEARS


def _payback(alone: Single) -> Floats:
    """Months until an option's own cash is whole again, after the deepest point."""
    after = np.arange(WEEKS)[:, None] > alone.argmin(axis=0)
    back = (alone >= 0) & after
    months = (back.argmax(axis=0) + 1) / WEEKS_A_MONTH
    return np.where(back.any(axis=0), months, NEVER)


def _outcome(
    inputs: Inputs,
    option: OptionRef,
    flows: Sequence[Flows],
    base: Running,
    whole: Single,
    draws: _Draws,
) -> Outcome:
    purse, profit, payback = cash_of(inputs), draws.profit, draws.payback
    ruin = float((draws.need > purse).mean())
    paid = payback < NEVER
    hours = float(np.add.reduce([one.hours for one in flows]).mean()) if flows else 0.0
    tied = float(-draws.deepest.mean())
    mean = float(profit.mean())
    worst = np.sort(profit)[: max(1, inputs.paths // 10)]
    return Outcome(
        option=option,
        cash=_fan(whole + purse.astype(np.float32)),
        need95=_cents(np.quantile(draws.need, 0.95)),
        ruin=ruin,
        ruin_error=round((ruin * (1 - ruin) / inputs.paths) ** 0.5, 6),
        profit=spread(profit),
        tail10=_cents(worst.mean()),
        gain_chance=float((profit > 0).mean()),
        payback=spread(payback[paid]) if paid.mean() > PAID_MIN else None,
        payback_share=float(paid.mean()),
        worst_month=_cents(_worst_month(flows)),
        launch=_cents(-sum(float(one.layers["launch"].mean()) for one in flows)),
        run_rate=_cents(sum(float(one.sales_late.mean()) for one in flows) / 12),
        tied_up=_cents(tied),
        profit_per_cash=round(mean / tied, 4) if tied > 1 else None,
        hours_week=round(hours, 2),
        profit_per_hour=round(mean / (hours * WEEKS), 4) if hours > 0 else None,
        runway_halved=_runway(option, flows, base, whole, purse),
        layers=_layers(option, flows),
        scales=_scales(option, flows, base, hours),
    )


def spread(draws: Floats) -> Spread:
    """A distribution in six numbers."""
    p05, p10, p50, p90, p95 = (
        _cents(one) for one in np.quantile(draws, (0.05, 0.1, 0.5, 0.9, 0.95))
    )
    return Spread(p05=p05, p10=p10, p50=p50, mean=_cents(draws.mean()), p90=p90, p95=p95)


def _cents(amount: float | np.floating) -> float:
    # Added zero: a sum of nothing is not minus nothing.
    return round(float(amount), 2) + 0.0


def _fan(cash: Single) -> Fan:
    weeks = [*range(0, WEEKS, STEP), WEEKS - 1]
    bands = np.quantile(cash[weeks], (0.05, 0.25, 0.5, 0.75, 0.95), axis=1)
    p05, p25, p50, p75, p95 = (tuple(round(float(one)) for one in band) for band in bands)
    return Fan(weeks=tuple(week + 1 for week in weeks), p05=p05, p25=p25, p50=p50, p75=p75, p95=p95)


def _worst_month(flows: Sequence[Flows]) -> float:
    """The worst four weeks of running it, in the middle path; what starting costs stands apart."""
    if not flows:
        return 0.0
    earned = np.add.reduce([one.earned for one in flows])
    months = earned[: WEEKS // MONTH * MONTH].reshape(-1, MONTH, earned.shape[1]).sum(axis=1)
    return max(0.0, -float(np.median(months.min(axis=0))))


def _places(option: OptionRef) -> list[str]:
    return [FORMS[part].platform or FORMS[part].mode for part in parts_of(option.form)]


def _runway(
    option: OptionRef, flows: Sequence[Flows], base: Running, whole: Single, purse: Floats
) -> float | None:
    """Months of cash in the second year if the platform that sells most is halved."""
    sales = dict(base.sales_month)
    earned = dict(base.earned_month)
    fixed = 0.0
    for place, one in zip(_places(option), flows, strict=True):
        costs = float((one.layers["fixed"] + one.layers["outsourced"]).mean()) / 24
        late = float(one.earned[WEEKS // 2 :].mean()) * WEEKS_A_MONTH
        sales[place] = sales.get(place, 0.0) + float(one.sales_late.mean()) / 12
        earned[place] = earned.get(place, 0.0) + late - costs
        fixed += costs
    if not sales:
        return None
    main = max(sales, key=lambda place: sales[place])
    left = sum(earned.values()) + fixed - 0.5 * max(earned[main], 0.0)
    if left >= 0:
        return None
    cash = float(np.median(whole[WEEKS // 2] + purse))
    return round(max(0.0, cash) / -left, 1)


BEHIND: Final[Mapping[str, tuple[str, ...]]] = {
    "sales": ("product.price", "price.", "demand.", "market.comparable_units", "unforeseen."),
    "vat": ("vat.",),
    "goods": ("product.unit_cost", "product.minimum_order"),
    "freight": ("product.freight", "freight_kg", "product.weight_kg"),
    "duty": ("duty", "market.duty_rate"),
    "platform_fees": ("referral.", "payment."),
    "fulfilment": ("fulfilment", "parcel_", "pallet_kg"),
    "residual": (".margin",),
    "advertising": ("ad_share.", "competition_", "skill_ads", "early_ads", ".ad_share"),
    "returns": ("return_", "product.return_rate", ".return_rate", "kept_fee"),
    "storage": ("storage_litre_month",),
    "dead_stock": ("salvage", "stock_cover", "product.lead_weeks"),
    "fx": ("fx_",),
    "fixed": ("fixed.",),
    "outsourced": ("team.", "hours"),
    "launch": ("launch.", "running.start", "second.start", "certificate_cost"),
}


def _layers(option: OptionRef, flows: Sequence[Flows]) -> tuple[Layer, ...]:
    if option.form == NOT_YET:
        return ()
    return tuple(
        Layer(
            key=key,
            amount=_cents(sum(float(one.layers[key].mean()) for one in flows)),
            inputs=behind,
        )
        for key, behind in BEHIND.items()
    )


def _scales(
    option: OptionRef, flows: Sequence[Flows], base: Running, hours: float
) -> dict[Criterion, float]:
    """The bounded scales, from 0 to 1; each part of an option counts by what it sells."""
    sold = [float(one.sales_late.mean()) for one in flows]
    total = sum(sold) or 1.0
    parts = [FORMS[part] for part in parts_of(option.form)]
    by = dict(base.sales_month)
    for place, one in zip(_places(option), sold, strict=True):
        by[place] = by.get(place, 0.0) + one / 12
    closable = {one.platform for one in FORMS.values() if one.platform}
    worst = max((by[place] for place in by if place in closable), default=0.0)
    whole = sum(by.values()) or 1.0
    return {
        "customers": round(
            sum(f.customers * s for f, s in zip(parts, sold, strict=True)) / total, 4
        ),
        "brand": round(sum(f.brand * s for f, s in zip(parts, sold, strict=True)) / total, 4),
        "independence": round(1 - worst / whole, 4),
        "effort": round(max(0.0, 1 - hours / HOURS_FULL), 4),
    }

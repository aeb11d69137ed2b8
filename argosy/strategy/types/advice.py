"""What the adviser answers: codes and numbers only, so that it reads in any language.

Money is US dollars as floats: these are expectations for a decision, never entries of a ledger.
Shares and chances lie between 0 and 1. Weeks count from the start; months are 52/12 weeks.
"""

from datetime import date
from typing import Literal

from argosy.strategy.types.profile import Criterion, Frozen, ModeName, Profile

Origin = Literal["seller", "book", "benchmark", "rule"]
Confidence = Literal["A", "B", "C", "D"]


class Assumption(Frozen):
    """One number that went in, and where it is from."""

    key: str  # ad_share.storefront
    low: float
    likely: float
    high: float
    unit: str  # usd, share, weeks, units_month, kg, per_year, hours_week, factor, months …
    origin: Origin
    question: str = ""  # product.price: what the seller would answer to change it
    source: str = ""  # key of a benchmark or rule, "" for answers
    title: str = ""  # of the source
    as_of: date | None = None
    confidence: Confidence | None = None


class OptionRef(Frozen):
    """One way of selling in one market."""

    key: str  # storefront@US/narrow
    form: str  # a key of the options' table: marketplace_amazon, storefront, hybrid …
    modes: tuple[ModeName, ...]  # none: not yet
    market: str
    breadth: Literal["narrow", "broad", "lean", ""]  # lean: narrow, with a small first batch


class Fan(Frozen):
    """Cash in hand over time, at every fourth week."""

    weeks: tuple[int, ...]
    p05: tuple[float, ...]
    p25: tuple[float, ...]
    p50: tuple[float, ...]
    p75: tuple[float, ...]
    p95: tuple[float, ...]


class Spread(Frozen):
    """A distribution in a few numbers."""

    p05: float
    p10: float
    p50: float
    mean: float
    p90: float
    p95: float


class Layer(Frozen):
    """One step from what buyers pay to what is left of it, over all 24 months, in the mean."""

    key: str  # sales, vat, goods, freight, duty, platform_fees, fulfilment, advertising, returns …
    amount: float  # signed
    inputs: tuple[str, ...]  # keys of the assumptions behind it


class Outcome(Frozen):
    """What the simulation found for one option, beside what the seller does anyway."""

    option: OptionRef
    cash: Fan
    need95: float  # cash that is enough in 95 of 100 paths
    ruin: float  # chance that cash falls below zero at any moment
    ruin_error: float  # standard error of it
    profit: Spread  # over 24 months, dead stock written off
    tail10: float  # mean of the worst tenth
    gain_chance: float  # chance that profit is above zero
    payback: Spread | None  # months, of the paths that pay back; None: hardly any does
    payback_share: float  # how many paths pay back within 24 months
    worst_month: float  # median over paths of the worst four weeks' loss, as a positive number
    launch: float  # spending to start, mean
    run_rate: float  # sales a month in the second year, mean
    tied_up: float  # most cash tied up, mean
    profit_per_cash: float | None
    hours_week: float
    profit_per_hour: float | None
    runway_halved: (
        float | None
    )  # months of cash if the main platform halves; None: it carries itself
    layers: tuple[Layer, ...]
    scales: dict[Criterion, float]  # the bounded ones: customers, independence, brand, effort


class Gate(Frozen):
    """Whether an option may be taken at all."""

    code: str  # ruin, cash, loss, compliance, unshippable, or the key of a policy
    option: str
    closed: bool
    measured: float | None
    limit: float | None
    unit: str
    reason: str  # code of the sentence that explains
    values: dict[str, float | str]
    overruled: Literal["", "own_data", "seller"] = ""
    overruled_reason: str = ""


class RuleSaid(Frozen):
    """A rule of thumb that the answer follows, contradicts, or that own data overrules."""

    policy: str
    stance: Literal["follows", "contradicts", "overruled"]
    options: tuple[str, ...]
    values: dict[str, float | str]


class Ranked(Frozen):
    """One option among those that passed the gates."""

    option: str
    first: float  # first-rank acceptability
    ranks: tuple[float, ...]
    beats_second: float | None  # pairwise winning against the next one
    confidence: float | None
    central: dict[Criterion, float] | None


class Learnable(Frozen):
    """An input that is worth knowing, and the cheapest way to learn it."""

    key: str  # of the assumption
    worth: float  # EVPPI in US dollars
    test: str  # code: ask_supplier, ads_test, sample_order, pilot_listing …
    size: float  # in the test's unit
    size_unit: str  # clicks, orders, partners, units, days
    cost: float  # US dollars
    days: int


class Swing(Frozen):
    """What one input does to an outcome: its mean in the lowest and highest tenth of the input."""

    key: str
    at_low: float
    at_high: float
    input_low: float
    input_high: float


class BreakEven(Frozen):
    """Where the winner changes."""

    key: str
    value: float
    below: str  # option that earns more below the value
    above: str


class Step(Frozen):
    """One step of the path."""

    when: Literal["now", "next", "not_now"]
    option: str
    trigger: str  # code of the sentence
    values: dict[str, float | str]


class PlatformFit(Frozen):
    """One platform for one product."""

    product: str
    platform: str
    first: float  # share of draws in which it earns most of all platforms
    profit: Spread
    ruin: float
    fits: tuple[str, ...]  # codes of reasons for
    against: tuple[str, ...]
    usable: bool  # False: legacy or refused


class Verdict(Frozen):
    """The answer."""

    kind: Literal["go", "not_yet", "not_separable", "insufficient"]
    option: str  # what to do now; "" where insufficient
    rival: str
    lead: float  # of first-rank acceptability
    confidence: float | None
    why: tuple[str, ...]  # codes, most weighty first
    missing: tuple[str, ...]  # questions without which there is no answer


class Advice(Frozen):
    """Everything on the page, with what it stands on."""

    version: int
    seed: int
    paths: int
    on: date
    data_as_of: date
    data_digest: str
    profile: Profile
    verdict: Verdict
    path: tuple[Step, ...]
    outcomes: tuple[Outcome, ...]
    gates: tuple[Gate, ...]
    rules: tuple[RuleSaid, ...]
    ranking: tuple[Ranked, ...]
    swings: tuple[Swing, ...]  # on the chosen option's profit
    ruin_swings: tuple[Swing, ...]
    break_evens: tuple[BreakEven, ...]
    learn: tuple[Learnable, ...]
    platforms: tuple[PlatformFit, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[str, ...]  # codes

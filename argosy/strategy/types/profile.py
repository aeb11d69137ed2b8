"""What a seller says of product, market, team, purse and stage; each answer may be a range."""

from datetime import date
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

WEEKS: Final = 104
CRITERIA: Final[tuple["Criterion", ...]] = (
    "profit",
    "downside",
    "payback",
    "customers",
    "independence",
    "brand",
    "effort",
)
Criterion = Literal["profit", "downside", "payback", "customers", "independence", "brand", "effort"]
ModeName = Literal["marketplace", "storefront", "distribution", "social"]
Category = Literal[
    "home", "fashion", "electronics", "beauty", "toys", "sports", "pet", "jewellery", "other"
]
Level = Annotated[int, Field(ge=0, le=4)]  # 0 none, 1 tried, 2 a year of it, 3 good, 4 excellent
NAME_MAX: Final = 80
REASON_MIN, REASON_MAX = 5, 500


class Frozen(BaseModel):
    """A value: never changed, and refuses what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Range(Frozen):
    """What is not known exactly: nine times in ten it lies between low and high."""

    low: float
    likely: float
    high: float

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.low <= self.likely <= self.high:
            raise ValueError("range_order")
        return self


Quantity = Annotated[float, Field(allow_inf_nan=False)] | Range | None  # None: not known


class Size(Frozen):
    """Outer measures of the packed product, in centimetres."""

    length: Annotated[float, Field(gt=0, le=1000)]
    width: Annotated[float, Field(gt=0, le=1000)]
    height: Annotated[float, Field(gt=0, le=1000)]


class Product(Frozen):
    """The product that the question is about. Money is in the profile's currency."""

    title: Annotated[str, Field(max_length=NAME_MAX)] = ""
    category: Category | None = None
    character: Literal["standard", "distinct", "unique"] | None = None
    explaining: Literal["none", "some", "much"] | None = None
    visual: Literal["low", "medium", "high"] | None = None
    price: Quantity = None  # what a buyer pays for one, with VAT where prices show it
    unit_cost: Quantity = None  # paid to the supplier for one
    freight: Quantity = None  # to the destination's warehouse, for one
    weight_kg: Quantity = None
    size_cm: Size | None = None
    fragile: bool | None = None
    hazard: Literal["none", "battery", "liquid", "food", "medical", "forbidden"] | None = None
    certificates: Literal["none_needed", "held", "under_way", "missing"] | None = None
    return_rate: Quantity = None  # share of units sold that come back
    season: Literal["flat", "year_end", "summer", "winter", "festival"] | None = None
    lead_weeks: Quantity = None  # from order to shelf
    minimum_order: Quantity = None  # units of one SKU that the supplier makes at least
    skus: Quantity = None  # how many SKUs to begin with
    own_brand: Literal["none", "registered", "known"] | None = None


class Market(Frozen):
    """Where to sell."""

    # The first counts most.
    countries: tuple[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], ...] = ()
    languages: tuple[Annotated[str, Field(pattern=r"^[a-z]{2}$")], ...] = ()  # the team speaks
    origin: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "CN"  # where the goods come from
    competition: Literal["low", "medium", "high", "extreme"] | None = None
    comparable_units: Quantity = None  # a month, one SKU like it on the market's first platform
    duty_rate: Quantity = None  # share of the customs value, all layers


class Team(Frozen):
    """Who does it."""

    people: Quantity = None
    hours_week: Quantity = None  # of all together, free for this
    operations: Level | None = None  # fine operation of platforms
    traffic: Level | None = None
    content: Level | None = None
    live: Level | None = None
    wholesale: Level | None = None
    hour_cost: Quantity = None  # what an hour of the team is worth
    outsource_hour: Quantity = None  # what an hour costs outside; 0: nothing can be outsourced
    outsource_budget: Quantity = None  # a month, at most


class Capital(Frozen):
    """The purse."""

    cash: Quantity = None  # free for this, today
    monthly_loss: Quantity = None  # what may be lost in a month
    supplier_credit_days: Quantity = None
    deposit: Quantity = None  # share of an order paid with it
    loan: Quantity = None  # that may be drawn
    loan_rate: Quantity = None  # a year
    ruin_tolerance: Annotated[float, Field(gt=0, le=0.5)] | None = None  # chance that is borne


class Trial(Frozen):
    """What the seller has already measured of one mode, in one form of it."""

    form: Annotated[str, Field(pattern=r"^[a-z_]{0,40}$")] = ""  # "": the mode's most usual one

    months: Annotated[float, Field(ge=0, le=600)] = 0
    orders: Annotated[int, Field(ge=0)] = 0
    monthly_sales: Quantity = None
    lowest_month: Quantity = None  # the lowest of the last three whole months
    ad_share: Quantity = None  # of net sales
    return_rate: Quantity = None
    margin: Quantity = None  # of net sales, after goods, fees, freight, ads and returns
    partners: Annotated[int, Field(ge=0)] = 0  # of distribution


class Stage(Frozen):
    """Where the seller stands, by mode; no entry: not begun."""

    trials: dict[ModeName, Trial] = Field(default_factory=dict)
    brand_influence: Literal["none", "some", "sought"] | None = None
    main_platform_share: Quantity = None  # of all sales


class Override(Frozen):
    """A gate that the seller opens all the same, and why. It is kept with the answer."""

    gate: Annotated[str, Field(max_length=60)]
    option: Annotated[str, Field(max_length=80)] = ""  # "": for every option
    reason: Annotated[str, Field(min_length=REASON_MIN, max_length=REASON_MAX)]
    by: Annotated[str, Field(max_length=NAME_MAX)] = ""
    on: date | None = None


class PolicyChange(Frozen):
    """A rule of thumb as this seller wants it."""

    policy: Annotated[str, Field(max_length=60)]
    limit: float | None = None
    strength: Literal["gate", "advice", "off"] | None = None
    reason: Annotated[str, Field(min_length=REASON_MIN, max_length=REASON_MAX)]


class Variant(Frozen):
    """Another product of the same seller; what it leaves out is as the first one."""

    title: Annotated[str, Field(max_length=NAME_MAX)]
    category: Category | None = None
    character: Literal["standard", "distinct", "unique"] | None = None
    visual: Literal["low", "medium", "high"] | None = None
    scarce: bool = False  # collected, second-hand, one of few
    price: Quantity = None
    unit_cost: Quantity = None
    weight_kg: Quantity = None
    comparable_units: Quantity = None
    return_rate: Quantity = None


class Profile(Frozen):
    """One seller's situation on one day."""

    name: Annotated[str, Field(min_length=1, max_length=NAME_MAX)]
    on: date
    currency: Literal["USD"] = "USD"
    product: Product = Product()
    products: tuple[Variant, ...] = ()
    market: Market = Market()
    team: Team = Team()
    capital: Capital = Capital()
    stage: Stage = Stage()
    goals: tuple[Criterion, ...] = ()  # most important first; what is not named comes after
    overrides: tuple[Override, ...] = ()
    policies: tuple[PolicyChange, ...] = ()
    from_book: tuple[str, ...] = ()  # dotted names of the answers that the book gave

    @field_validator("goals")
    @classmethod
    def _each_once(cls, goals: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
        if len(set(goals)) != len(goals):
            raise ValueError("goal_twice")
        return goals

"""Profiles as files and as typed answers; hostile files refused with a line and a remedy."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.strategy.contradictions import contradictions
from argosy.strategy.errors import (
    BadAnswer,
    ProfileTooLarge,
    ProfileUnreadable,
    UnknownQuestion,
)
from argosy.strategy.profiles import answered, read_profile, shown, write_profile
from argosy.strategy.questions import asked_of
from argosy.strategy.sellers import built_in
from argosy.strategy.types import (
    CRITERIA,
    Capital,
    Market,
    Override,
    PolicyChange,
    Product,
    Profile,
    Range,
    Size,
    Stage,
    Team,
    Trial,
    Variant,
)

DAY = date(2026, 11, 27)


def read(text: str) -> Profile:
    return read_profile(content=text.encode(), on=DAY, name="x")


def answer(text: str, field: str = "price") -> object:
    return getattr(read(f"product:\n  {field}: {text}\n").product, field)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("20", 20.0),
        ("19.90", 19.9),
        ("$8,000", 8_000.0),
        ("US$ 8k", 8_000.0),
        ("2万", 20_000.0),
        ("18-24", Range(low=18, likely=21, high=24)),
        ("18 – 24", Range(low=18, likely=21, high=24)),
        ("18 to 24", Range(low=18, likely=21, high=24)),
        ("18到24", Range(low=18, likely=21, high=24)),
        ("18-20-24", Range(low=18, likely=20, high=24)),
        ("8-12k", Range(low=8_000, likely=10_000, high=12_000)),
        ("50-800", Range(low=50, likely=200, high=800)),  # wide: the middle by ratio
        ("0-800", Range(low=0, likely=400, high=800)),
        ("35%", 0.35),
        ("30-40%", Range(low=0.3, likely=0.35, high=0.4)),
        ("-5", -5.0),
        ("1e-3", 0.001),
        ("{low: 18, high: 24}", Range(low=18, likely=21, high=24)),
        ("{low: 18, likely: 19, high: 24}", Range(low=18, likely=19, high=24)),
        *[(text, None) for text in ("", "'?'", "~", "unknown", "Don't know", "不知道")],
    ],
)
def test_a_number_a_range_or_not_known(text, found):
    assert answer(text) == found


@pytest.mark.parametrize(
    "text",
    [
        *("cheap", "1,5", "18-", "nan", ".inf", "1e999", "[1]", "24-18", "18-30-24", "10:30"),
        *("{low: 1}", "{low: a, high: 3}", "{low: 3, high: 1}", "{low: 1, likely: 9, high: 2}"),
    ],
)
def test_what_is_no_number_is_refused_by_name(text):
    with pytest.raises(BadAnswer) as refused:
        answer(text)
    assert str(refused.value.facts["question"]).startswith("product.price")
    assert refused.value.facts["remedy"]


@pytest.mark.parametrize(
    ("text", "key", "remedy"),
    [
        ("product: {category: shoes}", "product.category", "choose one of home, fashion,"),
        ("product: {fragile: maybe}", "product.fragile", "write yes, no or unknown."),
        ("product: {size_cm: 30 x 20}", "product.size_cm", "write length, width and height"),
        ("product: {size_cm: 30 x 20 x 0}", "product.size_cm.height", "it is more than 0"),
        ("product: nice", "product", "it has answers of its own: title, category"),
        ("market: {countries: [USA]}", "market.countries.0", "write two letters"),
        ("team: {live: 5}", "team.live", "it is at most 4."),
        ("team: {live: 2.5}", "team.live", "write a whole number"),
        ("capital: {ruin_tolerance: 60%}", "capital.ruin_tolerance", "it is at most 0.5."),
        ("stage: {trials: {shop: {}}}", "stage.trials.shop", "choose one of marketplace,"),
        (
            "stage: {trials: {social: {orders: -1}}}",
            "stage.trials.social.orders",
            "it is at least 0.",
        ),
        ("goals: [profit, profit]", "goals", "name each of them once"),
        ("on: tomorrow", "on", "write a day, such as 2026-11-27."),
        ("overrides: [{gate: ruin, reason: no}]", "overrides.0.reason", "it has at least 5"),
        (f"name: {'x' * 81}", "name", "it has at most 80 letters."),
    ],
)
def test_one_refusal_names_the_answer_and_the_remedy(text, key, remedy):
    with pytest.raises(BadAnswer) as refused:
        read(text)
    assert refused.value.facts["question"] == key
    assert str(refused.value.facts["remedy"]).startswith(remedy)


@pytest.mark.parametrize(
    ("text", "key", "nearest"),
    [
        ("product: {prise: 3}", "product.prise", "product.price"),
        ("markt: {}", "markt", "market"),
        ("product: {price: {lowest: 3}}", "product.price.lowest", "product.price.likely"),
        ("stage: {trials: {social: {order: 3}}}", "stage.trials.social.order", ".social.orders"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(text, key, nearest):
    with pytest.raises(UnknownQuestion) as refused:
        read(text)
    assert refused.value.facts["key"] == key
    assert str(refused.value.facts["nearest"]).endswith(nearest)


def test_norway_is_a_country_and_on_is_a_day():
    found = read_profile(content=b"name: x\non: 2026-11-27\nmarket:\n  countries: [NO, US]\n")

    assert (found.on, found.market.countries) == (DAY, ("NO", "US"))


def test_a_list_may_be_written_in_one_line():
    found = read("market:\n  countries: US, DE、GB\nstage:\n  trials: storefront, social\n")

    assert found.market.countries == ("US", "DE", "GB")
    assert found.stage.trials == {"storefront": Trial(), "social": Trial()}


BOMB = "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (BOMB.encode(), 1),
        (b"product:\n  title: &t x\n  category: *t\n", 2),
        (b"name: x\nproduct: " + b"[" * 30_000, 2),
        (b"name: " + b"{a: " * 9 + b"1" + b"}" * 9, 1),
        (b"name: x\nname: y\n", 2),
        (b"name: x\n---\nname: y\n", 2),
        (b"name: x\n  product: {\n", 2),
        (b"name: \xff\xfe\n", 1),
        (b"name: x\nproduct: \x00\n", 2),
        (b"? [a, b]\n: c\n", 1),
        (b"just words", 1),
        (b"", 1),
        (b"- a\n- b\n", 1),
        (b"goals: [" + b"a, " * 3_000 + b"b]", 1),
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_its_line(content, line):
    with pytest.raises(ProfileUnreadable) as refused:
        read_profile(content=content, on=DAY, name="x")
    assert refused.value.facts["line"] == line
    assert refused.value.facts["problem"]


def test_a_file_larger_than_any_profile_is_not_looked_at():
    with pytest.raises(ProfileTooLarge) as refused:
        read_profile(content=b"#" * (64 * 1024 + 1), on=DAY, name="x")
    assert refused.value.facts == {"limit": 64, "size": 65}


def test_a_tag_of_python_is_only_text():
    found = read("name: !!python/object/apply:os.system [ls]\n".replace(" [ls]", " 'ls'"))

    assert found.name == "ls"


def test_without_a_day_or_a_name_it_is_no_profile():
    with pytest.raises(BadAnswer) as refused:
        read_profile(content=b"name: x\n")
    assert refused.value.facts["question"] == "on"


numbers = st.floats(allow_nan=False, allow_infinity=False)
ranges = st.lists(numbers, min_size=3, max_size=3).map(
    lambda ends: Range(**dict(zip(("low", "likely", "high"), sorted(ends), strict=True)))
)
quantities = st.none() | numbers | ranges
# Whatever YAML can hold: no lone surrogates, no letters that have no place in a text.
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=80)
named = texts.filter(bool)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    sides = st.floats(min_value=0.01, max_value=1000)
    return Profile(
        name=draw(named),
        on=draw(st.dates()),
        product=Product(
            title=draw(texts),
            category=draw(st.sampled_from([None, "home", "other"])),
            explaining=draw(st.sampled_from([None, "none", "much"])),
            price=draw(quantities),
            unit_cost=draw(quantities),
            size_cm=draw(st.none() | st.builds(Size, length=sides, width=sides, height=sides)),
            fragile=draw(st.sampled_from([None, True, False])),
        ),
        products=tuple(draw(st.lists(st.builds(Variant, title=texts, price=quantities)))),
        market=Market(countries=tuple(draw(st.lists(st.sampled_from(["NO", "US"]))))),
        team=Team(live=draw(st.none() | st.integers(0, 4)), people=draw(quantities)),
        capital=Capital(ruin_tolerance=draw(st.none() | st.floats(0.001, 0.5))),
        stage=Stage(
            trials=draw(
                st.dictionaries(
                    st.sampled_from(["storefront", "social"]),
                    st.builds(Trial, orders=st.integers(0, 10**9), margin=quantities),
                )
            )
        ),
        goals=tuple(draw(st.permutations(CRITERIA))[: draw(st.integers(0, 7))]),
        overrides=tuple(
            draw(st.lists(st.builds(Override, gate=texts.map(lambda x: x[:60]), reason=_reason)))
        ),
        policies=tuple(
            draw(
                st.lists(
                    st.builds(PolicyChange, policy=st.just("x"), limit=numbers, reason=_reason)
                )
            )
        ),
        from_book=tuple(draw(st.lists(st.sampled_from(["product.price", "goals"])))),
    )


_reason = texts.map(lambda text: f"since {text}")


@given(profiles())
def test_writing_and_reading_gives_the_same_profile(profile):
    assert read_profile(content=write_profile(profile=profile).encode()) == profile


@pytest.mark.parametrize("key", built_in())
def test_answers_shown_and_typed_again_change_nothing(key):
    profile = built_in()[key]
    typed = {one.key: shown(profile=profile, key=one.key) for one in asked_of(profile)}

    assert answered(profile=profile, given=typed) == profile


def test_a_typed_share_is_in_per_cent_with_or_without_the_sign():
    profile = Profile(name="x", on=DAY)

    for text, found in (("35", 0.35), ("35%", 0.35), ("0.5", 0.005), ("", None)):
        made = answered(profile=profile, given={"product.return_rate": text})
        assert made.product.return_rate == found
    made = answered(profile=profile, given={"capital.cash": "8k", "product.price": "18-24"})
    assert (made.capital.cash, made.product.price) == (8_000, Range(low=18, likely=21, high=24))


def test_an_answer_of_the_book_that_is_changed_is_the_sellers():
    profile = Profile(
        name="x",
        on=DAY,
        product=Product(price=20, unit_cost=5),
        from_book=("product.price", "product.unit_cost"),
    )

    same = answered(profile=profile, given={"product.price": "20", "product.unit_cost": "5"})
    assert same == profile
    made = answered(profile=profile, given={"product.price": "25", "product.unit_cost": "5"})
    assert (made.product.price, made.from_book) == (25, ("product.unit_cost",))


def test_a_way_that_is_ended_takes_its_answers_with_it():
    profile = Profile(name="x", on=DAY, stage=Stage(trials={"social": Trial(orders=9)}))

    more = answered(
        profile=profile,
        given={"stage.trials": "social, storefront", "stage.trials.storefront.orders": "3"},
    )
    assert more.stage.trials == {"social": Trial(orders=9), "storefront": Trial(orders=3)}
    less = answered(
        profile=more, given={"stage.trials": "storefront", "stage.trials.social.orders": "8"}
    )
    assert less.stage.trials == {"storefront": Trial(orders=3)}


def test_a_typed_answer_to_no_question_is_refused():
    with pytest.raises(UnknownQuestion) as refused:
        answered(profile=Profile(name="x", on=DAY), given={"product.prize": "3"})
    assert refused.value.facts["nearest"] == "product.price"


@pytest.mark.parametrize(
    ("text", "code", "keys"),
    [
        (
            "product: {price: 5, unit_cost: 6}",
            "price_below_cost",
            ("product.price", "product.unit_cost"),
        ),
        (
            "product: {price: 7, unit_cost: 6, freight: 2}",
            "price_below_landed",
            ("product.price", "product.unit_cost", "product.freight"),
        ),
        ("product: {unit_cost: 0}", "cost_zero", ("product.unit_cost",)),
        ("product: {price: 0}", "price_zero", ("product.price",)),
        ("product: {lead_weeks: 0}", "lead_time_zero", ("product.lead_weeks",)),
        ("product: {hazard: forbidden}", "forbidden", ("product.hazard",)),
        ("product: {price: 1-1001}", "range_absurd", ("product.price",)),
        ("product: {freight: -1}", "below_sense", ("product.freight",)),
        ("product: {skus: 5000}", "above_sense", ("product.skus",)),
        ("market: {countries: [US, ZZ]}", "country_unknown", ("market.countries",)),
        ("market: {languages: [zz]}", "language_unknown", ("market.languages",)),
        ("capital: {deposit: 150%}", "share_above_one", ("capital.deposit",)),
        ("capital: {cash: 0}", "no_money", ("capital.cash",)),
        (
            "capital: {cash: 100, monthly_loss: 200}",
            "loss_above_cash",
            ("capital.monthly_loss", "capital.cash"),
        ),
        (
            "team: {people: 1, hours_week: 200}",
            "hours_impossible",
            ("team.hours_week", "team.people"),
        ),
        (
            "team: {live: 0, content: 0}\nstage: {trials: [social]}",
            "mode_without_skill",
            ("stage.trials", "team.content", "team.live"),
        ),
        (
            "team: {live: 0, content: 0, traffic: 0}\ngoals: [brand]",
            "goal_without_skill",
            ("goals", "team.traffic", "team.content", "team.live"),
        ),
        (
            "stage: {trials: {social: {months: 0.2, orders: 90, monthly_sales: 40k}}}",
            "short_history",
            ("stage.trials.social.months", "stage.trials.social.monthly_sales"),
        ),
        (
            "stage: {trials: {social: {months: 3, monthly_sales: 400}}}",
            "sales_without_orders",
            ("stage.trials.social.orders", "stage.trials.social.monthly_sales"),
        ),
        (
            "stage: {trials: {social: "
            "{months: 3, orders: 9, monthly_sales: 4k, lowest_month: 5k}}}",
            "lowest_above_usual",
            ("stage.trials.social.lowest_month", "stage.trials.social.monthly_sales"),
        ),
    ],
)
def test_answers_that_do_not_go_together_are_named(text, code, keys):
    assert [(one.code, one.keys) for one in contradictions(read(text))] == [(code, keys)]


def test_sellers_who_know_what_they_say_are_not_questioned():
    assert [contradictions(one) for one in built_in().values()] == [[], [], [], []]


@given(profiles())
def test_no_profile_is_too_odd_to_be_questioned(profile):
    for one in contradictions(profile):
        assert one.keys

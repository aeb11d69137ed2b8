"""What is assumed, held and known of places: every entry whole, dated and with a source."""

import re
from datetime import date

import pytest
import yaml

from argosy.strategy import benchmarks as assumed
from argosy.strategy import platforms as places
from argosy.strategy import policies as thumb
from argosy.strategy import reading, rulebook
from argosy.strategy.reading import DATA, JUDGEMENT, FaultyData, sources
from argosy.strategy.rules import CATEGORIES

CJK = re.compile(r"[\u4e00-\u9fff]")
DAY = date(2026, 11, 27)
ROW = {
    "key": "freight_kg",
    "low": 1.0,
    "likely": 2.0,
    "high": 4.0,
    "unit": "usd",
    "source": [JUDGEMENT],
    "as_of": DAY,
    "confidence": "D",
}


def benchmarks_of(*rows: dict[str, object]) -> dict[str, object]:
    return {"as_of": DAY, "benchmarks": list(rows)}


# Assumptions


def test_every_assumption_is_an_ordered_range_of_its_own_day():
    found = assumed.benchmarks()
    assert len(found) >= 181
    for one in found.values():
        assert one.low <= one.likely <= one.high, one.key
        assert one.unit in assumed.UNITS, one.key
        assert one.as_of <= assumed.as_of(), one.key
        assert one.title == sources()[one.source[0]].title, one.key


def test_shares_and_chances_lie_between_nothing_and_all():
    for one in assumed.benchmarks().values():
        if one.unit in {"share", "per_year"}:
            assert one.low >= 0, one.key
            assert one.high <= 1, one.key


def test_judgement_alone_is_never_sure_and_what_is_sure_needs_no_judgement():
    for one in assumed.benchmarks().values():
        if one.source == (JUDGEMENT,):
            assert one.confidence == "D", one.key
        if one.confidence in {"A", "B"}:
            assert JUDGEMENT not in one.source, one.key
        if one.confidence == "B":
            assert len(one.source) >= 2, one.key


def test_what_somebody_published_says_what_they_said():
    for one in assumed.benchmarks().values():
        if one.confidence in {"A", "B"}:
            assert one.note, one.key


def test_every_category_has_a_return_rate_and_every_mode_its_numbers():
    found = set(assumed.benchmarks())
    modes = {"marketplace", "storefront", "distribution", "social"}
    assert {f"return_rate.{category}" for category in CATEGORIES} <= found
    for name in ("payout", "reserve", "fixed", "launch", "hours", "swing", "return_factor"):
        assert {f"{name}.{mode}" for mode in modes} <= found


def test_the_dollar_swings_against_the_yuan_as_the_central_bank_says():
    found = assumed.benchmarks()["fx_year"]
    assert (found.low, found.likely, found.high) == (0.019, 0.038, 0.063)
    assert (found.source, found.confidence) == (("ecb",), "A")
    assert found.as_of == date(2026, 10, 30)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"low": 3.0}, "out of order"),
        ({"high": 1.5}, "out of order"),
        ({"unit": "bananas"}, "unknown unit"),
        ({"source": ["hearsay"]}, "unknown source"),
        ({"source": []}, "no source"),
        ({"as_of": None}, "not a date"),
        ({"as_of": "2026-11-27"}, "not a date"),
        ({"confidence": "E"}, "confidence"),
        ({"key": ""}, "missing"),
    ],
)
def test_a_faulty_assumption_is_refused(change, said):
    with pytest.raises(FaultyData, match=said):
        assumed.parsed(benchmarks_of(ROW | change))


def test_the_same_key_twice_is_refused():
    with pytest.raises(FaultyData, match="twice"):
        assumed.parsed(benchmarks_of(ROW, ROW))


def test_a_whole_assumption_passes():
    found = assumed.parsed(benchmarks_of(ROW))["freight_kg"]
    assert (found.low, found.likely, found.high) == (1.0, 2.0, 4.0)


def test_a_file_with_a_key_twice_in_one_mapping_is_refused(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("as_of: 2026-11-27\nas_of: 2026-11-28\n", encoding="utf-8")
    with pytest.raises(FaultyData, match="line 2: as_of twice"):
        reading.read(path)


def test_a_file_that_is_a_list_is_refused(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("- 1\n", encoding="utf-8")
    with pytest.raises(FaultyData, match="a mapping is expected"):
        reading.read(path)


def test_a_file_that_wants_to_build_objects_is_refused(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("a: !!python/object/apply:os.getcwd []\n", encoding="utf-8")
    with pytest.raises(yaml.YAMLError):
        reading.read(path)


def test_the_digest_covers_every_file_and_changes_with_one(monkeypatch, tmp_path):
    before = assumed.digest.__wrapped__()
    assert before == assumed.digest()
    copy = tmp_path / "data"
    for path in reading.files():
        kept = copy / path.relative_to(DATA)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(path.read_bytes())
    monkeypatch.setattr(reading, "DATA", copy)
    monkeypatch.setattr(assumed, "DATA", copy)
    assert assumed.digest.__wrapped__() == before
    with (copy / "rules" / "fx.yaml").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    assert assumed.digest.__wrapped__() != before


# Sources


def test_every_source_but_judgement_can_be_found_again():
    for key, source in sources().items():
        assert source.title, key
        assert source.publisher, key
        assert source.retrieved_on <= assumed.as_of(), key
        if key != JUDGEMENT:
            assert source.url or source.locator, key
        if source.url:
            assert re.fullmatch(r"https?://[^\s]+", source.url), key


def test_no_source_stands_there_unused():
    used = {key for one in assumed.benchmarks().values() for key in one.source}
    used |= {key for rule in rulebook.rulebook() for key in rule.sources}
    used |= {key for policy in thumb.policies().values() for key in policy.source}
    used |= {key for place in places.platforms().values() for key in place.source}
    assert set(sources()) - used == set()


def test_a_source_without_a_place_is_refused(monkeypatch, tmp_path):
    (tmp_path / "sources.yaml").write_text(
        "sources:\n  a: {title: A, publisher: B, retrieved_on: 2026-11-27}\n", encoding="utf-8"
    )
    monkeypatch.setattr(reading, "DATA", tmp_path)
    with pytest.raises(FaultyData, match="url or locator"):
        reading.sources.__wrapped__()


# Rules of thumb


def test_the_practised_sellers_rules_are_all_there():
    assert list(thumb.policies()) == [
        "start_one_platform",
        "own_store_after",
        "own_store_outlay",
        "distribution_after_brand",
        "few_dealers_first",
        "small_team_focus",
        "standard_to_platform",
        "teaching_to_own_store",
        "visual_to_social",
        "one_main_mode",
        "spread_after_halving",
        "broaden_vertical_when_capped",
        "review_yearly",
    ]


def test_each_quotes_one_sentence_of_its_own():
    quotes = [policy.quote_zh for policy in thumb.policies().values()]
    assert len(set(quotes)) == len(quotes)
    for quote in quotes:
        assert CJK.search(quote)
        assert quote.endswith("。")
        assert len(quote) <= 80


def test_what_a_rule_says_is_one_plain_sentence():
    for policy in thumb.policies().values():
        assert policy.says.endswith(".")
        assert policy.says.count(". ") == 0
        assert not CJK.search(policy.title + policy.says)
        assert "practitioner" in policy.source
        assert policy.as_of <= assumed.as_of()


def test_the_numbers_are_those_of_the_account():
    found = thumb.policies()
    assert found["own_store_after"].limit == {"monthly_sales": 50000, "stable_months": 3}
    assert found["own_store_after"].unit == "usd_month"
    assert found["own_store_outlay"].limit == {"low": 20000, "high": 30000}
    assert found["small_team_focus"].limit == {"people": 3}
    assert found["review_yearly"].limit == {"months": 12}
    assert found["spread_after_halving"].limit["kept"] == 0.5


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"strength": "law"}, "neither gate nor advice"),
        ({"says": ""}, "says"),
        ({"quote_zh": ""}, "quote_zh"),
        ({"limit": {}}, "limit"),
        ({"source": ["hearsay"]}, "unknown source"),
        ({"as_of": None}, "not a date"),
    ],
)
def test_a_faulty_rule_of_thumb_is_refused(change, said):
    row = yaml.safe_load((DATA / "policies.yaml").read_text(encoding="utf-8"))["policies"][0]
    with pytest.raises(FaultyData, match=said):
        thumb.parsed({"policies": [row | change]})


# Places


def test_the_account_s_eight_places_are_there_and_wish_is_a_legacy():
    found = places.platforms()
    assert {"amazon", "ebay", "aliexpress", "wish"} <= set(found)
    assert {"tiktok", "instagram", "facebook", "pinterest"} <= set(found)
    assert [key for key, place in found.items() if not place.usable] == ["wish"]


def test_what_suits_a_place_is_as_the_account_says():
    found = places.platforms()
    assert found["amazon"].likes == {"brand", "quality", "standard"}
    assert found["ebay"].likes == {"scarce", "collectable", "second_hand"}
    assert {"cheap", "small"} <= found["aliexpress"].likes
    assert {"impulse", "visual"} <= found["tiktok"].likes
    assert "community" in found["facebook"].likes
    assert {"visual", "planned"} <= found["pinterest"].likes


def test_no_place_likes_and_dislikes_the_same():
    for key, place in places.platforms().items():
        assert not place.likes & place.dislikes, key
        assert place.as_of <= assumed.as_of(), key


@pytest.mark.parametrize(
    ("key", "market", "served"),
    [
        ("amazon", "DE", True),
        ("amazon", "RU", False),
        ("aliexpress", "RU", True),
        ("walmart", "GB", False),
    ],
)
def test_a_place_serves_some_countries(key, market, served):
    assert places.platforms()[key].reaches(market=market) is served


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"likes": ["gold"]}, "gold"),
        ({"suits": ""}, "suits"),
        ({"price": {"low": 9, "high": 3}}, "out of order"),
        ({"source": []}, "no source"),
        ({"as_of": None}, "not a date"),
    ],
)
def test_a_faulty_place_is_refused(change, said):
    row = yaml.safe_load((DATA / "platforms.yaml").read_text(encoding="utf-8"))["platforms"][0]
    with pytest.raises(FaultyData, match=said):
        places.parsed({"platforms": [row | change]})


def test_texts_for_people_are_marked_in_the_first_line():
    def first(name: str) -> str:
        return (DATA / name).read_text(encoding="utf-8").splitlines()[0]

    assert first("policies.yaml") == "# Texts: title, says"
    assert first("platforms.yaml") == "# Texts: suits, how"

"""Further products of a seller on the page of its questions: rows without script."""

import re

import pytest

from argosy.console import fitquestions
from argosy.strategy import queries, services
from argosy.strategy.types import Profile, Range, Variant
from tests.console.conftest import NOW

pytestmark = pytest.mark.django_db

ODD = Variant(
    title="Lids & <rims>",
    category="home",
    character="unique",
    visual="high",
    scarce=True,
    price=Range(low=9.123456789012345, likely=11, high=14),
    unit_cost=2.000000000000004,
    weight_kg=0.1,
    comparable_units=Range(low=40, likely=90, high=260),
    return_rate=0.0333333333333333,
)
BARE = Variant(title="Trays")
ROW = "products.{}.{}".format


def seller(*products: Variant, **more) -> str:
    """A seller with further products. Returns its key."""
    found = queries.seller(key="newcomer").profile
    made = found.model_copy(update={"name": "Rows", "products": products} | more)
    return services.save_profile(profile=made, by="Wei", now=NOW).row.key


def body(response) -> str:
    return response.content.decode()


def form_of(key: str) -> dict[str, list[str]]:
    """The form as a browser would send it back untouched."""
    found = queries.seller(key=key)
    typed = fitquestions.typed_of(found.profile)
    sent = {
        name: ["", *values] if name in {"goals", "stage.trials", "products"} else list(values)
        for name, values in typed.items()
    }
    return sent | {"revision": [str(found.row.revision)]}


def rows(page: str) -> list[str]:
    return re.findall(r'type="hidden" name="products" value="(\d+)"', page)


def test_a_form_sent_back_untouched_keeps_every_digit_and_whose_it_is(signed_in):
    key = seller(ODD, BARE, from_book=("products",))
    client, before = signed_in(), queries.seller(key=key).profile
    page = body(client.get(f"/fit/sellers/{key}/questions"))
    assert rows(page) == ["0", "1"]
    assert 'value="Lids &amp; &lt;rims&gt;"' in page
    assert page.count("from your book") == 1
    made, errors = fitquestions.answers(before, fitquestions.typed_of(before))
    assert (made, errors) == (before, {})
    form = form_of(key) | {"product.title": ["Renamed"]}
    assert client.post(f"/fit/sellers/{key}/questions", form).status_code == 302
    after = queries.seller(key=key).profile
    assert after.products == (ODD, BARE)
    assert after.from_book == ("products",)


def test_one_answer_is_changed_and_the_others_keep_every_digit(signed_in):
    key = seller(ODD, BARE, from_book=("products",))
    form = form_of(key) | {ROW(0, "weight_kg"): ["0.25"]}
    assert signed_in().post(f"/fit/sellers/{key}/questions", form).status_code == 302
    after = queries.seller(key=key).profile
    assert after.products == (ODD.model_copy(update={"weight_kg": 0.25}), BARE)
    assert after.from_book == ()


def test_a_row_is_added_filled_and_saved_without_script(signed_in):
    key, client = seller(BARE), signed_in()
    address = f"/fit/sellers/{key}/questions"
    page = body(client.post(address, form_of(key) | {"move": ["products:add"]}))
    assert rows(page) == ["0", "1"]
    assert queries.seller(key=key).row.revision == 1
    assert re.search(r'name="products.1.title"[^>]* autofocus', page)
    form = form_of(key) | {
        "products": ["", "0", "1"],
        ROW(1, "title"): ["Lids"],
        ROW(1, "category"): ["beauty"],
        ROW(1, "character"): [""],
        ROW(1, "price.low"): ["8"],
        ROW(1, "price"): [""],
        ROW(1, "price.high"): ["12"],
        ROW(1, "return_rate"): ["3.5"],
        ROW(1, "comparable_units"): ["1,200"],
        ROW(1, "scarce"): ["yes"],
    }
    assert client.post(address, form).status_code == 302
    assert queries.seller(key=key).profile.products == (
        BARE,
        Variant(
            title="Lids",
            category="beauty",
            scarce=True,
            price=Range(low=8, likely=10, high=12),
            return_rate=0.035,
            comparable_units=1200,
        ),
    )


def test_rows_are_removed_and_nothing_is_lost_before_saving(signed_in):
    key, client = seller(BARE, ODD, Variant(title="Caps")), signed_in()
    address = f"/fit/sellers/{key}/questions"
    typed = form_of(key) | {ROW(2, "title"): ["Caps, half typed"]}
    page = body(client.post(address, typed | {"move": ["products:drop:0"]}))
    assert rows(page) == ["1", "2"]
    assert 'value="Caps, half typed"' in page
    assert len(queries.seller(key=key).profile.products) == 3
    left = {name: said for name, said in typed.items() if not name.startswith("products.0.")}
    left |= {"products": ["", "1", "2"]}
    assert client.post(address, left).status_code == 302
    assert queries.seller(key=key).profile.products == (ODD, Variant(title="Caps, half typed"))
    none = {name: said for name, said in form_of(key).items() if not name.startswith("products.")}
    assert client.post(address, none | {"products": [""]}).status_code == 302
    assert queries.seller(key=key).profile.products == ()


def test_a_row_that_stays_empty_is_no_product(signed_in):
    key = seller()
    form = form_of(key) | {"products": ["", "0"], ROW(0, "title"): [" "], ROW(0, "price"): [""]}
    assert signed_in().post(f"/fit/sellers/{key}/questions", form).status_code == 302
    assert queries.seller(key=key).profile.products == ()


def test_five_are_the_most(signed_in):
    key, client = seller(*(Variant(title=f"No {nth}") for nth in range(5))), signed_in()
    address = f"/fit/sellers/{key}/questions"
    page = body(client.get(address))
    assert 'value="products:add"' not in page
    assert "5 are as many as can be asked about" in page
    assert len(rows(body(client.post(address, form_of(key) | {"move": ["products:add"]})))) == 5
    six = form_of(key) | {"products": ["", *"012345"], ROW(5, "title"): ["No 6"]}
    refused = client.post(address, six)
    assert refused.status_code == 422
    assert "At most 5 further products." in body(refused)
    assert len(queries.seller(key=key).profile.products) == 5


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"title": "  "}, "title", "It needs a name: the answer tells products apart by it."),
        ({"title": "x" * 81}, "title", "It has at most 80 letters."),
        ({"title": "Lids"}, "title", "Another product has this name already."),
        ({"price": "cheap"}, "price", "Write a number such as 20, a range such as 18-24"),
        ({"price.low": "5"}, "price", "Say both ends of the range, or only the likely value."),
        ({"category": "ships"}, "category", "Choose one of home, fashion"),
        ({"visual": "very"}, "visual", "Choose one of low, medium, high."),
    ],
)
def test_what_is_no_answer_is_said_in_its_row_and_nothing_is_saved(
    signed_in, given, field, message
):
    key = seller(Variant(title="Lids"), Variant(title="Caps", price=7))
    form = form_of(key) | {ROW(1, name): [text] for name, text in given.items()}
    response = signed_in().post(f"/fit/sellers/{key}/questions", form)
    page = body(response)
    assert response.status_code == 422
    wrong = re.findall(r'class="cell \w+ wrong" id="([^"]+)"', page)
    assert wrong == [ROW(1, field)]
    assert f'href="#{ROW(1, field)}"' in page
    assert message in page
    assert re.search(r'id="products\.1" open', page)
    for name, text in given.items():
        if field not in {"category", "visual"}:
            assert f'name="{ROW(1, name)}" value="{text}"' in page
    assert queries.seller(key=key).row.revision == 1


def test_numbers_of_rows_that_nobody_gave_are_left_out(signed_in):
    key = seller(BARE)
    form = form_of(key) | {"products": ["", "0", "-1", "x", "999", "0"]}
    assert signed_in().post(f"/fit/sellers/{key}/questions", form).status_code == 302
    assert queries.seller(key=key).profile.products == (BARE,)


def test_what_a_row_leaves_out_shows_what_the_first_product_has(signed_in):
    key = seller(BARE)
    first: Profile = queries.seller(key=key).profile
    page = body(signed_in().get(f"/fit/sellers/{key}/questions"))
    row = page.partition('id="products.0"')[2].partition("</details>")[0]
    price = first.product.price
    assert isinstance(price, Range)
    for end, value in (
        ("price.low", price.low),
        ("price", price.likely),
        ("price.high", price.high),
    ):
        text = f"{value:g}"
        assert f'name="{ROW(0, end)}" value="" placeholder="{text}"' in row
    assert "as the first: Standard" in row


def test_who_may_only_look_adds_nothing(signed_in):
    key = seller(BARE)
    page = body(signed_in("read_only").get(f"/fit/sellers/{key}/questions"))
    assert "products:add" not in page
    assert "products:drop" not in page
    assert '<fieldset class="bare" disabled><details class="product" id="products.0">' in page


def test_a_sign_that_no_database_keeps_is_shown_as_such(signed_in):
    key = seller(BARE)
    form = form_of(key) | {ROW(0, "title"): ["Tr\0ays"], "product.title": ["Bo\0xes"]}
    assert signed_in().post(f"/fit/sellers/{key}/questions", form).status_code == 302
    saved = queries.seller(key=key).profile
    assert (saved.product.title, saved.products[0].title) == ("Bo␀xes", "Tr␀ays")

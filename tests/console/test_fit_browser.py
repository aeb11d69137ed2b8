"""Fit in a browser: from the list through the questions to an answer, on a desk and on a phone."""

import pytest

from argosy.identity import services as identity
from argosy.strategy import queries, services
from argosy.strategy.models import Answer
from argosy.strategy.types import Variant
from tests.console.browser import browsed, served
from tests.console.conftest import NOW, PASSWORD
from tests.console.test_browser import visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = [("en", "light", 1440), ("zh", "dark", 390)]
PATHS = 200


def worked_off() -> int:
    """Compute what was asked, with fewer paths than people get. Returns its id."""
    waiting = Answer.objects.get(status="waiting")
    Answer.objects.filter(pk=waiting.pk).update(paths=PATHS)
    services.answer(answer=waiting.pk, clock=lambda: NOW)
    return waiting.pk


def opens_by_itself(page, answer):
    """The page that waited for an answer shows it, and every chart of it is drawn."""
    page.wait_for_url(f"**/fit/answers/{answer}")
    page.wait_for_selector("figure.fan svg")
    page.wait_for_function(
        "document.querySelectorAll('figure.chart svg').length >="
        " document.querySelectorAll('figure.chart').length"
    )


def answers_anew(visitor, key):
    """Change the form by hand and keyboard, and ask. Returns the goals as they were."""
    page = visitor.goes_to(f"/fit/sellers/{key}/questions")
    assert page.locator(".of-storefront:visible").count() == 0
    page.locator("[name='stage.trials'][value=storefront]").check(force=True)
    assert page.locator(".of-storefront:visible").count() > 0
    page.locator("[name='stage.trials'][value=storefront]").uncheck(force=True)
    page.fill("[name='product.title']", "Boxes, half typed")
    goals = "#order input[name=goals]:not([value=''])"
    before = page.locator(goals).evaluate_all("all => all.map(one => one.value)")
    page.focus(f"#down-{before[0]}")
    page.keyboard.press("Enter")
    moved = f"#order ol li:nth-child(2) input[value={before[0]}]"
    page.wait_for_selector(moved, state="attached")
    assert page.evaluate("document.activeElement.id") == f"down-{before[0]}"
    assert page.input_value("[name='product.title']") == "Boxes, half typed"
    page.locator("section#goals button[name=ask]").click()
    page.wait_for_selector(".progress")
    return before


@pytest.mark.parametrize("look", LOOKS)
def test_from_the_questions_to_an_answer(look):
    name = "-".join(map(str, look))
    identity.create_user(username="olga", password=PASSWORD, role="owner", now=NOW)
    with served() as address, browsed() as browser, visiting(browser, address, *look) as visitor:
        visitor.signs_in("olga", PASSWORD)
        page = visitor.goes_to("/fit")
        visitor.shoots(f"fit-{name}")
        page.locator("form[action$='/home_storage/copy'] button").click()
        page.wait_for_selector(".progress")
        first = worked_off()
        opens_by_itself(page, first)
        visitor.shoots(f"fit-answer-{name}")
        assert not visitor.overflows
        page.locator("#change a[href^='#in-']").first.click()
        assert page.locator("tr:target").is_visible()  # within a part that was closed

        key = queries.profiles()[0].key
        before = answers_anew(visitor, key)
        second = worked_off()
        opens_by_itself(page, second)
        saved = queries.seller(key=key)
        assert (saved.row.revision, saved.profile.product.title) == (2, "Boxes, half typed")
        assert list(saved.profile.goals) == [before[1], before[0], *before[2:]]

        looked = {
            "fit-questions": f"/fit/sellers/{key}/questions",
            "fit-compare": f"/fit/compare?answer={first}&answer={second}",
            "fit-sellers": "/fit",
        }
        for shot, path in looked.items():
            visitor.goes_to(path)
            visitor.shoots(f"{shot}-{name}")
            assert not visitor.overflows, path
        assert visitor.complaints == []


def test_rows_of_products_are_added_and_removed_by_keyboard():
    identity.create_user(username="olga", password=PASSWORD, role="owner", now=NOW)
    key = services.copy_profile(key="home_storage", name="Boxes", by="Wei", now=NOW).row.key
    look = ("zh", "dark", 390)
    with served() as address, browsed() as browser, visiting(browser, address, *look) as visitor:
        visitor.signs_in("olga", PASSWORD)
        page = visitor.goes_to(f"/fit/sellers/{key}/questions")
        page.fill("[name='product.title']", "Half typed")
        page.focus("#add-product")
        page.keyboard.press("Enter")
        page.wait_for_selector("[name='products.3.title']:focus")
        page.keyboard.type("Typed")
        visitor.shoots("fit-products-zh-dark-390")
        assert not visitor.overflows
        page.focus("[id='products.1'] summary")
        page.keyboard.press("Enter")
        page.focus("#drop-product-1")
        page.keyboard.press("Enter")
        page.wait_for_selector("[id='products.1']", state="detached")
        page.wait_for_selector("#add-product:focus")
        assert page.input_value("[name='product.title']") == "Half typed"
        page.locator("#products button[name=save]").click()
        page.wait_for_url("**saved=1")
        before = queries.seller(key=key, revision=1).profile.products
        saved = queries.seller(key=key).profile.products
        assert saved == (before[0], before[2], Variant(title="Typed"))
        assert visitor.complaints == []

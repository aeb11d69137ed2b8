"""What only a browser can tell: no complaint on any page in any look, and the keyboard."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from argosy.catalogue.models import Sku
from argosy.identity import services as identity
from argosy.identity.models import User
from argosy.orders.models import Order
from tests.console.browser import Visitor, browsed, height_of, served
from tests.console.conftest import NOW, PASSWORD, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {
    "today": "/",
    "orders": "/orders?p=all",
    "stock": "/stock",
    "owed": "/stock/owed",
    "moves": "/stock/moves?p=all",
    "profit": "/profit?p=all",
    "profit-channels": "/profit?p=all&by=channel",
    "postings": "/profit/postings?p=all",
    "costs": "/profit/costs?p=all",
    "listings": "/listings",
    "leases": "/listings/leases",
    "to-ship": "/orders/to-ship",
    "rules": "/orders/to-ship/rules",
    "keys": "/settings/keys",
    "webhooks": "/settings/webhooks",
    "channels": "/channels",
    "mapping": "/channels/mapping",
    "import": "/import",
    "settings": "/settings",
    "users": "/settings/users",
    "rates": "/settings/rates",
    "exports": "/settings/exports",
    "search": "/search?q=R-1",
}
# Each page in both languages, both themes and three widths; `make soak` takes every combination.
# A page is loaded once for the looks of one row: the server knows neither theme nor width, but a
# phone's browser is another, for it is touched.
LOOKS = [
    ("en", ("light", 1440), ("dark", 1024)),
    ("zh", ("dark", 1440)),
    ("zh", ("light", 390)),
]
EVERY_LOOK = [
    (language, *((theme, width) for theme in ("light", "dark") for width in widths))
    for language in ("en", "zh")
    for widths in ((1440, 1024), (390,))
]
LOCALES = {"en": "en-GB", "zh": "zh-CN"}


@contextmanager
def visiting(browser, address, language="en", theme="light", width=1440) -> Iterator[Visitor]:
    context = browser.new_context(
        viewport={"width": width, "height": height_of(width)},
        color_scheme=theme,
        locale=LOCALES[language],
        has_touch=width < 500,
        reduced_motion="reduce",
    )
    try:
        yield Visitor(context, address)
    finally:
        context.close()


@pytest.fixture
def owner():
    identity.create_user(username="olga", password=PASSWORD, role="owner", now=NOW)
    return "olga"


def looked_at(looks, username, folder):
    """Open every page in each look, and return what is wrong anywhere."""
    world = make_world(folder)
    pages = PAGES | {
        "order": f"/orders/{Order.objects.order_by('pk').first().pk}",
        "sku": f"/stock/{Sku.objects.get(code='BOX-1').pk}",
        "source": f"/source/{Order.objects.order_by('pk').first().document}",
        "import-one": f"/import/{world.run}",
        "channel": "/channels/amazon-us",
        "user": f"/settings/users/{username}",
    }
    wrong = []
    with served() as address, browsed() as browser:
        for language, *row in looks:
            with visiting(browser, address, language, *row[0]) as visitor:
                visitor.goes_to("/sign-in")
                wrong += overflowing(visitor, "sign-in", language, row)
                visitor.signs_in(username, PASSWORD)
                for name, path in pages.items():
                    page = visitor.goes_to(path)
                    if page.locator("figure.chart").count():
                        page.wait_for_selector("figure.chart svg")
                    wrong += overflowing(visitor, name, language, row)
                wrong += visitor.complaints
    return wrong


def overflowing(visitor, name, language, row) -> list[str]:
    """See the page that is open in each look of a row, and say in which it is too wide."""
    wrong = []
    for theme, width in row:
        visitor.looks(theme, width)
        visitor.shoots(f"{name}-{language}-{theme}-{width}")
        if visitor.overflows:
            wrong.append(f"{name} is wider than its window at {width} in {language}")
    return wrong


def test_no_page_complains_or_overflows(owner, tmp_path):
    assert looked_at(LOOKS, owner, tmp_path) == []


@pytest.mark.soak
def test_no_page_complains_in_any_look(owner, tmp_path, monkeypatch):
    monkeypatch.setenv("ARGOSY_SHOTS", "1")
    assert looked_at(EVERY_LOOK, owner, tmp_path) == []


def test_an_empty_company_offers_the_first_step(owner):
    with served() as address, browsed() as browser, visiting(browser, address) as visitor:
        visitor.signs_in(owner, PASSWORD)
        for name in ("today", "orders", "stock", "profit", "channels", "import"):
            page = visitor.goes_to(PAGES[name])
            visitor.shoots(f"empty-{name}-en-light-1440")
            assert page.locator("a[href^='/import'], form[action*='import']").count() > 0, name
        assert visitor.complaints == []


def test_everything_is_found_by_keyboard(owner, tmp_path):
    make_world(tmp_path)
    with served() as address, browsed() as browser, visiting(browser, address) as visitor:
        page = visitor.signs_in(owner, PASSWORD)

        page.keyboard.press("/")
        page.wait_for_selector("#search[open]")
        page.keyboard.type("R-1003")
        page.wait_for_selector("#search-found a:has-text('R-1003')")
        visitor.shoots("search-dialog-en-light-1440")
        page.keyboard.press("Enter")
        page.wait_for_url("**/orders/*")

        page.keyboard.press("Control+k")
        page.wait_for_selector("#search[open]")
        page.keyboard.type("BAG")
        page.wait_for_selector("#search-found a:has-text('BAG-1')")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/stock/*")

        page.keyboard.press("g")
        page.keyboard.press("p")
        page.wait_for_url("**/profit*")
        assert visitor.complaints == []


def test_a_filter_swaps_the_list_and_lives_in_the_address(owner, tmp_path):
    make_world(tmp_path)
    with served() as address, browsed() as browser, visiting(browser, address) as visitor:
        visitor.signs_in(owner, PASSWORD)
        page = visitor.goes_to("/orders?p=all")
        before = page.locator("tbody tr").count()
        page.fill("#orders-q", "R-1002")
        page.wait_for_selector(".chips a")
        assert page.locator("tbody tr").count() == 1 < before
        assert "q=R-1002" in page.url
        assert page.evaluate("document.activeElement.id") == "orders-q"
        page.click(".chips a")
        page.wait_for_selector("tbody tr:nth-child(2)")
        assert "q=" not in page.url

        page.click("button[popovertarget=lens-channel]")
        page.check("#lens-channel input[value=store]")
        page.click("#lens-channel button.button")
        page.wait_for_url("**ch=store**")
        assert page.locator("tbody tr").count() == 0
        assert visitor.complaints == []


def test_a_bar_opens_into_its_postings(owner, tmp_path):
    make_world(tmp_path)
    with served() as address, browsed() as browser, visiting(browser, address) as visitor:
        visitor.signs_in(owner, PASSWORD)
        page = visitor.goes_to("/profit?p=all")
        bar = "figure.chart svg [aria-label*='label: Goods sold']"
        page.wait_for_selector(bar)
        page.locator(bar).first.click()
        page.wait_for_url("**/profit/postings*")
        assert "kind=sale" in page.url
        assert page.locator("tbody tr").count() > 0
        assert visitor.complaints == []


def test_language_and_theme_are_kept(owner):
    with served() as address, browsed() as browser, visiting(browser, address) as visitor:
        page = visitor.signs_in(owner, PASSWORD)
        page.click(".rail button[name=language][value=zh-hans]")
        page.wait_for_selector("html[lang='zh-hans']")
        page.click(".rail button[name=theme][value=dark]")
        page.wait_for_selector("html[data-theme='dark']")
        assert User.objects.values_list("language", "theme").get() == ("zh-hans", "dark")
        assert visitor.complaints == []

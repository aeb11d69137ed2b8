"""A real browser on a real server: what the browser tests stand on."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

SHOTS = Path(__file__).parents[2] / "test-results" / "screenshots"
INSTALL = "no Chromium here; install it with: apt-get install chromium fonts-noto-cjk"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
Handler = Callable[..., object]


def height_of(width: int) -> int:
    """How high a window of a width is: a phone's or a desk's."""
    return 844 if width < 500 else 900


def chromium() -> str | None:
    """Where a Chromium is, if there is one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = (shutil.which(name) for name in names)
    return os.environ.get("ARGOSY_CHROMIUM") or next(filter(None, found), None)


def as_it_is(handler: Handler) -> Handler:
    """Serve static files as the product does, by its own middleware."""
    return handler


@contextmanager
def served() -> Iterator[str]:
    """The product on a port of its own; gives its address."""
    thread = LiveServerThread("127.0.0.1", as_it_is)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://127.0.0.1:{thread.port}"
    finally:
        thread.terminate()
        _wait_until_alone()


def _wait_until_alone(timeout_s: float = 10.0) -> None:
    """A request's thread lets go of its connection a moment after the browser has left."""
    deadline = time.monotonic() + timeout_s
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(others)
            if cursor.fetchone()[0] == 1:
                return
        time.sleep(0.05)


@contextmanager
def browsed() -> Iterator[Browser]:
    """A headless Chromium; the test is skipped where there is none."""
    path = chromium()
    if path is None:
        pytest.skip(INSTALL)
    # Playwright's loop runs in this thread, and Django would refuse to be called beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
            # Beside Playwright's loop Django opens a connection of its own; nobody else closes it.
            connections.close_all()


class Visitor:
    """Somebody at a browser, with everything that the console complained about."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("response", self._answered)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))

    def _heard(self, message: object) -> None:
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        if kind in {"error", "warning"}:
            self.complaints.append(f"{self.page.url}: {text}")

    def _answered(self, response: object) -> None:
        status, url = getattr(response, "status", 0), getattr(response, "url", "")
        if status >= 400:
            self.complaints.append(f"{status} {url}")

    def goes_to(self, path: str) -> Page:
        """Open an address of ours."""
        self.page.goto(self.address + path)
        return self.page

    def signs_in(self, username: str, password: str) -> Page:
        """Sign in by the form."""
        self.goes_to("/sign-in")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", password)
        self.page.click("form.stack button.primary")
        self.page.wait_for_selector("nav.rail")
        return self.page

    def looks(self, theme: str, width: int) -> None:
        """Change the theme and the window's width; the page stays as it was loaded."""
        self.page.emulate_media(color_scheme=theme)
        self.page.set_viewport_size({"width": width, "height": height_of(width)})

    def shoots(self, name: str) -> None:
        """Keep a picture of what is seen, if `ARGOSY_SHOTS` asks: it takes longer than the page."""
        if os.environ.get("ARGOSY_SHOTS"):
            SHOTS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=SHOTS / f"{name}.png")

    @property
    def overflows(self) -> bool:
        """Whether the page is wider than its window."""
        script = "document.documentElement.scrollWidth > innerWidth"
        return bool(self.page.evaluate(script))

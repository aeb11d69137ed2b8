"""A file's whole way in a browser: dropped, brought, mended, taken back."""

import pytest

from argosy.identity import services as identity
from tests.console.browser import Visitor, browsed, served
from tests.console.conftest import NOW, PASSWORD, make_world
from tests.console.test_imports import BAD, carry_out, latest


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_journey_of_a_file(tmp_path, elsewhere):
    make_world(tmp_path)
    identity.create_user(username="olga", password=PASSWORD, role="owner", now=NOW)
    with served() as address, browsed() as browser:
        visitor = Visitor(browser.new_context(reduced_motion="reduce"), address)
        visitor.signs_in("olga", PASSWORD)
        page = visitor.goes_to("/import")
        page.select_option("#drop [name=channel]", "store")
        drop(page, "store.csv", BAD)

        page.wait_for_url("**/import/*")
        run = int(page.url.rpartition("/")[2])
        page.wait_for_selector(f"#cancel-{run}")
        visitor.shoots("import-waits-en-light-1280")
        elsewhere(lambda: carry_out(run)).result()
        page.wait_for_selector("text=What its lines became")
        visitor.shoots("import-result-en-light-1280")

        page.click("a.button:has-text('Mend')")
        page.wait_for_selector("input.wrong")
        assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
        page.fill("input.wrong", "drei")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Still not right")
        visitor.shoots("import-mend-en-light-1280")
        assert page.input_value("input.wrong") == "drei"
        page.fill("input.wrong", "3")
        page.click("text=Apply mended")
        page.wait_for_selector("text=The mended document is booked.")

        page.click("text=Undo this import")
        page.wait_for_selector("#undo[open] dl")
        visitor.shoots("import-undo-en-light-1280")
        page.click("#undo button.danger")
        page.wait_for_selector("text=This import was undone.")
        # A refusal is an answer with a status of its own, which the browser notes.
        assert [one for one in visitor.complaints if "422" not in one] == []
    assert (latest().id, latest().state) == (run, "undone")


def drop(page, name, text):
    """Let go of a file over the page, beside the drop zone."""
    script = """([name, text]) => {
        const moved = new DataTransfer();
        moved.items.add(new File([text], name, { type: "text/csv" }));
        return moved;
    }"""
    moved = page.evaluate_handle(script, [name, text])
    page.dispatch_event("main", "drop", {"dataTransfer": moved})

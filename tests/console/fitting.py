"""What tests of Fit share: sellers asked about, their pages and forms."""

from argosy.console import fitquestions
from argosy.strategy import queries, services
from argosy.strategy.types import Advice
from tests.console.conftest import NOW

PATHS = 200


def answer_of(key, paths=PATHS):
    """Ask about a seller, and compute the answer as the job would."""
    asked = services.ask(key=key, now=NOW, paths=paths)
    services.answer(answer=asked, clock=lambda: NOW)
    return asked


def body(response) -> str:
    return response.content.decode()


def advice_of(answer: int) -> Advice:
    return queries.answer(answer=answer).advice


def form_of(key: str) -> dict[str, object]:
    """The form of a seller's questions as a browser would send it back untouched."""
    seller = queries.seller(key=key)
    typed = fitquestions.typed_of(seller.profile)
    # A hidden field beside ticks and orders says that they were asked, even where none is left.
    sent = {
        name: ["", *values] if name in {"goals", "stage.trials"} else values
        for name, values in typed.items()
    }
    return sent | {"revision": [str(seller.row.revision)]}

"""Further products of a seller, from what people type of them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _
from pydantic import ValidationError

from argosy.strategy.answers import is_unknown, refusal
from argosy.strategy.errors import BadAnswer
from argosy.strategy.profiles import typed_answer
from argosy.strategy.questions import by_key
from argosy.strategy.types import Variant

PRODUCTS_MAX: Final = 5
# What may be said of a further product, and the question about the first one that it answers too.
ASKED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "title": "product.title",
        "category": "product.category",
        "character": "product.character",
        "visual": "product.visual",
        "price": "product.price",
        "unit_cost": "product.unit_cost",
        "weight_kg": "product.weight_kg",
        "comparable_units": "market.comparable_units",
        "return_rate": "product.return_rate",
    }
)


def variant(*, given: Mapping[str, str], scarce: bool) -> Variant:
    """A further product; what is empty or not known is as with the first one.

    Names are those of `ASKED`; shares are typed in per cent.

    :raises BadAnswer: an answer is none, with what would be one; or it has no title.
    """
    known = by_key()
    said: dict[str, object] = {"scarce": scarce}
    for name, text in given.items():
        if name == "title":
            said[name] = text.strip()
        elif not is_unknown(text):
            said[name] = typed_answer(known[ASKED[name]], text)
    if not said.get("title"):
        remedy = _("it needs a name: the answer tells products apart by it.")
        raise BadAnswer(question="title", given="", remedy=remedy)
    try:
        return Variant.model_validate(said)
    except ValidationError as error:
        raise refusal(error) from error

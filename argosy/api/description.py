"""The API's description of itself (OpenAPI 3.1): what the page for people is drawn from too."""

from functools import cache
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from argosy.api import shapes
from argosy.api.acts import AddressIn, CancelIn, QuantitiesIn, RefundIn, ReturnIn
from argosy.api.documents import OrderIn, OrdersIn
from argosy.api.door import PREFIX, door

REF: Final = "#/components/schemas/{model}"
BODIES: Final[tuple[type[BaseModel], ...]] = (
    *(OrderIn, OrdersIn),
    *(CancelIn, QuantitiesIn, AddressIn, RefundIn, ReturnIn),
)
REFUSALS: Final = {
    "400": "The request cannot be read",
    "401": "No key, or one that is refused",
    "403": "The key does not have the scope",
    "404": "There is no such thing, or the key may not see it",
    "409": "It does not go together with what has happened",
    "413": "The body is too large",
    "422": "It can be read and cannot be done",
    "503": "Too busy at this moment; nothing was done",
}
IDEMPOTENCY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A name of your own for this request; sent again, it is not done again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}


@cache
def described() -> dict[str, Any]:
    """The description as values."""
    told: dict[str, Any] = dict(door.get_openapi_schema(path_prefix=PREFIX))
    _, models = models_json_schema(
        [*((model, "validation") for model in BODIES), (shapes.RefusedOut, "serialization")],
        ref_template=REF,
    )
    told["components"]["schemas"] |= models["$defs"]
    told["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    for methods in told["paths"].values():
        for method, operation in methods.items():
            _complete(method, operation)
    return told


def _complete(method: str, operation: dict[str, Any]) -> None:
    operation["security"] = [{"key": []}]
    if method == "post":
        operation["parameters"].append(IDEMPOTENCY)
    answers = operation["responses"]
    # Ninja keys them by number.
    operation["responses"] = {str(status): answer for status, answer in answers.items()} | {
        status: {
            "description": words,
            "content": {"application/json": {"schema": {"$ref": REF.format(model="RefusedOut")}}},
        }
        for status, words in REFUSALS.items()
    }

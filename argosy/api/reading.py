"""A body as values: strict JSON, read once, to the letter.

Numbers with a point stay exact, and what readers of JSON understand differently is refused: keys
given twice, NaN, a byte order mark, bytes that are no UTF-8.
"""

import json
from decimal import Decimal
from typing import Any, Final

from django.http import HttpRequest

from argosy.api.errors import BodyTooLarge, LengthNeeded, NotJson

BODY_MAX: Final = 64 * 1024 * 1024
NUMBER_MAX: Final = 64  # characters
BOM: Final = b"\xef\xbb\xbf"


class _Unfit(ValueError):
    """JSON by the letter, and yet nothing we read."""


def body_of(request: HttpRequest) -> bytes:
    """The body as it came, kept on the request.

    Read from the stream: the limit here is ours, not that of forms.

    :raises BodyTooLarge: above 64 MB.
    :raises LengthNeeded: it does not say how long it is.
    """
    known = getattr(request, "raw_body", None)
    if isinstance(known, bytes):
        return known
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length and request.headers.get("Transfer-Encoding"):
        raise LengthNeeded
    if length.isdecimal() and int(length) > BODY_MAX:
        raise BodyTooLarge(limit_mb=BODY_MAX // 1024 // 1024)
    raw: bytes = request.read()
    setattr(request, "raw_body", raw)  # noqa: B010 - HttpRequest has no such field to type
    return raw


def read(raw: bytes) -> Any:
    """The values of a body.

    :raises NotJson: with the reason, and where.
    """
    if raw.startswith(BOM):
        raise NotJson(reason="byte_order_mark", at=0)
    try:
        return DECODER.decode(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise NotJson(reason="not_utf8", at=error.start) from error
    except json.JSONDecodeError as error:
        raise NotJson(reason="syntax", at=error.pos) from error
    except RecursionError as error:
        raise NotJson(reason="too_deep", at=0) from error
    except _Unfit as error:
        raise NotJson(reason=str(error), at=0) from error
    except (ValueError, ArithmeticError) as error:
        raise NotJson(reason="number_too_long", at=0) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _Unfit("duplicate_key")
    return made


def _number(text: str) -> Decimal:
    if len(text) > NUMBER_MAX:
        raise _Unfit("number_too_long")
    return Decimal(text)


def _constant(_text: str) -> None:
    raise _Unfit("not_a_number")


# Digits alone become whole numbers; Python itself refuses more than 4,300 of them.
DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_number, parse_constant=_constant
)

"""What people write as an answer (`18-24`, `35%`, `don't know`), as what a profile holds."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from argosy.strategy.errors import BadAnswer, UnknownQuestion
from argosy.strategy.trees import Tree
from argosy.strategy.types import Quantity, Range, Size

UNKNOWN: Final = frozenset(
    {
        *("", "?", "~", "null", "unknown", "not known", "don't know", "don’t know", "dont know"),
        *("不知道", "不清楚", "未知", "不确定"),
    }
)
_YES_NO: Final = {
    **dict.fromkeys(("true", "yes", "y", "是", "有"), True),
    **dict.fromkeys(("false", "no", "n", "否", "没有"), False),
}
_SCALES: Final = {"": 1.0, "k": 1e3, "千": 1e3, "万": 1e4, "%": 0.01, "％": 0.01}
_NUMBER: Final = (
    r"(?:US\$|USD|\$)?\s*([-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[-+]?\d+)?)\s*([k千万%％]?)"
)
_TO: Final = r"\s*(?:-|–|—|~|～|/|\.\.|to|到|至)\s*"
_NUMBERS: Final = re.compile(
    rf"{_NUMBER}(?:{_TO}{_NUMBER})?(?:{_TO}{_NUMBER})?", re.IGNORECASE | re.ASCII
)
BETWEEN: Final = re.compile(r"[,;，、；\s]+")
_SIZE: Final = re.compile(r"\s*[x×*]\s*|\s+", re.IGNORECASE)
WIDE: Final = 4.0  # a range whose high end is more than so many times its low end


def is_unknown(given: object) -> bool:
    """Whether this says that the answer is not known."""
    return given is None or (isinstance(given, str) and given.strip().casefold() in UNKNOWN)


def middle(low: float, high: float) -> float:
    """The likely value of a range of which only the ends were given.

    Half way; of a wide range by ratio, since 50 to 800 is meant as a matter of scale.
    """
    if low > 0 and high > WIDE * low:
        found = math.sqrt(low) * math.sqrt(high)  # a product of two large numbers has no room
    else:
        found = low + (high - low) / 2
    # 2.9 and not 2.9000000000000004; never beyond the ends for it.
    return min(max(float(f"{found:.12g}"), low), high)


def quantity(key: str, given: Tree) -> object:
    """A number, a range or None: `20`, `18-24`, `18-20-24`, `35%`, `8k`, `{low: 18, high: 24}`.

    :raises BadAnswer: it is none of them.
    """
    if is_unknown(given):
        return None
    if isinstance(given, dict):
        return _stated_range(key, given)
    found = _NUMBERS.fullmatch(given.strip()) if isinstance(given, str) else None
    if found is None:
        raise BadAnswer(question=key, given=_short(given), remedy=_number_remedy())
    parts = found.groups()
    pairs = [(text, scale) for text, scale in zip(parts[::2], parts[1::2], strict=True) if text]
    # In “18-24%” and “8-12k” the sign at the end is meant for all.
    last = pairs[-1][1]
    values = [_scaled(key, given, text, scale or last) for text, scale in pairs]
    if len(values) == 1:
        return values[0]
    low, high = values[0], values[-1]
    return _range(key, given, low, values[1] if len(values) == 3 else middle(low, high), high)  # noqa: PLR2004 - low, likely, high


def understood(model: type[BaseModel], given: Tree, at: str = "") -> dict[str, object]:
    """The answers of one part of a profile, as its type takes them; what is unknown is left out.

    :raises BadAnswer: an answer is of another kind.
    :raises UnknownQuestion: a name is none of this part, with the nearest that is.
    """
    if not isinstance(given, dict):
        remedy = _("it has answers of its own: {names}.").format(
            names=", ".join(model.model_fields)
        )
        raise BadAnswer(question=at, given=_short(given), remedy=remedy)
    found: dict[str, object] = {}
    for name, value in given.items():
        key = f"{at}.{name}" if at else name
        if name not in model.model_fields:
            raise UnknownQuestion(key=key[:80], nearest=_nearest(model, name, at))
        answer = one(key, model.model_fields[name].annotation, value)
        if answer is not None:
            found[name] = answer
    return found


def one(key: str, annotation: Any, given: Tree) -> object:
    """One answer as its field takes it; None where it is not known.

    :raises BadAnswer: it is of another kind.
    """
    if annotation == Quantity:
        return quantity(key, given)
    bare = _bare(annotation)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return _part(key, bare, given)
    if get_origin(bare) is dict:
        return _begun(key, get_args(bare)[1], given)
    if get_origin(bare) is tuple:
        return _list(key, get_args(bare)[0], given)
    if isinstance(given, str):
        return _scalar(key, bare, given)
    raise BadAnswer(question=key, given=_short(given), remedy=_("write one value."))


def refusal(error: ValidationError) -> BadAnswer:
    """The first thing that a profile's type refused: which answer, what was given, what to do."""
    first = error.errors(include_url=False)[0]
    names = [str(part) for part in first["loc"] if str(part) not in _INNER]
    return BadAnswer(
        question=".".join(names) or "profile",
        given=_short(first["input"]),
        remedy=_remedy(first),
    )


_INNER: Final = {"float", "Range", "int", "bool", "[key]"}  # pydantic's names of a union's branches


def _bare(annotation: Any) -> Any:
    """What a field holds if it is known."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in {Union, UnionType}:
        known = [each for each in get_args(annotation) if each is not type(None)]
        return _bare(known[0])
    return annotation


def _part(key: str, model: type[BaseModel], given: Tree) -> object:
    if is_unknown(given):
        return None
    if model is Size and isinstance(given, str):
        sides = [each for each in _SIZE.split(given.casefold().replace("cm", " ").strip()) if each]
        if len(sides) != len(Size.model_fields):
            remedy = _("write length, width and height in centimetres, such as 30 x 20 x 10.")
            raise BadAnswer(question=key, given=_short(given), remedy=remedy)
        given = dict(zip(Size.model_fields, sides, strict=True))
    return understood(model, given, key)


def _list(key: str, annotation: Any, given: Tree) -> tuple[object, ...] | None:
    if isinstance(given, str):
        if is_unknown(given):
            return None
        given = [each for each in BETWEEN.split(given) if each]
    if isinstance(given, dict):
        raise BadAnswer(question=key, given=_short(given), remedy=_("write a list."))
    bare = _bare(annotation)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return tuple(understood(bare, each, f"{key}.{at}") for at, each in enumerate(given, 1))
    if not all(isinstance(each, str) for each in given):
        raise BadAnswer(question=key, given=_short(given), remedy=_("write a list of words."))
    return tuple(given)


def _begun(key: str, model: type[BaseModel], given: Tree) -> Mapping[str, object]:
    """What is known of each way that is begun; a list names ways of which nothing is known yet."""
    if is_unknown(given):
        return {}
    if isinstance(given, str):
        given = [each for each in BETWEEN.split(given) if each]
    if isinstance(given, list):
        given = {each: "" for each in given if isinstance(each, str)}
    return {
        name: understood(model, {} if is_unknown(each) else each, f"{key}.{name}")
        for name, each in given.items()
    }


def _scalar(key: str, bare: Any, given: str) -> object:
    if bare is str:
        return given
    if is_unknown(given):
        return None
    return _SCALARS.get(bare, _choice)(key, given)


def _stated_range(key: str, given: dict[str, Tree]) -> object:
    names = set(Range.model_fields)
    if unknown := sorted(given.keys() - names):
        raise UnknownQuestion(key=f"{key}.{unknown[0]}"[:80], nearest=f"{key}.likely")
    found = {name: quantity(f"{key}.{name}", given[name]) for name in given}
    ends = [found.get("low"), found.get("high")]
    if not all(isinstance(each, float) for each in ends):
        raise BadAnswer(question=key, given=_short(given), remedy=_number_remedy())
    low, high = (float(str(each)) for each in ends)
    likely = found.get("likely")
    if isinstance(likely, dict):
        raise BadAnswer(question=f"{key}.likely", given=_short(given), remedy=_number_remedy())
    return _range(
        key, given, low, middle(low, high) if likely is None else float(str(likely)), high
    )


def _range(key: str, given: Tree, low: float, likely: float, high: float) -> dict[str, float]:
    if not low <= likely <= high:
        remedy = _("the low end comes first, then the likely value, then the high end.")
        raise BadAnswer(question=key, given=_short(given), remedy=remedy)
    return {"low": low, "likely": likely, "high": high}


def _scaled(key: str, given: Tree, text: str, scale: str) -> float:
    plain = text.replace(",", "").replace("−", "-")
    # Dividing by 100 gives 0.35 for “35%”, where multiplying by 0.01 gives 0.35000000000000003.
    value = float(plain) / 100 if scale in {"%", "％"} else float(plain) * _SCALES[scale.lower()]
    if not math.isfinite(value):
        raise BadAnswer(question=key, given=_short(given), remedy=_number_remedy())
    return value


def _plain_number(key: str, given: str) -> float:
    found = quantity(key, given)
    if not isinstance(found, float):
        remedy = _("write one number, such as 12.")
        raise BadAnswer(question=key, given=_short(given), remedy=remedy)
    return found


def _whole_number(key: str, given: str) -> int:
    found = _plain_number(key, given)
    if not found.is_integer():
        remedy = _("write a whole number, such as 12.")
        raise BadAnswer(question=key, given=_short(given), remedy=remedy)
    return int(found)


def _yes_no(key: str, given: str) -> bool:
    found = _YES_NO.get(given.strip().casefold())
    if found is None:
        remedy = _("write yes, no or unknown.")
        raise BadAnswer(question=key, given=_short(given), remedy=remedy)
    return found


def _day(key: str, given: str) -> date:
    try:
        return date.fromisoformat(given.strip())
    except ValueError as error:
        remedy = _("write a day, such as 2026-11-27.")
        raise BadAnswer(question=key, given=_short(given), remedy=remedy) from error


def _choice(_key: str, given: str) -> str:
    return given.strip()


_SCALARS: Final[dict[object, Callable[[str, str], object]]] = {
    float: _plain_number,
    int: _whole_number,
    bool: _yes_no,
    date: _day,
}


def _nearest(model: type[BaseModel], name: str, at: str) -> str:
    near = get_close_matches(name, list(model.model_fields), n=1, cutoff=0)[0]
    return f"{at}.{near}" if at else near


def _number_remedy() -> str:
    return _("write a number such as 20, a range such as 18-24, or unknown.")


def _remedy(error: ErrorDetails) -> str:
    facts = error.get("ctx", {})
    limit = next((facts[name] for name in ("ge", "gt", "le", "lt") if name in facts), "")
    said: dict[str, Callable[[], str]] = {
        "literal_error": lambda: _("choose one of {choices}.").format(
            choices=str(facts.get("expected", "")).replace("'", "").replace(" or ", ", ")
        ),
        "string_pattern_mismatch": lambda: _("write two letters, such as US for a country."),
        "greater_than_equal": lambda: _("it is at least {limit}.").format(limit=limit),
        "greater_than": lambda: _("it is more than {limit}.").format(limit=limit),
        "less_than_equal": lambda: _("it is at most {limit}.").format(limit=limit),
        "string_too_long": lambda: _("it has at most {limit} letters.").format(
            limit=facts.get("max_length", "")
        ),
        "string_too_short": lambda: _("it has at least {limit} letters.").format(
            limit=facts.get("min_length", "")
        ),
        "missing": lambda: _("it must be said."),
        "value_error": lambda: _("name each of them once, and a range from low to high."),
    }
    return said.get(error["type"], lambda: _("it is of another kind."))()


def _short(given: object) -> str:
    text = given if isinstance(given, str) else repr(given)
    return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 - fits a line

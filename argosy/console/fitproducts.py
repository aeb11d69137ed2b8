"""Further products of a seller, as rows of the form of questions: typed, added, removed, read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from argosy.console import fittyped
from argosy.console.fittyped import ENDS, Errors, Typed
from argosy.kernel.errors import DomainError
from argosy.strategy import queries as strategy
from argosy.strategy.types import Profile, Range, Variant

ROWS: Final = "products"
SCARCE: Final = "scarce"
YES: Final = "yes"
ID: Final = re.compile(r"[0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing said of a further product; what the first one has stands behind it."""

    key: str
    kind: str  # text, choice, quantity
    label: str
    unit: str
    typed: str
    low: str
    high: str
    hints: tuple[str, str, str]  # of the first product: low, likely, high
    picks: tuple[tuple[str, str, bool], ...]  # value, label, picked
    error: str


@dataclass(frozen=True, slots=True)
class Row:
    """One further product."""

    id: str
    title: str
    cells: tuple[Cell, ...]
    scarce: str  # name of its field
    is_scarce: bool
    is_open: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class Further:
    """All further products, and whether one more may be added."""

    rows: tuple[Row, ...]
    from_book: bool
    may_add: bool
    most: int
    error: str

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """What is wrong, for the head of the page: where, what, why."""
        found = [(ROWS, _("Further products"), self.error)] if self.error else []
        return found + [
            (one.key, f"{row.title or _('New product')}: {one.label}", one.error)
            for row in self.rows
            for one in row.cells
            if one.error
        ]


def typed_of(profile: Profile) -> dict[str, Sequence[str]]:
    """What the form shows of the further products before anybody types."""
    found: dict[str, Sequence[str]] = {ROWS: [str(nth) for nth in range(len(profile.products))]}
    for nth, one in enumerate(profile.products):
        found |= _typed_row(str(nth), one)
    return found


def moved(typed: Typed, way: str) -> Typed:
    """The same with a product more (`add`) or without one (`drop:2`)."""
    ids = _ids(typed)
    if way == "add" and len(ids) < strategy.PRODUCTS_MAX:
        return {**typed, ROWS: [*ids, str(max(map(int, ids), default=-1) + 1)]}
    gone = way.removeprefix("drop:")
    kept = {key: said for key, said in typed.items() if not key.startswith(f"{ROWS}.{gone}.")}
    return {**kept, ROWS: [one for one in ids if one != gone]}


def answers(profile: Profile, typed: Typed) -> tuple[tuple[Variant, ...], Errors]:
    """The further products that were typed, and what is wrong, by field.

    A form that was not asked about them, and what nobody touched, leaves them as they are.
    """
    if ROWS not in typed:
        return profile.products, {}
    errors: dict[str, str] = {}
    made: list[Variant] = []
    ids = _ids(typed)
    if len(ids) > max(strategy.PRODUCTS_MAX, len(profile.products)):
        errors[ROWS] = _("At most {limit} further products.").format(limit=strategy.PRODUCTS_MAX)
    for at in ids:
        before = _before(profile, at)
        if before is not None and _is_untouched(typed, at, before):
            made.append(before)
        elif before is not None or _is_said(typed, at):
            one, wrong = _read(typed, at, before)
            if one is not None and one.title in {profile.product.title, *(x.title for x in made)}:
                wrong = {_key(at, "title"): _("Another product has this name already.")}
            errors |= wrong
            made += [one] if one is not None else []
    return tuple(made), errors


def further(profile: Profile, typed: Typed, errors: Errors) -> Further:
    """The rows as the page shows them."""
    ids = _ids(typed)
    return Further(
        rows=tuple(_row(profile, typed, errors, at) for at in ids),
        from_book=ROWS in profile.from_book,
        may_add=len(ids) < strategy.PRODUCTS_MAX,
        most=strategy.PRODUCTS_MAX,
        error=errors.get(ROWS, ""),
    )


def _ids(typed: Typed) -> list[str]:
    return [one for one in dict.fromkeys(typed.get(ROWS, [])) if ID.fullmatch(one)]


def _key(at: str, name: str) -> str:
    return f"{ROWS}.{at}.{name}"


def _question(at: str, name: str) -> strategy.Question:
    """The question that the first product was asked, as that of a row."""
    return replace(strategy.question(key=strategy.ASKED[name]), key=_key(at, name))


def _typed_row(at: str, one: Variant) -> dict[str, Sequence[str]]:
    found: dict[str, Sequence[str]] = {_key(at, SCARCE): [YES]} if one.scarce else {}
    for name in strategy.ASKED:
        question, value = _question(at, name), getattr(one, name)
        if isinstance(value, Range):
            found |= fittyped.ends(question, value)
        elif isinstance(value, float | int):
            found[question.key] = [fittyped.number(question, value)]
        else:
            found[question.key] = [value or ""]
    return found


def _fields(at: str, name: str) -> list[str]:
    return [f"{_key(at, name)}{end}" for end in ENDS]


def _before(profile: Profile, at: str) -> Variant | None:
    return profile.products[int(at)] if int(at) < len(profile.products) else None


def _is_same(typed: Typed, shown: Typed, at: str, name: str) -> bool:
    """Whether a field still says what it said when the page was opened."""
    return all(fittyped.first(typed, x) == fittyped.first(shown, x) for x in _fields(at, name))


def _is_untouched(typed: Typed, at: str, before: Variant) -> bool:
    shown = _typed_row(at, before)
    return all(_is_same(typed, shown, at, name) for name in (*strategy.ASKED, SCARCE))


def _is_said(typed: Typed, at: str) -> bool:
    """Whether anything is said in a row: an added one that stays empty is none."""
    names = (*strategy.ASKED, SCARCE)
    return any(fittyped.first(typed, x).strip() for name in names for x in _fields(at, name))


def _read(typed: Typed, at: str, before: Variant | None) -> tuple[Variant | None, Errors]:
    given: dict[str, str] = {}
    errors: dict[str, str] = {}
    for name in strategy.ASKED:
        text = fittyped.text(_question(at, name), typed)
        if text is None:
            errors[_key(at, name)] = _("Say both ends of the range, or only the likely value.")
        else:
            given[name] = text
            errors |= _faults(at, name, text)
    if errors:
        return None, errors
    made = strategy.variant(given=given, scarce=bool(fittyped.first(typed, _key(at, SCARCE))))
    if before is not None:
        # What nobody touched stays to the last digit, which a field does not show.
        shown = _typed_row(at, before)
        same = [name for name in strategy.ASKED if _is_same(typed, shown, at, name)]
        made = made.model_copy(update={name: getattr(before, name) for name in same})
    return made, {}


def _faults(at: str, name: str, text: str) -> dict[str, str]:
    """What is wrong with one answer, alone."""
    try:
        strategy.variant(given={"title": "x", name: text}, scarce=False)
    except DomainError as refused:
        said = refused.facts.get("remedy")
        return {_key(at, name): fittyped.sentence(str(said)) if said else refused.message(_)}
    return {}


def _row(profile: Profile, typed: Typed, errors: Errors, at: str) -> Row:
    cells = tuple(_cell(typed, errors, at, name) for name in strategy.ASKED)
    title = fittyped.first(typed, _key(at, "title"))
    before = _before(profile, at)
    return Row(
        id=at,
        title=title,
        cells=cells,
        scarce=_key(at, SCARCE),
        is_scarce=bool(fittyped.first(typed, _key(at, SCARCE))),
        is_open=before is None or any(one.error for one in cells),
        is_new=before is None and not _is_said(typed, at),
    )


def _cell(typed: Typed, errors: Errors, at: str, name: str) -> Cell:
    question, origin = _question(at, name), strategy.ASKED[name]
    low, middle, high = (fittyped.first(typed, x) for x in _fields(at, name))
    mine = tuple(fittyped.first(typed, f"{origin}{end}") for end in ENDS)
    return Cell(
        key=question.key,
        kind=question.kind,
        label=_("Name of the product") if name == "title" else strategy.say_input(origin),
        unit=_(question.unit_text) if question.unit_text else "",
        typed=middle,
        low=low,
        high=high,
        hints=(mine[0], mine[1], mine[2]) if question.kind == "quantity" else ("", "", ""),
        picks=_picks(question, middle, mine[1]),
        error=errors.get(question.key, ""),
    )


def _picks(
    question: strategy.Question, picked: str, mine: str
) -> tuple[tuple[str, str, bool], ...]:
    if question.kind != "choice":
        return ()
    labels: Mapping[str, str] = {
        one.value: _(one.label).partition(": ")[0].partition("：")[0] for one in question.choices
    }
    as_first = _("as the first: {value}").format(value=labels[mine]) if mine in labels else ""
    empty = ("", as_first or _("as the first"), not picked)
    return (empty, *((value, label, value == picked) for value, label in labels.items()))

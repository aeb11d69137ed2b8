"""A profile as the rest of the house sees it, and its binding to one file."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from argosy.intake.profiles import dates, numbers, spec, texts
from argosy.intake.profiles.cells import Forms
from argosy.intake.profiles.engine import Normalised, Reader
from argosy.intake.profiles.errors import AmbiguousDates, IdsRounded, WrongColumns
from argosy.intake.profiles.headers import matched
from argosy.intake.profiles.measures import unit_in
from argosy.intake.reading.source import Source

MOST = 0.5  # of a file's ids rounded: no use in quarantining them one by one
DATED = ("instant", "date", "month")
NUMBERED = ("integer", "decimal", "weight", "length")


@dataclass(frozen=True, slots=True)
class Profile:
    """How a known export maps to our documents."""

    spec: spec.ProfileSpec
    built_in: bool = True

    @property
    def key(self) -> str:
        return self.spec.key

    @property
    def title(self) -> Mapping[str, str]:
        """By language: en, zh."""
        return self.spec.title

    @property
    def document(self) -> str:
        """One of orders, transactions, counts, products, rates."""
        return self.spec.document

    @property
    def confirmed(self) -> bool:
        """Whether a vendor's page or sample confirms the columns."""
        return self.spec.confirmed

    @property
    def source(self) -> str:
        return self.spec.source

    @property
    def zone(self) -> str | None:
        return self.spec.zone

    @property
    def currency(self) -> str | None:
        return self.spec.currency

    @property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """Our fields and the column names that each may have."""
        return {one.name: one.columns for one in self.spec.fields}

    def bind(self, *, source: Source, date_order: dates.DateOrder | None = None) -> Reader:
        """Find the columns in the file and learn from its cells how it writes numbers and dates.

        :raises WrongColumns: when the file lacks a required column.
        :raises IdsRounded: when a spreadsheet has rounded most of its ids.
        :raises AmbiguousDates: when nothing tells its days and months apart.
        """
        columns = matched(self.spec, source.header)
        self._complete(columns, source.name, source.header_row)
        habits = _learned(self.spec, columns, source.frames())
        self._refuse_rounded(habits, columns, source)
        forms = self._forms(habits, columns, date_order, typed=source.typed)
        undecided = [name for name in habits.orders if forms.orders[name] is None]
        for name in undecided:
            if habits.orders[name].either and not habits.orders[name].dmy + habits.orders[name].mdy:
                row = source.header_row + 1
                raise AmbiguousDates(file=source.name, row=row, field=columns[name])
        return Reader(self.spec, columns, forms, self._stated_currency(source))

    def _stated_currency(self, source: Source) -> str | None:
        """The one currency that the lines above the header name, where the profile looks there."""
        if not self.spec.preamble_currency:
            return None
        above = " ".join(s.text for s in source.skipped if s.row_no < source.header_row)
        named = set(re.findall(r"\b[A-Z]{3}\b", above)) & texts.currencies()
        return named.pop() if len(named) == 1 else None

    def rebind(self, *, header: Sequence[str], forms: Forms, currency: str | None = None) -> Reader:
        """Bind to rows of a file seen before: a mended document is read as its file was."""
        return Reader(self.spec, matched(self.spec, header), forms, currency)

    def normalise(self, frame: pl.DataFrame, *, zone: str, currency: str) -> Normalised:
        """Make a file that is one frame into parts; of a longer one, bind it and use the reader."""
        columns = matched(self.spec, frame.columns)
        self._complete(columns, self.key, 1)
        habits = _learned(self.spec, columns, [frame])
        forms = self._forms(habits, columns, None, typed=False)
        return Reader(self.spec, columns, forms).normalise(frame, zone=zone, currency=currency)

    def _complete(self, columns: Mapping[str, str], file: str, row: int) -> None:
        lacking = [
            one.columns[0] if one.columns else one.name
            for one in self.spec.fields
            if one.required and one.name not in columns and one.value is None
        ]
        if lacking:
            raise WrongColumns(file=file, row=row, field=", ".join(lacking), profile=self.key)

    def _refuse_rounded(
        self, habits: "_Habits", columns: Mapping[str, str], source: Source
    ) -> None:
        for name, share in habits.rounded.items():
            if share > MOST:
                raise IdsRounded(file=source.name, row=source.header_row + 1, field=columns[name])

    def _forms(
        self,
        habits: "_Habits",
        columns: Mapping[str, str],
        date_order: dates.DateOrder | None,
        *,
        typed: bool,
    ) -> Forms:
        whole = sum(habits.marks.values(), numbers.MarkEvidence())
        fallback = whole.decision() or self.spec.decimal or ("point" if typed else None)
        marks = {
            name: fallback if not found.point + found.comma else found.decision()
            for name, found in habits.marks.items()
        }
        orders = {
            name: found.decision() or date_order or self.spec.date_order
            if not (found.dmy and found.mdy)
            else None
            for name, found in habits.orders.items()
        }
        units = {
            one.name: unit
            for one in self.spec.fields
            if (unit := unit_in(columns.get(one.name, "")) or self.spec.unit.get(one.name))
        }
        return Forms(marks, orders, frozenset(habits.cut), units)


@dataclass(slots=True)
class _Habits:
    """What the cells of a file show, by our field names."""

    marks: dict[str, numbers.MarkEvidence]
    orders: dict[str, dates.OrderEvidence]
    cut: set[str]
    rounded: dict[str, float]

    def settled(self) -> bool:
        open_orders = any(one.either and one.decision() is None for one in self.orders.values())
        open_marks = any(one.either and one.decision() is None for one in self.marks.values())
        return not open_orders and not open_marks


def _learned(
    profile: spec.ProfileSpec, columns: Mapping[str, str], frames: Iterable[pl.DataFrame]
) -> _Habits:
    """Weigh frame after frame until nothing is open; most files need the first one only."""
    kinds = {one.name: one.kind for one in profile.fields if one.name in columns}
    habits = _Habits(
        {name: numbers.MarkEvidence() for name, kind in kinds.items() if kind in NUMBERED},
        {name: dates.OrderEvidence() for name, kind in kinds.items() if kind in DATED},
        set(),
        {},
    )
    for number, frame in enumerate(frames):
        for name in habits.marks:
            habits.marks[name] += numbers.evidence(frame[columns[name]])
        for name in habits.orders:
            habits.orders[name] += dates.evidence(frame[columns[name]])
        if number == 0:
            for name, kind in kinds.items():
                if kind == "id":
                    ids = frame[columns[name]]
                    habits.rounded[name] = texts.share_rounded(ids)
                    habits.cut |= {name} if texts.too_many_cut(ids) else set()
        if habits.settled():
            break
    return habits

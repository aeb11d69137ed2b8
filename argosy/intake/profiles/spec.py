"""What a profile file may say. Anything else in it is refused: a typing slip is not ignored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from argosy.intake.profiles.dates import DateOrder
from argosy.intake.profiles.errors import BadProfile
from argosy.intake.profiles.numbers import DecimalMark
from argosy.intake.profiles.parts import DocType, LineClass

DOCUMENTS = ("orders", "transactions", "counts", "products", "rates")
KINDS = (
    "text", "code", "id", "integer", "decimal", "instant", "date", "month", "currency", "buyer",
    "label", "weight", "length", "items", "components",
)  # fmt: skip
SIGNS = ("keep", "negate", "cost", "income")
TESTS = ("is", "starts", "matches", "filled", "sign")
PARTS_OF_RECIPIENT = ("name", "phone", "email", "lines", "postcode", "city", "region")


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One of our fields: which columns it may come from and how their text is read."""

    name: str
    columns: tuple[str, ...]
    kind: str
    required: bool = False  # a row without it is a problem; a file without the column is refused
    upper: bool = False
    least: int | None = None  # an integer below it is `negative_quantity`
    value: str | None = None  # stands where the file has no such column or an empty cell
    fill: bool = False  # a document's later rows leave it empty: the first row's value holds


@dataclass(frozen=True, slots=True)
class Test:
    """One condition on one field."""

    field: str
    test: str  # one of TESTS
    value: object

    __test__ = False  # not pytest's


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds where all tests hold; the first rule that does decides."""

    tests: tuple[Test, ...]
    result: str


@dataclass(frozen=True, slots=True)
class Contained:
    """Where an amount is within the prices already: it is taken out of them again."""

    tests: tuple[Test, ...] = ()
    total: str | None = None  # or: where this field equals the sum of those
    of: tuple[str, ...] = ()
    line_class: str = "merchandise"  # of what contains it


@dataclass(frozen=True, slots=True)
class AmountSpec:
    """A further amount on a row: a part of its own."""

    field: str
    rules: tuple[Rule, ...]
    sign: str = "keep"
    once: bool = False  # the export repeats it on each row of the document
    sku: bool = False  # it belongs to the line's article
    contained: Contained | None = None


@dataclass(frozen=True, slots=True)
class FactSpec:
    """When something happened, and under which condition the column says so."""

    fact: str
    field: str
    tests: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileSpec:
    """A profile as its file states it."""

    key: str
    title: Mapping[str, str]
    document: str
    confirmed: bool
    source: str
    fields: tuple[FieldSpec, ...]
    zone: str | None = None
    currency: str | None = None
    decimal: DecimalMark | None = None
    date_order: DateOrder | None = None
    doc_type: tuple[Rule, ...] = ()
    line_class: tuple[Rule, ...] = ()
    amount_sign: str = "keep"
    amounts: tuple[AmountSpec, ...] = ()
    facts: tuple[FactSpec, ...] = ()
    statement: bool = False  # lines have no id of their own: content and count make the key
    total: str | None = None  # the field that all amounts of a row must add up to
    preamble_currency: bool = False  # the lines above the header say the currency
    unit: Mapping[str, str] = field(default_factory=dict)  # of weights and lengths without one


KEYS = frozenset(
    [
        "key",
        "title",
        "document",
        "confirmed",
        "source",
        "read",
        "zone",
        "currency",
        "decimal",
        "date_order",
        "doc_type",
        "line_class",
        "amount_sign",
        "amounts",
        "facts",
        "statement",
        "preamble_currency",
        "total",
        "unit",
    ]
)


class _Reader:
    """Reads one profile's data and says where it is wrong."""

    def __init__(self, key: str) -> None:
        self.key = key

    def refuse(self, reason: str, place: str) -> BadProfile:
        return BadProfile(profile=self.key, reason=reason, place=place)

    def mapping(
        self, data: object, place: str, allowed: frozenset[str] | None = None
    ) -> dict[str, object]:
        if not isinstance(data, Mapping):
            raise self.refuse("a mapping is expected", place)
        if allowed is not None and (unknown := sorted(set(map(str, data)) - allowed)):
            raise self.refuse(f"unknown key {unknown[0]}", place)
        return {str(key): value for key, value in data.items()}

    def one_of(self, value: object, allowed: Sequence[str], place: str) -> str:
        if value not in allowed:
            raise self.refuse(f"{value!r} is none of {', '.join(allowed)}", place)
        return str(value)

    def maybe_one_of(self, value: object, allowed: Sequence[str], place: str) -> str | None:
        return None if value is None else self.one_of(value, allowed, place)

    def texts(self, value: object, place: str) -> tuple[str, ...]:
        items = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str) for item in items):
            raise self.refuse("text is expected", place)
        return tuple(items)

    def fields(self, data: object) -> tuple[FieldSpec, ...]:
        found = []
        for name, value in self.mapping(data, "read").items():
            place = f"read.{name}"
            keys = frozenset(["columns", "as", "required", "upper", "least", "value", "fill"])
            options = self.mapping(value, place, keys)
            least = options.get("least")
            if least is not None and not isinstance(least, int):
                raise self.refuse("a whole number is expected", f"{place}.least")
            default = options.get("value")
            found.append(
                FieldSpec(
                    name=name,
                    columns=self.texts(options.get("columns", []), f"{place}.columns"),
                    kind=self.one_of(options.get("as", "text"), KINDS, f"{place}.as"),
                    required=bool(options.get("required", False)),
                    upper=bool(options.get("upper", False)),
                    least=least,
                    value=None if default is None else str(default),
                    fill=bool(options.get("fill", False)),
                )
            )
        return tuple(found)

    def tests(self, data: object, place: str, known: frozenset[str]) -> tuple[Test, ...]:
        found = []
        for name, value in self.mapping(data or {}, place).items():
            if name not in known:
                raise self.refuse(f"unknown field {name}", place)
            for test, wanted in self.mapping(value, f"{place}.{name}", frozenset(TESTS)).items():
                found.append(Test(name, test, wanted))
        return tuple(found)

    def rules(
        self, data: object, place: str, results: Sequence[str], known: frozenset[str]
    ) -> tuple[Rule, ...]:
        if isinstance(data, str):
            return (Rule((), self.one_of(data, results, place)),)
        if not isinstance(data, list):
            raise self.refuse("a list of rules is expected", place)
        found = []
        for position, item in enumerate(data):
            at = f"{place}[{position}]"
            options = self.mapping(item, at, frozenset({"when", "then"}))
            result = self.one_of(options.get("then"), results, at)
            found.append(Rule(self.tests(options.get("when"), at, known), result))
        return tuple(found)

    def amounts(self, data: object, known: frozenset[str]) -> tuple[AmountSpec, ...]:
        found = []
        for position, item in enumerate(cast("list[object]", data or [])):
            at = f"amounts[{position}]"
            options = self.mapping(
                item, at, frozenset({"from", "class", "sign", "once", "sku", "contained"})
            )
            name = self.one_of(options.get("from"), sorted(known), at)
            rules = self.rules(options.get("class"), at, list(LineClass), known)
            found.append(
                AmountSpec(
                    field=name,
                    rules=rules,
                    sign=self.one_of(options.get("sign", "keep"), SIGNS, at),
                    once=bool(options.get("once")),
                    sku=bool(options.get("sku")),
                    contained=self.contained(options.get("contained"), f"{at}.contained", known),
                )
            )
        return tuple(found)

    def contained(self, data: object, place: str, known: frozenset[str]) -> Contained | None:
        if data is None:
            return None
        options = self.mapping(data, place, frozenset({"when", "total", "of", "class"}))
        total = options.get("total")
        of = self.texts(options.get("of", []), f"{place}.of")
        for name in (*of, *([] if total is None else [total])):
            self.one_of(name, sorted(known), place)
        line_class = self.one_of(options.get("class", "merchandise"), list(LineClass), place)
        tests = self.tests(options.get("when"), place, known)
        return Contained(tests, None if total is None else str(total), of, line_class)

    def facts(self, data: object, known: frozenset[str]) -> tuple[FactSpec, ...]:
        found = []
        for fact, value in self.mapping(data or {}, "facts").items():
            at = f"facts.{fact}"
            options = (
                {"from": value}
                if isinstance(value, str)
                else self.mapping(value, at, frozenset({"from", "when"}))
            )
            name = self.one_of(options.get("from"), sorted(known), at)
            found.append(FactSpec(fact, name, self.tests(options.get("when"), at, known)))
        return tuple(found)


def parse(data: Mapping[str, object]) -> ProfileSpec:
    """Read a profile's data.

    :raises BadProfile: naming the place, when anything in it is unknown or missing.
    """
    reader = _Reader(str(data.get("key", "?")))
    data = reader.mapping(data, "profile", KEYS)
    for key in ("key", "title", "document", "confirmed", "source", "read"):
        if key not in data:
            raise reader.refuse("missing", key)
    document = reader.one_of(data["document"], DOCUMENTS, "document")
    fields = reader.fields(data["read"])
    known = frozenset(spec.name for spec in fields) | {"doc_type"}
    lines = document in {"orders", "transactions"}
    default = "order" if document == "orders" else "transaction"
    title = {str(k): str(v) for k, v in reader.mapping(data["title"], "title").items()}
    mark = reader.maybe_one_of(data.get("decimal"), ("point", "comma"), "decimal")
    order = reader.maybe_one_of(data.get("date_order"), ("dmy", "mdy"), "date_order")
    total = data.get("total")
    return ProfileSpec(
        key=reader.key,
        title=title,
        document=document,
        confirmed=bool(data["confirmed"]),
        source=str(data["source"]),
        fields=fields,
        zone=cast("str | None", data.get("zone")),
        currency=cast("str | None", data.get("currency")),
        decimal=cast("DecimalMark | None", mark),
        date_order=cast("DateOrder | None", order),
        doc_type=reader.rules(data.get("doc_type", default), "doc_type", list(DocType), known)
        if lines
        else (),
        line_class=reader.rules(
            data.get("line_class", "merchandise"), "line_class", list(LineClass), known
        )
        if lines
        else (),
        amount_sign=reader.one_of(data.get("amount_sign", "keep"), SIGNS, "amount_sign"),
        amounts=reader.amounts(data.get("amounts"), known),
        facts=reader.facts(data.get("facts"), known),
        statement=bool(data.get("statement", False)),
        preamble_currency=bool(data.get("preamble_currency", False)),
        total=None if total is None else reader.one_of(total, sorted(known), "total"),
        unit={str(k): str(v) for k, v in reader.mapping(data.get("unit") or {}, "unit").items()},
    )

"""Dates and instants as exports write them, made into UTC instants.

Day and month are told apart by the whole column: one value above twelve decides. Where no cell
does, the profile's documented order holds; without one the file is refused, not guessed.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

import polars as pl

from argosy.intake.profiles.numbers import NotANumber, scattered

DateOrder = Literal["dmy", "mdy"]

YEARS = (1990, 2099)
SERIALS = (20_000, 80_000)  # Excel's day numbers of 1954 to 2119
SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's clock has no zone
STAMP = "%Y-%m-%dT%H:%M:%S"  # how a naive instant travels as text between the steps below

FAST = {
    "iso": (STAMP, "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", STAMP + "%.f"),
    "dmy": ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y"),
    "mdy": ("%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y"),
}
FAST_AWARE = ("%Y-%m-%d %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%z")
AWARE = r"\d(Z| ?[+-]\d{2}:?\d{2})$"

SLASHED = r"^(\d{1,2})([/.\-])(\d{1,2})[/.\-](\d{4}|\d{2})\b"

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier janv ene enero gen gennaio",
            "feb february februar fevrier fevr fev febrero febbraio",
            "mar march marz mrz mars marzo",
            "apr april avril avr abr abril aprile",
            "may mai mayo mag maggio",
            "jun june juni juin junio giu giugno",
            "jul july juli juillet juil julio lug luglio",
            "aug august aout ago agosto",
            "sep sept september septembre septiembre set settembre",
            "oct october okt oktober octobre octubre ott ottobre",
            "nov november novembre noviembre",
            "dec december dez dezember decembre dic diciembre dicembre",
        ),
        start=1,
    )
    for name in names.split()
}
# Abbreviations that platforms' reports use; an ambiguous one (IST, CST of China) is left out.
ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60, "met": 60, "mez": 60,
    "cest": 120, "mest": 120, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "jst": 540,
    "kst": 540, "aest": 600, "aedt": 660, "pst": -480, "pdt": -420, "mst": -420, "mdt": -360,
    "est": -300, "edt": -240, "cdt": -300, "brt": -180,
}  # fmt: skip
PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?",
        r"(?P<d>\d{1,2})[. -]+(?:de )?(?P<name>[a-z]{3,10})\.?[., -]+(?:de )?(?P<y>\d{4}|\d{2})",
        r"(?P<name>[a-z]{3,10})\.?[ -]+(?P<d>\d{1,2})[, -]+(?P<y>\d{4}|\d{2})",
        r"(?P<a>\d{1,2})(?P<sep>[/.\-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})",
    )
)
CLOCK = re.compile(
    r"^[T, ]*(?P<before>上午|下午)?(?P<h>\d{1,2})[:.时時](?P<min>\d{2})分?"
    r"(?:[:.](?P<s>\d{2})秒?)?(?:[.,]\d+)?"
    r" ?(?P<half>[ap]\.?m\.?|上午|下午)?(?P<rest>.*)$",
    re.IGNORECASE,
)
OFFSET = re.compile(r"^(?:gmt|utc)? ?(?P<sign>[+-])(?P<h>\d{1,2})(?::?(?P<m>\d{2}))?$")


@dataclass(frozen=True, slots=True)
class OrderEvidence:
    """How many cells of a column show which comes first, the day or the month, or neither."""

    dmy: int = 0
    mdy: int = 0
    either: int = 0

    def __add__(self, other: "OrderEvidence") -> "OrderEvidence":
        return OrderEvidence(self.dmy + other.dmy, self.mdy + other.mdy, self.either + other.either)

    def decision(self) -> DateOrder | None:
        """The order of the column, or None where the cells do not say or disagree."""
        if bool(self.dmy) == bool(self.mdy):
            return None
        return "dmy" if self.dmy else "mdy"


def evidence(cells: pl.Series) -> OrderEvidence:
    """Weigh the cells of a column."""
    slashed = cells.drop_nulls().str.strip_chars().str.extract_groups(SLASHED).struct.unnest()
    slashed.columns = ["a", "mark", "b", "year"]
    found = slashed.drop_nulls().with_columns(pl.col("a", "b").cast(pl.Int32))
    # Nobody writes 31.12.2026 with the month first.
    day = found.filter((pl.col("a") > 12) | ((pl.col("mark") == ".") & (pl.col("b") <= 12)))  # noqa: PLR2004
    month = found.filter((pl.col("a") <= 12) & (pl.col("b") > 12))  # noqa: PLR2004
    either = found.filter(pl.col("a") != pl.col("b")).height - day.height - month.height
    return OrderEvidence(day.height, month.height, max(either, 0))


def read_instants(
    cells: pl.Series, order: DateOrder | None, zone: str
) -> tuple[pl.Series, pl.Series]:
    """UTC instants and problem codes. A zone in the text holds; else the channel's zone does.

    A time that a clock change skips is `bad_date`; one that it repeats is the first of the two.
    """
    text = cells.str.strip_chars()
    wanted = (text != "").fill_null(False)
    aware = text.str.contains(AWARE).fill_null(False)
    local = _fast(text.set(aware, None), order)
    instants = local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    instants = instants.dt.convert_time_zone("UTC")
    if aware.any():
        instants = _fast_aware(text, aware).zip_with(aware, instants)
    slow = wanted & instants.is_null()
    none = pl.repeat(None, len(text), dtype=pl.String, eager=True)
    stamps, codes = scattered(text, none, slow, lambda cell: parse(cell, order))
    if slow.any():
        instants = _from_stamps(stamps, zone).zip_with(slow, instants)
        codes = codes.set(slow & instants.is_null() & codes.is_null(), "bad_date")
    outside = ~instants.dt.year().is_between(*YEARS).fill_null(True)
    if outside.any():
        codes, instants = codes.set(outside, "bad_date"), instants.set(outside, None)
    return instants, codes


def _fast(text: pl.Series, order: DateOrder | None) -> pl.Series:
    """The usual forms, each tried on what the earlier ones left over."""
    found = pl.repeat(None, len(text), dtype=pl.Datetime("us"), eager=True)
    for form in FAST["iso"] + (FAST[order] if order else ()):
        left = found.is_null() & text.is_not_null()
        if not left.any():
            break
        parsed = text.str.to_datetime(form, strict=False, time_unit="us")
        if "%Y" in form:  # Two digits read as a year of four would be the first century.
            parsed = parsed.set(~parsed.dt.year().is_between(*YEARS).fill_null(True), None)
        found = parsed.zip_with(left, found)
    return found


def _fast_aware(text: pl.Series, aware: pl.Series) -> pl.Series:
    own = text.set(~aware, None).str.replace(r"Z$", "+0000")
    found = pl.repeat(None, len(text), dtype=pl.Datetime("us", "UTC"), eager=True)
    for form in FAST_AWARE:
        found = found.zip_with(
            found.is_not_null(), own.str.to_datetime(form, strict=False, time_unit="us")
        )
    return found


def _from_stamps(stamps: pl.Series, zone: str) -> pl.Series:
    utc = stamps.str.ends_with("Z").fill_null(False)
    bare = stamps.str.strip_suffix("Z").str.to_datetime(STAMP, strict=False, time_unit="us")
    local = bare.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    return bare.dt.replace_time_zone("UTC").zip_with(utc, local.dt.convert_time_zone("UTC"))


def parse(cell: str, order: DateOrder | None) -> str:
    """Read one cell that is written in an unusual way: a naive stamp, or one in UTC ending in Z.

    :raises NotANumber: with `bad_date` or `ambiguous_date`.
    """
    text = " ".join(unicodedata.normalize("NFKC", cell).split())
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and SERIALS[0] < float(text) < SERIALS[1]:
        moment = SERIAL_ZERO + timedelta(days=float(text))
        return (moment + timedelta(milliseconds=500)).strftime(STAMP)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    for pattern in PATTERNS:
        if found := pattern.match(plain):
            break
    else:
        raise NotANumber("bad_date")
    day = _day(found.groupdict(), order)
    return _with_clock(day, plain[found.end() :].strip())


def _day(parts: dict[str, str | None], order: DateOrder | None) -> datetime:
    written = parts["y"] or ""
    year = int(written) + (2000 if len(written) == 2 else 0)  # noqa: PLR2004
    if name := parts.get("name"):
        month, day = MONTHS.get(name.lower(), 0), int(parts["d"] or 0)
    elif parts.get("a"):
        day, month = _day_and_month(parts, order)
    else:
        month, day = int(parts["m"] or 0), int(parts["d"] or 0)
    try:
        return datetime(year, month, day)  # noqa: DTZ001 - its zone comes with the clock
    except ValueError:
        raise NotANumber("bad_date") from None


def _day_and_month(parts: dict[str, str | None], order: DateOrder | None) -> tuple[int, int]:
    first, second = int(parts["a"] or 0), int(parts["b"] or 0)
    own: DateOrder | None = None  # what this cell can only mean
    if first > 12 or parts["sep"] == ".":  # noqa: PLR2004
        own = "dmy"
    elif second > 12:  # noqa: PLR2004
        own = "mdy"
    if own and order and own != order and parts["sep"] != ".":
        raise NotANumber("bad_date")  # It contradicts the rest of its column.
    if own is None and order is None and first != second:
        raise NotANumber("ambiguous_date")
    return (first, second) if (own or order) != "mdy" else (second, first)


def _with_clock(day: datetime, text: str) -> str:
    if not text:
        return day.strftime(STAMP)
    clock = CLOCK.match(text)
    if not clock:
        raise NotANumber("bad_date")
    hour, half = int(clock["h"]), (clock["half"] or clock["before"] or "").lower().replace(".", "")
    if half in {"pm", "下午"} and hour < 12:  # noqa: PLR2004
        hour += 12
    elif half in {"am", "上午"} and hour == 12:  # noqa: PLR2004
        hour = 0
    try:
        moment = day.replace(hour=hour, minute=int(clock["min"]), second=int(clock["s"] or 0))
    except ValueError:
        raise NotANumber("bad_date") from None
    offset = _offset((clock["rest"] or "").strip())
    if offset is None:
        return moment.strftime(STAMP)
    fixed = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
    return fixed.astimezone(timezone.utc).strftime(STAMP) + "Z"  # noqa: UP017


def _offset(zone: str) -> int | None:
    """Minutes east of UTC, None for no zone in the text.

    :raises NotANumber: `bad_date` for a zone that is not known.
    """
    zone = zone.strip("()[] ").lower()
    if not zone:
        return None
    if zone in ZONES:
        return ZONES[zone]
    if found := OFFSET.match(zone):
        minutes = int(found["h"]) * 60 + int(found["m"] or 0)
        if minutes < 24 * 60:
            return -minutes if found["sign"] == "-" else minutes
    raise NotANumber("bad_date")


def read_days(cells: pl.Series, order: DateOrder | None) -> tuple[pl.Series, pl.Series]:
    """Calendar days and problem codes; a time of day is left out."""
    instants, codes = read_instants(cells, order, "UTC")
    return instants.dt.date(), codes


def read_months(cells: pl.Series, order: DateOrder | None) -> tuple[pl.Series, pl.Series]:
    """The first day of each month: `2026-03`, `2026年3月`, `202603` or any date in it."""
    text = cells.str.strip_chars()
    whole = text.str.replace(r"^(\d{4})[-/.年]?(\d{1,2})月?$", "$1-$2-01")
    days, codes = read_days(whole, order)
    return days.dt.month_start(), codes

"""Reading the context's data files: dated, sourced, and refused where they are not.

Numbers live in YAML so that a person can change one without reading Python. What every file shares
is checked here: no key twice, every source known, every date a date.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, cast

import yaml

try:  # ten times as fast; not in every build of PyYAML
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

DATA: Final = Path(__file__).parent / "data"
JUDGEMENT: Final = "judgement"
Confidence = Literal["A", "B", "C", "D"]
# A official text read, B independent sources agree, C one source, D sources differ or none.
CONFIDENCES: Final = ("A", "B", "C", "D")


class FaultyData(ValueError):
    """A data file says something that cannot be used."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number is from."""

    id: str
    title: str
    publisher: str
    url: str  # "" where the source is not a page
    locator: str  # where in it, or where it can be found
    retrieved_on: date


class _Once(SafeLoader):
    """Refuses a key that stands twice in one mapping: the later one would win in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for name, _ in node.value:
            if name.value in seen:
                raise FaultyData(f"line {name.start_mark.line + 1}: {name.value} twice")
            seen.add(name.value)
        return cast("dict[Any, Any]", super().construct_mapping(node, deep))


def read(path: Path) -> dict[str, Any]:
    """The mapping that a file holds.

    :raises FaultyData: it is none, or has a key twice.
    """
    # `_Once` is a SafeLoader, which the linter cannot see.
    stated = yaml.load(path.read_text(encoding="utf-8"), _Once)  # noqa: S506
    if not isinstance(stated, dict):
        raise FaultyData(f"{path.name}: a mapping is expected")
    return cast("dict[str, Any]", stated)


def files() -> list[Path]:
    """Every data file, in the order of their names."""
    return sorted(DATA.rglob("*.yaml"), key=lambda path: path.relative_to(DATA).as_posix())


@cache
def sources() -> Mapping[str, Source]:
    """Every source, by id.

    :raises FaultyData: one lacks its title, its place or its date.
    """
    stated = read(DATA / "sources.yaml")
    return {key: _source(key, row) for key, row in stated["sources"].items()}


def _source(key: str, row: Mapping[str, Any]) -> Source:
    url, locator = row.get("url", ""), row.get("locator", "")
    if not row.get("title") or not row.get("publisher"):
        raise FaultyData(f"source {key}: title and publisher are needed")
    if not url and not locator and key != JUDGEMENT:
        raise FaultyData(f"source {key}: url or locator is needed")
    return Source(key, row["title"], row["publisher"], url, locator, day(row, "retrieved_on", key))


def sourced(row: Mapping[str, Any], name: str, what: str) -> tuple[str, ...]:
    """The ids of sources under a name of a row.

    :raises FaultyData: none, or one that nobody describes.
    """
    ids = tuple(cast("Sequence[str]", row.get(name) or ()))
    unknown = [key for key in ids if key not in sources()]
    if not ids or unknown:
        raise FaultyData(f"{what}: unknown source {unknown}" if unknown else f"{what}: no source")
    return ids


def day(row: Mapping[str, Any], name: str, what: str) -> date:
    """The date under a name of a row.

    :raises FaultyData: there is none.
    """
    stated = row.get(name)
    if type(stated) is not date:
        raise FaultyData(f"{what}: {name} is not a date")
    return stated


def sure(row: Mapping[str, Any], what: str) -> Confidence:
    """The confidence of a row.

    :raises FaultyData: it is none of A, B, C, D.
    """
    if row.get("confidence") not in CONFIDENCES:
        raise FaultyData(f"{what}: confidence is none of A, B, C, D")
    return cast("Confidence", row["confidence"])


def once(rows: Sequence[Mapping[str, Any]], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each row with its key.

    :raises FaultyData: a key is missing or stands twice.
    """
    seen: set[str] = set()
    for row in rows:
        key = row.get(name)
        if not isinstance(key, str) or not key or key in seen:
            raise FaultyData(f"{name} {key!r} is missing or stands twice")
        seen.add(key)
        yield key, row

"""What a bench found, in the shape that every bench prints."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import typer

from argosy.cli.session import DONE, WARNINGS
from argosy.cli.words import _


@dataclass(frozen=True, slots=True)
class Result:
    """One figure of ours against its limit, and how it came about."""

    name: str
    ours: float
    limit: float
    unit: str
    detail: dict[str, Any]
    missed: Sequence[str] = field(default=())  # promises that were not kept, in words

    @property
    def shape(self) -> dict[str, Any]:
        """The result as JSON has it."""
        return {
            "name": self.name,
            "ours": round(self.ours, 2),
            "limit": round(self.limit, 2),
            "ratio": round(self.ours / self.limit, 3),
            "unit": self.unit,
            "detail": self.detail,
        }


def show(result: Result, *, as_json: bool) -> None:
    """Print a result, and end with 1 if a promise was not kept."""
    shape = result.shape
    if as_json:
        typer.echo(json.dumps(shape, ensure_ascii=False))
    else:
        text = _("{name}: {ours} {unit}; the limit is {limit} {unit}: {ratio} times that.")
        typer.echo(text.format(**shape))
        for line in _lines(result.detail):
            typer.echo(f"  {line}")
    for words in result.missed:
        typer.echo(words, err=True)
    raise typer.Exit(WARNINGS if result.missed else DONE)


def _lines(detail: dict[str, Any]) -> Iterator[str]:
    """The detail for people: a line each, and a line for each part of what has parts."""
    for name, value in detail.items():
        if isinstance(value, dict):
            yield name
            for part, figure in value.items():
                yield f"  {part:<28} {_plain(figure)}"
        else:
            yield f"{name:<30} {_plain(value)}"


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{name} {figure:>8}" for name, figure in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

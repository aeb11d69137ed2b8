"""The checks: what each promises, how grave it is, and what it is told when it is asked."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db.models import CheckConstraint, ForeignKey, Model, UniqueConstraint

from argosy.doctor.errors import UnknownCheck
from argosy.doctor.types import Check, Severity
from argosy.finance.queries import posting_kinds
from argosy.kernel import money, sql
from argosy.kernel.errors import UnknownCurrency

LISTED = Path(__file__).parent / "data" / "checks.yaml"


@cache
def checks() -> tuple[Check, ...]:
    """Every check, in the order in which they are reported."""
    stated = yaml.safe_load(LISTED.read_text(encoding="utf-8"))
    return tuple(
        Check(
            code=one["code"],
            severity=Severity(one["severity"]),
            is_fast=one["fast"],
            is_minutely=one["minutely"],
            promise=one["promise"],
            found=one["found"],
            remedy=one["remedy"],
        )
        for one in stated
    )


def chosen(only: Sequence[str], *, is_fast: bool, is_recent: bool = False) -> list[Check]:
    """The checks of these codes, or of the families that these letters name; none named is all.

    Of those, the fast ones only, or those that are asked each minute.

    :raises UnknownCheck: a code or family is none.
    """
    wanted = [word.strip().upper() for word in only if word.strip()]
    for word in wanted:
        if not any(_is_meant(one, word) for one in checks()):
            known = ", ".join(one.code for one in checks())
            raise UnknownCheck(code=word, known=known)
    return [
        one
        for one in checks()
        if (not wanted or any(_is_meant(one, word) for word in wanted))
        and (one.is_fast or not is_fast)
        and (one.is_minutely or not is_recent)
    ]


def _is_meant(check: Check, word: str) -> bool:
    return word in {check.code, check.code.partition("-")[0]}


def facts(now: datetime, asked: Iterable[Check] | None = None) -> dict[str, Any]:
    """What the statements are told: the instant, the currencies there are, what was declared.

    To find those takes a look at all orders: what is asked each minute goes without.
    """
    if asked is not None and all(one.is_minutely for one in asked):
        return {"now": now}
    exponents = _exponents()
    kinds = posting_kinds()
    return {
        "now": now,
        "currencies": list(exponents),
        "exponents": list(exponents.values()),
        "kinds": list(kinds),
        "layers": [kind.layer for kind in kinds.values()],
        **_declared(),
    }


def _exponents() -> dict[str, int]:
    """The digits of the minor unit of every currency in use; what is no currency is left out."""
    found = {}
    for (code,) in sql.rows("doctor/reading/currencies"):
        try:
            found[code] = money.exponent(code)
        except UnknownCurrency:  # CUR-1 finds it by its absence.
            continue
    return found


def _declared() -> dict[str, Any]:
    """Our tables' constraints as the models declare them, one list a column."""
    rows = sorted(
        row
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("argosy.")
        for row in [*_of_fields(model), *_of_meta(model)]
    )
    names = ("tables", "names", "kinds_declared", "columns", "partial")
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))


_Declared = tuple[str, str, str, str, bool]


def _of_fields(model: type[Model]) -> Iterable[_Declared]:
    table = model._meta.db_table  # noqa: SLF001 - Django's documented interface
    for field in model._meta.local_concrete_fields:  # noqa: SLF001
        column = str(field.column)
        if field.unique:
            yield table, column, "unique", column, False
        if isinstance(field, ForeignKey) and getattr(field, "db_constraint", True):
            yield table, column, "references", column, False


def _of_meta(model: type[Model]) -> Iterable[_Declared]:
    table = model._meta.db_table  # noqa: SLF001
    column_of = {
        field.name: str(field.column)
        for field in model._meta.local_concrete_fields  # noqa: SLF001
    }
    for constraint in model._meta.constraints:  # noqa: SLF001
        if isinstance(constraint, CheckConstraint):
            yield table, constraint.name, "check", "", False
        if isinstance(constraint, UniqueConstraint) and constraint.fields:
            columns = ",".join(sorted(column_of[name] for name in constraint.fields))
            yield table, constraint.name, "unique", columns, constraint.condition is not None

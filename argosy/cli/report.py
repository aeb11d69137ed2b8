"""`argosy report`: the figures of the pages, for programs."""

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from argosy.cli.session import company_session
from argosy.cli.words import _
from argosy.kernel.errors import DomainError, Kind

if TYPE_CHECKING:
    from argosy.finance.types import Filter, Margin

commands = typer.Typer(
    help=_("Figures: postings, sales, profit, fingerprint."), no_args_is_help=True
)

Json = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]
By = Annotated[str, typer.Option(help=_("One line for each of what."))]
OfChannel = Annotated[str | None, typer.Option("--channel", help=_("Only this channel."))]
Since = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=_("From this day on."))]
Until = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=_("Up to, without."))]

KEYS = {
    "postings": ("source", "kind", "country", "month", "channel"),
    "sales": ("all", "country", "month", "day", "channel", "mode", "product"),
    "profit": ("all", "country", "month", "day", "channel", "mode", "product"),
}
NAMES = {"country": "market", "product": "sku"}  # what the ledger calls them


class UnknownKey(DomainError):
    """“{by}” is nothing to report by; possible are: {known}."""

    code = "cli.unknown_key"
    kind = Kind.INVALID


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(commands, name="report")
    app.callback()(lambda: None)


@commands.command(
    help=_("Postings that sources state, by source, kind, country, month or channel.")
)
def postings(
    by: By = "kind",
    channel: OfChannel = None,
    since: Since = None,
    until: Until = None,
    json_: Json = False,
) -> None:
    """The sum over all stated kinds is the sum over all rows of the sources: to the penny."""
    with company_session():
        from argosy.finance import queries  # noqa: PLC0415 - Django is set up by now

        where, currency = _where("postings", by, channel, since, until, basis="stated")
        found: dict[str, list[int]] = {}
        for one in queries.sums(by=NAMES.get(by, by), where=where, currency=currency):
            row = found.setdefault(one.key, [0, 0])
            row[0] += one.minor
            row[1] += one.postings
        named = _names(by)
        rows = [
            {"key": named.get(key, key), "amount": _amount(minor, currency), "count": count}
            | _labels(by, key)
            for key, (minor, count) in sorted(found.items())
        ]
        total = _amount(sum(minor for minor, _ in found.values()), currency)
        _print({"by": by, "currency": currency, "rows": rows, "total": total}, json_=json_)


@commands.command(help=_("Orders, units, gross, refunds and net."))
def sales(
    by: By = "month",
    channel: OfChannel = None,
    since: Since = None,
    until: Until = None,
    json_: Json = False,
) -> None:
    """Gross is goods sold as stated; net is gross less discounts, refunds and credits."""
    _margin_report("sales", by, channel, since, until, json_=json_)


@commands.command(help=_("Revenue down to profit, with what is unassigned and what is unknown."))
def profit(
    by: By = "month",
    channel: OfChannel = None,
    since: Since = None,
    until: Until = None,
    json_: Json = False,
) -> None:
    """Profit before the costs that nobody has stated: the cost coverage says how many."""
    _margin_report("profit", by, channel, since, until, json_=json_)


@commands.command(help=_("A digest of the book: equal books, equal digest."))
def fingerprint(json_: Json = False) -> None:
    """Independent of ids, of recorded times and of the order in which files came."""
    with company_session():
        from argosy.intake import queries  # noqa: PLC0415 - Django is set up by now

        found = queries.fingerprint()
        _print(
            {
                "fingerprint": found.fingerprint,
                "orders": found.orders,
                "lines": found.lines,
                "moves": found.moves,
                "postings": found.postings,
            },
            json_=json_,
        )


@commands.command("credits", help=_("How many credited lines found the sale that they undo."))
def credits_(json_: Json = False) -> None:
    """By customer, SKU, price and the latest earlier sale with units left; the rest stand alone."""
    with company_session():
        from argosy.orders import queries  # noqa: PLC0415 - Django is set up by now

        found = queries.credit_share()
        _print(
            {
                "lines": found.lines,
                "matched_lines": found.matched_lines,
                "units": found.units,
                "matched_units": found.matched_units,
                "share": None if found.share is None else str(round(found.share, 4)),
            },
            json_=json_,
        )


def _margin_report(
    report: str,
    by: str,
    channel: str | None,
    since: datetime | None,
    until: datetime | None,
    *,
    json_: bool,
) -> None:
    with company_session():
        from argosy.finance import queries  # noqa: PLC0415 - Django is set up by now
        from argosy.orders import queries as orders  # noqa: PLC0415

        where, currency = _where(report, by, channel, since, until, basis=None)
        key = NAMES.get(by, by)
        placed: dict[str, int] = {}
        if key != "sku":
            placed = orders.placed(
                by=key, since=where.since, until=where.until, channels=where.channels
            )
        columns = _sales if report == "sales" else _profit
        named = _names(by)
        covered = _coverage(report, key, where, currency)
        rows = [
            {"key": named.get(one.key, one.key), "orders": placed.get(one.key, 0)}
            | columns(one, currency)
            | covered(one)
            | _labels(by, one.key)
            for one in queries.margins(by=key, where=where, currency=currency)
        ]
        whole = queries.whole(where=where, currency=currency)
        total = {"orders": sum(placed.values())} | columns(whole, currency)
        if report == "profit":
            share = queries.coverage(where=where).share
            total["cost_coverage"] = None if share is None else str(round(share, 4))
        _print({"by": by, "currency": currency, "rows": rows, "total": total}, json_=json_)


def _coverage(
    report: str, key: str, where: "Filter", currency: str
) -> "Callable[[Margin], dict[str, str | None]]":
    """Beside each profit, how much of what was sold has a known cost: null where nothing was."""
    from argosy.finance import queries  # noqa: PLC0415 - Django is set up by now

    if report != "profit":
        return lambda _: {}
    costed = queries.costed_sales(by=key, where=where, currency=currency)

    def of(one: "Margin") -> dict[str, str | None]:
        sold = one.kinds.get("sale", 0)
        share = Decimal(costed.get(one.key, 0)) / Decimal(sold) if sold > 0 else None
        return {"cost_coverage": None if share is None else str(round(share, 4))}

    return of


def _sales(one: "Margin", currency: str) -> dict[str, Any]:
    gross, refunds = one.kinds.get("sale", 0), one.kinds.get("refund", 0)
    discounts = one.kinds.get("discount", 0)
    return {
        "units": one.units,
        "gross": _amount(gross, currency),
        "discounts": _amount(discounts, currency),
        "refunds": _amount(refunds, currency),
        "net": _amount(gross + discounts + refunds, currency),
        "delivery": _amount(one.kinds.get("shipping_income", 0), currency),
        "unknown_rates": one.rateless,
    }


def _profit(one: "Margin", currency: str) -> dict[str, Any]:
    return _sales(one, currency) | {
        name: _amount(getattr(one, name), currency)
        for name in (
            *("revenue", "goods", "cm1", "selling", "cm2", "marketing", "cm3"),
            *("overhead", "unassigned", "profit"),
        )
    }


def _where(
    report: str,
    by: str,
    channel: str | None,
    since: datetime | None,
    until: datetime | None,
    *,
    basis: str | None,
) -> "tuple[Filter, str]":
    from argosy.channels import queries as channels  # noqa: PLC0415 - Django is set up by now
    from argosy.finance import queries  # noqa: PLC0415
    from argosy.finance.types import Filter  # noqa: PLC0415

    if by not in KEYS[report]:
        raise UnknownKey(by=by, known=", ".join(KEYS[report]))
    meant = (channels.by_key(key=channel),) if channel else None
    where = Filter(
        since=_day(since),
        until=_day(until),
        channels=tuple(one.id for one in meant) if meant else None,
        basis=basis,
    )
    entities = tuple(one.entity for one in meant) if meant else None
    return where, queries.report_currency(entities=entities)


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _names(by: str) -> dict[str, str]:
    """What people call the ledger's keys: ids of channels and SKUs are ours alone."""
    from argosy.catalogue import queries as catalogue  # noqa: PLC0415 - Django is set up by now
    from argosy.channels import queries as channels  # noqa: PLC0415

    if by == "channel":
        return {str(one.id): one.key for one in channels.list_channels()}
    if by == "product":
        return {str(sku): ref.code for sku, ref in catalogue.refs().items()}
    return {}


def _labels(by: str, key: str) -> dict[str, list[str]]:
    from argosy.channels import queries as channels  # noqa: PLC0415 - Django is set up by now

    return {"labels": channels.market_labels().get(key, [])} if by == "country" else {}


def _amount(minor: int, currency: str) -> str:
    from argosy.kernel.money import Money  # noqa: PLC0415

    return str(Money(minor, currency).decimal)


def _print(report: dict[str, Any], *, json_: bool) -> None:
    if json_:
        typer.echo(json.dumps(report, ensure_ascii=False))
        return
    rows = report.get("rows")
    if rows is None:
        for name, value in report.items():
            typer.echo(f"{name:<12} {value}")
        return
    total = report["total"]
    names = [name for name in (rows[0] if rows else {}) if name != "labels"]
    typer.echo("  ".join(f"{name:>14}" for name in names))
    for row in rows:
        typer.echo("  ".join(f"{row[name]!s:>14}" for name in names))
    last = total if isinstance(total, dict) else {"amount": total}
    typer.echo("  ".join(f"{last.get(name, '')!s:>14}" for name in names))

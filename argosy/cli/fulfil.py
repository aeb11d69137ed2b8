"""`argosy route`, `pick`, `slip`, `ship`: where orders leave from, and that they left."""

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from argosy.cli.session import DONE, WARNINGS, company_session
from argosy.cli.words import _

Json = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]
Number = Annotated[str, typer.Argument(help=_("The order's number, as its channel has it."))]
Out = Annotated[Path, typer.Option("--out", help=_("The PDF to write."))]
Channel = Annotated[
    str, typer.Option("--channel", help=_("The channel, where several have this number."))
]
Paper = Annotated[str, typer.Option("--paper", help=_("a4, or label for 100 × 150 mm."))]
OPEN_MAX = 10_000


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("route", help=_("Choose where open orders leave from, by the rules."))(route)
    app.command("pick", help=_("Write the pick list of a place as PDF."))(pick)
    app.command("slip", help=_("Write an order's packing slip as PDF."))(slip)
    app.command("ship", help=_("Ship what is left of an order."))(ship)


def route(
    order: Annotated[
        str, typer.Argument(help=_("One order's number; without it, all that wait."))
    ] = "",
    channel: Channel = "",
    json_: Json = False,
) -> None:
    """Choose by the rules and move the promises; the reasons stand on each order's page."""
    with company_session():
        from argosy.fulfilment import services  # noqa: PLC0415 - Django is set up by now

        now = datetime.now(UTC)
        if order:
            wanted = _order(order, channel)
            routed = [services.route_order(order=wanted, by=None, now=now)]
        else:
            routed = services.route_open(
                channels=None, limit=OPEN_MAX, only_new=False, by=None, now=now
            )
        moved = sum(one.changed for one in routed)
        short = sum(bool(one.routing.short) for one in routed)
        said = _("{routed} orders routed, {moved} now leave from elsewhere, {short} are short.")
        _tell(
            {"routed": len(routed), "moved": moved, "short": short},
            said.format(routed=len(routed), moved=moved, short=short),
            json_=json_,
        )
        raise typer.Exit(WARNINGS if short else DONE)


def pick(
    place: Annotated[str, typer.Argument(help=_("The place's key, as a stock count names it."))],
    out: Out,
    paper: Paper = "a4",
    json_: Json = False,
) -> None:
    """What to fetch at a place, by bin and SKU, for the orders that wait there."""
    wished = _paper(paper)
    with company_session() as session:
        from argosy.fulfilment import queries  # noqa: PLC0415
        from argosy.inventory import queries as inventory  # noqa: PLC0415

        made = queries.pick_list(
            place=inventory.place_by_key(key=place).id,
            channels=None,
            limit=OPEN_MAX,
            language=session.language,
            paper=wished,
            now=datetime.now(UTC),
        )
        _write(out, made, {"place": place}, json_=json_)


def slip(
    order: Number,
    out: Out,
    channel: Channel = "",
    shipment: Annotated[
        int | None, typer.Option("--shipment", help=_("Only what this shipment carries."))
    ] = None,
    paper: Paper = "a4",
    json_: Json = False,
) -> None:
    """What lies in an order's parcel. It shows the recipient and no prices."""
    wished = _paper(paper)
    with company_session() as session:
        from argosy.fulfilment import queries  # noqa: PLC0415

        made = queries.packing_slip(
            order=_order(order, channel),
            shipment=shipment,
            place=None,
            channels=None,
            language=session.language,
            paper=wished,
        )
        _write(out, made, {"order": order}, json_=json_)


def ship(
    order: Number,
    channel: Channel = "",
    carrier: Annotated[str, typer.Option("--carrier", help=_("Who carries it."))] = "",
    tracking: Annotated[str, typer.Option("--tracking", help=_("Its tracking number."))] = "",
    json_: Json = False,
) -> None:
    """Ship what is left of an order, from where it was planned or routed, and take it off stock."""
    with company_session():
        from argosy.fulfilment import services  # noqa: PLC0415

        now = datetime.now(UTC)
        shipped = services.ship_order(
            order=_order(order, channel),
            at=now,
            carrier=carrier,
            tracking=tracking,
            revision=None,
            by=None,
            now=now,
        )
        units = sum(one.units for one in shipped)
        told = {
            "order": order,
            "shipments": [one.shipment for one in shipped],
            "units": units,
            "complete": all(one.complete for one in shipped[-1:]),
        }
        said = _("{order}: {units} units left in {count} shipments.")
        _tell(told, said.format(order=order, units=units, count=len(shipped)), json_=json_)


def _order(number: str, channel: str) -> int:
    """The order of that number, of that channel where one is named."""
    from argosy.channels import queries as channels  # noqa: PLC0415
    from argosy.fulfilment import queries  # noqa: PLC0415

    key = channels.by_key(key=channel).id if channel else None
    return queries.order_by_number(number=number, channel=key)


def _paper(wish: str) -> str:
    if wish not in ("a4", "label"):
        raise typer.BadParameter(_("There is a4, and label for 100 × 150 mm."))
    return wish


def _write(out: Path, made: bytes, told: Mapping[str, Any], *, json_: bool) -> None:
    if str(out) == "-":
        sys.stdout.buffer.write(made)
        return
    out.write_bytes(made)
    _tell(
        {**told, "file": str(out), "bytes": len(made)},
        _("Written: {file}").format(file=out),
        json_=json_,
    )


def _tell(facts: Mapping[str, Any], said: str, *, json_: bool) -> None:
    typer.echo(json.dumps(facts, ensure_ascii=False) if json_ else said)

"""`argosy channel`: where we sell, what is agreed there, and where its orders leave from."""

import json
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from argosy.cli.session import REFUSED, company_session
from argosy.cli.words import _

commands = typer.Typer(help=_("Open channels and state their terms."), no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]
Place = Annotated[
    str, typer.Option(help=_("The place that its orders leave from, by its key; made if new."))
]
Fee = Annotated[str, typer.Option(help=_("The platform's share of a sale, such as 0.15."))]
Ship = Annotated[int | None, typer.Option(min=1, help=_("Hours within which an order must leave."))]
Cancel = Annotated[
    int | None, typer.Option(min=1, help=_("Hours within which cancelling costs no penalty."))
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(commands, name="channel")
    app.callback()(lambda: None)


@commands.command(help=_("Open a channel."))
def new(
    key: Annotated[str, typer.Argument(help=_("Its key, in small letters."))],
    mode: Annotated[
        str, typer.Option(help=_("marketplace, storefront, distribution or social."))
    ] = "storefront",
    currency: Annotated[str, typer.Option(help=_("The currency it sells in."))] = "",
    zone: Annotated[str, typer.Option(help=_("Its time zone, such as Europe/London."))] = "UTC",
    market: Annotated[str, typer.Option(help=_("Its home country, by two letters."))] = "",
    place: Place = "",
    json_: Json = False,
) -> None:
    """Open a channel of the main entity; its terms are stated with `argosy channel terms`."""
    with company_session():
        from argosy.channels import services  # noqa: PLC0415 - Django is set up by now
        from argosy.channels.types import NewChannel  # noqa: PLC0415
        from argosy.company import queries as company  # noqa: PLC0415

        entity = company.main_entity()
        now = datetime.now(UTC)
        made = services.open_channel(
            new=NewChannel(
                key=key,
                title=key,
                entity=entity.id,
                mode=mode,
                currency=currency.upper() or entity.currency,
                zone=zone,
                market=market.upper(),
                platform=key,
                place=_place(place, now) if place else None,
            ),
            now=now,
        )
        if json_:
            typer.echo(json.dumps({"channel": made, "key": key}))
            return
        typer.echo(_("Channel {key} is open.").format(key=key))


@commands.command(help=_("State what is agreed with a channel, and where its orders leave from."))
def terms(
    key: Annotated[str, typer.Argument(help=_("Its key."))],
    place: Place = "",
    fee: Fee = "",
    ship_within: Ship = None,
    cancel_within: Cancel = None,
    json_: Json = False,
) -> None:
    """What is not given stays as it is."""
    with company_session():
        from argosy.channels import queries  # noqa: PLC0415 - Django is set up by now
        from argosy.channels.types import Terms  # noqa: PLC0415
        from argosy.intake import services  # noqa: PLC0415

        now, known = datetime.now(UTC), queries.by_key(key=key)
        stated = Terms(
            place=_place(place, now) if place else known.place,
            fee_share=_share(fee) if fee else known.fee_share,
            ship_within_hours=ship_within or known.ship_within_hours,
            cancel_within_hours=cancel_within or known.cancel_within_hours,
        )
        promised = services.state_terms(channel=known.id, terms=stated, now=now)
        if json_:
            typer.echo(json.dumps({"key": key, "open_orders": promised}))
            return
        text = _("Channel {key}: {orders} open orders go by it.")
        typer.echo(text.format(key=key, orders=promised))


@commands.command("list", help=_("List channels."))
def list_channels(json_: Json = False) -> None:
    """Every channel with its terms."""
    with company_session():
        from argosy.channels import queries  # noqa: PLC0415 - Django is set up by now

        found = queries.list_channels()
        if json_:
            rows = [
                {
                    "key": one.key,
                    "mode": one.mode,
                    "currency": one.currency,
                    "place": one.place,
                    "fee_share": None if one.fee_share is None else str(one.fee_share),
                    "ship_within_hours": one.ship_within_hours,
                    "cancel_within_hours": one.cancel_within_hours,
                }
                for one in found
            ]
            typer.echo(json.dumps(rows))
            return
        for one in found:
            typer.echo(f"{one.key:<24} {one.mode:<14} {one.currency}  {one.title}")


def _place(key: str, now: datetime) -> int:
    from argosy.inventory import services as inventory  # noqa: PLC0415 - after Django

    return inventory.open_place(key=key, title=key, kind="warehouse", country="", now=now)


def _share(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        typer.echo(_("{text} is no share of a sale, such as 0.15.").format(text=text), err=True)
        raise typer.Exit(REFUSED) from None

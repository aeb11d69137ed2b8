"""`argosy webhook`: whom we tell of what happens, and telling again what was missed."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from argosy.cli.session import company_session
from argosy.cli.words import _

commands = typer.Typer(
    help=_("Tell other programs what happens: add addresses, look, tell again."),
    no_args_is_help=True,
)

Number = Annotated[int, typer.Argument(help=_("The number of the webhook, as list prints it."))]
Json = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(commands, name="webhook")
    app.callback()(lambda: None)


@commands.command(help=_("Tell an address from now on; its secret is shown once."))
def add(
    url: Annotated[str, typer.Argument(help=_("Where to post: https://host/path."))],
    event: Annotated[
        list[str] | None,
        typer.Option(help=_("An event such as order.placed, or order.*; again for more.")),
    ] = None,
    channel: Annotated[
        list[str] | None,
        typer.Option(help=_("Only what happens on this channel; again for more.")),
    ] = None,
    past_days: Annotated[
        int,
        typer.Option(help=_("Keep quiet about what happened longer ago than this."), min=0),
    ] = 30,
    json_: Json = False,
) -> None:
    """Make an endpoint."""
    with company_session():
        from argosy.channels import queries as channels  # noqa: PLC0415 - Django is set up by now
        from argosy.sync import services  # noqa: PLC0415
        from argosy.sync.types import NewEndpoint  # noqa: PLC0415

        new = NewEndpoint(
            url=url,
            events=tuple(event or ["*"]),
            channels=tuple(channels.by_key(key=key).id for key in channel) if channel else None,
            past_days=past_days,
        )
        added = services.add_endpoint(new=new, by=None, now=datetime.now(UTC))
        _tell_secret(added.endpoint, added.secret, json_=json_)


@commands.command("list", help=_("List webhooks and what waits for them."))
def list_endpoints(json_: Json = False) -> None:
    """Every endpoint with its state."""
    with company_session():
        from argosy.sync import queries  # noqa: PLC0415

        rows = queries.endpoints(now=datetime.now(UTC))
        if json_:
            told = [
                {
                    "id": row.id,
                    "url": row.url,
                    "events": row.events,
                    "channels": row.channels,
                    "state": row.state.value,
                    "failures": row.failures,
                    "waiting": row.waiting,
                    "dead": row.dead,
                    "delivered_at": row.delivered_at.isoformat() if row.delivered_at else None,
                }
                for row in rows
            ]
            typer.echo(json.dumps({"webhooks": told}))
            return
        for row in rows:
            counts = _("{waiting} waiting, {dead} dead").format(waiting=row.waiting, dead=row.dead)
            typer.echo(f"{row.id:<5}{row.state.value:<8}{counts:<26}{row.url}")


@commands.command(help=_("Tell again: one event, or all of a span of time."))
def replay(
    number: Annotated[int | None, typer.Argument(help=_("The number of the webhook."))] = None,
    event: Annotated[str | None, typer.Option(help=_("The id of one event: evt_…"))] = None,
    since: Annotated[datetime | None, typer.Option(help=_("From this instant on, in UTC."))] = None,
    until: Annotated[
        datetime | None, typer.Option(help=_("Until just before this instant, in UTC."))
    ] = None,
    dead: Annotated[bool, typer.Option("--dead", help=_("Only what was given up on."))] = False,
    json_: Json = False,
) -> None:
    """Let deliveries wait again, under the same ids."""
    if event is None and (number is None or since is None):
        raise typer.BadParameter(_("Say --event, or a webhook's number with --since."))
    with company_session():
        from argosy.sync import services  # noqa: PLC0415

        now = datetime.now(UTC)
        if event is not None:
            again = services.replay_event(event=event, endpoint=number, now=now)
        elif number is not None and since is not None:
            again = services.replay_span(
                endpoint=number,
                since=since.replace(tzinfo=UTC),
                until=until.replace(tzinfo=UTC) if until else None,
                only_dead=dead,
                now=now,
            )
        said = _("{n} deliveries wait again.").format(n=again)
        typer.echo(json.dumps({"waiting": again}) if json_ else said)


@commands.command(help=_("Give a webhook a new secret; the old one signs too for a day."))
def rotate(number: Number, json_: Json = False) -> None:
    """Make a new secret."""
    with company_session():
        from argosy.sync import services  # noqa: PLC0415

        added = services.rotate_secret(endpoint=number, now=datetime.now(UTC))
        _tell_secret(number, added.secret, json_=json_)


@commands.command(help=_("Call a webhook no more for now; what happens meanwhile waits."))
def pause(number: Number) -> None:
    """Pause an endpoint."""
    with company_session():
        from argosy.sync import services  # noqa: PLC0415

        services.pause_endpoint(endpoint=number)
        typer.echo(_("Webhook {number} is paused.").format(number=number))


@commands.command(help=_("Call a paused or broken webhook again."))
def resume(number: Number) -> None:
    """Resume an endpoint."""
    with company_session():
        from argosy.sync import services  # noqa: PLC0415

        services.resume_endpoint(endpoint=number, now=datetime.now(UTC))
        typer.echo(_("Webhook {number} is called again.").format(number=number))


@commands.command(help=_("Remove a webhook, and with it what was told to it."))
def remove(number: Number) -> None:
    """Remove an endpoint."""
    with company_session():
        from argosy.sync import services  # noqa: PLC0415

        services.remove_endpoint(endpoint=number)
        typer.echo(_("Webhook {number} is removed.").format(number=number))


def _tell_secret(endpoint: int, secret: str, *, json_: bool) -> None:
    if json_:
        typer.echo(json.dumps({"id": endpoint, "secret": secret}))
        return
    typer.echo(_("This is webhook {number}.").format(number=endpoint))
    typer.echo(_("Its secret, shown only now: {secret}").format(secret=secret))

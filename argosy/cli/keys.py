"""`argosy key`: what programs come in with. A secret is printed once, when it is made."""

import json
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from argosy.cli.session import company_session
from argosy.cli.words import _

commands = typer.Typer(help=_("Make and end keys of the API."), no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(commands, name="key")
    app.callback()(lambda: None)


@commands.command(help=_("Make a key; its secret is shown once."))
def new(
    name: Annotated[str, typer.Argument(help=_("What it is for."))],
    scope: Annotated[
        list[str],
        typer.Option(
            help=_("What it may do, such as orders:write; give the option once for each.")
        ),
    ],
    channel: Annotated[
        list[str] | None,
        typer.Option(help=_("A channel that it is kept to; give the option once for each.")),
    ] = None,
    owner: Annotated[str, typer.Option(help=_("Whose it is; the first owner, unless said."))] = "",
    days: Annotated[
        int | None, typer.Option(min=1, max=36_500, help=_("After how many days it ends."))
    ] = None,
    json_: Json = False,
) -> None:
    """Make a key."""
    with company_session():
        from argosy.channels import queries as channels  # noqa: PLC0415 - Django is set up by now
        from argosy.identity import queries, services  # noqa: PLC0415

        now = datetime.now(UTC)
        username = owner or services.ensure_first_user(now=now).username
        made = services.create_key(
            name=name,
            scopes=scope,
            by=queries.account(username=username).user_id,
            channels=[channels.by_key(key=one).id for one in channel or ()],
            expires_at=now + timedelta(days=days) if days else None,
            now=now,
        )
        if json_:
            typer.echo(json.dumps({"key": made.id, "prefix": made.prefix, "secret": made.secret}))
            return
        typer.echo(_("Its secret, shown only now: {secret}").format(secret=made.secret))


@commands.command("list", help=_("List keys."))
def list_keys(json_: Json = False) -> None:
    """Every key with what it may do."""
    with company_session():
        from argosy.identity import queries  # noqa: PLC0415

        found = queries.api_keys()
        if json_:
            rows = [
                {
                    "key": one.id,
                    "name": one.name,
                    "prefix": one.prefix,
                    "scopes": list(one.scopes),
                    "channels": list(one.channels),
                    "owner": one.owner,
                    "expires_at": one.expires_at.isoformat() if one.expires_at else None,
                    "revoked_at": one.revoked_at.isoformat() if one.revoked_at else None,
                    "last_used_at": one.last_used_at.isoformat() if one.last_used_at else None,
                }
                for one in found
            ]
            typer.echo(json.dumps({"keys": rows}, ensure_ascii=False))
            return
        for one in found:
            state = f"  ({_('revoked')})" if one.revoked_at else ""
            scopes = ", ".join(one.scopes)
            typer.echo(f"{one.id:<6}argosy_{one.prefix}  {one.name:<24}{scopes}{state}")


@commands.command(help=_("End a key at once, for good."))
def revoke(
    key: Annotated[int, typer.Argument(help=_("Its number, as `argosy key list` shows it."))],
) -> None:
    """End a key."""
    with company_session():
        from argosy.identity import services  # noqa: PLC0415

        services.revoke_key(key=key, now=datetime.now(UTC))
        typer.echo(_("The key {key} is revoked.").format(key=key))

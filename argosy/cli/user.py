"""`argosy user`: who may sign in, and as what."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from argosy.cli.session import company_session
from argosy.cli.words import _

Json = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]
Name = Annotated[str, typer.Argument(help=_("The name to sign in with."))]

commands = typer.Typer(help=_("Make, list and disable accounts."), no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(commands, name="user")
    app.callback()(lambda: None)


@commands.command(help=_("Make an account; its password is shown once."))
def add(
    username: Name,
    role: Annotated[
        str, typer.Option(help=_("owner, operations, finance, warehouse, support or read_only."))
    ] = "operations",
    display_name: Annotated[str, typer.Option("--name", help=_("The name for people."))] = "",
    json_: Json = False,
) -> None:
    """Give it a random password: nobody's own stands in a shell's history."""
    with company_session():
        from argosy.identity import services  # noqa: PLC0415 - Django is set up by now

        password = services.random_password()
        services.create_user(
            username=username,
            password=password,
            role=role,
            now=datetime.now(UTC),
            display_name=display_name,
        )
        _tell(username, password, json_=json_)


@commands.command("list", help=_("List the accounts."))
def list_(json_: Json = False) -> None:
    """One line an account."""
    with company_session():
        from argosy.identity import queries  # noqa: PLC0415 - Django is set up by now

        found = queries.accounts()
        if json_:
            listed = [
                {"username": one.username, "role": one.role.value, "active": one.is_active}
                for one in found
            ]
            typer.echo(json.dumps({"users": listed}, ensure_ascii=False))
            return
        for one in found:
            mark = "" if one.is_active else "  " + _("(disabled)")
            typer.echo(f"{one.username:<24} {one.role.value:<12} {one.display_name}{mark}")


@commands.command("reset-password", help=_("Give an account a new password, shown once."))
def reset_password(username: Name, json_: Json = False) -> None:
    """The old one ends with its sessions."""
    with company_session():
        from argosy.identity import services  # noqa: PLC0415 - Django is set up by now

        _tell(username, services.reset_password(username=username), json_=json_)


@commands.command(help=_("Keep an account from signing in."))
def disable(username: Name) -> None:
    """The last active owner cannot be disabled."""
    _set_active(username, active=False)


@commands.command(help=_("Let a disabled account sign in again."))
def enable(username: Name) -> None:
    """Its password is as it was."""
    _set_active(username, active=True)


def _set_active(username: str, *, active: bool) -> None:
    with company_session():
        from argosy.identity import services  # noqa: PLC0415 - Django is set up by now

        services.set_active(username=username, active=active)
        said = _("{username} may sign in.") if active else _("{username} may no longer sign in.")
        typer.echo(said.format(username=username))


def _tell(username: str, password: str, *, json_: bool) -> None:
    if json_:
        typer.echo(json.dumps({"username": username, "password": password}))
        return
    said = _("{username} signs in with {password} (shown only now).")
    typer.echo(said.format(username=username, password=password))

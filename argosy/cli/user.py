"""`argosy user`: who signs in. Accounts and passwords, for where no page can be reached."""

import json
import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from argosy.cli.session import company_session
from argosy.cli.words import _

commands = typer.Typer(help=_("Make accounts, reset passwords."), no_args_is_help=True)

Name = Annotated[str, typer.Argument(help=_("The user name, as typed at sign-in."))]
Json = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]
FromInput = Annotated[
    bool,
    typer.Option(
        "--password-stdin",
        help=_("Read the password from standard input; else a random one is made and shown once."),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(commands, name="user")
    app.callback()(lambda: None)


@commands.command(help=_("Make an account."))
def add(
    name: Name,
    role: Annotated[
        str,
        typer.Option(
            help=_("owner, operations, finance, warehouse, support or read_only: what it may do.")
        ),
    ] = "operations",
    display: Annotated[str, typer.Option(help=_("The name shown to colleagues."))] = "",
    password_stdin: FromInput = False,
    json_: Json = False,
) -> None:
    """Make an account with the role's permissions."""
    with company_session():
        from argosy.identity import services  # noqa: PLC0415 - Django is set up by now

        given = _typed() if password_stdin else None
        password = given or services.random_password()
        services.create_user(
            username=name,
            password=password,
            role=role,
            display_name=display,
            now=datetime.now(UTC),
        )
        said = _("{name} may sign in as {role}.").format(name=name, role=role)
        _tell(
            {"username": name.strip().casefold(), "role": role},
            said,
            None if given else password,
            json_=json_,
        )


@commands.command("list", help=_("List accounts."))
def list_users(json_: Json = False) -> None:
    """Every account with its role."""
    with company_session():
        from argosy.identity import queries  # noqa: PLC0415

        accounts = queries.accounts()
        if json_:
            rows = [
                {
                    "username": one.username,
                    "name": one.display_name,
                    "role": one.role.value,
                    "active": one.is_active,
                    "may_export": one.may_export,
                    "last_seen_at": one.last_seen_at.isoformat() if one.last_seen_at else None,
                }
                for one in accounts
            ]
            typer.echo(json.dumps({"users": rows}, ensure_ascii=False))
            return
        for one in accounts:
            state = "" if one.is_active else f"  ({_('disabled')})"
            typer.echo(f"{one.username:<24}{one.role.value:<14}{one.display_name}{state}")


@commands.command(help=_("Set a new password; every session of the account ends."))
def reset_password(name: Name, password_stdin: FromInput = False, json_: Json = False) -> None:
    """Set a password, random unless given."""
    with company_session():
        from argosy.identity import services  # noqa: PLC0415

        given = _typed() if password_stdin else None
        password = services.reset_password(username=name, password=given)
        said = _("{name} has a new password.").format(name=name)
        _tell({"username": name}, said, None if given else password, json_=json_)


@commands.command(help=_("Keep an account out; nothing of its work is lost."))
def disable(name: Name) -> None:
    """Disable an account: it is out at its next click."""
    _set_active(name, active=False)
    typer.echo(_("{name} is disabled.").format(name=name))


@commands.command(help=_("Let a disabled account in again."))
def enable(name: Name) -> None:
    """Enable an account."""
    _set_active(name, active=True)
    typer.echo(_("{name} is enabled.").format(name=name))


def _set_active(name: str, *, active: bool) -> None:
    with company_session():
        from argosy.identity import services  # noqa: PLC0415

        services.set_active(username=name, active=active)


def _typed() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _tell(facts: dict[str, str], said: str, password: str | None, *, json_: bool) -> None:
    """Say what was done; a password that was made is shown here and nowhere else."""
    if json_:
        typer.echo(json.dumps(facts | ({"password": password} if password else {})))
        return
    typer.echo(said)
    if password:
        typer.echo(_("Its password, shown only now: {password}").format(password=password))

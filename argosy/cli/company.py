"""`argosy company`: a company is a whole book of its own, apart from every other."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from argosy.cli.running import running_at
from argosy.cli.session import REFUSED, ended_in_order, opened, outcome, tell_progress
from argosy.cli.words import _
from argosy.config import env
from argosy.database import companies
from argosy.database.url import resolve, use

FIRST_ENTITY = "main"

Json = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]

commands = typer.Typer(help=_("Make, list and remove companies."), no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(commands, name="company")


@commands.command(help=_("Make a company with its first legal entity."))
def new(
    name: Annotated[
        str, typer.Argument(help=_("Its short name: small letters, digits and _, for commands."))
    ],
    currency: Annotated[
        str, typer.Option(help=_("The currency its books are kept in (ISO 4217)."))
    ] = "CNY",
    title: Annotated[
        str | None, typer.Option("--name", help=_("The name of its legal entity, for people."))
    ] = None,
    country: Annotated[
        str | None, typer.Option(help=_("Where the entity is (ISO 3166-1); else its currency's."))
    ] = None,
    json_: Json = False,
) -> None:
    """Make the database, then the entity; take the database back if the entity is refused."""
    with outcome(), ended_in_order():
        where = resolve()
        with use(where, tell_progress):
            companies.create(where, name)
            is_made = False
            try:
                with opened(name, where):
                    _make_entity(title or name, currency.upper(), country)
                is_made = True
            finally:
                if not is_made:
                    companies.remove(where, name)
    made = {"company": name, "currency": currency.upper(), "database": where.database(name)}
    said = _("Company {company} is ready. Start it with: argosy --company {company} up")
    typer.echo(json.dumps(made) if json_ else said.format(company=name))


@commands.command("list", help=_("List the companies."))
def list_(json_: Json = False) -> None:
    """Name each company, and where it is being served, if it is."""
    with outcome(), ended_in_order():
        where, home = resolve(), env.load().home
        with use(where, tell_progress):
            names = companies.names(where)
        found = [{"company": name, "address": running_at(home, name)} for name in names]
    if json_:
        typer.echo(json.dumps({"companies": found}))
        return
    for each in found:
        typer.echo("\t".join(filter(None, each.values())))


@commands.command(help=_("Remove a company with everything in it. It cannot be undone."))
def remove(
    name: Annotated[str, typer.Argument(help=_("The company's short name."))],
    yes: Annotated[bool, typer.Option("--yes", help=_("Do not ask."))] = False,
    json_: Json = False,
) -> None:
    """Drop the database, unless it is being served or nobody said yes."""
    with outcome(), ended_in_order():
        if address := running_at(env.load().home, name):
            text = _("Company {company} is being served at {address}. Stop that first.")
            typer.echo(text.format(company=name, address=address), err=True)
            raise typer.Exit(REFUSED)
        if not yes:
            text = _("To remove {company} with all its orders, stock and money, add --yes.")
            typer.echo(text.format(company=name), err=True)
            raise typer.Exit(REFUSED)
        where = resolve()
        with use(where, tell_progress):
            companies.remove(where, name)
    removed = _("Company {company} is gone.").format(company=name)
    typer.echo(json.dumps({"removed": name}) if json_ else removed)


def _make_entity(title: str, currency: str, country: str | None) -> None:
    import pycountry  # noqa: PLC0415 - slow to import

    from argosy.company.services import create_entity  # noqa: PLC0415 - Django is set up by now

    if country is None:
        # A currency's first two letters are its country's; EUR and the like belong to none.
        found = pycountry.countries.get(alpha_2=currency[:2])
        country = "" if found is None else currency[:2]
    create_entity(
        key=FIRST_ENTITY, title=title, currency=currency, country=country, now=datetime.now(UTC)
    )

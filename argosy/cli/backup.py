"""`argosy backup` and `argosy restore`: a company's whole book in one file, and back."""

import json
from pathlib import Path
from typing import Annotated

import typer

from argosy.cli.running import running_at
from argosy.cli.session import REFUSED, ended_in_order, outcome, tell_progress
from argosy.cli.words import _
from argosy.config import env
from argosy.database import backup as whole
from argosy.database.url import resolve, use

Json = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]
Replace = Annotated[bool, typer.Option("--replace", help=_("Overwrite what is there."))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(help=_("Write the company's whole book to one file."))(backup)
    app.command(help=_("Make a company of a backup."))(restore)


def backup(
    file: Annotated[Path, typer.Argument(help=_("Where to write it."))],
    replace: Replace = False,
    json_: Json = False,
) -> None:
    """Back up the company that is meant."""
    with outcome(), ended_in_order():
        company, where = env.load().company, resolve()
        with use(where, tell_progress):
            size = whole.backup(where, company, file, replace=replace)
    said = _("Company {company} is in {file} ({size} MB). Keep it safe: it holds people's data.")
    text = said.format(company=company, file=file, size=round(size / 1e6, 1))
    typer.echo(
        json.dumps({"company": company, "file": str(file), "bytes": size}) if json_ else text
    )


def restore(
    file: Annotated[Path, typer.Argument(help=_("A file that `argosy backup` wrote."))],
    name: Annotated[str, typer.Option("--as", help=_("The company to make of it."))],
    replace: Replace = False,
    json_: Json = False,
) -> None:
    """Restore into a company, unless one of that name is there or is being served."""
    with outcome(), ended_in_order():
        if address := running_at(env.load().home, name):
            text = _("Company {company} is being served at {address}. Stop that first.")
            typer.echo(text.format(company=name, address=address), err=True)
            raise typer.Exit(REFUSED)
        where = resolve()
        with use(where, tell_progress):
            whole.restore(where, name, file, replace=replace)
    said = _("Company {company} is restored. Start it with: argosy --company {company} up")
    typer.echo(json.dumps({"company": name}) if json_ else said.format(company=name))

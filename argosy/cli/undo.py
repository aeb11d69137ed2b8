"""`argosy undo`: take an import back."""

import json
import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from argosy.cli.session import REFUSED, company_session
from argosy.cli.words import _


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("undo", help=_("Take an import back; say first what that touches."))(undo)


def undo(
    run: Annotated[int, typer.Argument(help=_("The number of the import, as import printed it."))],
    yes: Annotated[bool, typer.Option("--yes", help=_("Do not ask."))] = False,
    json_: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
) -> None:
    """Postings and moves are reversed, orders that only this import told of are withdrawn."""
    with company_session():
        from argosy.intake import queries, services  # noqa: PLC0415 - Django is set up by now

        extent = queries.undo_preview(run=run)
        text = _(
            "Import {run}: {documents} documents with {orders} orders, {postings} postings and "
            "{moves} moves would be taken back; {kept} documents stay, another import has them too."
        ).format(
            run=run,
            documents=extent.documents,
            orders=extent.orders,
            postings=extent.postings,
            moves=extent.moves,
            kept=extent.kept,
        )
        typer.echo(text, err=json_)
        if not yes and not (sys.stdin.isatty() and typer.confirm(_("Take it back?"))):
            typer.echo(_("Nothing was changed. Say --yes to take it back."), err=True)
            raise typer.Exit(REFUSED)
        given_up = services.undo(run=run, now=datetime.now(UTC))
        done = {"run": run, "documents": given_up, "kept": extent.kept}
        typer.echo(json.dumps(done) if json_ else _("Done."))

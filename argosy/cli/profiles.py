"""`argosy profiles`: the exports that are known."""

import json
from typing import Annotated

import typer

from argosy.cli.session import company_session
from argosy.cli.words import CHINESE, _, language


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("profiles", help=_("List the exports that imports know."))(profiles)


def profiles(
    json_: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
) -> None:
    """One line a profile; a mark where no vendor's page or sample confirms its columns."""
    with company_session():
        from argosy.intake import queries  # noqa: PLC0415 - Django is set up by now

        found = queries.profiles()
        if json_:
            listed = [
                {
                    "key": one.key,
                    "title": one.title_en,
                    "document": one.document,
                    "confirmed": one.confirmed,
                    "source": one.source,
                }
                for one in found
            ]
            typer.echo(json.dumps({"profiles": listed}, ensure_ascii=False))
            return
        for one in found:
            title = one.title_zh if language() == CHINESE else one.title_en
            mark = "" if one.confirmed else "  " + _("(columns not confirmed by the vendor)")
            typer.echo(f"{one.key:<32} {one.document:<13} {title}{mark}")

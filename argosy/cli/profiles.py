"""`argosy profiles`: the exports that imports know, and the sellers that can be advised."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from argosy.cli.session import company_session
from argosy.cli.words import CHINESE, _, language

if TYPE_CHECKING:
    from argosy.intake.types import ProfileView


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "profiles", help=_("List the exports that imports know, and the sellers that are known.")
    )(profiles)


def profiles(
    json_: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
) -> None:
    """One line a profile; a mark where no vendor's page or sample confirms its columns."""
    with company_session():
        from argosy.intake import queries  # noqa: PLC0415 - Django is set up by now

        found, sellers = queries.profiles(), _sellers()
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
            typer.echo(json.dumps({"profiles": listed, "sellers": sellers}, ensure_ascii=False))
            return
        typer.echo(_("Exports that can be imported:"))
        for one in found:
            typer.echo(_export(one))
        typer.echo("\n" + _("Sellers that can be advised (argosy advise KEY):"))
        for seller in sellers:
            mark = "  " + _("(comes with Argosy)") if seller["built_in"] else ""
            typer.echo(f"{seller['key']:<32} {seller['dated']:<13} {_(str(seller['name']))}{mark}")


def _export(one: "ProfileView") -> str:
    title = one.title_zh if language() == CHINESE else one.title_en
    mark = "" if one.confirmed else "  " + _("(columns not confirmed by the vendor)")
    return f"{one.key:<32} {one.document:<13} {title}{mark}"


def _sellers() -> list[dict[str, str | int | bool]]:
    from argosy.strategy import queries  # noqa: PLC0415 - Django is set up by now

    rows = [queries.seller(key=key).row for key in queries.built_in()]
    count = len(rows)
    return [
        {
            "key": row.key,
            "name": row.name,
            "revision": row.revision,
            "dated": row.dated.isoformat(),
            "built_in": nth < count,
        }
        for nth, row in enumerate([*rows, *queries.profiles()])
    ]

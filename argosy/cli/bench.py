"""`argosy bench`: how fast we are, and how far from what the machine can do."""

from pathlib import Path
from typing import Annotated

import typer

from argosy.cli.benches import imports
from argosy.cli.benches.result import show
from argosy.cli.benches.scratch import both_files
from argosy.cli.session import ended_in_order, outcome, tell_progress
from argosy.cli.words import _
from argosy.database.url import resolve, use

commands = typer.Typer(
    help=_("Measure imports and pages, each against a limit."), no_args_is_help=True
)

Json = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]
Files = Annotated[
    list[Path] | None,
    typer.Option("--files", help=_("A file of Online Retail II; give the option once for each.")),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(commands, name="bench")
    app.callback()(lambda: None)


@commands.command("import", help=_("Both files of Online Retail II, and the same rows by hand."))
def import_(files: Files = None, json_: Json = False) -> None:
    """Works in companies made for it, which are removed afterwards."""
    found = both_files(files)
    with outcome(), ended_in_order():
        where = resolve()
        with use(where, tell_progress):
            result = imports.measure(where, found)
    show(result, as_json=json_)

"""`argosy bench`: how fast we are, and how far from what the machine can do."""

from pathlib import Path
from typing import Annotated

import typer

from argosy.cli.benches import api, availability, imports, ingest, lastunits, pages, screens
from argosy.cli.benches.processes import argosy
from argosy.cli.benches.result import show
from argosy.cli.benches.scratch import both_files, import_files, scratch_company
from argosy.cli.session import ended_in_order, outcome, tell, tell_progress
from argosy.cli.words import _
from argosy.config import env
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


@commands.command("pages", help=_("The pages on the book of both files, 100 requests each."))
def pages_(
    files: Files = None,
    own: Annotated[
        bool, typer.Option("--own", help=_("On the book of the company named, as it is."))
    ] = False,
    json_: Json = False,
) -> None:
    """Works in a company made for it, or reads the one that --company names."""
    found = None if own else both_files(files)
    with outcome(), ended_in_order():
        where = resolve()
        with use(where, tell_progress):
            if found is None:
                result = pages.measure(env.load().company)
            else:
                tell(_("Importing both files …"))
                with scratch_company(where) as company:
                    argosy(company, *import_files(found))
                    result = pages.measure(company)
    show(result, as_json=json_)


@commands.command("screens", help=_("Orders, stock and today over millions of orders, 40 each."))
def screens_(
    grown: Annotated[
        int, typer.Option(min=1, help=_("Of how many orders the book is."))
    ] = 2_000_000,
    own: Annotated[
        bool, typer.Option("--own", help=_("On the book of the company named, as it is."))
    ] = False,
    json_: Json = False,
) -> None:
    """Works in a company made for it, or reads the one that --company names."""
    with outcome(), ended_in_order():
        where = resolve()
        with use(where, tell_progress):
            if own:
                result = screens.measure(env.load().company, 0)
            else:
                with scratch_company(where) as company:
                    result = screens.measure(company, grown)
    show(result, as_json=json_)


@commands.command("leases", help=_("Pooled leases, a fixed buffer and a full sync, by simulation."))
def leases_(
    seeds: Annotated[int, typer.Option(min=1, help=_("How many festivals."))] = 1000,
    first_seed: Annotated[int, typer.Option(min=0, help=_("The seed of the first."))] = 1,
    save: Annotated[
        bool, typer.Option("--save", help=_("Keep what the page about leases draws."))
    ] = False,
    json_: Json = False,
) -> None:
    """Needs no database: it is arithmetic over invented sales."""
    from argosy.cli.benches import leases  # noqa: PLC0415 - NumPy is slow to load for who needs none

    result = leases.measure(seeds, first_seed)
    if save:
        leases.save(result)
    show(result, as_json=json_)


@commands.command("advice", help=_("The adviser before simulated sellers whose truth is known."))
def advice_(
    seeds: Annotated[int, typer.Option(min=1, help=_("How many sellers."))] = 300,
    first_seed: Annotated[int, typer.Option(min=0, help=_("The seed of the first."))] = 1,
    paths: Annotated[
        int, typer.Option(min=100, help=_("How many paths the adviser simulates for each."))
    ] = 1000,
    json_: Json = False,
) -> None:
    """Needs no database: sellers are invented, and what they say is all that the adviser has."""
    from argosy.cli.benches import advice  # noqa: PLC0415 - NumPy is slow to load for who needs none

    show(advice.measure(seeds, first_seed, paths), as_json=json_)


@commands.command("api", help=_("Orders over HTTP, one by one and in batches."))
def api_(
    seconds: Annotated[float, typer.Option(min=1, help=_("How long each part lasts."))] = 15,
    json_: Json = False,
) -> None:
    """Works in a company made for it, which is removed afterwards."""
    with outcome(), ended_in_order():
        where = resolve()
        with use(where, tell_progress), scratch_company(where) as company:
            result = api.measure(where, company, seconds)
    show(result, as_json=json_)


@commands.command("availability", help=_("What ten thousand listings may show after a burst."))
def availability_(
    orders: Annotated[int, typer.Option(min=1, help=_("How many orders in a burst."))] = 5000,
    json_: Json = False,
) -> None:
    """Works in a company made for it, which is removed afterwards."""
    with outcome(), ended_in_order():
        where = resolve()
        with use(where, tell_progress), scratch_company(where) as company:
            result = availability.measure(company, orders)
    show(result, as_json=json_)


@commands.command("ingest", help=_("Orders by the thousand, against two limits written by hand."))
def ingest_(
    grown: Annotated[
        int, typer.Option(min=0, help=_("Grow the book to so many orders; 0: do not."))
    ] = 2_000_000,
    json_: Json = False,
) -> None:
    """Works in a company made for it, which is removed afterwards."""
    with outcome(), ended_in_order():
        where = resolve()
        with use(where, tell_progress), scratch_company(where) as company:
            result = ingest.measure(company, grown)
    show(result, as_json=json_)


@commands.command("lastunits", help=_("The last units of a SKU, wanted by many at once."))
def lastunits_(json_: Json = False) -> None:
    """Works in a company made for it, which is removed afterwards."""
    with outcome(), ended_in_order():
        where = resolve()
        with use(where, tell_progress), scratch_company(where) as company:
            result = lastunits.measure(company)
    show(result, as_json=json_)

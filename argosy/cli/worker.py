"""`argosy worker`: the process that does what pages and commands have asked for."""

from typing import Annotated

import typer

from argosy.cli.session import company_session, tell
from argosy.cli.words import _


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.callback()(lambda: None)
    app.command(
        help=_("Run the company's jobs until asked to stop. `argosy up` starts one by itself.")
    )(worker)


def worker(
    until_done: Annotated[
        bool, typer.Option(help=_("Stop when no job is waiting, instead of waiting for more."))
    ] = False,
) -> None:
    """Work for the company that is meant."""
    with company_session() as session:
        from argosy.jobs.runner import run_worker  # noqa: PLC0415 - Django is set up by now

        tell(_("Working for company {company}. Ctrl-C stops.").format(company=session.company))
        run_worker(wait=not until_done)

"""`argosy`: every command, each imported when it is asked for."""

import os
import sys
import traceback
from importlib import import_module
from types import TracebackType
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from argosy.cli.words import CHINESE, _, language_of
from argosy.kernel.languages import SOURCE

# Command -> the module of this package that registers it.
COMMANDS = {
    "up": "up",
    "import": "importing",
    "undo": "undo",
    "profiles": "profiles",
    "report": "report",
    "advise": "advise",
    "route": "fulfil",
    "pick": "fulfil",
    "slip": "fulfil",
    "ship": "fulfil",
    "company": "company",
    "channel": "channels",
    "backup": "backup",
    "restore": "backup",
    "user": "user",
    "key": "keys",
    "webhook": "webhooks",
    "doctor": "doctor",
    "bench": "bench",
    "festival": "festival",
    "demo": "demo",
    "worker": "worker",
}
COULD_NOT_RUN = 3


class Commands(TyperGroup):
    """The commands by name. A module that should be there and is not is a bug, and shows as one."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the library's type
        """The commands in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Import the module of one command."""
        if cmd_name not in COMMANDS:
            return None
        own = typer.Typer()
        import_module(f"argosy.cli.{COMMANDS[cmd_name]}").register(own)
        return get_group(own).commands[cmd_name]


# No pretty tracebacks: they print the values of variables, which are people's data.
app = typer.Typer(
    cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)


@app.callback(
    help=_("Argosy: one catalogue, one stock, one order book and one ledger for a seller abroad.")
)
def whose(
    company: Annotated[
        str | None,
        typer.Option(help=_("The company whose books are meant. Default: ARGOSY_COMPANY or demo.")),
    ] = None,
    lang: Annotated[
        str | None, typer.Option(help=_("The language of what is printed: en or zh."))
    ] = None,
) -> None:
    """Say for which company, and in which language, before any command runs."""
    if company:
        os.environ["ARGOSY_COMPANY"] = company
    if lang:
        if language_of(lang) is None:
            wanted = _("This language is not spoken here: {name}. There are: {names}.")
            raise typer.BadParameter(wanted.format(name=lang, names=f"{SOURCE}, {CHINESE}"))
        os.environ["ARGOSY_LANG"] = lang


class _BugsAreNotWarnings:
    """Python ends with 1 after an unexpected error, which means "done, with warnings" here."""

    def __enter__(self) -> None:
        return

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, Exception):
            traceback.print_exception(kind, error, trace)
            sys.exit(COULD_NOT_RUN)


def run() -> None:
    """Run the command that was typed, and end the process with its exit code."""
    with _BugsAreNotWarnings():
        app(prog_name="argosy")

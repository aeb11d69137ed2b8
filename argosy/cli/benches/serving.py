"""A company's web server as `argosy up` starts it, for the benches that ask over HTTP."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final

import typer

from argosy.cli.children import Child, end
from argosy.cli.session import COULD_NOT_RUN
from argosy.cli.words import _

HOST: Final = "127.0.0.1"
PATIENCE_S: Final = 30


@contextmanager
def served(company: str) -> Iterator[int]:
    """The company's web server, as `argosy up` runs it, for the length of the block."""
    with closing(socket.create_server((HOST, 0))) as free:
        port = int(free.getsockname()[1])
    web = Child("web", (HOST, str(port)), os.environ | {"ARGOSY_COMPANY": company})
    web.start()
    try:
        _await(port)
        yield port
    finally:
        end([web])


def _await(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    typer.echo(_("The server does not answer."), err=True)
    raise typer.Exit(COULD_NOT_RUN)

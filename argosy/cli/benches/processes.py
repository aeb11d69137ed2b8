"""Commands of ours in processes of their own, with what each of them took."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from tempfile import TemporaryFile
from time import monotonic
from typing import Any

import typer

from argosy.cli.session import COULD_NOT_RUN, DONE, WARNINGS
from argosy.cli.words import _


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command said, and what it took."""

    code: int
    said: str
    complaint: str
    seconds: float  # from its start to its end
    peak_rss_mb: int  # 0 where the system does not tell (Windows)

    @property
    def answer(self) -> dict[str, Any]:
        """The JSON it printed."""
        found: dict[str, Any] = json.loads(self.said)
        return found


def argosy(company: str, *words: str) -> Ran:
    """Run one of our commands for a company, to its end.

    Ends this process with 3 if the command could not do its work: then there is nothing to measure.
    """
    return done("argosy.cli", "--company", company, *words)


def done(module: str, *words: str, company: str | None = None) -> Ran:
    """Run one of our modules as `argosy` does, to its end; end this process with 3 if it fails."""
    meant = {"ARGOSY_COMPANY": company} if company else {}
    ran = run([sys.executable, "-m", module, *words], os.environ | meant)
    if ran.code not in {DONE, WARNINGS}:
        text = _("This ended with {code}, so there is nothing to measure: {command}")
        typer.echo(text.format(code=ran.code, command=" ".join((module, *words))), err=True)
        typer.echo(ran.complaint or ran.said, err=True)
        raise typer.Exit(COULD_NOT_RUN)
    return ran


def run(command: list[str], environ: Mapping[str, str]) -> Ran:
    """Run a command to its end, whatever comes of it."""
    with TemporaryFile() as said, TemporaryFile() as complaint:
        since = monotonic()
        process = subprocess.Popen(command, stdout=said, stderr=complaint, env=dict(environ))  # noqa: S603 - our own
        peak = _wait(process)
        seconds = monotonic() - since
        texts = []
        for file in (said, complaint):
            file.seek(0)
            texts.append(file.read().decode(errors="replace"))
        return Ran(process.returncode, texts[0], texts[1], seconds, peak)


def _wait(process: "subprocess.Popen[bytes]") -> int:
    """Wait for the end of a process; its own peak of resident memory in MB."""
    if sys.platform == "win32":
        process.wait()
        return 0
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024)

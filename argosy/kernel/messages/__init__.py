"""The texts of the product in its languages: collected, checked, merged and compiled by Babel.

`python -m argosy.kernel.messages extract | check | compile | merge-yaml DIR`. No `msgfmt` is
needed: compiled catalogues are not kept in the repository but made at start-up when stale.
"""

import logging
import os
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parents[2]
LOCALE: Final = PACKAGE / "locale"

log = logging.getLogger(__name__)


def catalogues(locale: Path = LOCALE) -> list[Path]:
    """The `.po` file of each language that the source language is translated into."""
    return sorted(locale.glob("*/LC_MESSAGES/django.po"))


def compile_stale(locale: Path = LOCALE) -> list[Path]:
    """Compile each catalogue whose `.mo` is missing or older, and return what was written.

    Several processes may do so at once: each writes a file of its own and renames it.
    """
    written = []
    for source in catalogues(locale):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        try:
            _compile(source, target)
        except OSError as error:  # An installation that may not be written to still runs.
            log.warning("%s cannot be compiled, texts stay English: %s", source, error)
        else:
            written.append(target)
    return written


def _compile(source: Path, target: Path) -> None:
    # Needed once after each change, but slow to import; every command comes by here.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    unfinished = target.with_suffix(f".mo.{os.getpid()}")
    with source.open("rb") as text, unfinished.open("wb") as binary:
        write_mo(binary, read_po(text, locale=source.parts[-3], charset="utf-8"))
    unfinished.replace(target)

"""The command line's texts in the reader's language, before Django is there to translate them.

Options are described while modules are imported, and a database may fail before Django starts; both
read the same catalogue as the pages.
"""

import os
import sys
from functools import cache
from gettext import NullTranslations, translation

from argosy.kernel.languages import LANGUAGES, SOURCE
from argosy.kernel.messages import LOCALE, compile_stale

CHINESE = "zh-hans"
LOCALES = {CHINESE: "zh_Hans"}  # gettext's names of our languages


def language_of(wish: str) -> str | None:
    """The language that a wish such as `zh_CN.UTF-8`, `中文` or `en` names, if we speak it."""
    word = wish.lower().replace("_", "-").partition(".")[0]
    if word.startswith(("zh", "中文")):
        return CHINESE
    known = [language for language in LANGUAGES if word.partition("-")[0] == language]
    return known[0] if known else None


@cache
def language() -> str:
    """The language of this command: `--lang`, else `ARGOSY_LANG`, else the terminal's."""
    wishes = [_from_arguments(sys.argv[1:])]
    wishes += [os.environ.get(name) for name in ("ARGOSY_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
    spoken = [language_of(wish) for wish in wishes if wish]
    return next((found for found in spoken if found), SOURCE)


def _(text: str) -> str:
    """Translate a text of the command line."""
    return text if language() == SOURCE else _catalogue(language()).gettext(text)


def _from_arguments(arguments: list[str]) -> str | None:
    """The value of `--lang`, which must be known before options are parsed."""
    for word, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if word == "--lang":
            return following
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return None


@cache
def _catalogue(wanted: str) -> NullTranslations:
    compile_stale()
    return translation("django", LOCALE, [LOCALES[wanted]], fallback=True)

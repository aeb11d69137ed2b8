"""Which column of a file is which field: names compared without case, blanks and punctuation."""

import re
import unicodedata
from collections.abc import Sequence

from argosy.intake.profiles.spec import ProfileSpec


def bare(name: str) -> str:
    """The form in which two spellings of one column name are the same."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name)).casefold()
    text = "".join(char for char in text if not unicodedata.combining(char))
    return re.sub(r"[^\w]+|_", "", text)


def matched(profile: ProfileSpec, header: Sequence[str]) -> dict[str, str]:
    """The column of each field that the file has. An earlier name of a field wins."""
    by_name: dict[str, str] = {}
    for column in header:
        by_name.setdefault(bare(column), column)
    found: dict[str, str] = {}
    for one in profile.fields:
        for name in one.columns:
            if known := by_name.get(bare(name)):
                found[one.name] = known
                break
    return found

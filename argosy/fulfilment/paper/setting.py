"""Texts as a slip or list can print them: no signs that steer, and room to break long runs."""

import unicodedata
from typing import Final

from argosy.kernel import paper

UNBROKEN_MAX: Final = 16  # letters in a row, before a line may break among them
TEXT_MAX: Final = 400
ZERO_WIDTH_SPACE: Final = "\u200b"


def printable(text: str) -> str:
    """A text of a page: without signs that steer it, and with room to break long runs."""
    return " ".join(_breakable(word) for word in paper.printable(text[:TEXT_MAX]).split())


def _breakable(word: str) -> str:
    """Let a run of letters break; not inside what belongs together, such as accents and emoji."""
    if len(word) <= UNBROKEN_MAX:
        return word
    pieces, run = [], 0
    for letter in word:
        joined = unicodedata.combining(letter) or letter in paper.JOINERS or not letter.isalnum()
        if run >= UNBROKEN_MAX and not joined:
            pieces.append(ZERO_WIDTH_SPACE)
            run = 0
        pieces.append(letter)
        run += 1
    return "".join(pieces)

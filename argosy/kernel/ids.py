"""Ids that leave the house: a prefix that says what, then a ULID that says when.

`ord_01JD8T4Q5ZK3W9A7M2N6P8R0SX` sorts by time, is told apart from another kind's id by eye, and
survives spreadsheets, which round long numbers. Inside, tables keep their `bigint` keys.
"""

import re
import secrets
from datetime import UTC, datetime, timedelta
from typing import Final

from argosy.kernel.errors import NotAnId

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_VALUE: Final = {letter: number for number, letter in enumerate(_ALPHABET)}
_RANDOM_BITS: Final = 80
_DIGITS: Final = 26
_PREFIX: Final = re.compile(r"[a-z]{2,8}")
_ID: Final = re.compile(rf"(?P<prefix>[a-z]{{2,8}})_(?P<ulid>[0-7][{_ALPHABET}]{{{_DIGITS - 1}}})")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


def new(prefix: str, *, at: datetime, randomness: int | None = None) -> str:
    """Make an id for something that came to be at that instant.

    Two of the same millisecond are in no order. `randomness` (80 bits) is for seeded worlds;
    else the system's source is asked.

    :raises ValueError: the prefix is not two to eight small letters, the instant is naive or
        before 1970, or the randomness has more than 80 bits.
    """
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"not a prefix: {prefix!r}")
    if at.tzinfo is None or at < _EPOCH:
        raise ValueError(f"not an instant since 1970: {at!r}")
    bits = secrets.randbits(_RANDOM_BITS) if randomness is None else randomness
    if not 0 <= bits < 1 << _RANDOM_BITS:
        raise ValueError("randomness has more than 80 bits")
    number = ((at - _EPOCH) // _MILLISECOND << _RANDOM_BITS) | bits
    ulid = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_DIGITS)))
    return f"{prefix}_{ulid}"


def instant_of(text: str, *, prefix: str) -> datetime:
    """When the thing came to be, to the millisecond.

    :raises NotAnId: the text is no id of that prefix.
    """
    match = _ID.fullmatch(text)
    if match is None or match["prefix"] != prefix:
        raise NotAnId(text=text)
    number = 0
    for digit in match["ulid"]:
        number = number << 5 | _VALUE[digit]
    try:
        return _EPOCH + (number >> _RANDOM_BITS) * _MILLISECOND
    except OverflowError as error:  # The format reaches beyond the year 9999.
        raise NotAnId(text=text) from error

"""Which encoding a text is in: found by trial, with evidence, never assumed."""

import codecs
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from argosy.intake.reading.errors import MixedEncodings, NulBytes, UnknownEncoding

CHUNK = 1 << 20
SAMPLE = 1 << 18
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MIXED = 0.1  # share of valid UTF-8 lines above which chance does not explain them
LATIN = range(0xC0, 0x180)
HAN = range(0x4E00, 0xA000)


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding and why it was chosen, for the user to see."""

    name: str
    evidence: str  # bom | valid | nul_pattern | characters


def find(path: Path, name: str) -> Encoding:
    """Find a file's encoding.

    :raises NulBytes: when text holds NUL bytes.
    :raises MixedEncodings: when some lines are UTF-8 and others are not.
    :raises UnknownEncoding: when no known encoding gives plausible characters.
    """
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    for bom, encoding in BOMS:
        if start.startswith(bom):
            return Encoding(encoding, "bom")
    if wide := _utf16(start):
        return Encoding(wide, "nul_pattern")
    if _is_utf8(path, name):
        return Encoding("utf-8", "valid")
    _refuse_mixture(path, name)
    return _by_characters(path, name)


def _utf16(start: bytes) -> str | None:
    """UTF-16 without a mark shows in NULs at every second place."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    half = max(len(start) // 2, 1)
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _is_utf8(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid, lines = True, 1
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if b"\0" in chunk:
                row = lines + chunk[: chunk.index(b"\0")].count(b"\n")
                raise NulBytes(file=name, row=row)
            lines += chunk.count(b"\n")
            if valid:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    valid = False
    # A file that ends within a character was cut off; its last line says so when it is read.
    return valid


def _refuse_mixture(path: Path, name: str) -> None:
    good, bad, first_bad = 0, 0, 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.isascii():
                continue
            if _surely_utf8(line):
                good += 1
            else:
                bad, first_bad = bad + 1, first_bad or number
    if good and bad and good / (good + bad) > MIXED:
        raise MixedEncodings(file=name, row=first_bad)


def _surely_utf8(line: bytes) -> bool:
    """Valid, and not only by chance: two-byte characters are plausible Latin letters."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    wide = [char for char in text if not char.isascii()]
    return any(ord(char) >= 0x800 for char in wide) or all(ord(char) in LATIN for char in wide)  # noqa: PLR2004


def _by_characters(path: Path, name: str) -> Encoding:
    """Decode the lines that are not ASCII in each encoding; the most plausible letters win."""
    sample, row = _wide_lines(path)
    scores: dict[str, float] = {}
    for encoding, weigh in WEIGHTS.items():
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        weights = [weigh(text, at) for at, char in enumerate(text) if not char.isascii()]
        scores[encoding] = sum(weights) / max(len(weights), 1)
    best = max(scores, key=lambda encoding: scores[encoding], default=None)
    if best is None or scores[best] <= 0:
        raise UnknownEncoding(file=name, row=row)
    return Encoding(best, "characters")


def _wide_lines(path: Path) -> tuple[bytes, int]:
    found, size, first = [], 0, 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.isascii():
                first = first or number
                found.append(line)
                size += len(line)
                if size > SAMPLE:
                    break
    return b"".join(found), first


def _chinese(text: str, at: int) -> float:
    char = text[at]
    if ord(char) in HAN:
        try:
            lead = char.encode("gb2312")[0]
        except UnicodeEncodeError:
            return -0.3  # a character that hardly anyone writes
        return 1.0 if lead < 0xD8 else 0.3  # noqa: PLR2004 - GB 2312 keeps the common ones below
    return _punctuation(char)


def _traditional(text: str, at: int) -> float:
    char = text[at]
    if ord(char) in HAN:
        lead = char.encode("big5", errors="replace")[0]
        return 1.0 if 0xA4 <= lead <= 0xC6 else 0.0  # noqa: PLR2004 - Big5 level one
    return _punctuation(char)


def _japanese(text: str, at: int) -> float:
    char = text[at]
    if 0x3041 <= ord(char) <= 0x30FF:  # noqa: PLR2004 - hiragana and katakana
        return 1.1
    if ord(char) in HAN:
        lead = char.encode("cp932", errors="replace")[0]
        return 0.8 if lead < 0x98 else 0.0  # noqa: PLR2004 - JIS level one
    if 0xFF61 <= ord(char) <= 0xFF9F:  # noqa: PLR2004 - half-width katakana: what misreading gives
        return -0.5
    return _punctuation(char)


def _western(text: str, at: int) -> float:
    char = text[at]
    beside = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
    if char.isalpha():
        # Accented letters stand alone among plain ones; misread Chinese comes in pairs.
        return 1.0 if any(c.isascii() for c in beside) and not _pairs(beside) else -0.5
    return 0.8 if char in "€£°–—’‘“”…«»¥©®™" else -0.5


def _pairs(beside: str) -> bool:
    return any(not char.isascii() for char in beside)


def _punctuation(char: str) -> float:
    if 0x3000 <= ord(char) <= 0x303F or 0xFF01 <= ord(char) <= 0xFF5E or char in "￥—…“”‘’·":  # noqa: PLR2004
        return 0.8
    return -1.0 if unicodedata.category(char) in {"Co", "Cn", "Cc"} else -0.2


WEIGHTS: dict[str, Callable[[str, int], float]] = {
    "gb18030": _chinese,
    "cp932": _japanese,
    "big5": _traditional,
    "cp1252": _western,
}

"""The kinds of posting, as data: what each is called, and its layer of the margin."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

LAYERS = ("revenue", "goods", "selling", "marketing", "overhead", "unassigned", "outside")


@dataclass(frozen=True, slots=True)
class PostingKind:
    """One kind of posting."""

    key: str
    layer: str  # one of LAYERS
    title: str  # in English; the catalogue of messages has the 中文


@cache
def kinds() -> dict[str, PostingKind]:
    """Every kind, by key, in the order in which a waterfall shows them."""
    path = Path(__file__).parent / "data" / "kinds.yaml"
    stated = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {key: PostingKind(key, row["layer"], row["title"]) for key, row in stated.items()}

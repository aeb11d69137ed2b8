"""The sellers that come with Argosy: examples to look at, and to begin from."""

from functools import cache
from pathlib import Path
from typing import Final

from argosy.strategy.profiles import read_profile
from argosy.strategy.types import Profile
from argosy.strategy.types.kept import BUILT_IN

FOLDER: Final = Path(__file__).parent / "data" / "sellers"


@cache
def built_in() -> dict[str, Profile]:
    """The built-in sellers by key; their titles are English."""
    return {key: read_profile(content=(FOLDER / f"{key}.yaml").read_bytes()) for key in BUILT_IN}

"""The profiles that are there: those shipped as YAML beside this file, and the seller's own."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import cast

import yaml

from argosy.intake.profiles.errors import BadProfile
from argosy.intake.profiles.profile import Profile
from argosy.intake.profiles.spec import parse

FOLDER = Path(__file__).resolve().parent / "data"


@cache
def shipped(key: str) -> Mapping[str, object]:
    """The data of a shipped profile, as its file states it."""
    text = (FOLDER / f"{key}.yaml").read_text(encoding="utf-8")
    return cast("Mapping[str, object]", yaml.safe_load(text))


@cache
def _built_in() -> Mapping[str, Profile]:
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        profile = Profile(parse(shipped(path.stem)))
        if profile.key != path.stem:
            raise BadProfile(profile=profile.key, reason="key and file name differ", place="key")
        found[profile.key] = profile
    return found


def load(own: Sequence[Mapping[str, object]] = ()) -> dict[str, Profile]:
    """All profiles by key: those shipped, then the seller's own, which may replace them.

    :raises BadProfile: naming the place, when one of the seller's is not valid.
    """
    return dict(_built_in()) | {one.key: one for one in map(saved, own)}


def saved(data: Mapping[str, object]) -> Profile:
    """A profile that a seller made on the mapping screen.

    :raises BadProfile: naming the place, when it is not valid.
    """
    return Profile(parse(data), built_in=False)

"""The environment, read once and typed.

Only `argosy.database`, which lies below, reads its own two names itself: `ARGOSY_HOME` and
`DATABASE_URL`.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from argosy.database.place import home_of, open_home


@dataclass(frozen=True, slots=True)
class Env:
    """What the process was told from outside."""

    home: Path  # the data folder: embedded database, exports, logs
    company: str  # whose book this process serves
    debug: bool
    hosts: tuple[str, ...]
    language: str  # of the command line; pages follow the browser
    webhooks_to_loopback: bool  # for trying webhooks out; never where others may add them


def load() -> Env:
    """Read the environment."""
    get = os.environ.get
    return Env(
        home=home_of(os.environ),
        company=get("ARGOSY_COMPANY") or "demo",
        debug=get("ARGOSY_DEBUG") == "1",
        hosts=tuple(filter(None, (get("ARGOSY_HOSTS") or "").split(","))),
        language=get("ARGOSY_LANG") or get("LANG") or "en",
        webhooks_to_loopback=get("ARGOSY_WEBHOOKS_TO_LOOPBACK") == "1",
    )


def secret_key(home: Path) -> str:
    """The key that signs sessions: made on first use and kept in the data folder."""
    path = home / "secret.key"
    if not path.exists():
        open_home(home)
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii")
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii")

"""Writes to the keys of the API. A secret is returned once, when it is made, and never kept."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from argosy.identity.errors import KeyInvalid, UnknownKey, UnknownUser
from argosy.identity.models import ApiKey, User
from argosy.identity.types import API_SCOPES, MadeKey
from argosy.kernel import sql

PREFIX_BYTES: Final = 6
SECRET_BYTES: Final = 32  # random throughout, so a plain hash of it cannot be guessed back
NAME_MAX: Final = 120
SEEN_EVERY: Final = timedelta(minutes=1)


@transaction.atomic
def create_key(
    *,
    name: str,
    scopes: Collection[str],
    by: int,
    now: datetime,
    channels: Collection[int] = (),
    expires_at: datetime | None = None,
) -> MadeKey:
    """Make a key for a program, owned by an account; no channels means all of them.

    :raises KeyInvalid: without a name, a scope or a future, or with a scope that is none.
    :raises UnknownUser: the owner is none, or disabled.
    """
    named, wanted = name.strip(), sorted(set(scopes))
    if not named or len(named) > NAME_MAX:
        raise KeyInvalid(fault="name")
    if not wanted or not set(wanted) <= set(API_SCOPES):
        raise KeyInvalid(fault="scopes")
    if expires_at is not None and expires_at <= now:
        raise KeyInvalid(fault="expires_at")
    if not User.objects.filter(pk=by, is_active=True).exists():
        raise UnknownUser(username=by)
    prefix, secret = secrets.token_hex(PREFIX_BYTES), secrets.token_urlsafe(SECRET_BYTES)
    key = ApiKey.objects.create(
        name=named,
        prefix=prefix,
        secret_sha256=hashlib.sha256(secret.encode()).digest(),
        scopes=wanted,
        channels=sorted(set(channels)),
        created_by_id=by,
        created_at=now,
        expires_at=expires_at,
    )
    return MadeKey(id=key.pk, prefix=prefix, secret=f"argosy_{prefix}_{secret}")


@transaction.atomic
def revoke_key(*, key: int, now: datetime) -> None:
    """End a key at once, for good. One that was revoked already stays as it was.

    :raises UnknownKey: there is none.
    """
    found = ApiKey.objects.select_for_update().filter(pk=key).first()
    if found is None:
        raise UnknownKey(key=key)
    if found.revoked_at is None:
        found.revoked_at = now
        found.save(update_fields=["revoked_at"])


def touch_key(*, key: int, last_used_at: datetime | None, now: datetime) -> None:
    """Remember that a key was used, at most once a minute: it is not worth a write each time."""
    if last_used_at is None or now - last_used_at >= SEEN_EVERY:
        sql.run("identity/touch_key", {"key": key, "now": now, "before": now - SEEN_EVERY})

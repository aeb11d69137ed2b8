"""Reads: what a person or a program may, the lists of accounts and keys, the export log."""

import hashlib
import hmac
import re
from collections import defaultdict
from datetime import datetime
from typing import Final

from argosy.identity.errors import UnknownUser
from argosy.identity.models import ApiKey, ExportLog, Grant, User
from argosy.identity.types import (
    PERMISSIONS,
    Account,
    Exported,
    KeyScope,
    KeyView,
    Role,
    Scope,
    UserId,
)
from argosy.kernel import sql

SECRET: Final = re.compile(r"argosy_([0-9a-f]{12})_([\w-]{43})", re.ASCII)


def scope(*, user_id: int) -> Scope | None:
    """What this account may see and do; `None` when it does not exist or is disabled."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return None
    granted = defaultdict(set)
    for sort, target in Grant.objects.filter(user=user).values_list("sort", "target"):
        granted[sort].add(target)
    role = Role(user.role)
    permissions = PERMISSIONS[role] - {"export"}
    return Scope(
        user_id=UserId(user.pk),
        username=user.username,
        display_name=user.display_name,
        role=role,
        permissions=permissions | {"export"} if user.may_export else permissions,
        entities=frozenset(granted["entity"]) if granted["entity"] else None,
        channels=frozenset(granted["channel"]) if granted["channel"] else None,
        language=user.language,
        theme=user.theme,
    )


def accounts() -> list[Account]:
    """Every account, by name."""
    granted: dict[tuple[int, str], list[int]] = defaultdict(list)
    for owner, sort, target in Grant.objects.order_by("target").values_list(
        "user_id", "sort", "target"
    ):
        granted[owner, sort].append(target)
    return [_account(user, granted) for user in User.objects.order_by("username")]


def account(*, username: str) -> Account:
    """One account.

    :raises UnknownUser: when nobody has the name.
    """
    for found in accounts():
        if found.username == username.strip().casefold():
            return found
    raise UnknownUser(username=username)


def key_scope(*, secret: str, now: datetime) -> KeyScope | None:
    """What the key of this secret may do now; `None` for one that is none, dead or expired.

    A key is dead once it is revoked or its owner is disabled. What its owner may not see, neither
    may it.
    """
    parts = SECRET.fullmatch(secret)
    if parts is None:
        return None
    found = sql.often("identity/key_by_prefix", {"prefix": parts[1], "now": now})
    if not found:
        return None
    ((number, name, sealed, scopes, own, last_used_at, owner, owners),) = found
    given = hashlib.sha256(parts[2].encode()).digest()
    if not hmac.compare_digest(given, bytes(sealed)):
        return None
    narrowed = [frozenset(ids) for ids in (own, owners) if ids]
    return KeyScope(
        key_id=number,
        name=name,
        user_id=UserId(owner),
        scopes=frozenset(scopes),
        channels=frozenset.intersection(*narrowed) if narrowed else None,
        last_used_at=last_used_at,
    )


def api_keys() -> list[KeyView]:
    """Every key, the latest first; revoked and expired ones too."""
    return [
        KeyView(
            id=key.pk,
            name=key.name,
            prefix=key.prefix,
            scopes=tuple(key.scopes),
            channels=tuple(key.channels),
            owner=key.created_by.username,
            owner_is_active=key.created_by.is_active,
            created_at=key.created_at,
            expires_at=key.expires_at,
            revoked_at=key.revoked_at,
            last_used_at=key.last_used_at,
        )
        for key in ApiKey.objects.select_related("created_by").order_by("-pk")
    ]


def exports(*, limit: int, before: int | None = None) -> list[Exported]:
    """The export log, latest first; `before` is the id of the last line already seen."""
    log = ExportLog.objects.select_related("user").order_by("-pk")
    if before is not None:
        log = log.filter(pk__lt=before)
    return [
        Exported(
            id=line.pk,
            username=line.user.username,
            display_name=line.user.display_name,
            what=line.what,
            query=line.query,
            format=line.format,
            rows=line.rows,
            at=line.at,
        )
        for line in log[:limit]
    ]


def _account(user: User, granted: dict[tuple[int, str], list[int]]) -> Account:
    return Account(
        user_id=UserId(user.pk),
        username=user.username,
        display_name=user.display_name,
        role=Role(user.role),
        is_active=user.is_active,
        may_export=user.may_export,
        entities=tuple(granted[user.pk, "entity"]),
        channels=tuple(granted[user.pk, "channel"]),
        created_at=user.created_at,
        last_seen_at=user.last_login,
    )

"""Reads: what a person may, the list of accounts, the export log."""

from collections import defaultdict

from argosy.identity.errors import UnknownUser
from argosy.identity.models import ExportLog, Grant, User
from argosy.identity.types import PERMISSIONS, Account, Exported, Role, Scope, UserId


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

"""Writes to accounts, grants, the sign-in throttle and the export log."""

import re
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from argosy.identity.errors import (
    LastOwner,
    PasswordTooWeak,
    SignInRefused,
    TooManyAttempts,
    UnknownPreference,
    UnknownRole,
    UnknownUser,
    UsernameInvalid,
    UsernameTaken,
    WrongPassword,
)
from argosy.identity.models import ExportLog, Grant, SignInAttempt, User
from argosy.identity.types import PERMISSIONS, FirstUser, Role, UserId

USERNAME = re.compile(r"[\w.@-]{1,64}")
WINDOW = timedelta(minutes=15)
LIMIT_PAIR = 5  # one account from one source
LIMIT_ACCOUNT = (
    50  # one account from anywhere: high, so that a stranger cannot lock the owner out at will
)
LIMIT_SOURCE = 30
# Compared with when nobody has the name, so that the answer takes as long.
NOBODY = make_password(None)
LANGUAGES = ("", "en", "zh-hans")
THEMES = ("", "light", "dark")
FIRST_USERNAME = "owner"


@transaction.atomic
def create_user(
    *,
    username: str,
    password: str,
    role: str,
    now: datetime,
    display_name: str = "",
    may_export: bool | None = None,
    language: str = "",
) -> UserId:
    """Make an account; whether it may export follows the role unless said.

    :raises UsernameInvalid: for a name with spaces or odd signs.
    :raises UsernameTaken: when the name is in use, in whatever case.
    :raises UnknownRole: for a role that is not in the table.
    :raises PasswordTooWeak: for a short or common password.
    """
    folded = _fold(username)
    if not USERNAME.fullmatch(folded):
        raise UsernameInvalid(username=username)
    known = _role(role)
    _require_strong(password)
    user = User(
        username=folded,
        display_name=display_name.strip() or folded,
        role=known,
        may_export="export" in PERMISSIONS[known] if may_export is None else may_export,
        language=_choice("language", language, LANGUAGES),
        created_at=now,
    )
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as refused:
        if "username" not in str(refused):
            raise
        raise UsernameTaken(username=folded) from refused
    return UserId(user.pk)


@transaction.atomic
def ensure_first_user(*, now: datetime) -> FirstUser:
    """Make the first owner with a random password, unless there is any account already."""
    if owner := User.objects.filter(role=Role.OWNER, is_active=True).order_by("pk").first():
        return FirstUser(username=owner.username, password=None)
    password = random_password()
    create_user(
        username=FIRST_USERNAME, password=password, role=Role.OWNER, now=now, display_name="Owner"
    )
    return FirstUser(username=FIRST_USERNAME, password=password)


@transaction.atomic
def reset_password(*, username: str, password: str | None = None) -> str:
    """Set a password, random unless given, and return it; every session of the account ends.

    :raises UnknownUser: when nobody has the name.
    :raises PasswordTooWeak: for a short or common password.
    """
    user = _named(username)
    chosen = random_password() if password is None else password
    _require_strong(chosen)
    user.set_password(chosen)
    user.save(update_fields=["password"])
    # Whoever had tried too often may now come in with the new one.
    SignInAttempt.objects.filter(account=_digest(user.username)).delete()
    return chosen


@transaction.atomic
def change_password(*, user_id: int, current: str, new: str) -> None:
    """Let a person change their own password.

    :raises WrongPassword: when the current one is not right.
    :raises PasswordTooWeak: for a short or common new one.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    if not check_password(current, user.password):
        raise WrongPassword
    _require_strong(new)
    user.set_password(new)
    user.save(update_fields=["password"])


def sign_in(*, username: str, password: str, source: str, now: datetime) -> UserId:
    """Answer who signs in. Not one transaction: an attempt must be remembered though it is refused.

    :raises TooManyAttempts: when account or source has failed too often in the last 15 minutes.
    :raises SignInRefused: when name or password is wrong, or the account is disabled.
    """
    account, origin = _digest(_fold(username)), _digest(source)
    SignInAttempt.objects.filter(at__lt=now - WINDOW).delete()
    # Written before it is counted: a burst of parallel guesses sees itself.
    attempt = SignInAttempt.objects.create(account=account, source=origin, at=now)
    if _exhausted(account, origin):
        attempt.delete()  # Else waiting while trying would never end.
        raise TooManyAttempts(minutes=int(WINDOW.total_seconds() // 60))
    user = User.objects.filter(username=_fold(username)).first()
    right = check_password(password, user.password if user else NOBODY)
    if user is None or not right or not user.is_active:
        raise SignInRefused
    SignInAttempt.objects.filter(account=account, source=origin).delete()
    return UserId(user.pk)


@transaction.atomic
def set_active(*, username: str, active: bool) -> None:
    """Enable or disable an account; a disabled one is out at its next request.

    :raises UnknownUser: when nobody has the name.
    :raises LastOwner: when no active owner would be left.
    """
    user = _named(username)
    if not active:
        _require_another_owner(user)
    user.is_active = active
    user.save(update_fields=["is_active"])


@transaction.atomic
def change_account(
    *,
    username: str,
    role: str,
    display_name: str,
    may_export: bool,
    entities: Collection[int],
    channels: Collection[int],
) -> None:
    """Set what an account may do and which rows it sees; no entities or channels means all.

    :raises UnknownUser: when nobody has the name.
    :raises UnknownRole: for a role that is not in the table.
    :raises LastOwner: when no active owner would be left.
    """
    user = _named(username)
    known = _role(role)
    if known is not Role.OWNER:
        _require_another_owner(user)
    user.role, user.may_export = known, may_export
    user.display_name = display_name.strip() or user.username
    user.save(update_fields=["role", "may_export", "display_name"])
    wanted = {(Grant.Sort.ENTITY, key) for key in entities}
    wanted |= {(Grant.Sort.CHANNEL, key) for key in channels}
    Grant.objects.filter(user=user).delete()
    Grant.objects.bulk_create(Grant(user=user, sort=sort, target=key) for sort, key in wanted)


@transaction.atomic
def set_preferences(
    *,
    user_id: int,
    language: str | None = None,
    theme: str | None = None,
    display_name: str | None = None,
) -> None:
    """Keep what a person chose; `None` leaves a choice as it is, "" follows browser and system.

    :raises UnknownPreference: for a language or theme we do not have.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    if language is not None:
        user.language = _choice("language", language, LANGUAGES)
    if theme is not None:
        user.theme = _choice("theme", theme, THEMES)
    if display_name is not None:
        user.display_name = display_name.strip() or user.username
    user.save(update_fields=["language", "theme", "display_name"])


def log_export(
    *,
    user_id: int,
    what: str,
    query: str,
    file_format: str,
    rows: int,
    now: datetime,
) -> None:
    """Write down that somebody took data out."""
    ExportLog.objects.create(
        user_id=user_id, what=what, query=query, format=file_format, rows=rows, at=now
    )


def _fold(username: str) -> str:
    return username.strip().casefold()


def _named(username: str) -> User:
    user = User.objects.select_for_update().filter(username=_fold(username)).first()
    if user is None:
        raise UnknownUser(username=username)
    return user


def _role(role: str) -> Role:
    try:
        return Role(role)
    except ValueError as unknown:
        raise UnknownRole(role=role, roles=", ".join(Role)) from unknown


def _choice(preference: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise UnknownPreference(preference=preference, value=value)
    return value


def _require_strong(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError as weak:
        raise PasswordTooWeak from weak


def _require_another_owner(user: User) -> None:
    if user.role != Role.OWNER or not user.is_active:
        return
    # Locked, so that two owners who leave at once cannot both be allowed to.
    owners = User.objects.select_for_update().filter(role=Role.OWNER, is_active=True)
    if not [owner for owner in owners.order_by("pk") if owner.pk != user.pk]:
        raise LastOwner(username=user.username)


def random_password() -> str:
    """A password for a new account, to be shown once: 96 random bits."""
    return secrets.token_urlsafe(12)


def _digest(value: str) -> str:
    return salted_hmac("argosy.identity.throttle", value).hexdigest()


def _exhausted(account: str, source: str) -> bool:
    attempts = SignInAttempt.objects
    return (
        attempts.filter(account=account, source=source).count() > LIMIT_PAIR
        or attempts.filter(account=account).count() > LIMIT_ACCOUNT
        or attempts.filter(source=source).count() > LIMIT_SOURCE
    )

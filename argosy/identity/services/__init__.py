"""Writes of identity: accounts and sign-in, keys of the API, what keys have asked for before."""

from argosy.identity.services.accounts import (
    LANGUAGES,
    THEMES,
    change_account,
    change_password,
    create_user,
    ensure_first_user,
    log_export,
    random_password,
    reset_password,
    set_active,
    set_preferences,
    sign_in,
)
from argosy.identity.services.keys import create_key, revoke_key, touch_key
from argosy.identity.services.requests import (
    begin_request,
    end_request,
    forget_requests,
    give_up_request,
    keep_replies,
)

__all__ = [
    "LANGUAGES",
    "THEMES",
    "begin_request",
    "change_account",
    "change_password",
    "create_key",
    "create_user",
    "end_request",
    "ensure_first_user",
    "forget_requests",
    "give_up_request",
    "keep_replies",
    "log_export",
    "random_password",
    "reset_password",
    "revoke_key",
    "set_active",
    "set_preferences",
    "sign_in",
    "touch_key",
]

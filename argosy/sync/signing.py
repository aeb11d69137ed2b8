"""Secrets of endpoints and the signature on each call.

A secret is derived, by HMAC-SHA256, from the key of this installation and a random salt of the
endpoint's own. So the database holds nothing that could sign, and there is nothing to decrypt:
whoever steals a backup cannot speak for us. The price is that the data folder's key goes with the
data: under another key the secrets are others, which `proof` tells before anything is sent.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Final

from django.utils.crypto import salted_hmac

PURPOSE: Final = "argosy.sync.endpoint"
PREFIX: Final = "whsec_"
SALT_BYTES: Final = 32


def new_salt() -> str:
    """A salt that nobody can guess."""
    return secrets.token_hex(SALT_BYTES)


def secret_of(salt: str) -> str:
    """The secret that belongs to a salt under our key."""
    derived = salted_hmac(PURPOSE, salt, algorithm="sha256").digest()
    return PREFIX + base64.urlsafe_b64encode(derived).decode().rstrip("=")


def proof_of(secret: str) -> str:
    """What tells that a secret is the right one, and does not tell the secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def signature(secrets_: list[str], body: bytes, at: datetime) -> str:
    """`t=<seconds>,v1=<hex>`: HMAC-SHA256 over `<seconds>.<body>`, one `v1` a secret."""
    stamp = str(int(at.timestamp()))
    signed = stamp.encode() + b"." + body
    marks = [hmac.new(one.encode(), signed, hashlib.sha256).hexdigest() for one in secrets_]
    return ",".join([f"t={stamp}", *(f"v1={mark}" for mark in marks)])

"""Roles as data, permissions as strings, and what one signed-in person may see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

UserId = NewType("UserId", int)


class Role(StrEnum):
    """What a person does in the company."""

    OWNER = "owner"
    OPERATIONS = "operations"
    FINANCE = "finance"
    WAREHOUSE = "warehouse"
    SUPPORT = "support"
    READ_ONLY = "read_only"


VIEWS = frozenset({"today.view", "orders.view", "stock.view", "channels.view"})
MONEY = frozenset({"profit.view", "cost.view"})
# Who ships reads where to: a slip shows what the parcel shows.
SHIPS = frozenset({"fulfilment.view", "fulfilment.ship"})
# Cancel, change, refund and return an order; move, receive and count stock.
ACTS = frozenset({"orders.act", "stock.act"})
# See how the company could sell, and say what it is like; its answers are of money.
PLANS = frozenset({"strategy.view", "strategy.edit"})

# `export` here is only what a new account of the role starts with: it is set for each person.
PERMISSIONS: Mapping[Role, frozenset[str]] = {
    Role.OWNER: VIEWS
    | MONEY
    | SHIPS
    | ACTS
    | PLANS
    | {
        "orders.contact",
        "stock.count",
        "channels.manage",
        "import.run",
        "import.undo",
        "settings.manage",
        "users.manage",
        "keys.manage",
        "exports.view",
        "export",
    },
    Role.FINANCE: VIEWS
    | MONEY
    | PLANS
    | {"import.run", "import.undo", "settings.manage", "exports.view", "export"},
    Role.OPERATIONS: VIEWS
    | SHIPS
    | ACTS
    | PLANS
    | {"orders.contact", "stock.count", "channels.manage", "import.run", "import.undo"},
    Role.WAREHOUSE: SHIPS | {"today.view", "orders.view", "stock.view", "stock.act", "stock.count"},
    Role.SUPPORT: frozenset(
        {"today.view", "orders.view", "orders.act", "orders.contact", "stock.view"}
    ),
    Role.READ_ONLY: VIEWS | {"strategy.view"},
}

EVERY_PERMISSION = frozenset().union(*PERMISSIONS.values())

# What a key of the API may be good for. They are permissions too, but no role has them.
API_SCOPES: Final = (
    "orders:read",
    "orders:write",
    "stock:read",
    "stock:write",
    "listings:read",
    "listings:write",
    "webhooks:manage",
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What one person may see and do; `None` for entities or channels means all of them."""

    user_id: UserId
    username: str
    display_name: str
    role: Role
    permissions: frozenset[str]
    entities: frozenset[int] | None
    channels: frozenset[int] | None
    language: str  # "" follows the browser
    theme: str  # "" follows the system

    def may(self, permission: str) -> bool:
        """Whether this person has the permission."""
        return permission in self.permissions

    @property
    def sees_cost(self) -> bool:
        """Whether purchase costs may be shown."""
        return self.may("cost.view")

    @property
    def sees_profit(self) -> bool:
        """Whether profit may be shown."""
        return self.may("profit.view")

    @property
    def may_export(self) -> bool:
        """Whether this person may take data out."""
        return self.may("export")


@dataclass(frozen=True, slots=True)
class FirstUser:
    """The account that `argosy up` made sure of; its password, if it was made just now."""

    username: str
    password: str | None


@dataclass(frozen=True, slots=True)
class Account:
    """One user as the list of users shows them."""

    user_id: UserId
    username: str
    display_name: str
    role: Role
    is_active: bool
    may_export: bool
    entities: tuple[int, ...]
    channels: tuple[int, ...]
    created_at: datetime
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Exported:
    """One line of the export log."""

    id: int
    username: str
    display_name: str
    what: str
    query: str
    format: str
    rows: int
    at: datetime


@dataclass(frozen=True, slots=True)
class KeyScope:
    """What one program may see and do; `None` for channels means all of them."""

    key_id: int
    name: str
    user_id: UserId  # who answers for it
    scopes: frozenset[str]
    channels: frozenset[int] | None
    last_used_at: datetime | None
    language: str = ""  # follows the request

    def may(self, permission: str) -> bool:
        """Whether this key has the scope."""
        return permission in self.scopes


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key just made; the only time that anybody sees its secret."""

    id: int
    prefix: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key as the list of keys shows it."""

    id: int
    name: str
    prefix: str
    scopes: tuple[str, ...]
    channels: tuple[int, ...]
    owner: str
    owner_is_active: bool
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a request of the API was answered."""

    status: int
    body: bytes


class Standing(StrEnum):
    """What is known of a request when it comes."""

    BEGUN = "begun"  # by us, now
    ANSWERED = "answered"  # before: here is the reply
    UNDER_WAY = "under_way"  # somebody is working on it at this moment
    OTHER = "other"  # its name was used for another request


@dataclass(frozen=True, slots=True)
class Request:
    """A request under an idempotency key, and where it stands."""

    standing: Standing
    id: int = 0  # once begun
    reply: Reply | None = None  # once answered

"""Which sellers and answers a person may see: what the book filled in speaks of the whole book."""

from django.http import HttpRequest

from argosy.console.middleware import scope_of
from argosy.identity.types import Scope
from argosy.strategy import queries as strategy
from argosy.strategy.types import Profile
from argosy.strategy.types.kept import Answered, Seller
from argosy.web.errors import NotAllowed


def is_narrowed(scope: Scope) -> bool:
    """Whether a person sees only some companies or channels of the book."""
    return scope.entities is not None or scope.channels is not None


def may_see(scope: Scope, profile: Profile) -> bool:
    """Whether a person may see a seller: one that the book filled is of every channel."""
    return not (profile.from_book and is_narrowed(scope))


def seller_seen(request: HttpRequest, key: str) -> Seller:
    """The latest revision of a seller.

    :raises UnknownProfile: there is none.
    :raises NotAllowed: it was filled from channels that the person does not see.
    """
    found = strategy.seller(key=key)
    if not may_see(scope_of(request), found.profile):
        raise NotAllowed(permission="strategy.view")
    return found


def answered(request: HttpRequest, answer: int) -> Answered:
    """One answer, whole.

    :raises NoSuchAnswer: there is none.
    :raises NotAllowed: its seller was filled from channels that the person does not see.
    """
    found = strategy.answer(answer=answer)
    seller = strategy.seller(key=found.row.key, revision=found.row.revision)
    if not may_see(scope_of(request), seller.profile):
        raise NotAllowed(permission="strategy.view")
    return found

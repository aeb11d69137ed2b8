"""Reads of legal companies."""

from argosy.company.errors import NoEntity
from argosy.company.models import Entity
from argosy.company.types import EntityRef


def entities() -> list[EntityRef]:
    """Every legal company, oldest first."""
    return [
        EntityRef(
            id=row.pk, key=row.key, title=row.title, currency=row.currency, country=row.country
        )
        for row in Entity.objects.order_by("pk")
    ]


def main_entity() -> EntityRef:
    """The first legal company: where nothing else is said, it is meant.

    :raises NoEntity: there is none yet.
    """
    found = entities()
    if not found:
        raise NoEntity
    return found[0]

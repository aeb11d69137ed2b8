"""Reads of customers: opaque names only, never how to reach them."""

from collections.abc import Collection

from argosy.customers.models import Identity
from argosy.customers.types import CustomerRef


def find(*, text: str, channels: Collection[int], limit: int) -> list[CustomerRef]:
    """Customers whom one of these channels calls exactly so, or so at the start."""
    found = Identity.objects.filter(channel__in=list(channels), external_key__startswith=text)
    return [
        CustomerRef(identity.customer_id, identity.channel, identity.external_key)
        for identity in found.order_by("external_key", "pk")[:limit]
    ]


def names(*, customers: Collection[int]) -> dict[int, str]:
    """What the channels call each of these; the oldest name where there are several."""
    found = Identity.objects.filter(customer__in=list(customers)).order_by("-pk")
    return dict(found.values_list("customer_id", "external_key"))

"""Writes of legal companies."""

from datetime import datetime

from django.db import IntegrityError, transaction

from argosy.company.errors import EntityExists
from argosy.company.models import Entity, PayoutAccount
from argosy.kernel.money import exponent


def create_entity(*, key: str, title: str, currency: str, country: str, now: datetime) -> int:
    """Record a legal company. Returns its id.

    :raises EntityExists: the key is taken.
    :raises UnknownCurrency: the currency is none.
    """
    exponent(currency)
    try:
        with transaction.atomic():
            return Entity.objects.create(
                key=key, title=title, currency=currency, country=country, created_at=now
            ).pk
    except IntegrityError as error:
        if "company_entity_key" in str(error):
            raise EntityExists(entity=key) from error
        raise


def open_payout_account(*, entity: int, title: str, currency: str, now: datetime) -> int:
    """Record where an entity is paid. Returns its id."""
    exponent(currency)
    return PayoutAccount.objects.create(
        entity_id=entity, title=title, currency=currency, created_at=now
    ).pk

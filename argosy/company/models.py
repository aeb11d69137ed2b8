"""The legal companies of one seller."""

from django.db import models


class Entity(models.Model):
    """A legal company: owns stock, holds channels and payout accounts, keeps a base currency."""

    key = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)  # ISO 4217; its books are kept in this
    country = models.CharField(max_length=2, default="", blank=True)  # ISO 3166-1
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class PayoutAccount(models.Model):
    """Where a platform or provider pays an entity."""

    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="payout_accounts")
    title = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "title"], name="payoutaccount_once_per_entity"
            )
        ]

    def __str__(self) -> str:
        return self.title

"""Whom we serve, as opaque people; how to reach them lives apart."""

from django.db import models


class Customer(models.Model):
    """A person or business that buys. Holds nothing personal."""

    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"customer {self.pk}"


class Identity(models.Model):
    """How one channel names a customer."""

    channel = models.BigIntegerField()  # opaque: channels lie higher
    external_key = models.CharField(max_length=128)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="identities")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_key"], name="identity_once_per_channel"
            )
        ]

    def __str__(self) -> str:
        return f"identity {self.pk}"


class Contact(models.Model):
    """How to reach a customer, for a purpose and until a day."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contacts")
    purpose = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)  # email, phone
    value = models.CharField(max_length=254)
    retain_until = models.DateField()

    def __str__(self) -> str:
        return f"contact {self.pk}"

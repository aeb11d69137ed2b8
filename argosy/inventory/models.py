"""What we hold, and where: moves are the history, levels their running totals."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q


class PlaceKind(models.TextChoices):
    """What a place is. Only the first two are stocked; the others are ends of moves."""

    WAREHOUSE = "warehouse"
    PLATFORM = "platform"  # stock in a platform's warehouse, such as FBA
    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    TRANSIT = "transit"
    BEFORE_COUNT = "before_count"  # history that ships before a first count draws on this
    SHRINKAGE = "shrinkage"  # write-offs, finds, differences of a count


class Place(models.Model):
    """Somewhere units can be."""

    key = models.SlugField(max_length=60, unique=True, allow_unicode=True)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=PlaceKind)
    country = models.CharField(max_length=2, default="", blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class Level(models.Model):
    """What a place holds of a SKU: the running total of its moves, and the row that locks."""

    sku = models.ForeignKey("catalogue.Sku", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="levels")
    on_hand = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    leased = models.BigIntegerField(default=0)  # strict leases only
    counted_at = models.DateTimeField()  # unknown before its first count, so no row before it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sku", "place"], name="level_once_per_place"),
            # The last line of defence: services refuse long before PostgreSQL has to.
            models.CheckConstraint(
                condition=Q(reserved__gte=0)
                & Q(leased__gte=0)
                & Q(on_hand__gte=F("reserved") + F("leased")),
                name="level_never_oversold",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on_hand} of {self.sku_id} at {self.place_id}"


class Move(models.Model):
    """Units that went from one place to another. Never edited: a correction is a move back."""

    entity = models.ForeignKey(
        "company.Entity", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    sku = models.ForeignKey(
        "catalogue.Sku",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    origin = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    target = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    quantity = models.IntegerField()
    reason = models.CharField(max_length=20)
    document = models.BigIntegerField(null=True)  # opaque: evidence of it
    source_row = models.IntegerField(null=True)
    holder = models.BigIntegerField(null=True)  # opaque: the order line it serves
    reverses = models.BigIntegerField(null=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="move_at_least_one"),
            models.CheckConstraint(condition=~Q(origin=F("target")), name="move_goes_somewhere"),
        ]
        indexes = [
            models.Index(fields=["sku", "occurred_at"], name="move_sku_time"),
            models.Index(fields=["document"], name="move_document"),
            BrinIndex(fields=["recorded_at"], name="move_recorded"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sku_id}"


class Reservation(models.Model):
    """Units promised to a holder, who is an opaque string: stock never learns what an order is."""

    holder = models.CharField(max_length=80)
    sku = models.ForeignKey("catalogue.Sku", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    entity = models.ForeignKey("company.Entity", on_delete=models.PROTECT, related_name="+")
    quantity = models.IntegerField()
    state = models.CharField(max_length=10)  # active, consumed, released
    promised_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reservation_at_least_one")
        ]
        indexes = [models.Index(fields=["holder"], name="reservation_holder")]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sku_id} for {self.holder}"

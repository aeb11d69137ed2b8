"""What we hold, and where: moves are the history, levels their running totals."""

from django.contrib.postgres.fields import ArrayField
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


def _opaque(to: str) -> "models.ForeignKey[models.Model, models.Model]":
    """A key that doctor checks instead of the database: rows of a festival night are many."""
    return models.ForeignKey(
        to, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )


class ReservationState(models.TextChoices):
    """What became of units that were promised."""

    ACTIVE = "active"
    CONSUMED = "consumed"  # they were shipped
    RELEASED = "released"


class Reservation(models.Model):
    """Units promised to a holder, who is an opaque string: stock never learns what an order is."""

    holder = models.CharField(max_length=80)
    sku = _opaque("catalogue.Sku")
    place = _opaque("inventory.Place")
    entity = _opaque("company.Entity")
    quantity = models.IntegerField()
    state = models.CharField(max_length=10, choices=ReservationState)
    promised_until = models.DateTimeField(null=True)  # by when we said they would leave
    expires_at = models.DateTimeField(null=True)  # of a basket that is not paid yet; else never
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reservation_at_least_one"),
            models.UniqueConstraint(
                fields=["holder", "sku", "place"],
                condition=Q(state="active"),
                name="reservation_once_active",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(state="active", expires_at__isnull=False),
                name="reservation_expiry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sku_id} for {self.holder}"


class BackorderState(models.TextChoices):
    """What became of units that were promised and could not be held."""

    OPEN = "open"
    FILLED = "filled"  # stock came, or another place had it
    CANCELLED = "cancelled"


class BackorderReason(models.TextChoices):
    """Why they could not be held."""

    SHORT = "short"  # the place had no more
    RECOUNT = "recount"  # a count found less than was promised
    UNCOUNTED = "uncounted"  # nobody has counted yet: stock is unknown, not zero


class Backorder(models.Model):
    """Units that a holder was promised and that no place holds for it: named, with its choices."""

    holder = models.CharField(max_length=80)
    sku = _opaque("catalogue.Sku")
    place = _opaque("inventory.Place")
    entity = _opaque("company.Entity")
    quantity = models.IntegerField()
    reason = models.CharField(max_length=10, choices=BackorderReason)
    state = models.CharField(max_length=10, choices=BackorderState)
    promised_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="backorder_at_least_one"),
            models.UniqueConstraint(
                fields=["holder", "sku", "place"],
                condition=Q(state="open"),
                name="backorder_once_open",
            ),
        ]
        indexes = [
            models.Index(
                fields=["sku", "place"], condition=Q(state="open"), name="backorder_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sku_id} owed to {self.holder}"


class LeaseState(models.TextChoices):
    """Whether a claimant may still sell from its lease."""

    OPEN = "open"
    CLOSED = "closed"  # the rest was given back


class Lease(models.Model):
    """Units that a claimant (an opaque string: a listing, a live session) may sell without asking.

    Strict only: they are counted in the level's `leased`. A pooled lease is policy and a published
    number, and has no row here.
    """

    claimant = models.CharField(max_length=80)
    sku = models.ForeignKey("catalogue.Sku", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    granted = models.IntegerField()  # in all, as it was widened and narrowed
    quantity = models.IntegerField()  # of those, not yet sold
    state = models.CharField(max_length=10, choices=LeaseState)
    ends_at = models.DateTimeField(null=True)  # then the rest goes back by itself
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=0) & Q(granted__gte=F("quantity")),
                name="lease_within_grant",
            ),
            models.UniqueConstraint(
                fields=["claimant", "sku", "place"],
                condition=Q(state="open"),
                name="lease_once_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sku_id} for {self.claimant}"


class ArrivalState(models.TextChoices):
    """What became of units on their way."""

    EXPECTED = "expected"
    ARRIVED = "arrived"
    CANCELLED = "cancelled"


class Arrival(models.Model):
    """Units on their way to a place: a purchase, or the far end of a transfer."""

    sku = models.ForeignKey("catalogue.Sku", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    origin = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    entity = models.ForeignKey("company.Entity", on_delete=models.PROTECT, related_name="+")
    quantity = models.IntegerField()
    received = models.IntegerField(default=0)
    reference = models.CharField(max_length=80)
    expected_at = models.DateTimeField(null=True)  # unknown is a value
    state = models.CharField(max_length=10, choices=ArrivalState)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="arrival_at_least_one"),
            models.CheckConstraint(condition=Q(received__gte=0), name="arrival_not_negative"),
        ]
        indexes = [
            models.Index(
                fields=["sku", "place"], condition=Q(state="expected"), name="arrival_expected"
            )
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sku_id} on their way"


class Touch(models.Model):
    """SKUs whose stock one transaction changed: whoever shows quantities takes these and counts.

    One row a transaction, and no key but its own: bookings must not wait for each other here.
    """

    skus = ArrayField(models.BigIntegerField())
    # Where claimants took units: who, and how many, one for each SKU, also where they are owed.
    takers = ArrayField(models.CharField(max_length=80), null=True)
    taken = ArrayField(models.BigIntegerField(), null=True)
    touched_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{len(self.skus)} touched"

"""Where orders leave from, why, and in which parcels."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

CARRIER_MAX = 60
TRACKING_MAX = 80


class Site(models.Model):
    """A place of stock as somewhere to ship from: when parcels leave it, and for where."""

    place = models.OneToOneField("inventory.Place", on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2)  # ISO 3166-1
    zone = models.CharField(max_length=40)  # IANA; the cut-off is on this clock
    cutoff = models.TimeField()  # an order taken before it is worked on the same day
    handling_hours = models.PositiveIntegerField()  # from the cut-off to the hand-over
    working_days = ArrayField(models.PositiveSmallIntegerField())  # 1 Monday … 7 Sunday
    days_off = ArrayField(models.DateField(), default=list)  # days on which nothing leaves
    serves = ArrayField(models.CharField(max_length=2), default=list)  # countries; empty is all
    priority = models.PositiveIntegerField()  # 1 is asked first; decides between equals
    currency = models.CharField(max_length=3)  # of its parcel rates
    stated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(working_days__len__gt=0), name="site_works_some_day"
            ),
        ]

    def __str__(self) -> str:
        return f"site at {self.place_id}"


class ParcelRate(models.Model):
    """What a parcel from a site costs to some countries: so much, and so much for each kilogram."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="rates")
    countries = ArrayField(models.CharField(max_length=2), default=list)  # empty: all others
    base_minor = models.BigIntegerField()
    per_kg_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(base_minor__gte=0) & Q(per_kg_minor__gte=0),
                name="parcelrate_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"rate of {self.site_id}"


class RoutingRule(models.Model):
    """One criterion by which places are chosen; the first that tells two apart decides."""

    position = models.PositiveIntegerField()
    criterion = models.CharField(max_length=20)  # see types.Criterion
    place = models.ForeignKey(
        "inventory.Place", on_delete=models.PROTECT, null=True, related_name="+"
    )  # of "never": from where
    countries = ArrayField(models.CharField(max_length=2), default=list)  # of "never": to where
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Put off to the commit: two rules that change places pass through the same number.
            models.UniqueConstraint(
                fields=["position"],
                name="routingrule_once_per_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.criterion}"


class Route(models.Model):
    """Where an order leaves from, as decided at one instant, and why. The latest counts."""

    order = models.ForeignKey(
        "orders.Order", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    document = models.BigIntegerField()  # opaque: the snapshot whose lines were routed
    parts = models.JSONField()  # [{place, leaves_at, cost_minor, currency, lines: {line: units}}]
    short = models.JSONField()  # {line: units that no place has}
    reasons = models.JSONField()  # see types.Reason
    by = models.BigIntegerField(null=True)  # opaque: who asked; null is the rules by themselves
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["order", "-id"], name="route_latest")]

    def __str__(self) -> str:
        return f"route of {self.order_id}"


class Bin(models.Model):
    """Where on the shelves of a place a SKU lies: what a pick list is walked by."""

    place = models.ForeignKey("inventory.Place", on_delete=models.PROTECT, related_name="+")
    sku = models.ForeignKey("catalogue.Sku", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=40)
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "sku"], name="bin_once_per_place"),
        ]

    def __str__(self) -> str:
        return self.label


class ShipmentState(models.TextChoices):
    """How far a shipment has come."""

    PLANNED = "planned"
    PACKED = "packed"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


OPEN = (ShipmentState.PLANNED, ShipmentState.PACKED)


class Shipment(models.Model):
    """Goods of one order that leave one place together."""

    order = models.ForeignKey(
        "orders.Order", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    document = models.BigIntegerField()  # opaque: the snapshot whose lines it carries
    place = models.ForeignKey("inventory.Place", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ShipmentState)
    carrier = models.CharField(max_length=CARRIER_MAX, default="", blank=True)
    tracking = models.CharField(max_length=TRACKING_MAX, default="", blank=True)
    by = models.BigIntegerField(null=True)  # opaque: who planned it
    shipped_by = models.BigIntegerField(null=True)  # opaque: who handed it over
    planned_at = models.DateTimeField()
    packed_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)  # when it left, as stated
    cancelled_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()  # when its state was recorded

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="shipped", shipped_at__isnull=False)
                | (~Q(state="shipped") & Q(shipped_at=None)),
                name="shipment_shipped_at_some_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "id"],
                condition=Q(state__in=("planned", "packed")),
                name="shipment_to_do",
            ),
        ]

    def __str__(self) -> str:
        return f"shipment {self.pk} of {self.order_id}"


class ShipmentLine(models.Model):
    """Units of one order line in one shipment."""

    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(
        "orders.Line", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    quantity = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shipment", "line"], name="shipmentline_once_per_shipment"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="shipmentline_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.line_id}"


class Package(models.Model):
    """One box of a shipment."""

    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="packages")
    number = models.PositiveIntegerField()  # 1, 2, 3 within the shipment
    weight_g = models.PositiveIntegerField(null=True)
    length_mm = models.PositiveIntegerField(null=True)
    width_mm = models.PositiveIntegerField(null=True)
    height_mm = models.PositiveIntegerField(null=True)
    tracking = models.CharField(max_length=TRACKING_MAX, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shipment", "number"], name="package_once_per_shipment"
            ),
        ]

    def __str__(self) -> str:
        return f"package {self.number} of {self.shipment_id}"


class Allotment(models.Model):
    """How much of an order line is in shipments: the row that keeps it from leaving twice.

    `earlier` are units that left under an earlier word on the same order, whose lines are others.
    """

    line = models.OneToOneField(
        "orders.Line", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    ordered = models.IntegerField()
    earlier = models.IntegerField(default=0)
    allotted = models.IntegerField(default=0)  # in shipments that are planned, packed or shipped
    shipped = models.IntegerField(default=0)  # of those, left

    class Meta:
        constraints = [
            # The last line of defence: services refuse long before PostgreSQL has to.
            models.CheckConstraint(
                condition=Q(shipped__gte=0)
                & Q(earlier__gte=0)
                & Q(allotted__gte=F("shipped"))
                & Q(ordered__gte=F("allotted") + F("earlier")),
                name="allotment_within_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.allotted} of line {self.line_id}"

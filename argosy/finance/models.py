"""Money: immutable lines that point at the row they came from, and their daily sums."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class Posting(models.Model):
    """One immutable line of money. A correction is a reversal and a new line."""

    entity = models.BigIntegerField()
    channel = models.BigIntegerField()
    mode = models.CharField(max_length=12)
    market = models.CharField(max_length=40)
    listing = models.BigIntegerField(null=True)  # the platform's own SKU, known before ours is
    sku = models.BigIntegerField(null=True)
    order_line = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=24)
    layer = models.CharField(max_length=12)
    basis = models.CharField(max_length=8)  # stated (from a source row) or computed
    certainty = models.CharField(max_length=8)  # estimate or actual
    units = models.IntegerField(default=0)  # of goods, where the line is about goods
    amount_minor = models.BigIntegerField()  # the seller's pocket: income positive, cost negative
    currency = models.CharField(max_length=3)
    base_minor = models.BigIntegerField(null=True)  # in the entity's currency; null is unknown
    rate = models.DecimalField(max_digits=18, decimal_places=8, null=True)
    rate_source = models.CharField(max_length=8, default="")  # same, ecb, monthly, bank
    rate_date = models.DateField(null=True)
    day = models.DateField()  # in the channel's zone
    document = models.BigIntegerField()
    source_row = models.IntegerField()
    part = models.SmallIntegerField()
    revision = models.SmallIntegerField(default=0)  # 0 first, 1 its reversal, 2 stated again, …
    reverses = models.BigIntegerField(null=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "source_row", "part", "kind", "revision"], name="posting_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["order_line"],
                name="posting_order_line",
                condition=models.Q(order_line__isnull=False),
            ),
            BrinIndex(fields=["occurred_at"], name="posting_occurred"),
            BrinIndex(fields=["recorded_at"], name="posting_recorded"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_minor} {self.currency}"


class DailySum(models.Model):
    """What postings add up to by day, channel, market, SKU and kind.

    Appended as deltas beside the postings of each batch, in one transaction with them, and folded
    together later: a counter that every booking updates would make bookings wait for each other.
    """

    entity = models.BigIntegerField()
    channel = models.BigIntegerField()
    mode = models.CharField(max_length=12)
    market = models.CharField(max_length=40)
    sku = models.BigIntegerField()  # 0 where there is none
    kind = models.CharField(max_length=24)
    layer = models.CharField(max_length=12)
    basis = models.CharField(max_length=8)
    certainty = models.CharField(max_length=8)
    day = models.DateField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    base_minor = models.BigIntegerField()  # of those whose rate is known
    rateless_minor = models.BigIntegerField(default=0)  # in the transaction currency, rate unknown
    units = models.BigIntegerField()
    postings = models.IntegerField()  # a reversal counts −1
    folded = models.BooleanField(default=False)

    class Meta:
        indexes = [BrinIndex(fields=["day"], name="dailysum_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class DailyTotal(models.Model):
    """The same without the SKU: what screens over years read."""

    entity = models.BigIntegerField()
    channel = models.BigIntegerField()
    mode = models.CharField(max_length=12)
    market = models.CharField(max_length=40)
    kind = models.CharField(max_length=24)
    layer = models.CharField(max_length=12)
    basis = models.CharField(max_length=8)
    certainty = models.CharField(max_length=8)
    day = models.DateField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    base_minor = models.BigIntegerField()
    rateless_minor = models.BigIntegerField(default=0)
    units = models.BigIntegerField()
    postings = models.IntegerField()
    folded = models.BooleanField(default=False)

    class Meta:
        indexes = [BrinIndex(fields=["day"], name="dailytotal_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class DayRate(models.Model):
    """What one unit of a currency was worth in a base currency on a day, and who says so."""

    currency = models.CharField(max_length=3)
    base = models.CharField(max_length=3)
    day = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    source = models.CharField(max_length=8)  # ecb, monthly
    source_day = models.DateField()  # the ECB does not publish on weekends

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["currency", "base", "day"], name="dayrate_once"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="dayrate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency}/{self.base} {self.day}"


class MonthlyRate(models.Model):
    """A rate that the seller keeps by the month, used where the ECB has none."""

    currency = models.CharField(max_length=3)
    base = models.CharField(max_length=3)
    month = models.DateField()  # its first day
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["currency", "base", "month"], name="monthlyrate_once"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="monthlyrate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency}/{self.base} {self.month}"


class UnitCost(models.Model):
    """What one unit of a SKU costs to buy, landed, from a day on."""

    sku = models.BigIntegerField()
    valid_from = models.DateField()
    unit_cost = models.DecimalField(max_digits=18, decimal_places=6)
    currency = models.CharField(max_length=3)
    document = models.BigIntegerField()  # evidence of it
    source_row = models.IntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sku", "valid_from"], name="unitcost_once_per_day"),
            models.CheckConstraint(
                condition=models.Q(unit_cost__gte=0), name="unitcost_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_cost} {self.currency}"

"""What was promised to whom, and what is known to have happened."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class Order(models.Model):
    """One order, invoice or credit of one channel, merged from all documents that speak of it."""

    # The keys of an order are checked by doctor: on a festival night the database's own checks are
    # a third of the cost of an order, and every booking would lock the same few parents.
    entity = models.ForeignKey(
        "company.Entity",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    channel = models.ForeignKey(
        "channels.Channel",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    external_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)  # order, credit, adjustment
    customer = models.ForeignKey(
        "customers.Customer",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    currency = models.CharField(max_length=3)
    market = models.CharField(max_length=40)  # ISO 3166-1 of the destination, else the label
    country_label = models.CharField(max_length=80, default="", blank=True)  # as the source wrote
    document = models.BigIntegerField()  # the snapshot whose lines count now
    placed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    # By when it must leave; null for what was never promised: history, credits, adjustments.
    promised_until = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)  # its only import was undone
    total_minor = models.BigIntegerField()  # of all its lines and charges, as stated
    refunded_minor = models.BigIntegerField(default=0)  # ≤ 0, as stated
    units = models.BigIntegerField()  # of goods; negative on a credit
    revision = models.IntegerField(db_default=0)  # of what people changed: two cannot edit at once
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_id"], name="order_once_per_channel"
            )
        ]
        indexes = [
            models.Index(fields=["-placed_at", "-id"], name="order_newest"),
            # What the list can be sorted by: without, millions would be sorted for a page.
            models.Index(fields=["total_minor", "id"], name="order_by_total"),
            models.Index(fields=["units", "id"], name="order_by_units"),
            models.Index(fields=["refunded_minor", "id"], name="order_by_refund"),
            models.Index(fields=["market", "id"], name="order_by_market"),
            models.Index(fields=["external_id", "id"], name="order_by_number"),
            # The rare states: looked for among all others, a page of them would take a walk.
            models.Index(
                fields=["-placed_at", "-id"],
                condition=models.Q(cancelled_at__isnull=False),
                name="order_cancelled",
            ),
            models.Index(
                fields=["-placed_at", "-id"],
                condition=models.Q(withdrawn_at__isnull=False),
                name="order_withdrawn",
            ),
            models.Index(
                fields=["customer"],
                condition=models.Q(customer__isnull=False),
                name="order_customer",
            ),
            models.Index(
                fields=["promised_until"],
                condition=models.Q(
                    promised_until__isnull=False,
                    shipped_at=None,
                    cancelled_at=None,
                    withdrawn_at=None,
                ),
                name="order_open",
            ),
        ]

    def __str__(self) -> str:
        return self.external_id


class Line(models.Model):
    """A line of goods as one document states it; it counts while its document is its order's."""

    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, related_name="lines", db_constraint=False
    )
    document = models.BigIntegerField()
    source_row = models.IntegerField()
    kind = models.CharField(max_length=20)  # merchandise, merchandise_return, free_goods, …
    listing = models.ForeignKey(
        "channels.Listing",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_constraint=False,
        db_index=False,
    )
    sku = models.ForeignKey(
        "catalogue.Sku",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_constraint=False,
    )
    quantity = models.IntegerField()
    unit_price = models.DecimalField(max_digits=18, decimal_places=6)
    amount_minor = models.BigIntegerField()
    occurred_at = models.DateTimeField()

    class Meta:
        indexes = [
            # Few lines are credits, and whoever looks for theirs must not walk through all others.
            models.Index(
                fields=["order"],
                condition=models.Q(kind="merchandise_return"),
                name="line_credits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku_id}"


class Fact(models.Model):
    """Something that one document says happened to an order; merged whatever their order."""

    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, related_name="facts", db_constraint=False
    )
    document = models.BigIntegerField()
    kind = models.CharField(max_length=12)  # placed, paid, changed, shipped, cancelled, refunded, …
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    # The book's number of the transaction that wrote it (`book_number`, which goes on after a
    # restore). Readers who follow what is new go by it, up to the oldest one still under way: going
    # by id or time they would miss what commits late.
    xact = models.BigIntegerField(db_default=0)  # 0: written before anybody followed
    detail = models.JSONField(null=True)  # of what people and platforms do to one order live

    class Meta:
        indexes = [
            BrinIndex(fields=["recorded_at"], name="fact_recorded"),
            models.Index(fields=["xact", "id"], name="fact_feed"),
        ]

    def __str__(self) -> str:
        return self.kind


class Recipient(models.Model):
    """Who receives an order, for a purpose and until a day; apart, so it can be forgotten."""

    order = models.OneToOneField(Order, on_delete=models.CASCADE, related_name="recipient")
    purpose = models.CharField(max_length=40, default="delivery")
    retain_until = models.DateField()
    name = models.CharField(max_length=200, default="", blank=True)
    phone = models.CharField(max_length=60, default="", blank=True)
    email = models.CharField(max_length=254, default="", blank=True)
    address = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"recipient of {self.order_id}"


class CreditMatch(models.Model):
    """Units of a credit line that undo units of a sale line. Derived: rebuilt as told."""

    credit_line = models.ForeignKey(
        Line, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    sale_line = models.ForeignKey(
        Line, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    quantity = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["credit_line", "sale_line"], name="creditmatch_once_per_pair"
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0), name="creditmatch_at_least_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sale_line_id}"

"""Where we sell."""

from django.db import models


class Mode(models.TextChoices):
    """A way of selling."""

    MARKETPLACE = "marketplace"
    STOREFRONT = "storefront"
    DISTRIBUTION = "distribution"
    SOCIAL = "social"


class CommercialModel(models.TextChoices):
    """Who sets the price, owns the stock and knows the buyer."""

    SELF_RUN = "self_run"
    SEMI_MANAGED = "semi_managed"
    FULLY_MANAGED = "fully_managed"
    VENDOR = "vendor"


class Channel(models.Model):
    """One account in one market."""

    key = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    entity = models.ForeignKey("company.Entity", on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=12, choices=Mode)
    commercial_model = models.CharField(
        max_length=14, choices=CommercialModel, default=CommercialModel.SELF_RUN
    )
    platform = models.CharField(max_length=40, default="", blank=True)
    operator = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    market = models.CharField(max_length=2, default="", blank=True)  # home country, ISO 3166-1
    currency = models.CharField(max_length=3)
    zone = models.CharField(max_length=40)  # IANA; a day of this channel is a day there
    place = models.ForeignKey(
        "inventory.Place", on_delete=models.PROTECT, null=True, related_name="+"
    )  # where its orders ship from
    adopts_skus = models.BooleanField(default=False)  # an unknown platform SKU becomes one of ours
    # What the seller's contract says, until a settlement proves it; null is unknown.
    fee_share = models.DecimalField(max_digits=6, decimal_places=5, null=True)  # of the sale
    ship_within_hours = models.PositiveIntegerField(null=True)  # later is a broken promise
    cancel_within_hours = models.PositiveIntegerField(null=True)  # later costs a penalty
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key


class Listing(models.Model):
    """One SKU as offered on one channel, by the platform's own SKU; unmapped until we know."""

    # The unique constraint begins with it. Given an index of it alone, the planner takes that while
    # the table is young, and reads every listing of the channel for each one it looks up.
    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, related_name="listings", db_index=False
    )
    platform_sku = models.CharField(max_length=120)
    title = models.CharField(max_length=300, default="", blank=True)
    title_as_of = models.DateTimeField(null=True)
    sku = models.ForeignKey("catalogue.Sku", on_delete=models.PROTECT, null=True, related_name="+")
    mapped_by = models.CharField(max_length=10, default="", blank=True)  # code, adopted, person
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "platform_sku"], name="listing_once_per_channel"
            )
        ]

    def __str__(self) -> str:
        return self.platform_sku


class LeaseKind(models.TextChoices):
    """How a listing's quantity is kept from being sold twice."""

    STRICT = "strict"  # units set apart: cannot oversell, whatever the lag
    POOLED = "pooled"  # channels show overlapping quantities; the risk is bounded


class Policy(models.Model):
    """What part of the stock may be shown where. The narrowest policy that states a value wins.

    Of a listing; of a channel and a product group; of a channel; of a group; of everything.
    """

    channel = models.ForeignKey(
        Channel, on_delete=models.CASCADE, null=True, blank=True, related_name="policies"
    )
    listing = models.ForeignKey(
        Listing, on_delete=models.CASCADE, null=True, blank=True, related_name="policies"
    )
    product_group = models.CharField(max_length=80, default="", blank=True)  # a category
    kind = models.CharField(max_length=6, choices=LeaseKind, default="", blank=True)
    buffer = models.PositiveIntegerField(null=True, blank=True)  # units never shown
    cap = models.PositiveIntegerField(null=True, blank=True)  # never show more
    floor = models.PositiveIntegerField(null=True, blank=True)  # below it show nothing
    share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    priority = models.PositiveIntegerField(null=True, blank=True)  # 1 is served first
    exclusive = models.BooleanField(null=True, blank=True)  # nobody else may sell it
    bound = models.DecimalField(max_digits=9, decimal_places=8, null=True, blank=True)
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "listing", "product_group"],
                nulls_distinct=False,
                name="policy_once_per_scope",
            ),
            models.CheckConstraint(
                condition=models.Q(share__isnull=True) | models.Q(share__gte=0, share__lte=1),
                name="policy_share_of_one",
            ),
            models.CheckConstraint(
                condition=models.Q(bound__isnull=True) | models.Q(bound__gt=0, bound__lt=1),
                name="policy_bound_is_probability",
            ),
        ]

    def __str__(self) -> str:
        return f"policy {self.pk}"


class Desired(models.Model):
    """The quantity that a listing should show, and what became of it.

    Desired, accepted and confirmed are three facts: what we want, what the platform took in, what
    it was seen to show. An absolute number with a version, so that the newest wins.
    """

    listing = models.OneToOneField(Listing, on_delete=models.CASCADE, related_name="+")
    # Unknown while nobody has counted. What the channel sells of it once it shows it, it counts
    # down by itself: then the number falls here too, and stays the same version.
    quantity = models.IntegerField(null=True)
    version = models.BigIntegerField()
    desired_at = models.DateTimeField()  # when this version was wanted first
    available = models.BigIntegerField(null=True)  # what there was to sell when it was computed
    why = models.CharField(max_length=20)  # which rule decided
    meanwhile = models.IntegerField(null=True)  # it may sell until this one arrives; null: any
    # Of a strict lease: show no more than this, because the rest is about to pass to another.
    ceiling = models.IntegerField(null=True)
    look_at = models.DateTimeField(null=True)  # from then on it is computed anew, touched or not
    accepted_version = models.BigIntegerField(null=True)
    accepted_at = models.DateTimeField(null=True)
    confirmed_version = models.BigIntegerField(null=True)
    confirmed_quantity = models.IntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quantity__isnull=True) | models.Q(quantity__gte=0),
                name="desired_not_negative",
            )
        ]
        indexes = [
            models.Index(
                fields=["desired_at"],
                condition=models.Q(accepted_version__isnull=True)
                | models.Q(accepted_version__lt=models.F("version")),
                name="desired_unpushed",
            ),
            models.Index(
                fields=["look_at"],
                condition=models.Q(look_at__isnull=False),
                name="desired_look",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.listing_id}"


class Pace(models.Model):
    """How fast a listing sells, as measured; what a pooled buffer is made of."""

    listing = models.OneToOneField(Listing, on_delete=models.CASCADE, related_name="+")
    rate = models.DecimalField(max_digits=14, decimal_places=6)  # units an hour
    dispersion = models.DecimalField(max_digits=12, decimal_places=6)  # variance over mean, >= 1
    measured_at = models.DateTimeField()
    heat = models.DecimalField(max_digits=14, decimal_places=6, db_default=0)  # units, fading
    heated_at = models.DateTimeField(null=True)  # when the heat was that

    def __str__(self) -> str:
        return f"{self.rate} an hour"


class Sold(models.Model):
    """Units that a listing sold in an hour, as what it took of the stock tells."""

    listing = models.ForeignKey(
        Listing, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    hour_at = models.DateTimeField()  # where the hour begins
    units = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing", "hour_at"], name="sold_once_per_hour")
        ]

    def __str__(self) -> str:
        return f"{self.units} in the hour from {self.hour_at}"


class Lag(models.Model):
    """How long a channel keeps selling what is gone: from our knowing to its showing, measured."""

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="+")
    lag_ms = models.BigIntegerField()  # the 95th percentile
    samples = models.IntegerField()
    measured_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.lag_ms} ms"


class MarketLabel(models.Model):
    """A source's own name of a market, such as EIRE behind IE: what people recognise."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    market = models.CharField(max_length=40)  # ISO 3166-1, or the label itself where no code fits
    label = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "market", "label"], name="marketlabel_once_per_channel"
            )
        ]

    def __str__(self) -> str:
        return self.label

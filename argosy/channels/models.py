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
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key


class Listing(models.Model):
    """One SKU as offered on one channel, by the platform's own SKU; unmapped until we know."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="listings")
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

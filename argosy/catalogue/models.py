"""What we sell."""

from django.db import models
from django.db.models import F, Q


class Product(models.Model):
    """What a buyer thinks of as one thing; its SKUs are what is counted."""

    key = models.CharField(max_length=80, unique=True)
    brand = models.CharField(max_length=80, default="", blank=True)
    category = models.CharField(max_length=80, default="", blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class Sku(models.Model):
    """One thing that can be counted, bought and sold."""

    code = models.CharField(max_length=80, unique=True)  # upper case
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="skus")
    title = models.CharField(max_length=300, default="", blank=True)
    # Of two titles the later statement wins, ties by text: the same whatever the order of arrival.
    title_as_of = models.DateTimeField(null=True)
    barcode = models.CharField(max_length=20, default="", blank=True)
    hs_code = models.CharField(max_length=14, default="", blank=True)
    origin = models.CharField(max_length=2, default="", blank=True)  # ISO 3166-1
    weight_g = models.PositiveIntegerField(null=True)  # of the goods without packaging
    length_mm = models.PositiveIntegerField(null=True)
    width_mm = models.PositiveIntegerField(null=True)
    height_mm = models.PositiveIntegerField(null=True)
    package_weight_g = models.PositiveIntegerField(null=True)  # as shipped
    package_material = models.CharField(max_length=40, default="", blank=True)
    is_kit = models.BooleanField(default=False)
    adopted = models.BooleanField(default=False)  # made from a sale, not from a product list
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class Component(models.Model):
    """A kit's part: so many units of another SKU in each kit."""

    kit = models.ForeignKey(Sku, on_delete=models.CASCADE, related_name="components")
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kit", "sku"], name="component_once_per_kit"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="component_at_least_one"),
            models.CheckConstraint(condition=~Q(kit=F("sku")), name="component_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku_id} in {self.kit_id}"


class SkuText(models.Model):
    """A SKU's title and description in one language."""

    sku = models.ForeignKey(Sku, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10)  # BCP 47
    title = models.CharField(max_length=300)
    description = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sku", "language"], name="skutext_once_per_language")
        ]

    def __str__(self) -> str:
        return self.title

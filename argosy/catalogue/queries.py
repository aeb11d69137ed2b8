"""Reads of the catalogue."""

from collections.abc import Collection

from django.db.models import F, Q

from argosy.catalogue.errors import NoSuchSku
from argosy.catalogue.models import Sku
from argosy.catalogue.types import SkuCard, SkuRef
from argosy.kernel import sql


def refs(*, skus: Collection[int] | None = None) -> dict[int, SkuRef]:
    """SKUs by id: those named, or all."""
    found = Sku.objects.all()
    if skus is not None:
        found = found.filter(pk__in=list(skus))
    return {
        pk: SkuRef(pk, code, title) for pk, code, title in found.values_list("pk", "code", "title")
    }


def by_code(*, code: str) -> SkuRef:
    """A SKU by its code, in whatever case.

    :raises NoSuchSku: there is none.
    """
    found = Sku.objects.filter(code=code.strip().upper()).first()
    if found is None:
        raise NoSuchSku(code=code)
    return SkuRef(found.pk, found.code, found.title)


def card(*, sku: int, code: str = "") -> SkuCard:
    """A SKU with what is known of it.

    :raises NoSuchSku: there is none.
    """
    found = Sku.objects.select_related("product").filter(pk=sku).first()
    if found is None:
        raise NoSuchSku(code=code or sku)
    parts = found.components.annotate(code=F("sku__code"), title=F("sku__title")).order_by("code")
    return SkuCard(
        id=found.pk,
        code=found.code,
        title=found.title,
        titles=dict(found.texts.values_list("language", "title")),
        brand=found.product.brand if found.product else "",
        barcode=found.barcode,
        hs_code=found.hs_code,
        origin=found.origin,
        weight_g=found.weight_g,
        size_mm=_size(found),
        package_weight_g=found.package_weight_g,
        package_material=found.package_material,
        is_kit=found.is_kit,
        adopted=found.adopted,
        components=tuple((SkuRef(p.sku_id, p.code, p.title), p.quantity) for p in parts),
    )


def find(*, text: str, limit: int) -> list[SkuRef]:
    """SKUs whose code starts so or whose title contains it, codes first."""
    wanted = text.strip()
    named = Q(title__icontains=wanted) | Q(texts__title__icontains=wanted)
    found = (
        Sku.objects.filter(Q(code__startswith=wanted.upper()) | named)
        .annotate(first=Q(code__startswith=wanted.upper()))
        .values_list("pk", "code", "title", "first")
        .distinct()
        .order_by("-first", "code")
    )
    return [SkuRef(pk, code, title) for pk, code, title, _ in found[:limit]]


def siblings(*, skus: Collection[int]) -> dict[int, list[SkuRef]]:
    """The other SKUs of the same product, by SKU; one that stands alone is missing."""
    products = dict(
        Sku.objects.filter(pk__in=list(skus), product__isnull=False).values_list("pk", "product")
    )
    members: dict[int, list[SkuRef]] = {}
    found = Sku.objects.filter(product__in=set(products.values())).order_by("code")
    for pk, code, title, product in found.values_list("pk", "code", "title", "product"):
        members.setdefault(product, []).append(SkuRef(pk, code, title))
    return {
        sku: others
        for sku, product in products.items()
        if (others := [one for one in members[product] if one.id != sku])
    }


def count() -> int:
    """How many SKUs there are."""
    return Sku.objects.count()


def _size(sku: Sku) -> tuple[int, int, int] | None:
    if sku.length_mm is None or sku.width_mm is None or sku.height_mm is None:
        return None
    return sku.length_mm, sku.width_mm, sku.height_mm


def parts(*, skus: Collection[int]) -> dict[int, tuple[tuple[int, int], ...]]:
    """What kits consist of: (part, units of it in one kit); a SKU that is none is missing."""
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    for kit, part, quantity in sql.rows("catalogue/parts", {"skus": sql.array(skus)}):
        found[kit] = (*found.get(kit, ()), (part, quantity))
    return found

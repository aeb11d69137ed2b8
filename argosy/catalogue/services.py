"""Writes of the catalogue."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from argosy.catalogue.errors import KitInKit, UnknownComponent
from argosy.catalogue.models import Component, Sku, SkuText
from argosy.catalogue.types import Adoption, StatedSku
from argosy.kernel import sql

STATED = (
    *("title", "barcode", "hs_code", "origin", "weight_g", "length_mm", "width_mm", "height_mm"),
    *("package_weight_g", "package_material"),
)


def adopt(*, adoptions: Sequence[Adoption], now: datetime) -> dict[str, int]:
    """Make a SKU of each code that is none yet. Returns the id of every code given."""
    sql.run(
        "catalogue/adopt",
        {
            "codes": [adoption.code for adoption in adoptions],
            "titles": [adoption.title for adoption in adoptions],
            "as_of": [adoption.as_of for adoption in adoptions],
            "now": now,
        },
    )
    found = sql.rows("catalogue/find", {"codes": [adoption.code for adoption in adoptions]})
    return dict(found)


@transaction.atomic
def state_skus(*, stated: Sequence[StatedSku], now: datetime) -> dict[str, int]:
    """Take over what a product list states. Returns the id of every SKU named.

    :raises UnknownComponent: a kit names a code that is neither in the list nor known.
    :raises KitInKit: a kit contains a kit.
    """
    known = {sku.code: sku for sku in Sku.objects.filter(code__in=[one.code for one in stated])}
    fresh = [
        Sku(code=code, created_at=now, adopted=False)
        for code in dict.fromkeys(one.code for one in stated)
        if code not in known
    ]
    known |= {sku.code: sku for sku in Sku.objects.bulk_create(fresh)}
    for one in stated:
        _state(known[one.code], one, now)
    Sku.objects.bulk_update(known.values(), [*STATED, "adopted", "title_as_of", "is_kit"], 500)
    _state_texts(known, stated)
    _state_kits(known, stated)
    return {code: sku.pk for code, sku in known.items()}


def _state(sku: Sku, stated: StatedSku, now: datetime) -> None:
    for name in STATED:
        value = getattr(stated, name)
        if value not in (None, ""):
            setattr(sku, name, value)
    sku.adopted = False
    sku.title_as_of = now
    sku.is_kit = sku.is_kit or bool(stated.components)


def _state_texts(known: Mapping[str, Sku], stated: Sequence[StatedSku]) -> None:
    texts = {
        (known[one.code].pk, language): title
        for one in stated
        for language, title in (("en", one.title), ("zh-hans", one.title_zh))
        if title
    }
    SkuText.objects.bulk_create(
        [SkuText(sku_id=sku, language=lang, title=title) for (sku, lang), title in texts.items()],
        update_conflicts=True,
        unique_fields=["sku", "language"],
        update_fields=["title"],
    )


def _state_kits(known: Mapping[str, Sku], stated: Sequence[StatedSku]) -> None:
    kits = {one.code: one.components for one in stated if one.components}
    parts = {code for components in kits.values() for code, _ in components}
    found = {sku.code: sku for sku in Sku.objects.filter(code__in=parts)}
    for kit, components in kits.items():
        for code, _ in components:
            if code not in found:
                raise UnknownComponent(kit=kit, component=code)
            if found[code].is_kit:
                raise KitInKit(kit=kit, component=code)
    Component.objects.filter(kit__code__in=kits).delete()
    Component.objects.bulk_create(
        Component(kit=known[kit], sku=found[code], quantity=quantity)
        for kit, components in kits.items()
        for code, quantity in components
    )

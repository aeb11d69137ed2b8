"""The pages that are printed: a pick list of a place, the packing slip of an order."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from argosy.fulfilment.paper import barcodes
from argosy.fulfilment.paper.setting import printable
from argosy.fulfilment.types import Pick, Slip
from argosy.kernel import formats
from argosy.kernel.paper import typeset

TEMPLATES: Final = Path(__file__).parent
ORDERS_NAMED: Final = 12  # orders listed under a SKU before the rest is only counted
CHINESE: Final = "zh-hans"


def pick_list(
    *, title: str, zone: str, picks: Sequence[Pick], language: str, paper: str, now: datetime
) -> bytes:
    """What to fetch at a place, by bin and SKU, as PDF.

    :raises PaperFailed: it could not be set.
    """
    units = sum(one.units for one in picks)
    orders = {number for one in picks for number, _units in one.orders}
    with translation.override(language):
        made = f"{now.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}"
        data = _about(language, paper) | {
            "title": f"{_('Pick list')} {printable(title)}",
            "place": printable(title),
            "made": made,
            "units": units,
            "words": {
                "title": _("Pick list"),
                "summary": ngettext("{count} order", "{count} orders", len(orders)).format(
                    count=len(orders)
                ),
                "bin": _("Bin"),
                "goods": _("Goods"),
                "code": _("Barcode"),
                "units": _("Units"),
                "total": _("In all"),
            },
            "rows": [_row(one, language) for one in picks],
        }
        return typeset(TEMPLATES / "pick.typ", data)


def _row(pick: Pick, language: str) -> dict[str, object]:
    named = [
        f"{printable(number)} × {formats.number(units, language)}"
        for number, units in pick.orders[:ORDERS_NAMED]
    ]
    if rest := len(pick.orders) - len(named):
        named.append(ngettext("{count} more", "{count} more", rest).format(count=rest))
    return {
        "bin": printable(pick.bin) or "–",
        "code": printable(pick.code),
        "title": printable(pick.title),
        "barcode": printable(pick.barcode or pick.code),
        "bars": barcodes.article(pick.code, pick.barcode),
        "units": pick.units,
        "orders": " · ".join(named),
    }


def packing_slip(*, slip: Slip, language: str, paper: str) -> bytes:
    """What lies in an order's parcel, without prices, as PDF.

    :raises PaperFailed: it could not be set.
    """
    with translation.override(language):
        data = _about(language, paper) | {
            "title": f"{_('Packing slip')} {printable(slip.external_id)}",
            "number": printable(slip.external_id),
            "bars": barcodes.code128(slip.external_id),
            "channel": printable(slip.channel_title),
            "ordered": f"{slip.placed_at.astimezone(ZoneInfo(slip.zone)):%Y-%m-%d}",
            "address": [row for row in map(printable, slip.address) if row],
            "from": printable(slip.from_title),
            "carrier": printable(slip.carrier),
            "tracking": printable(slip.tracking),
            "units": sum(one.quantity for one in slip.lines),
            "words": {
                "title": _("Packing slip"),
                "ordered": _("ordered on"),
                "to": _("Ship to"),
                "from": _("Shipped from"),
                "tracking": _("Tracking number"),
                "sku": _("SKU"),
                "goods": _("Goods"),
                "units": _("Units"),
                "total": _("In all"),
            },
            "lines": [
                {
                    "code": printable(one.code),
                    "title": printable(one.title),
                    "barcode": printable(one.barcode),
                    "units": one.quantity,
                    "parts": [
                        {"code": printable(code), "units": units} for code, units in one.parts
                    ],
                }
                for one in slip.lines
            ],
        }
        return typeset(TEMPLATES / "slip.typ", data)


def _about(language: str, paper: str) -> dict[str, object]:
    chinese = language == CHINESE
    return {
        "paper": paper,
        "lang": "zh" if chinese else "en",
        "region": "CN" if chinese else "GB",
    }

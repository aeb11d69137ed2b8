"""The words for codes that contexts keep: states, kinds, modes. Unknown codes show as they are."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, str | Promise]

ORDER_STATE: Final[Words] = {
    "withdrawn": _("Import undone"),
    "cancelled": _("Cancelled"),
    "refunded": _("Refunded"),
    "shipped": _("Shipped"),
    "paid": _("Paid"),
    "placed": _("Placed"),
}
ORDER_TONE: Final = {
    "withdrawn": "quiet",
    "cancelled": "quiet",
    "refunded": "attention",
    "shipped": "ok",
    "paid": "",
    "placed": "",
}
ORDER_KIND: Final[Words] = {
    "order": _("Order"),
    "credit": _("Credit note"),
    "adjustment": _("Adjustment"),
}
FACT: Final[Words] = {
    "placed": _("Placed"),
    "paid": _("Paid"),
    "changed": _("Changed"),
    "shipped": _("Shipped"),
    "cancelled": _("Cancelled"),
    "refunded": _("Refunded"),
}
LINE_KIND: Final[Words] = {
    "merchandise": _("Goods"),
    "merchandise_return": _("Returned goods"),
    "free_goods": _("Free goods"),
    "sample": _("Sample"),
    "stock_write_off": _("Written off"),
    "stock_found": _("Found"),
    "gift_wrap": _("Gift wrap"),
    "test": _("Test"),
}
MODE: Final[Words] = {
    "marketplace": _("Marketplace"),
    "storefront": _("Own store"),
    "distribution": _("Distribution"),
    "social": _("Social and live"),
}
COMMERCIAL_MODEL: Final[Words] = {
    "self_run": _("Self-run"),
    "semi_managed": _("Semi-managed"),
    "fully_managed": _("Fully managed"),
    "vendor": _("Vendor"),
}
PLACE: Final[Words] = {
    "supplier": _("Suppliers"),
    "customer": _("Customers"),
    "transit": _("In transit"),
    "before_count": _("Before the first count"),
    "shrinkage": _("Differences and write-offs"),
}
REASON: Final[Words] = {
    "sale": pgettext_lazy("why stock moved", "Sale"),
    "return": pgettext_lazy("why stock moved", "Return"),
    "count": pgettext_lazy("why stock moved", "Count"),
    "write_off": pgettext_lazy("why stock moved", "Write-off"),
    "found": pgettext_lazy("why stock moved", "Found"),
    "purchase": pgettext_lazy("why stock moved", "Purchase"),
    "transfer": pgettext_lazy("why stock moved", "Transfer"),
    "reversal": pgettext_lazy("why stock moved", "Reversal"),
    "sample": pgettext_lazy("why stock moved", "Sample"),
    "free_goods": pgettext_lazy("why stock moved", "Free goods"),
}
ROLE: Final[Words] = {
    "owner": _("Owner"),
    "operations": _("Operations"),
    "finance": _("Finance"),
    "warehouse": _("Warehouse"),
    "support": _("Support"),
    "read_only": _("Read only"),
}
MAPPED_BY: Final[Words] = {
    "code": _("Same code"),
    "adopted": _("Taken over"),
    "person": _("By hand"),
    "": _("Not mapped"),
}


def say(words: Words, code: str) -> str:
    """The words for a code."""
    return str(words.get(code, code))

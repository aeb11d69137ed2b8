"""The words for codes that contexts keep: states, kinds, modes. Unknown codes show as they are."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
    "routed": _("Routed"),
    "split": _("Split or shipped in part"),
    "address": _("Address changed"),
    "delivered": _("Delivered"),
    "returned": _("Returned"),
    "quantities": _("Quantities changed"),
    "refund": _("Refund noted"),
}
# What an order of some state cannot be any more: how a refusal ends.
DONE: Final[Words] = {
    "cancelled": _("cancelled"),
    "shipped": _("shipped"),
    "split": _("split"),
    "routed": _("routed"),
    "quantities": _("changed in its quantities"),
    "address": _("sent to another address"),
    "delivered": _("delivered"),
    "returned": _("taken back"),
    "refund": _("refunded"),
}
ACTED: Final[Words] = {
    "cancelled": _("The order is cancelled; what was held for it is free again."),
    "quantities": _("The quantities are changed; what is no longer wanted is free again."),
    "address": _("The address is changed."),
    "refund": _("The refund is noted."),
    "returned": _("The units are back in stock."),
    "fill": _("It is held at the other place now."),
}
STOCKED: Final[Words] = {
    "expect": _("The purchase is noted."),
    "transfer": _("The units have left; they are expected at the other place."),
    "receive": _("The units are here; what was owed of them is held for those who waited."),
    "give-up": _("Nothing more is expected of it."),
}
OWED: Final[Words] = {
    "short": _("The place had no more"),
    "recount": _("Lost in a recount"),
    "uncounted": _("Never counted there"),
}
PROMISE: Final[Words] = {
    "held": _("All held"),
    "owed": _("Owed"),
    "part": _("Partly owed"),
    "none": _("Nothing held"),
}
PROMISE_TONE: Final = {"held": "ok", "owed": "danger", "part": "attention", "none": "quiet"}
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
    "ship": _("Shipment"),
    "return": _("Return"),
    "count": _("Stock count"),
    "write_off": _("Write-off"),
    "find": _("Found"),
    "transfer": _("Transfer"),
    "receive": _("Receipt"),
    "shortage": _("Shipped beyond what was there"),
    "reversal": _("Reversal"),
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


RUN_STATE: Final[Words] = {
    "queued": _("Waiting"),
    "reading": _("Reading"),
    "applying": _("Booking"),
    "done": _("Done"),
    "failed": _("Refused"),
    "cancelled": _("Stopped"),
    "undone": _("Undone"),
}
DOCUMENT: Final[Words] = {
    "orders": _("Orders"),
    "transactions": _("Transactions and fees"),
    "products": _("Products and costs"),
    "counts": _("Stock count"),
    "rates": _("Monthly exchange rates"),
}
LINE_CLASS: Final[Words] = {
    "merchandise": _("Goods sold"),
    "merchandise_return": _("Goods returned or credited"),
    "free_goods": _("Free goods"),
    "stock_write_off": _("Stock written off"),
    "stock_found": _("Stock found"),
    "shipping": _("Delivery charged"),
    "gift_wrap": _("Gift wrap charged"),
    "tax": _("Tax collected"),
    "discount": _("Discounts"),
    "manual": _("Manual entries"),
    "sample": _("Samples"),
    "voucher": _("Vouchers"),
    "adjustment": _("Adjustments"),
    "bad_debt": _("Bad debts"),
    "platform_fee": _("Platform fees"),
    "payment_fee": _("Payment fees"),
    "fulfilment_fee": _("Fulfilment fees"),
    "advertising": _("Advertising"),
    "bank_fee": _("Bank charges"),
    "donation": _("Donations"),
    "test": _("Test orders"),
    "refund": _("Refunds"),
    "transfer": _("Transfers"),
    "reserve": _("Reserves"),
    "note": _("Notes"),
    "other": _("Other"),
}
SKIPPED: Final[Words] = {
    "preamble": _("above the header"),
    "total": _("a row of totals"),
    "blank": _("empty"),
    "repeated_header": _("the header again"),
    "remark": _("a remark"),
}
FIELD: Final[dict[str, str | Promise]] = {
    "doc_key": _("Order or document number"),
    "doc_type": _("Type of document"),
    "status": _("Status"),
    "sku": _("Platform SKU"),
    "title": _("Title"),
    "title_zh": _("Chinese title"),
    "quantity": _("Quantity"),
    "unit_price": _("Unit price"),
    "amount": _("Line amount"),
    "currency": _("Currency"),
    "occurred_at": _("Date"),
    "paid_at": _("Paid at"),
    "shipped_at": _("Shipped at"),
    "cancelled_at": _("Cancelled at"),
    "changed_at": _("Changed at"),
    "customer": _("Customer"),
    "country": _("Country"),
    "shipping": _("Delivery charged"),
    "taxes": _("Tax"),
    "discount": _("Discount"),
    "refunded": _("Refunded"),
    "platform_fee": _("Platform fee"),
    "payment_fee": _("Payment fee"),
    "fulfilment_fee": _("Fulfilment fee"),
    "recipient.name": _("Name"),
    "recipient.phone": _("Phone"),
    "recipient.email": _("E-mail"),
    "recipient.address": _("Address"),
    "recipient.country": _("Country"),
    "recipient.lines": _("Address"),
    "recipient.company": _("Company name"),
    "recipient.line1": _("Street and number"),
    "recipient.line2": _("Address, second line"),
    "recipient.postcode": _("Postcode"),
    "recipient.city": _("City"),
    "recipient.region": _("Region"),
    "unit_cost": _("Unit cost"),
    "cost_currency": _("Cost currency"),
    "valid_from": _("Valid from"),
    "hs_code": _("HS code"),
    "origin": _("Origin"),
    "weight_g": _("Weight"),
    "length_mm": _("Length"),
    "width_mm": _("Width"),
    "height_mm": _("Height"),
    "barcode": _("Barcode"),
    "brand": _("Brand"),
    "components": _("Kit components"),
    "place": _("Place"),
    "counted_at": _("Counted at"),
    "month": _("Month"),
    "base": _("Base currency"),
    "rate": _("Rate"),
    "reference": _("Order it refers to"),
    "settlement": _("Settlement"),
    "type": _("Type"),
}
# What a document told live says of itself and of its lines, by our own names.
LIVE_FIELD: Final[Words] = FIELD | {
    "external_id": _("Order or document number"),
    "kind": _("Type of document"),
    "placed_at": _("Placed at"),
    "channel": _("Channel"),
    "market": _("Market"),
    "total": _("Stated total"),
    "line_class": _("Class of line"),
}

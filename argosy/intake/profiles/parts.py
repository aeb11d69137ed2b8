"""What a profile makes of a file: the columns that `book()` copies into its staging tables.

Amounts and unit prices are plain decimal text (`-12.5`), so that no binary fraction touches money.
`amount` is signed as the seller's pocket sees it (income positive, cost negative) and, where it is
there, overrides quantity × unit price.
"""

from enum import StrEnum

import polars as pl

INSTANT = pl.Datetime("us", "UTC")


class DocType(StrEnum):
    """What sort of document the rows of one key make up."""

    ORDER = "order"
    CREDIT = "credit"  # undoes sold lines: a credit note, a cancellation after invoicing
    ADJUSTMENT = "adjustment"  # moves money without goods: a bad debt, a correction
    TRANSACTION = "transaction"  # one line of a platform's statement


class LineClass(StrEnum):
    """What a line is. Stock, postings and order lines are made from the class, never the code."""

    MERCHANDISE = "merchandise"
    MERCHANDISE_RETURN = "merchandise_return"
    FREE_GOODS = "free_goods"  # goods given to a customer at no price
    STOCK_WRITE_OFF = "stock_write_off"  # goods gone without a sale
    STOCK_FOUND = "stock_found"  # goods come back to the shelf without a purchase
    SHIPPING = "shipping"
    GIFT_WRAP = "gift_wrap"
    TAX = "tax"  # collected from the buyer; positive when collected
    DISCOUNT = "discount"
    MANUAL = "manual"  # typed by hand at the till: money, no stock
    SAMPLE = "sample"
    VOUCHER = "voucher"
    ADJUSTMENT = "adjustment"
    BAD_DEBT = "bad_debt"
    PLATFORM_FEE = "platform_fee"
    PAYMENT_FEE = "payment_fee"
    FULFILMENT_FEE = "fulfilment_fee"
    ADVERTISING = "advertising"
    BANK_FEE = "bank_fee"
    DONATION = "donation"
    TEST = "test"
    REFUND = "refund"
    TRANSFER = "transfer"  # a payout to the seller's bank: negative, no cost
    RESERVE = "reserve"  # money the platform holds back or lets go
    NOTE = "note"  # neither money nor goods
    OTHER = "other"


PARTS_SCHEMA = pl.Schema(
    {
        "row_no": pl.Int64(),  # as the reader of the file sees it, the header row counted
        "part": pl.Int16(),  # 0: the row's own line; 1..: further amounts found on the same row
        "doc_key": pl.String(),  # the platform's own id of the document, trimmed
        "doc_type": pl.String(),  # DocType
        "content": pl.String(),  # canonical cells of the row on part 0, "" on other parts
        "line_class": pl.String(),  # LineClass
        "sku": pl.String(),  # as the platform writes it; upper-cased where codes differ in case
        "title": pl.String(),
        "quantity": pl.Int64(),  # signed as written
        "unit_price": pl.String(),
        "amount": pl.String(),  # null: quantity × unit price
        "currency": pl.String(),  # ISO 4217
        "occurred_at": INSTANT,  # of the row
        "placed_at": INSTANT,
        "paid_at": INSTANT,
        "shipped_at": INSTANT,
        "cancelled_at": INSTANT,
        "changed_at": INSTANT,
        "customer": pl.String(),  # the platform's opaque key of the buyer; never an e-mail address
        "country": pl.String(),  # the label as written
        "market": pl.String(),  # ISO 3166-1 alpha-2 of the destination, null where no code fits
        "recipient": pl.String(),  # JSON: name, phone, email, lines, postcode, city, region
        "reference": pl.String(),  # the order that a transaction or credit speaks of
        "settlement": pl.String(),  # the payout that a transaction belongs to
    }
)

PRODUCTS_SCHEMA = pl.Schema(
    {
        "row_no": pl.Int64(),
        "content": pl.String(),
        "sku": pl.String(),
        "title": pl.String(),
        "title_zh": pl.String(),
        "unit_cost": pl.String(),
        "cost_currency": pl.String(),
        "valid_from": pl.Date(),
        "hs_code": pl.String(),
        "origin": pl.String(),  # ISO 3166-1 alpha-2
        "weight_g": pl.Int64(),
        "length_mm": pl.Int64(),
        "width_mm": pl.Int64(),
        "height_mm": pl.Int64(),
        "barcode": pl.String(),
        "brand": pl.String(),
        "components": pl.String(),  # a kit's: "SKU1:2;SKU2:1"
        "pack_quantity": pl.Int64(),  # units in one carton
        "pack_weight_g": pl.Int64(),
        "pack_length_mm": pl.Int64(),
        "pack_width_mm": pl.Int64(),
        "pack_height_mm": pl.Int64(),
    }
)

COUNTS_SCHEMA = pl.Schema(
    {
        "row_no": pl.Int64(),
        "content": pl.String(),
        "sku": pl.String(),
        "place": pl.String(),
        "quantity": pl.Int64(),
        "counted_at": INSTANT,
    }
)

RATES_SCHEMA = pl.Schema(
    {
        "row_no": pl.Int64(),
        "content": pl.String(),
        "month": pl.Date(),  # its first day
        "currency": pl.String(),
        "base": pl.String(),
        "rate": pl.String(),  # units of `base` for one unit of `currency`
    }
)

PROBLEMS_SCHEMA = pl.Schema(
    {
        "row_no": pl.Int64(),
        "doc_key": pl.String(),  # null where the row does not even say which document it is of
        "field": pl.String(),  # the column as the file names it
        "code": pl.String(),  # a key of `problems.TEXTS`
        "value": pl.String(),
    }
)

SCHEMAS = {
    "orders": PARTS_SCHEMA,
    "transactions": PARTS_SCHEMA,
    "products": PRODUCTS_SCHEMA,
    "counts": COUNTS_SCHEMA,
    "rates": RATES_SCHEMA,
}

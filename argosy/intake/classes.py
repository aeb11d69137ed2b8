"""What becomes of each class of line: its posting, its order line, what it moves."""

from dataclasses import dataclass

from argosy.finance.types import layer_of


@dataclass(frozen=True, slots=True)
class LineClass:
    """The consequences of one class of line."""

    key: str
    kind: str | None  # of the posting; None: it is no money
    goods: bool = False  # a line of the order
    makes_order: bool = False  # a document with one of these is an order
    stock: str | None = None  # ship, return, write_off, find

    @property
    def layer(self) -> str | None:
        """The layer of the margin that its posting belongs to."""
        return layer_of(self.kind) if self.kind else None


CLASSES = (
    LineClass("merchandise", "sale", goods=True, makes_order=True, stock="ship"),
    LineClass("merchandise_return", "refund", goods=True, makes_order=True, stock="return"),
    LineClass("free_goods", "sale", goods=True, makes_order=True, stock="ship"),
    LineClass("stock_write_off", None, stock="write_off"),
    LineClass("stock_found", None, stock="find"),
    LineClass("shipping", "shipping_income", makes_order=True),
    LineClass("gift_wrap", "gift_wrap", makes_order=True),
    LineClass("voucher", "voucher", makes_order=True),
    LineClass("refund", "refund"),
    LineClass("discount", "discount"),
    LineClass("tax", "tax"),
    LineClass("note", None),
    *(
        LineClass(key, key)
        for key in (
            *("manual", "sample", "adjustment", "bad_debt", "platform_fee", "payment_fee"),
            *("fulfilment_fee", "advertising", "bank_fee", "donation", "test", "transfer"),
            *("reserve", "other"),
        )
    ),
)

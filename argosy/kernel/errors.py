"""What a service raises when it refuses. Only `web` and `cli` know what becomes of it."""

from enum import StrEnum
from typing import ClassVar, Protocol


class Kind(StrEnum):
    """What sort of refusal it is; `web` maps each to a status once."""

    INVALID = "invalid"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    FORBIDDEN = "forbidden"
    UNAVAILABLE = "unavailable"


class Translate(Protocol):
    """A callable from source text to the reader's language: gettext is one."""

    def __call__(self, text: str, /) -> str:
        """Return the text in the reader's language."""
        ...


class DomainError(Exception):
    """Something was refused.

    A subclass states `code` (stable, `context.what_happened`) and `kind`; its docstring's first
    line is its message, a translatable format string over `facts`.
    """

    code: ClassVar[str] = "kernel.refused"
    kind: ClassVar[Kind] = Kind.INVALID

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.message())

    @classmethod
    def template(cls) -> str:
        """The untranslated message, with `{names}` of facts in it."""
        return (cls.__doc__ or cls.__name__).strip().splitlines()[0]

    def message(self, translate: Translate | None = None) -> str:
        """The message with its facts filled in, translated where a translator is given."""
        template = self.template() if translate is None else translate(self.template())
        return template.format(**self.facts)

    def __str__(self) -> str:
        return self.message()


class UnknownCurrency(DomainError):
    """“{currency}” is not a currency of ISO 4217."""

    code = "kernel.unknown_currency"


class CurrencyMismatch(DomainError):
    """{left} and {right} cannot be added: convert one of them first."""

    code = "kernel.currency_mismatch"


class NotAnAmount(DomainError):
    """“{text}” is not an amount of money in {currency}."""

    code = "kernel.not_an_amount"


class AmountTooLarge(DomainError):
    """An amount of this size in {currency} does not fit: at most 18 digits are kept."""

    code = "kernel.amount_too_large"


class NotAnId(DomainError):
    """“{text}” is not an id that Argosy has given."""

    code = "kernel.not_an_id"


class BadCursor(DomainError):
    """This address points at a place in the list that does not exist; start from its first page."""

    code = "kernel.bad_cursor"


class PaperFailed(DomainError):
    """The page could not be set: {detail}"""

    code = "kernel.paper_failed"
    kind = Kind.UNAVAILABLE

"""The words of the Import pages for what intake says in codes."""

from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from argosy.console import words
from argosy.finance import queries as finance
from argosy.intake import queries as intake
from argosy.intake.types import ClassView, ProfileView

STATE_TONE: Final = {
    "queued": "quiet",
    "reading": "",
    "applying": "",
    "done": "ok",
    "failed": "danger",
    "cancelled": "attention",
    "undone": "quiet",
}
SKIPPED: Final[words.Words] = {
    "preamble": gettext_lazy("above the header"),
    "blank": gettext_lazy("empty row"),
    "total": gettext_lazy("row of totals"),
    "remark": gettext_lazy("remark below the table"),
    "repeated_header": gettext_lazy("the header again"),
}
LAYER: Final[words.Words] = {
    "revenue": gettext_lazy("counts in revenue"),
    "goods": gettext_lazy("counts in the cost of goods"),
    "selling": gettext_lazy("is a cost of selling"),
    "marketing": gettext_lazy("is a cost of finding buyers"),
    "overhead": gettext_lazy("is overhead"),
    "unassigned": gettext_lazy("is shown as unassigned until somebody says what it is"),
    "outside": gettext_lazy("passes through and is never profit"),
}
STOCK: Final[words.Words] = {
    "ship": gettext_lazy("leaves the stock"),
    "return": gettext_lazy("comes back into stock"),
    "write_off": gettext_lazy("is written off the stock"),
    "find": gettext_lazy("is added to the stock"),
}
# What one document of each sort of list is called.
NOUN: Final[words.Words] = {
    "orders": gettext_lazy("orders and credits"),
    "transactions": gettext_lazy("transactions"),
    "products": gettext_lazy("products"),
    "counts": gettext_lazy("counts"),
    "rates": gettext_lazy("rates"),
}


def title(profile: ProfileView) -> str:
    """A profile's name in the reader's language."""
    chinese = (translation.get_language() or "en").startswith("zh")
    return profile.title_zh if chinese else profile.title_en


def profiles() -> dict[str, ProfileView]:
    """Every profile by key."""
    return {one.key: one for one in intake.profiles()}


def meaning(found: ClassView) -> str:
    """What lines of a class become, in words: the posting, its place in the margin, the stock."""
    said = []
    if found.kind:
        kind = _(finance.posting_kinds()[found.kind].title)
        said.append(_("{kind}: {layer}").format(kind=kind, layer=words.say(LAYER, found.layer)))
    else:
        said.append(_("No money"))
    if found.stock:
        said.append(words.say(STOCK, found.stock))
    return " · ".join(said)

"""Why a profile cannot be used, or cannot be used on this file."""

from django.utils.translation import gettext_lazy as _

from argosy.intake.reading.errors import UnreadableFile
from argosy.kernel.errors import DomainError, Kind


class BadProfile(DomainError):
    """The profile “{profile}” is not valid: {reason} at {place}."""

    code = "intake.bad_profile"
    kind = Kind.INVALID


class WrongColumns(UnreadableFile):
    """“{file}”, row {row}: this is no “{profile}” file; it lacks {field}. {remedy}"""

    code = "intake.wrong_columns"
    remedy = _("Choose the profile that fits, or leave it out and say what each column means.")


class IdsRounded(UnreadableFile):
    """“{file}”, row {row}: a spreadsheet has rounded the ids in the column “{field}”. {remedy}"""

    code = "intake.ids_rounded"
    remedy = _(
        "Their last digits are lost for good. Export again as text or CSV and import that file "
        "without opening it in a spreadsheet program."
    )


class AmbiguousDates(UnreadableFile):
    """“{file}”, row {row}: no date in the column “{field}” tells day and month apart. {remedy}"""

    code = "intake.ambiguous_dates"
    remedy = _("Say whether the day or the month comes first, or export a longer period.")

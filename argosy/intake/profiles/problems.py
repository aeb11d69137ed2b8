"""What can be wrong with a cell: each code's reason and remedy, for the page that mends it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class ProblemText:
    """Why a cell was not read, and what to do about it."""

    reason: str | Promise
    remedy: str | Promise


TEXTS: dict[str, ProblemText] = {
    "missing": ProblemText(_("The cell is empty."), _("Fill it in.")),
    "bad_number": ProblemText(_("This is not a number."), _("Write it in digits.")),
    "ambiguous_number": ProblemText(
        _("Nothing in the file says whether the mark divides thousands or decimals."),
        _("Write the number without a thousands mark."),
    ),
    "too_large": ProblemText(
        _("The number is larger than any order of a seller's."), _("Correct the number.")
    ),
    "quantity_fraction": ProblemText(
        _("A quantity must be a whole number."), _("Write whole units.")
    ),
    "negative_quantity": ProblemText(
        _("The quantity must not be negative here."), _("Write a quantity from zero up.")
    ),
    "negative_amount": ProblemText(
        _("The amount must not be negative here."), _("Write an amount from zero up.")
    ),
    "bad_date": ProblemText(
        _("There is no such date or time."), _("Write it as 2026-03-31 14:05:00.")
    ),
    "ambiguous_date": ProblemText(
        _("The file writes some dates day first and others month first, so this one is open."),
        _("Write it as 2026-03-31."),
    ),
    "id_rounded": ProblemText(
        _("A spreadsheet program has rounded this id; its last digits are lost."),
        _("Copy the id from the platform, or export again as text and import that file unopened."),
    ),
    "control_character": ProblemText(
        _("The cell holds an invisible control character."), _("Type its text again.")
    ),
    "formula_error": ProblemText(
        _("The cell holds the error of a formula."), _("Write the value itself.")
    ),
    "unknown_currency": ProblemText(
        _("There is no such currency."), _("Write its three letters, such as USD.")
    ),
    "too_many_cells": ProblemText(
        _("The row has more cells than the header has columns."),
        _("A text with the separator in it must stand in quotation marks: mend the row."),
    ),
    "sum_differs": ProblemText(
        _("The amounts of the row do not add up to its total."),
        _("Correct the amount that is wrong."),
    ),
    "unknown_class": ProblemText(
        _("The profile does not say what kind of line this is."),
        _("Correct the row, or add a rule to the profile."),
    ),
    "bad_items": ProblemText(
        _("An article in this cell has no quantity that can be read."),
        _("Write it as the platform does, with its quantity."),
    ),
    "bad_components": ProblemText(
        _("The components of a kit cannot be read."), _("Write them as SKU1:2;SKU2:1.")
    ),
    "missing_unit": ProblemText(
        _("Neither the cell nor the column's name says the unit."),
        _("Write the unit: 350 g, 1.2 kg, 30 cm."),
    ),
    "bad_length": ProblemText(
        _("The order's number is empty or longer than 200 characters."),
        _("Give the number that the channel uses."),
    ),
    "bad_kind": ProblemText(
        _("There is no such kind of document."),
        _("Write order, credit, adjustment or transaction."),
    ),
    "no_lines": ProblemText(_("The order has no lines."), _("Send what was ordered.")),
    "too_many_lines": ProblemText(
        _("The order has more than 5,000 lines."), _("Send it as several orders.")
    ),
    "bad_quantity": ProblemText(
        _("What is sold has a quantity above zero; what comes back has one below zero."),
        _("Correct the quantity."),
    ),
    "bad_text": ProblemText(
        _("The text is empty, too long, or holds invisible characters."), _("Type it again.")
    ),
    "no_zone": ProblemText(
        _("The time does not say its time zone."), _("Write it as 2026-11-11T03:00:00Z.")
    ),
    "in_future": ProblemText(
        _("The time lies more than a day ahead: a clock is wrong."), _("Correct the time.")
    ),
    "too_old": ProblemText(
        _("The time lies before the year 2000: a clock is wrong."), _("Correct the time.")
    ),
    "several_currencies": ProblemText(
        _("A total over lines in several currencies cannot be checked."),
        _("Leave the total out, or send one order for each currency."),
    ),
    "total_differs": ProblemText(
        _("The lines do not add up to the order's total."),
        _("Correct the amount that is wrong."),
    ),
    "unknown_channel": ProblemText(
        _("There is no channel of this key."), _("Open the channel first, or correct its key.")
    ),
    "unknown_sku": ProblemText(
        _("Nobody has said yet which of our SKUs this is; the order is booked, its stock waits."),
        _("Map it on the Channels page."),
    ),
}

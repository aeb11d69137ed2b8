"""Why a file cannot be read. Each names the file, the place where there is one, and the remedy."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from argosy.kernel.errors import DomainError, Kind


class UnreadableFile(DomainError):
    """“{file}” cannot be read. {remedy}"""

    code = "intake.unreadable_file"
    kind = Kind.INVALID
    remedy: ClassVar[str | Promise] = _("Export it again from the platform and import that file.")

    def __init__(
        self, *, file: str, row: int | None = None, field: str | None = None, **facts: object
    ) -> None:
        super().__init__(file=file, row=row, field=field, remedy=self.remedy, **facts)


class EmptyFile(UnreadableFile):
    """“{file}” is empty. {remedy}"""

    code = "intake.empty_file"


class NoRows(UnreadableFile):
    """“{file}” has a header in row {row} and no rows below it. {remedy}"""

    code = "intake.no_rows"
    remedy = _("Choose a period that has data, export again and import that file.")


class NoHeader(UnreadableFile):
    """“{file}” has no row that could be the header: no row names its columns. {remedy}"""

    code = "intake.no_header"
    remedy = _("Put the column names into one row above the data, or export with column names.")


class BinaryFile(UnreadableFile):
    """“{file}” is not a table but {what}. {remedy}"""

    code = "intake.binary_file"
    remedy = _("Import a CSV, TSV, XLSX, XLS or Parquet file, or a zip or gzip of such files.")


class NulBytes(UnreadableFile):
    """“{file}”, row {row}: the text holds NUL bytes, so part of it was lost on the way. {remedy}"""

    code = "intake.nul_bytes"


class MixedEncodings(UnreadableFile):
    """“{file}”, row {row}: up to here the text is UTF-8, this row is not. {remedy}"""

    code = "intake.mixed_encodings"
    remedy = _("Two exports were joined by hand: import them one by one, or save all as UTF-8.")


class UnknownEncoding(UnreadableFile):
    """“{file}”, row {row}: the text is in none of the encodings known here. {remedy}"""

    code = "intake.unknown_encoding"
    remedy = _("Save the file as UTF-8 and import it again.")


class BrokenQuotes(UnreadableFile):
    """“{file}”, row {row}: a quotation mark is opened and never closed. {remedy}"""

    code = "intake.broken_quotes"


class CellTooLong(UnreadableFile):
    """“{file}”, row {row}: a cell or row is longer than {limit} characters. {remedy}"""

    code = "intake.cell_too_long"


class TooManyColumns(UnreadableFile):
    """“{file}”, row {row}: {columns} columns; at most {limit} can be read. {remedy}"""

    code = "intake.too_many_columns"
    remedy = _("Delete the empty columns right of the table, or check how columns are separated.")


class TooManySheets(UnreadableFile):
    """“{file}” holds {count} files or sheets; at most {limit} can be read. {remedy}"""

    code = "intake.too_many_sheets"
    remedy = _("Import them in several parts.")


class SeveralTables(UnreadableFile):
    """“{file}” holds {count} tables where one was expected. {remedy}"""

    code = "intake.several_tables"
    remedy = _("Import each of them as a file of its own.")


class TooLarge(UnreadableFile):
    """“{file}” unpacks to more than {limit} MB. {remedy}"""

    code = "intake.too_large"
    remedy = _("Export a shorter period, or save as CSV, which has no such limit.")


class ZipBomb(UnreadableFile):
    """“{file}” unpacks to more than {ratio} times its size, as no export does. {remedy}"""

    code = "intake.zip_bomb"
    remedy = _("Unpack it yourself, look at what is inside, and import the table itself.")


class BrokenArchive(UnreadableFile):
    """“{file}” breaks off or is damaged: only part of it arrived. {remedy}"""

    code = "intake.broken_archive"
    remedy = _("Download it again and import the whole file.")


class NestedArchive(UnreadableFile):
    """“{file}” holds an archive inside an archive: {member}. {remedy}"""

    code = "intake.nested_archive"
    remedy = _("Unpack it once and import what is inside.")


class NothingInside(UnreadableFile):
    """“{file}” holds no table. {remedy}"""

    code = "intake.nothing_inside"
    remedy = _("Import a CSV, TSV, XLSX, XLS or Parquet file, or a zip or gzip of such files.")


class Encrypted(UnreadableFile):
    """“{file}” is protected by a password. {remedy}"""

    code = "intake.encrypted"
    remedy = _("Open it, save it without a password, and import that file.")


class FormulaWithoutValue(UnreadableFile):
    """“{file}”, row {row}, cell {field}: a formula whose result is not in the file. {remedy}"""

    code = "intake.formula_without_value"
    remedy = _("Open it in the spreadsheet program, save it, and import it again; or paste values.")


class WebPage(UnreadableFile):
    """“{file}” is a web page under the name of a spreadsheet. {remedy}"""

    code = "intake.web_page"
    remedy = _("Open it in the spreadsheet program, save it as XLSX, and import that file.")

"""`argosy bench import`: both files of Online Retail II by us, and the same rows by hand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from argosy.cli.benches.processes import Ran, argosy, done
from argosy.cli.benches.result import Result
from argosy.cli.benches.scratch import import_files, scratch_company
from argosy.cli.session import tell
from argosy.cli.words import _
from argosy.database.url import Where, connect
from argosy.kernel import sql

SECONDS_MAX: Final = 120
PEAK_RSS_MB_MAX: Final = 1536


@dataclass(frozen=True, slots=True)
class _Import:
    """An import of both files into an empty book, and what the book became."""

    ran: Ran
    book: dict[str, Any]  # as `argosy report fingerprint` says it

    @property
    def rows(self) -> int:
        """How many rows the files have."""
        return sum(int(file["rows"]) for file in self.ran.answer["files"])

    def fresh(self) -> int:
        """How many documents were new or changed."""
        found = [file["documents"] for file in self.ran.answer["files"]]
        return sum(int(one["new"]) + int(one["changed"]) for one in found)


def measure(where: Where, files: Sequence[Path]) -> Result:
    """Import by hand, then by us, again, in the other order, and once more by hand."""
    limits = [_by_hand(where, files)]
    tell(_("Ours: both files …"))
    with scratch_company(where) as company:
        first = _import(company, files)
        written = _written(where, company)
        tell(_("Ours: both files once more …"))
        again = _import(company, files)
    tell(_("Ours: both files in the other order …"))
    with scratch_company(where) as company:
        reverse = _import(company, list(reversed(files)))
    limits.append(_by_hand(where, files))
    limit = min(limits, key=lambda ran: ran.seconds)  # A limit is what can be reached.
    detail = {
        "files": [path.name for path in files],
        "rows": first.rows,
        "rows_per_second": round(first.rows / first.ran.seconds),
        "peak_rss_mb": first.ran.peak_rss_mb,
        "seconds_by_file": [file["seconds"] for file in first.ran.answer["files"]],
        "second_import_seconds": round(again.ran.seconds, 2),
        "second_import_changed_nothing": again.fresh() == 0 and again.book == first.book,
        "other_order_seconds": round(reverse.ran.seconds, 2),
        "same_book_in_other_order": reverse.book == first.book,
        "book": first.book,
        "limit_seconds": [round(ran.seconds, 2) for ran in limits],
        "limit_rows_per_second": round(first.rows / limit.seconds),
        "limit_peak_rss_mb": limit.peak_rss_mb,
        "limit_wrote_the_same_rows": limit.answer["rows"] == written,
        "rows_written": written,
    }
    return Result(
        "import", first.ran.seconds, limit.seconds, "s", detail, list(_missed(first, detail))
    )


def _by_hand(where: Where, files: Sequence[Path]) -> Ran:
    tell(_("The limit: the same rows, written by hand …"))
    with scratch_company(where) as company:
        return done("argosy.cli.benches.limit", where.database(company), *map(str, files))


def _import(company: str, files: Sequence[Path]) -> _Import:
    ran = argosy(company, *import_files(files))
    return _Import(ran, argosy(company, "report", "fingerprint", "--json").answer)


def _written(where: Where, company: str) -> dict[str, int]:
    with connect(where, where.database(company)) as connection:
        return dict(connection.execute(sql.text("cli/limit/counts").encode()).fetchall())


def _missed(first: _Import, detail: dict[str, Any]) -> Iterator[str]:
    if first.ran.seconds > SECONDS_MAX:
        yield _("Slower than promised: {limit} s.").format(limit=SECONDS_MAX)
    if first.ran.peak_rss_mb > PEAK_RSS_MB_MAX:
        yield _("More memory than promised: {limit} MB.").format(limit=PEAK_RSS_MB_MAX)
    if not detail["second_import_changed_nothing"]:
        yield _("The second import changed the book.")
    if not detail["same_book_in_other_order"]:
        yield _("The other order of import made another book.")
    if not detail["limit_wrote_the_same_rows"]:
        yield _("The limit wrote other rows than we did: the ratio compares two different works.")

"""Writes of intake: the one door by which documents come into the book."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from argosy.channels import queries as channels_queries
from argosy.channels import services as channels
from argosy.channels.types import Terms
from argosy.evidence import queries as evidence_queries
from argosy.evidence import services as evidence
from argosy.evidence.types import StoredFile
from argosy.finance import services as finance
from argosy.intake import acts, booking, counting, importing, live, mapping, mending, planning
from argosy.intake.errors import (
    BatchTooLarge,
    CannotUndo,
    NoSuchRun,
    UnknownProfile,
)
from argosy.intake.models import LIVE, Run, RunState, SavedProfile
from argosy.intake.profiles import Profile, definition, saved
from argosy.intake.reading import open_files
from argosy.intake.types import Act, Booked, OrderDocument, Progress
from argosy.inventory.types import CountResult
from argosy.jobs import services as jobs
from argosy.kernel.faults import fault
from argosy.orders.types import Acted

DOCUMENTS_MAX = 10_000
WITHOUT_CHANNEL = frozenset({"products", "counts", "rates"})


def book(
    *,
    documents: Sequence[OrderDocument],
    now: datetime,
    channel: int | None = None,
    run: int | None = None,
    file: int | None = None,
) -> Booked:
    """Bring 1 to 10,000 documents into the book: evidence, orders, money, promises of stock.

    From any channels: each document names its own by its key, or `channel` is that of all. One
    transaction and a handful of statements, whatever the size. Known documents are answered, not
    booked again; snapshots of one order are merged whatever their order of arrival; a bad one is
    set aside with its reasons and its neighbours land. What is asked beyond the stock is served
    first come, first served to the last unit, and the rest is owed.

    With `run` and `file` the documents belong to an import whose evidence is kept already; else
    what is said is kept here.

    :raises BatchTooLarge: more than 10,000 documents.
    :raises UnknownLineClass: a line's class is none.
    """
    _refuse_too_many(documents)
    booked = live.book(documents=documents, channel=channel, run=run, file=file, now=now)
    fault("intake.after_commit")
    return booked


def book_within(*, documents: Sequence[OrderDocument], file: int, now: datetime) -> Booked:
    """`book` as a part of the caller's transaction, without a savepoint: if it fails, all does.

    :raises BatchTooLarge: more than 10,000 documents.
    :raises UnknownLineClass: a line's class is none.
    """
    _refuse_too_many(documents)
    return live.book_within(documents=documents, channel=None, run=None, file=file, now=now)


def _refuse_too_many(documents: Sequence[OrderDocument]) -> None:
    if len(documents) > DOCUMENTS_MAX:
        raise BatchTooLarge(given=len(documents), limit=DOCUMENTS_MAX)


def cancel_order(*, act: Act, now: datetime) -> Acted:
    """Cancel an order: it holds no stock any more and earns nothing.

    :raises NoSuchOrder: there is none.
    :raises StaleOrder: somebody has changed it since the revision named.
    :raises IllegalTransition: it is shipped, in part or whole, cancelled or withdrawn already.
    """
    return acts.cancel(act, now=now)


def change_quantities(*, act: Act, quantities: Mapping[int, int], now: datetime) -> Acted:
    """Change how many units of its lines (by line) an open order has; never to more than ordered.

    :raises NoSuchLine: a line is none of the order's that count.
    :raises BadQuantity: a quantity is below zero or above what was ordered.
    :raises StaleOrder: somebody has changed it since the revision named.
    :raises IllegalTransition: it is not open.
    """
    return acts.change_quantities(act, quantities, now=now)


def change_address(*, act: Act, address: Mapping[str, str], now: datetime) -> Acted:
    """Change who receives an open order, and where.

    :raises StaleOrder: somebody has changed it since the revision named.
    :raises IllegalTransition: it is not open.
    """
    return acts.change_address(act, address, now=now)


def refund_order(*, act: Act, amount_minor: int, now: datetime) -> Acted:
    """Note money given back, in minor units of the order's currency; in all never more than it had.

    :raises RefundTooLarge: nothing or less, or more than is left.
    :raises StaleOrder: somebody has changed it since the revision named.
    """
    return acts.refund(act, amount_minor, now=now)


def return_goods(
    *, act: Act, quantities: Mapping[int, int], now: datetime, refund: bool = True
) -> Acted:
    """Take units (by line) of a shipped order back into stock, with or without their money.

    :raises NoSuchLine: a line is none of the order's that count.
    :raises TooManyReturned: more than was shipped and has not come back.
    :raises IllegalTransition: it was never shipped.
    """
    return acts.take_back(act, quantities, refund=refund, now=now)


def count_stock(
    *, sku: int, place: int, quantity: int, by: int | None, now: datetime, keep: bool = True
) -> CountResult:
    """Take over what somebody found at a place just now; evidence of it is kept as a list would be.

    With `keep` false nothing changes, and the answer is what would come of it: who would lose.

    :raises NoSuchSku: there is no such SKU.
    :raises NoSuchPlace: there is no such place of stock.
    """
    return counting.count(sku=sku, place=place, quantity=quantity, by=by, keep=keep, now=now)


def receive_file(*, path: Path, name: str, received_by: int | None, now: datetime) -> StoredFile:
    """Keep a file's bytes as evidence, before anything is made of them.

    :raises FileTooLarge: above the limit.
    """
    with path.open("rb") as content:
        return evidence.store_file(content=content, name=name, received_by=received_by, now=now)


def plan(
    *,
    path: Path,
    file: StoredFile,
    profile: str | None,
    channel: str | None,
    by: int | None,
    now: datetime,
) -> list[int]:
    """Make one import of each table in a file, to be carried out. Returns their ids.

    An import of the same table into the same channel that was interrupted is taken up again
    instead.

    :raises UnreadableFile: the file cannot be read at all.
    :raises NoProfileFits: nobody knows what the file is.
    :raises UnknownProfile: the profile named is none.
    :raises NoSuchChannel: the channel named is none.
    :raises ChannelNeeded: several channels are possible.
    """
    known = importing.profiles()
    if profile is not None and profile not in known:
        raise UnknownProfile(profile=profile, known=", ".join(sorted(known)))
    planned = []
    with transaction.atomic():
        for source in open_files(path=path, name=file.name):
            fitting = known[profile] if profile else known[planning.detected(source, known)]
            where = None
            if fitting.document not in WITHOUT_CHANNEL:
                where = planning.channel_for(channel, fitting, file.name, now)
            planned.append(planning.planned(file, source, fitting, where, by, now))
    return planned


def plan_kept(
    *, file: int, profile: str | None, channel: str | None, by: int | None, now: datetime
) -> list[int]:
    """The same for a file that is kept already, once a person has said what was missing.

    :raises NoSuchFile: there is none.
    """
    stored = evidence_queries.stored_file(file=file)
    with TemporaryDirectory(prefix="argosy-kept-") as folder:
        path = Path(folder) / "file"
        evidence_queries.write_file(file=file, target=path)
        return plan(path=path, file=stored, profile=profile, channel=channel, by=by, now=now)


def carry_out(
    *,
    run: int,
    clock: Callable[[], datetime],
    watch: Callable[[Progress], None] = lambda _: None,
) -> None:
    """Bring one import to its end: done, failed or cancelled. Safe to repeat.

    :raises NoSuchRun: there is none.
    :raises RunBusy: another process has it in hand.
    """
    importing.carry_out(run=run, clock=clock, watch=watch)


def carry_out_later(*, run: int) -> None:
    """Have a worker carry out an import; imports of one company run one after the other."""
    jobs.enqueue(task="intake.carry_out", arguments={"run": run}, one_at_a_time="intake.carry_out")


def cancel(*, run: int) -> None:
    """Ask a running import to stop after the batch under way. What was applied stays.

    :raises NoSuchRun: there is none.
    """
    if not Run.objects.filter(pk=run).update(cancel_asked=True):
        raise NoSuchRun(run=run)


def discard(*, run: int) -> None:
    """Forget an import that was only tried (a dry run): nothing of it was applied."""
    Run.objects.filter(pk=run, documents_done=0).delete()


@transaction.atomic
def undo(*, run: int, now: datetime) -> int:
    """Take an import back: postings and moves are reversed, orders only it told of are withdrawn.

    Documents that another import has brought too stay. Returns how many documents were given up.

    :raises NoSuchRun: there is none.
    :raises CannotUndo: it is still running, was undone already, or was a list of products,
        counts or rates, which a corrected list replaces.
    """
    found = Run.objects.select_for_update().filter(pk=run).first()
    if found is None:
        raise NoSuchRun(run=run)
    if found.channel_id is None:
        raise CannotUndo(run=run, reason="a list is corrected by importing the corrected list")
    if found.profile == LIVE:
        raise CannotUndo(run=run, reason="what a channel told live is corrected by its next word")
    if found.state not in (RunState.DONE, RunState.CANCELLED):
        raise CannotUndo(run=run, reason=f"it is {found.state}")
    channel = channels_queries.by_id(channel=found.channel_id)
    finance.hold_book(alone=False)
    given_up = evidence.undo(run=run)
    booking.settle_undone(given_up=given_up, facts=booking.channel_facts(channel, now), now=now)
    found.state, found.finished_at = RunState.UNDONE, now
    found.save(update_fields=["state", "finished_at"])
    return len(given_up)


@transaction.atomic
def map_listings(*, skus: dict[int, int], now: datetime) -> int:
    """Say which SKU each listing is; past sales, stock and costs follow. Returns how many."""
    finance.hold_book(alone=True)
    channels.map_listings(skus=skus)
    return mapping.follow(skus=skus, now=now)


@transaction.atomic
def state_terms(*, channel: int, terms: Terms, now: datetime) -> int:
    """Take over what is agreed with a channel and where its orders leave from.

    Open orders are promised their units there at once, the earliest first. Returns how many such
    orders there are.

    :raises TermImpossible: naming the first that cannot be.
    """
    finance.hold_book(alone=True)
    return mapping.state_terms(channel=channel, terms=terms, now=now)


def mend(
    *, quarantined: int, cells: dict[int, dict[str, str]], by: int | None, now: datetime
) -> None:
    """Apply a quarantined document with corrected cells (row number to column to text).

    :raises NoSuchQuarantined: it does not exist or is settled.
    :raises StillBad: naming the first cell that is still wrong; nothing changes.
    """
    mending.mend(quarantined=quarantined, cells=cells, by=by, now=now)


def dismiss(*, quarantined: int, by: int | None, now: datetime) -> None:
    """Close a quarantined document without applying it.

    :raises NoSuchQuarantined: it does not exist or is settled.
    """
    evidence.close_quarantined(quarantined=quarantined, mended=False, by=by, now=now)


def save_mapping(
    *,
    key: str,
    title: str,
    document: str,
    mapping: dict[str, str],
    habits: dict[str, str],
    now: datetime,
    tried_on: tuple[int, str] | None = None,
) -> str:
    """Keep what a person said each column of an unknown export means. Returns the profile's key.

    With `tried_on` (a kept file and its table), nothing is kept unless that can be read so.

    :raises BadProfile: naming the place that is not valid.
    :raises UnreadableFile: the table cannot be read so: columns missing, days and months unclear.
    """
    stated = definition(
        key=key,
        title={"en": title, "zh": title},
        document=document,
        mapping=mapping,
        habits=habits,
    )
    if tried_on is not None:
        _try(saved(stated), *tried_on)
    return save_profile(definition=stated, now=now)


def _try(profile: Profile, file: int, table: str) -> None:
    stored = evidence_queries.stored_file(file=file)
    with TemporaryDirectory(prefix="argosy-try-") as folder:
        path = Path(folder) / "file"
        evidence_queries.write_file(file=file, target=path)
        sources = open_files(path=path, name=stored.name)
        profile.bind(source=next((one for one in sources if one.name == table), sources[0]))


def save_profile(*, definition: dict[str, object], now: datetime) -> str:
    """Keep a mapping that the seller made, as a profile of their own. Returns its key.

    :raises BadProfile: naming the place that is not valid.
    """
    profile = saved(definition)
    SavedProfile.objects.update_or_create(
        key=profile.key, defaults={"definition": definition, "created_at": now}
    )
    return profile.key

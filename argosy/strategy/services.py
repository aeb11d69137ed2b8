"""Save sellers, open gates and change rules for them, and have them answered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext

from argosy.jobs import services as jobs
from argosy.strategy import queries
from argosy.strategy.errors import (
    BuiltInProfile,
    NoSuchAnswer,
    NotAKey,
    NotOverruled,
    ProfileThere,
    ReasonNeeded,
    RuleUnchanged,
    StaleProfile,
    TooManyProfiles,
    UnknownGate,
    UnknownProfile,
    UnknownRule,
)
from argosy.strategy.models import Answer, GateOverride, SellerRevision
from argosy.strategy.policies import policies
from argosy.strategy.profiles import checked
from argosy.strategy.sellers import built_in
from argosy.strategy.types import REASON_MAX, REASON_MIN, Override, PolicyChange, Profile
from argosy.strategy.types.kept import Seller
from argosy.strategy.words import gate_codes

PROFILES_MAX: Final = 500
KEY_MAX: Final = 40
SEED: Final = 1
PATHS: Final = 5_000
TASK: Final = "strategy.advise"
PENDING: Final = ("waiting", "working")
_NAME_MAX: Final = 80
_TOLD_EVERY: Final = 10  # per cent: a page asks each second, and each step is a write
_ALREADY_THERE: Final = "sellerrevision_once"
_ASKED_ALREADY: Final = "answer_asked_once"

Clock = Callable[[], datetime]


def save_profile(
    *,
    profile: Profile,
    by: str,
    now: datetime,
    key: str = "",
    revision: int | None = None,
    based_on: str = "",
) -> Seller:
    """Keep a seller's answers as the next revision of `key`, which was read at `revision`.

    Without a revision it is a new seller; without a key, one is made of the name.

    :raises StaleProfile: somebody saved a later revision meanwhile.
    :raises ProfileThere: a new seller's key is taken.
    :raises BuiltInProfile: the key is that of a seller that comes with Argosy.
    :raises NotAKey: the name has nothing to make a key of.
    :raises TooManyProfiles: as many are kept as can be.
    :raises UnknownProfile: there is no seller to revise.
    """
    wanted = _key_of(key or profile.name, is_free=not key)
    if revision is None:
        _make_room(wanted)
    else:
        _latest(wanted, revision)
    row = SellerRevision(
        key=wanted,
        revision=1 if revision is None else revision + 1,
        name=profile.name,
        dated=profile.on,
        answers=profile.model_dump(mode="json"),
        made_by=by[:_NAME_MAX],
        made_at=now,
        based_on=based_on[:60],
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if _ALREADY_THERE not in str(error):
            raise
        if revision is None:
            raise ProfileThere(key=wanted) from error
        raise StaleProfile(key=wanted, latest=_newest(wanted), given=revision) from error
    return queries.seller(key=wanted, revision=row.revision)


def copy_profile(*, key: str, name: str, by: str, now: datetime) -> Seller:
    """Begin a new seller from one that is there, built-in or saved.

    :raises UnknownProfile: there is none to copy.
    """
    found = queries.seller(key=key)
    renamed = checked(found.profile.model_dump() | {"name": name})
    origin = key if key in built_in() else f"{key}@{found.row.revision}"
    return save_profile(profile=renamed, by=by, now=now, based_on=origin)


def remove_profile(*, key: str) -> int:
    """Forget a seller, all revisions and answers; the log of opened gates stays. Returns revisions.

    :raises UnknownProfile: there is none.
    :raises BuiltInProfile: it comes with Argosy.
    """
    _not_built_in(key)
    _, removed = SellerRevision.objects.filter(key=key).delete()
    revisions = removed.get("strategy.SellerRevision", 0)
    if not revisions:
        raise UnknownProfile(key=key, known=queries.known_keys())
    return revisions


def override_gate(
    *, key: str, revision: int, gate: str, option: str, reason: str, by: str, now: datetime
) -> Seller:
    """Open a gate for one option of a seller, or for all (`option` empty), and keep why.

    :raises UnknownGate: there is no such gate.
    :raises ReasonNeeded: the reason is none.
    :raises StaleProfile: somebody saved a later revision meanwhile.
    """
    if gate not in gate_codes():
        raise UnknownGate(gate=gate[:60], known=", ".join(gate_codes()))
    why = _reason(reason)
    opened = Override(gate=gate, option=option[:80], reason=why, by=by[:_NAME_MAX], on=now.date())
    with transaction.atomic():
        found = queries.seller(key=key)
        others = [one for one in found.profile.overrides if not _same(one, gate, option)]
        made = found.profile.model_copy(update={"overrides": (*others, opened)})
        saved = save_profile(profile=made, by=by, now=now, key=key, revision=revision)
        _log(key, gate, option, why, by, now, is_withdrawn=False)
    return saved


def withdraw_override(
    *, key: str, revision: int, gate: str, option: str, by: str, now: datetime
) -> Seller:
    """Close a gate again that was opened.

    :raises NotOverruled: it is not open.
    :raises StaleProfile: somebody saved a later revision meanwhile.
    """
    with transaction.atomic():
        found = queries.seller(key=key)
        left = tuple(one for one in found.profile.overrides if not _same(one, gate, option))
        if len(left) == len(found.profile.overrides):
            raise NotOverruled(gate=gate, option=option)
        made = found.profile.model_copy(update={"overrides": left})
        saved = save_profile(profile=made, by=by, now=now, key=key, revision=revision)
        _log(key, gate, option, "", by, now, is_withdrawn=True)
    return saved


def change_policy(
    *,
    key: str,
    revision: int,
    change: PolicyChange,
    by: str,
    now: datetime,
) -> Seller:
    """Have a rule of thumb as this seller wants it; with neither limit nor strength, as it was.

    :raises UnknownRule: there is no such rule.
    :raises RuleUnchanged: it is so already.
    :raises StaleProfile: somebody saved a later revision meanwhile.
    """
    if change.policy not in policies():
        raise UnknownRule(rule=change.policy, known=", ".join(policies()))
    found = queries.seller(key=key)
    left = tuple(one for one in found.profile.policies if one.policy != change.policy)
    if change.limit is not None or change.strength is not None:
        left = (*left, change)
    if set(map(_heard, left)) == set(map(_heard, found.profile.policies)):
        raise RuleUnchanged(rule=gettext(policies()[change.policy].title))
    made = found.profile.model_copy(update={"policies": left})
    return save_profile(profile=made, by=by, now=now, key=key, revision=revision)


@transaction.atomic
def ask(*, key: str, now: datetime, seed: int = SEED, paths: int = PATHS) -> int:
    """Have a seller's latest revision answered in the background. Returns the answer's id.

    What is asked already and still waits is not asked twice.

    :raises UnknownProfile: no such seller is saved.
    :raises BuiltInProfile: it comes with Argosy: copy it first.
    """
    _not_built_in(key)
    latest = SellerRevision.objects.filter(key=key).order_by("-revision").first()
    if latest is None:
        raise UnknownProfile(key=key, known=queries.known_keys())
    asked = {"profile": latest, "seed": seed, "paths": paths}
    waiting = Answer.objects.filter(**asked, status__in=PENDING).first()
    if waiting is None:
        try:
            with transaction.atomic():
                waiting = Answer.objects.create(**asked, status="waiting", asked_at=now)
        except IntegrityError as error:
            if _ASKED_ALREADY not in str(error):
                raise
            return Answer.objects.get(**asked, status__in=PENDING).pk
    jobs.enqueue(
        task=TASK,
        arguments={"seller": key},
        one_at_a_time=f"{TASK}:{key}",
        only_one_waiting=f"{TASK}:{key}",
    )
    return waiting.pk


def answer_waiting(*, key: str, clock: Clock, between: Callable[[], None]) -> int:
    """Answer everything that was asked about a seller and waits. Returns how many it were.

    Outside of any transaction: each answer is marked, computed and written for itself, so that one
    that a dead worker left half-way is taken up again. `between` is called after each.
    """
    done = 0
    while (found := _take(key)) is not None:
        _answer(found, clock)
        done += 1
        between()
    return done


def answer(*, answer: int, clock: Clock) -> None:
    """Compute one answer and write it down.

    :raises NoSuchAnswer: it does not exist, or is answered already.
    """
    taken = Answer.objects.filter(pk=answer, status__in=PENDING)
    if not taken.update(status="working", progress=0):
        raise NoSuchAnswer(answer=answer)
    _answer(answer, clock)


def _take(key: str) -> int | None:
    """The oldest answer that is pending, marked as being worked on."""
    oldest = Answer.objects.filter(profile__key=key, status__in=PENDING).order_by("pk").first()
    if oldest is None:
        return None
    Answer.objects.filter(pk=oldest.pk).update(status="working", progress=0)
    return oldest.pk


def _answer(pk: int, clock: Clock) -> None:
    row = Answer.objects.select_related("profile").get(pk=pk)
    told = 0

    def tell(share: float) -> None:
        nonlocal told
        percent = int(share * 100)
        if percent - told >= _TOLD_EVERY:
            told = percent
            Answer.objects.filter(pk=pk).update(progress=min(percent, 99))

    with _failing(pk, clock):
        profile = Profile.model_validate(row.profile.answers)
        advice = queries.advise(profile=profile, seed=row.seed, paths=row.paths, told=tell)
    Answer.objects.filter(pk=pk).update(
        status="done",
        progress=100,
        advice=advice.model_dump(mode="json"),
        data_digest=advice.data_digest,
        answered_at=clock(),
    )


@contextmanager
def _failing(pk: int, clock: Clock) -> Iterator[None]:
    """Write down that an answer failed, which is a bug of ours, and let it reach somebody."""
    try:
        yield
    except Exception as error:
        Answer.objects.filter(pk=pk).update(
            status="failed", failure=type(error).__name__[:60], answered_at=clock()
        )
        raise


def _key_of(text: str, *, is_free: bool) -> str:
    """A key for addresses and the command line; of a name that is taken, the next free one."""
    key = slugify(text, allow_unicode=True)[:KEY_MAX].strip("-_")
    if not key:
        raise NotAKey(key=text[:_NAME_MAX])
    if not is_free:
        _not_built_in(key)
        return key
    taken = {*built_in(), *SellerRevision.objects.values_list("key", flat=True).distinct()}
    if key not in taken:
        return key
    return next(
        each
        for number in range(2, PROFILES_MAX + 3)
        for each in [f"{key[: KEY_MAX - 4]}-{number}"]
        if each not in taken
    )


def _not_built_in(key: str) -> None:
    if key in built_in():
        raise BuiltInProfile(key=key)


def _make_room(key: str) -> None:
    keys = set(SellerRevision.objects.values_list("key", flat=True).distinct())
    if key in keys:
        raise ProfileThere(key=key)
    if len(keys) >= PROFILES_MAX:
        raise TooManyProfiles(limit=PROFILES_MAX)


def _latest(key: str, revision: int) -> None:
    latest = _newest(key)
    if not latest:
        raise UnknownProfile(key=key, known=queries.known_keys())
    if latest != revision:
        raise StaleProfile(key=key, latest=latest, given=revision)


def _newest(key: str) -> int:
    found = SellerRevision.objects.filter(key=key).order_by("-revision")
    return found.values_list("revision", flat=True).first() or 0


def _reason(text: str) -> str:
    why = text.strip()
    if not REASON_MIN <= len(why) <= REASON_MAX:
        raise ReasonNeeded(least=REASON_MIN, most=REASON_MAX)
    return why


def _heard(one: PolicyChange) -> tuple[str, float | None, str | None, str]:
    return one.policy, one.limit, one.strength, one.reason


def _same(one: Override, gate: str, option: str) -> bool:
    return (one.gate, one.option) == (gate, option[:80])


def _log(
    key: str, gate: str, option: str, reason: str, by: str, now: datetime, *, is_withdrawn: bool
) -> None:
    GateOverride.objects.create(
        key=key,
        gate=gate,
        option=option[:80],
        is_withdrawn=is_withdrawn,
        reason=reason,
        by=by[:_NAME_MAX],
        at=now,
    )

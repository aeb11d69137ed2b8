"""Which profile a file is of, which channel it belongs to, and the import made of it."""

from contextlib import suppress
from datetime import datetime

from argosy.channels import queries as channels_queries
from argosy.channels import services as channels
from argosy.channels.errors import ChannelExists
from argosy.channels.types import ChannelRef, NewChannel
from argosy.company import queries as company
from argosy.evidence import queries as evidence_queries
from argosy.evidence.types import StoredFile
from argosy.intake import importing
from argosy.intake.defaults import OTHER, PLATFORMS
from argosy.intake.errors import ChannelNeeded, NoProfileFits
from argosy.intake.models import Run
from argosy.intake.profiles import Profile
from argosy.intake.profiles.detecting import detect
from argosy.intake.reading import Source


def detected(source: Source, known: dict[str, Profile]) -> str:
    guesses = detect(source=source, profiles=known)
    if not guesses:
        raise NoProfileFits(file=source.name)
    return guesses[0].profile


def planned(
    file: StoredFile,
    source: Source,
    profile: Profile,
    channel: ChannelRef | None,
    by: int | None,
    now: datetime,
) -> int:
    same = Run.objects.filter(
        file__in=evidence_queries.arrivals(sha256=file.sha256),
        member=source.name,
        profile=profile.key,
        channel=channel.id if channel else None,
        state__in=importing.OPEN,
    ).first()
    if same:
        return same.pk
    return Run.objects.create(
        file=file.id,
        member=source.name,
        profile=profile.key,
        channel_id=channel.id if channel else None,
        rows_total=source.rows_estimate,
        started_by=by,
        created_at=now,
    ).pk


def channel_for(key: str | None, profile: Profile, file: str, now: datetime) -> ChannelRef:
    """The channel named, else the only one of the profile's platform, else a new one."""
    if key:
        return channels_queries.by_key(key=key)
    usual = PLATFORMS.get(profile.key, OTHER)
    fitting = [one for one in channels_queries.list_channels() if one.platform == usual.key]
    if len(fitting) > 1:
        raise ChannelNeeded(file=file, known=", ".join(one.key for one in fitting))
    if fitting:
        return fitting[0]
    entity = company.main_entity()
    new = NewChannel(
        key=usual.key,
        title=usual.title,
        entity=entity.id,
        mode=usual.mode,
        currency=profile.currency or entity.currency,
        zone=profile.zone or "UTC",
        platform=usual.key,
        adopts_skus=True,
    )
    with suppress(ChannelExists):  # Another import of the same kind was a moment earlier.
        channels.open_channel(new=new, now=now)
    return channels_queries.by_key(key=usual.key)

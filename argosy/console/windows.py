"""The lens as windows of time: a day is the channel's, so each zone has its own."""

from collections import defaultdict
from zoneinfo import ZoneInfo

from argosy.console.lens import Lens
from argosy.kernel import periods
from argosy.orders.types import Window


def windows(lens: Lens) -> list[Window]:
    """One window for each zone among the channels seen; none at all where nothing narrows."""
    if lens.span.since is None and lens.span.until is None:
        ids = lens.channel_ids
        return [] if ids is None else [Window(ids, None, None)]
    by_zone: dict[str, list[int]] = defaultdict(list)
    for channel in lens.seen:
        by_zone[channel.zone].append(channel.id)
    if not by_zone:
        return [Window([], None, None)]
    only = len(by_zone) == 1 and not lens.narrowed
    return [_window(lens, zone, None if only else ids) for zone, ids in by_zone.items()]


def _window(lens: Lens, zone: str, channels: list[int] | None) -> Window:
    place = ZoneInfo(zone)
    since, until = lens.span.since, lens.span.until
    return Window(
        channels,
        periods.starts_at(since, place) if since else None,
        periods.starts_at(until, place) if until else None,
    )

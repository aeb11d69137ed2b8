"""Reads of channels."""

from argosy.channels.errors import NoSuchChannel
from argosy.channels.models import Channel
from argosy.channels.types import ChannelRef
from argosy.kernel import sql


def by_key(*, key: str) -> ChannelRef:
    """A channel by its key.

    :raises NoSuchChannel: naming those there are.
    """
    found = {channel.key: channel for channel in list_channels()}
    if key not in found:
        raise NoSuchChannel(channel=key, known=", ".join(sorted(found)) or "–")
    return found[key]


def by_id(*, channel: int) -> ChannelRef:
    """A channel by its id."""
    return _ref(Channel.objects.select_related("entity").get(pk=channel))


def list_channels() -> list[ChannelRef]:
    """Every channel, by key."""
    return [_ref(row) for row in Channel.objects.select_related("entity").order_by("key")]


def market_labels() -> dict[str, list[str]]:
    """The sources' own names of each market."""
    return {market: labels for market, labels in sql.rows("channels/market_labels")}


def _ref(channel: Channel) -> ChannelRef:
    return ChannelRef(
        id=channel.pk,
        key=channel.key,
        title=channel.title,
        entity=channel.entity_id,
        entity_key=channel.entity.key,
        base_currency=channel.entity.currency,
        mode=channel.mode,
        commercial_model=channel.commercial_model,
        platform=channel.platform,
        operator=channel.operator_id,
        market=channel.market,
        currency=channel.currency,
        zone=channel.zone,
        place=channel.place_id,
        adopts_skus=channel.adopts_skus,
    )

"""Writes of channels, listings and what they are of ours."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import IntegrityError, transaction

from argosy.catalogue import services as catalogue
from argosy.catalogue.types import Adoption
from argosy.channels.errors import ChannelExists, TermImpossible, UnknownZone
from argosy.channels.models import Channel
from argosy.channels.types import NewChannel, Terms
from argosy.kernel import sql
from argosy.kernel.money import exponent

HOURS_MAX = 24 * 366


def open_channel(*, new: NewChannel, now: datetime) -> int:
    """Record a place where we sell. Returns its id.

    :raises ChannelExists: the key is taken.
    :raises UnknownZone: the zone is none.
    :raises UnknownCurrency: the currency is none.
    """
    exponent(new.currency)
    try:
        ZoneInfo(new.zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UnknownZone(zone=new.zone) from error
    try:
        with transaction.atomic():
            channel = Channel.objects.create(
                key=new.key,
                title=new.title,
                entity_id=new.entity,
                mode=new.mode,
                commercial_model=new.commercial_model,
                platform=new.platform,
                operator_id=new.operator,
                market=new.market,
                currency=new.currency,
                zone=new.zone,
                place_id=new.place,
                adopts_skus=new.adopts_skus,
                fee_share=new.fee_share,
                ship_within_hours=new.ship_within_hours,
                cancel_within_hours=new.cancel_within_hours,
                created_at=now,
            )
    except IntegrityError as error:
        if "channels_channel_key" in str(error):
            raise ChannelExists(channel=new.key) from error
        raise
    return channel.pk


def state_terms(*, channel: int, terms: Terms) -> None:
    """Take over what is agreed with a channel; orders that come from now on go by it.

    :raises TermImpossible: naming the first that cannot be.
    """
    if terms.fee_share is not None and not 0 <= terms.fee_share < 1:
        raise TermImpossible(field="fee_share", value=str(terms.fee_share))
    for name in ("ship_within_hours", "cancel_within_hours"):
        hours = getattr(terms, name)
        if hours is not None and not 0 < hours <= HOURS_MAX:
            raise TermImpossible(field=name, value=str(hours))
    Channel.objects.filter(pk=channel).update(
        place=terms.place,
        fee_share=terms.fee_share,
        ship_within_hours=terms.ship_within_hours,
        cancel_within_hours=terms.cancel_within_hours,
    )


def open_incoming() -> None:
    """Make this session's tables of incoming listings and markets, empty."""
    sql.run("channels/open_incoming")


def list_incoming(*, now: datetime) -> None:
    """List what the batch offers and answer which listing and which SKU each is.

    A platform SKU that equals one of our codes is that one; a channel that adopts makes one of the
    rest; what remains is unmapped until a person says.
    """
    sql.run("channels/list_incoming", {"now": now})
    sql.run("channels/name_markets")
    map_by_code(now=now)
    sql.run("channels/answer_incoming")


def map_by_code(*, now: datetime) -> None:
    """Map the batch's listings to SKUs of the same code, adopting where the channel does so."""
    unmapped = sql.rows("channels/unmapped_incoming")
    adoptions = {
        code: Adoption(code=code, title=title, as_of=as_of)
        # Later statements come last and win, as the catalogue decides.
        for _, code, title, as_of, adopts in sorted(unmapped, key=lambda row: (row[3], row[2]))
        if adopts
    }
    adopted = (
        catalogue.adopt(
            adoptions=[adoptions[code] for code in sorted(adoptions)],
            now=now,
        )
        if adoptions
        else {}
    )
    known: dict[str, int] = dict(
        sql.rows("catalogue/find", {"codes": [row[1] for row in unmapped]})
    )
    _map(
        {row[0]: known[row[1]] for row in unmapped if row[1] in known and row[1] not in adopted},
        "code",
    )
    _map({row[0]: adopted[row[1]] for row in unmapped if row[1] in adopted}, "adopted")


def map_listings(*, skus: Mapping[int, int]) -> None:
    """Say of each listing which SKU it is, as a person decided; mapped ones stay."""
    with transaction.atomic():
        _map(skus, "person")


def _map(skus: Mapping[int, int], by: str) -> None:
    if skus:
        sql.run("channels/map", {"listings": list(skus), "skus": list(skus.values()), "by": by})


def map_all_by_code() -> dict[int, int]:
    """Map every unmapped listing whose platform SKU is one of our codes. Returns listing to SKU."""
    return dict(sql.rows("channels/map_all_by_code"))

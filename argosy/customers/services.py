"""Writes of customers. Callers fill `incoming_customer` (see sql/open_incoming.sql)."""

from collections.abc import Sequence
from datetime import datetime

from argosy.kernel import sql


def open_incoming() -> None:
    """Make this session's table of incoming customers, empty, for the transaction under way."""
    sql.run("customers/open_incoming")


def welcome(*, now: datetime) -> None:
    """Tell who each incoming name is, giving unknown ones a customer of their own."""
    sql.run("customers/recognise")
    sql.run("customers/welcome", {"now": now})
    sql.run("customers/recognise")


def meet(*, names: Sequence[tuple[int, str]], now: datetime) -> dict[tuple[int, str], int]:
    """Who each channel's name of a buyer is; unknown ones become customers of their own."""
    met: dict[tuple[int, str], int] = {}
    while missing := [one for one in dict.fromkeys(names) if one not in met]:
        told = {
            "channels": sql.array(channel for channel, _ in missing),
            "names": [name for _, name in missing],
            "now": now,
        }
        for channel, name, customer in sql.often("customers/meet", told):
            met[channel, name] = customer
    return met

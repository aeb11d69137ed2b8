"""Writes of customers. Callers fill `incoming_customer` (see sql/open_incoming.sql)."""

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

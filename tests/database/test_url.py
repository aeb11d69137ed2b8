"""Which database it is, and what Django is told of it."""

import os
import socket
import struct
import threading
from contextlib import contextmanager

import pytest

from argosy.database.errors import BadCompanyName, BadUrl, Unreachable, UnsupportedServer
from argosy.database.url import check, django_database, resolve

HOME = {"ARGOSY_HOME": "/tmp/argosy-test-of-urls"}  # noqa: S108 - nothing is made there
URL = "postgresql://ada:s3cret@db.example.com:6432/shop?sslmode=require"


def message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!I", len(body) + 4) + body


@contextmanager
def server_of_version(version: str):
    """Something that greets like PostgreSQL of that version, and knows no more."""
    listener = socket.create_server(("127.0.0.1", 0))

    def greet() -> None:
        with listener.accept()[0] as client:
            client.recv(1024)
            client.sendall(
                message(b"R", struct.pack("!I", 0))
                + message(b"S", b"server_version\0" + version.encode() + b"\0")
                + message(b"S", b"client_encoding\0UTF8\0")
                + message(b"Z", b"I")
            )
            client.recv(1024)

    thread = threading.Thread(target=greet)
    thread.start()
    try:
        port = listener.getsockname()[1]
        yield HOME | {
            "DATABASE_URL": f"postgresql://ada@127.0.0.1:{port}/x?sslmode=disable&gssencmode=disable"
        }
    finally:
        thread.join()
        listener.close()


def test_without_a_url_it_is_the_embedded_one():
    where = resolve(HOME)
    assert (where.kind, where.why) == ("embedded", "DATABASE_URL is not set")
    assert where.database("shop_2") == "argosy_shop_2"
    assert not os.path.exists(HOME["ARGOSY_HOME"])  # noqa: PTH110


def test_with_a_url_it_is_that_one_and_companies_bear_its_name():
    where = resolve(HOME | {"DATABASE_URL": URL})
    assert (where.kind, where.why) == ("external", "DATABASE_URL is set")
    assert where.database("demo") == "shop_demo"
    assert where.company("shop_demo") == "demo"
    assert where.company("shop_demo-1a2b") is None
    assert where.company("other_demo") is None
    assert where.address == "db.example.com:6432"


def test_django_is_told_of_the_embedded_one_without_a_password():
    entry = django_database("demo", HOME)
    assert entry["NAME"] == "argosy_demo"
    assert entry["PASSWORD"] == ""
    assert entry["OPTIONS"]["passfile"].endswith("/database/passfile")
    assert entry["OPTIONS"]["require_auth"] == "scram-sha-256"
    assert "lock_timeout=5s" in entry["OPTIONS"]["options"]
    assert "statement_timeout=0s" in entry["OPTIONS"]["options"]
    assert "idle_in_transaction_session_timeout=30s" in entry["OPTIONS"]["options"]


def test_the_web_server_gives_a_statement_no_more_than_its_time():
    entry = django_database("demo", HOME | {"ARGOSY_STATEMENT_S": "15"})
    assert "-c statement_timeout=15s" in entry["OPTIONS"]["options"]


def test_django_is_told_of_the_external_one():
    entry = django_database("demo", HOME | {"DATABASE_URL": URL})
    told = {key: entry[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    assert told == {
        "NAME": "shop_demo",
        "USER": "ada",
        "PASSWORD": "s3cret",
        "HOST": "db.example.com",
        "PORT": "6432",
    }
    assert entry["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize("name", ["", "Demo", "1st", "a-b", "a" * 32, "a b", "../x", "ä"])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(BadCompanyName):
        resolve(HOME).database(name)


def test_a_url_that_is_none_is_refused_without_being_repeated():
    with pytest.raises(BadUrl) as refused:
        resolve(HOME | {"DATABASE_URL": "postgresql://ada:s3cret@[::1"})
    assert "s3cret" not in str(refused.value)


def test_a_name_that_leaves_no_room_for_companies_is_refused():
    with pytest.raises(BadUrl):
        resolve(HOME | {"DATABASE_URL": f"postgresql://host/{'x' * 40}"})


@pytest.mark.parametrize(("version", "major"), [("13.21", 13), ("19.0", 19)])
def test_a_server_too_old_or_too_new_is_refused(version, major):
    with server_of_version(version) as environ, pytest.raises(UnsupportedServer) as refused:
        check(resolve(environ))
    assert refused.value.facts == {"found": major}


def test_a_server_of_a_supported_version_is_taken():
    with server_of_version("16.9") as environ:
        assert check(resolve(environ)) == 16


def test_a_server_that_is_not_there_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    where = resolve(HOME | {"DATABASE_URL": f"postgresql://ada:s3cret@127.0.0.1:{port}/x"})
    with pytest.raises(Unreachable, match=f"127.0.0.1:{port}") as failure:
        check(where)
    assert "s3cret" not in str(failure.value)

"""No address inside a network is called, whatever it pretends to be."""

import socket

import pytest

from argosy.sync import calling, guarding, services
from argosy.sync.errors import BadAddress, HostNotFound, InsideAddress, PortNotCalled
from argosy.sync.models import Endpoint
from argosy.sync.types import Call, NewEndpoint, Outcome
from tests.sync.conftest import NOON

PUBLIC = "93.184.215.14"


def leading_to(*addresses):
    return lambda _host, _port: list(addresses)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.1.2.3", "10.1.2.3", "172.16.0.1", "172.31.255.255"),
        *("192.168.1.1", "169.254.169.254", "100.64.0.1", "100.127.255.255", "224.0.0.1"),
        *("255.255.255.255", "198.18.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1"),
        *("fe80::1%eth0", "ff02::1", "::ffff:127.0.0.1", "::ffff:93.184.215.14", "::127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::5db8:d70e", "2002:7f00:1::", "2001:0:7f00:1::"),
        *("2001:db8::1", "not an address", ""),
    ],
)
def test_what_is_not_public_is_not_called(address):
    assert not guarding.is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "172.32.0.1", "2606:4700::1111"])
def test_what_is_public_is(address):
    assert guarding.is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "https://localhost/hook",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://0/",
        "https://169.254.169.254/latest/meta-data/",
    ],
)
def test_a_way_to_write_an_inner_address_is_seen_through(url):
    with pytest.raises((InsideAddress, HostNotFound)):
        guarding.check_url(url)


@pytest.mark.parametrize(
    "url",
    [
        *("", "hook", "//example.com", "ftp://example.com/", "file:///etc/passwd", "gopher://a/"),
        *("https://ada:secret@example.com/", "https://ada@example.com/", "https:///path"),
        *("https://exa mple.com/", "https://example.com/\r\nHost: inside", "https://[::1/"),
        *(
            "https://example.com:99999/",
            "https://example.com\\@127.0.0.1/",
            "https://例子.example/",
        ),
        "http://example.com/",  # not without TLS
    ],
)
def test_what_is_no_address_of_ours_to_call_is_refused(url):
    with pytest.raises(BadAddress):
        guarding.check_url(url, leading_to(PUBLIC))


@pytest.mark.parametrize("port", [22, 25, 80, 5432, 6379, 3306])
def test_ports_of_other_services_are_not_called(port):
    with pytest.raises(PortNotCalled):
        guarding.check_url(f"https://example.com:{port}/", leading_to(PUBLIC))


@pytest.mark.parametrize("url", ["https://example.com/hook?a=1", "https://example.com:8443/"])
def test_a_public_address_may_be_called(url):
    guarding.check_url(url, leading_to(PUBLIC))


def test_one_inner_address_among_public_ones_refuses_the_name():
    with pytest.raises(InsideAddress):
        guarding.check_url("https://example.com/", leading_to(PUBLIC, "10.0.0.1"))


def test_a_name_that_leads_nowhere_is_refused():
    with pytest.raises(HostNotFound):
        guarding.check_url("https://nowhere.invalid/")


@pytest.mark.django_db
def test_a_refused_address_is_not_written_down():
    with pytest.raises(InsideAddress):
        services.add_endpoint(
            new=NewEndpoint(url="https://127.0.0.1/", events=("*",)), by=None, now=NOON
        )
    assert Endpoint.objects.count() == 0


def test_a_name_that_has_learned_to_point_inside_is_refused_at_the_call(receiver, settings):
    """The name was public when it was written down; what counts is where it leads now."""
    settings.WEBHOOKS_TO_LOOPBACK = False
    answer = calling.post(Call(receiver.url, b"{}", {}))
    assert (answer.outcome, answer.status, receiver.heard) == (Outcome.INSIDE, None, [])


def test_the_address_that_was_looked_at_is_the_one_that_is_called(receiver, monkeypatch):
    """A second look would be answered differently: there is none."""
    looks, numeric = [], socket.getaddrinfo

    def first_here_then_elsewhere(host, port, *more, **named):
        if host != "hooks.example":
            return numeric(host, port, *more, **named)
        looks.append(host)
        return numeric("127.0.0.1" if len(looks) == 1 else "10.0.0.1", port, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", first_here_then_elsewhere)
    url = receiver.url.replace("127.0.0.1", "hooks.example")
    answer = calling.post(Call(url, b"{}", {}))
    assert (answer.outcome, answer.status) == (Outcome.OK, 204)
    assert looks == ["hooks.example"]
    assert receiver.heard[0].headers["host"] == url.split("/")[2]

"""Which addresses may be called: none inside a network, whatever a name or number pretends.

Asked twice: when an address is written down, and again at each call, for the very IP address that
is then connected to. Between the two a name may have learned to point elsewhere.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from argosy.sync.errors import BadAddress, HostNotFound, InsideAddress, PortNotCalled

HTTPS: Final = 443
RESERVED: Final = 1024  # below it only 443
# What answers behind these speaks no HTTP and may do as told all the same.
NOT_CALLED: Final = frozenset(
    {1433, 1521, 2049, 2375, 2379, 3306, 5432, 5672, 5984, 6379, 6667, 9042, 9200, 11211, 27017}
)
NOT_PUBLIC: Final = tuple(
    map(
        ipaddress.ip_network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
            *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
            *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
            # Of IPv6 only 2000::/3 is public, and of that not what carries another address inside.
            *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
        ),
    )
)
PUBLIC_IPV6: Final = ipaddress.ip_network("2000::/3")

LookUp = Callable[[str, int], Sequence[str]]


def look_up(host: str, port: int) -> list[str]:
    """Every IP address that a name leads to.

    :raises HostNotFound: it leads nowhere.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as nowhere:
        raise HostNotFound(host=host) from nowhere
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def check_url(url: str, find: LookUp = look_up) -> None:
    """Let an address be written down only if it may be called.

    :raises BadAddress: it is no address of ours to call.
    :raises PortNotCalled: the port is none for HTTPS.
    :raises HostNotFound: the name leads nowhere.
    :raises InsideAddress: the name leads, also, into a network.
    """
    parts = _split(url)
    host, port = parts.hostname or "", parts.port or (HTTPS if parts.scheme == "https" else 80)
    found = permitted(host, port, find)
    if parts.scheme != "https" and not all(_is_loopback(one) for one in found):
        raise BadAddress(url=url)
    if not _is_callable(port) and not all(_is_loopback(one) for one in found):
        raise PortNotCalled(port=port)


def permitted(host: str, port: int, find: LookUp = look_up) -> Sequence[str]:
    """The IP addresses to connect to, of a name all of whose addresses are public.

    One private address among public ones refuses them all: who answers so is not to be trusted.

    :raises HostNotFound: the name leads nowhere.
    :raises InsideAddress: it leads, also, into a network.
    """
    found = find(host, port)
    if not all(is_public(one) or (_loopback_allowed() and _is_loopback(one)) for one in found):
        raise InsideAddress(host=host)
    return found


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet."""
    try:
        number = ipaddress.ip_address(address)
    except ValueError:  # with a zone, such as fe80::1%eth0
        return False
    if isinstance(number, ipaddress.IPv6Address) and number not in PUBLIC_IPV6:
        return False  # Mapped and embedded IPv4 addresses lie outside, too.
    return not any(number in network for network in NOT_PUBLIC)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError as garbled:
        raise BadAddress(url=url) from garbled
    is_plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    has_password = parts.username is not None or parts.password is not None
    if parts.scheme not in {"https", "http"} or not (usable and is_plain) or has_password:
        raise BadAddress(url=url)
    return parts


def _is_callable(port: int) -> bool:
    return port == HTTPS or (port >= RESERVED and port not in NOT_CALLED)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _loopback_allowed() -> bool:
    return bool(settings.WEBHOOKS_TO_LOOPBACK)

"""One call to the outside: bounded in time and bytes, to an address that was looked at.

`httpx` follows proxies from the environment, looks names up by itself, and bounds each read but not
the whole; so the layer below it is used, where each of these can be said.
"""

import ssl
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from typing import Any, Final

import httpcore

from argosy.sync import guarding
from argosy.sync.errors import HostNotFound, InsideAddress
from argosy.sync.types import Answer, Call, Outcome

DEADLINE_S: Final = 10.0  # from the first look at the name to the last byte that is read
CONNECT_S: Final = 5.0
READ_MAX: Final = 64 * 1024  # of an answer; what comes after is not waited for
GONE: Final = 410
OK: Final = range(200, 300)
REDIRECTS: Final = range(300, 400)


def post(call: Call) -> Answer:
    """POST, and say how it ended. Raises nothing for what the other side does."""
    begun = time.monotonic()
    outcome, status = _post(call, begun + DEADLINE_S)
    return Answer(outcome, status, round((time.monotonic() - begun) * 1000))


def _post(call: Call, deadline: float) -> tuple[Outcome, int | None]:
    status: int | None = None
    try:
        with (
            httpcore.ConnectionPool(
                ssl_context=_trust(),
                retries=0,
                network_backend=_Guarded(deadline),
            ) as pool,
            pool.stream(
                "POST",
                call.url,
                headers=list(call.headers.items()),
                content=call.body,
                extensions={"timeout": _timeouts(deadline)},
            ) as response,
        ):
            status = response.status
            # An answer that never ends is an answer: its status is what counts.
            with suppress(httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError):
                _read_some(response.iter_stream())
    except InsideAddress:
        return Outcome.INSIDE, None
    except (HostNotFound, httpcore.NetworkError, OSError):
        return _ended(Outcome.CONNECTION, status)
    except httpcore.TimeoutException:
        return _ended(Outcome.TIMEOUT, status)
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol):
        return _ended(Outcome.GARBLED, status)
    return _ended(Outcome.STATUS, status)


def _ended(otherwise: Outcome, status: int | None) -> tuple[Outcome, int | None]:
    if status is None:
        return otherwise, None
    if status in OK:
        return Outcome.OK, status
    if status in REDIRECTS:
        return Outcome.REDIRECT, status
    return (Outcome.GONE if status == GONE else Outcome.STATUS), status


def _read_some(chunks: Iterable[bytes]) -> None:
    read = 0
    for chunk in chunks:
        read += len(chunk)
        if read >= READ_MAX:
            return


def _timeouts(deadline: float) -> Mapping[str, float]:
    left = max(deadline - time.monotonic(), 0.001)
    return {"connect": min(CONNECT_S, left), "read": left, "write": left, "pool": left}


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Guarded(httpcore.NetworkBackend):
    """Looks a name up once, looks at every address it leads to, and connects to that address."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers, of a name that leads to no private one."""
        failure: Exception = httpcore.ConnectError(f"no address of {host}")
        for address in guarding.permitted(host, port):
            try:
                stream = self._inner.connect_tcp(
                    address,
                    port,
                    timeout=_left(self._deadline, timeout),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as unreachable:
                failure = unreachable
            else:
                return _Bounded(stream, self._deadline)
        raise failure


class _Bounded(httpcore.NetworkStream):
    """A connection whose whole life has an end: a byte now and then does not prolong it."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come."""
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Go on under TLS; the certificate must be the name's, not the address's."""
        inner = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline, timeout))
        return _Bounded(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What is known of the connection."""
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the deadline has passed")
    return left if timeout is None else min(left, timeout)

"""Somebody who wants to be told, on loopback, and behaves as badly as told to."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Heard:
    """One call as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> str:
        return self.headers["argosy-event-id"]


Manner = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Receiver:
    """What was heard, and how to answer; `manner` may be changed while it runs."""

    heard: list[Heard] = field(default_factory=list)
    manner: Manner = field(default=lambda handler: answer(handler, 204))
    port: int = 0
    came: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def events(self) -> list[str]:
        return [one.event for one in self.heard]


def answer(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def saying(status: int, body: bytes = b"", **headers: str) -> Manner:
    return lambda handler: answer(handler, status, body, **headers)


def mute(seconds: float) -> Manner:
    """Hear, and say nothing for so long."""
    return lambda _handler: time.sleep(seconds)


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, for ever: each read succeeds, and nothing ever ends."""
    try:
        for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 10_000:
            handler.wfile.write(bytes([letter]))
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return


def endless(sent: list[int]) -> Manner:
    """A gigabyte, if anybody reads it; `sent` keeps how much was taken."""

    def say(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(1 << 30))
        handler.end_headers()
        piece = b"x" * 65_536
        try:
            for _ in range((1 << 30) // len(piece)):
                handler.wfile.write(piece)
                sent[0] += len(piece)
        except OSError:
            return

    return say


def reflecting(handler: BaseHTTPRequestHandler) -> None:
    """Send back every header that came, as a careless receiver's error page would."""
    answer(handler, 500, "\n".join(f"{k}: {v}" for k, v in handler.headers.items()).encode())


def serve(receiver: Receiver) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.heard.append(Heard(self.path, headers, body))
            receiver.came.set()
            receiver.manner(self)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 128  # Of five, a sixth that comes before it is taken waits a second.

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    receiver.port = server.server_address[1]
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    ).start()
    return server

"""The processes that `argosy up` looks after: restarted when they die, all gone when it ends.

Each is its own session, so that a Ctrl-C reaches only `up`, which ends them in order. Each reads a
pipe that `up` holds open: when `up` is killed, the pipe ends, and they end themselves.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

POLITE_S = 15  # until a child that was asked to end is ended
DEATHS_MAX = 5
DEATHS_WITHIN_S = 60.0


class KeepsDying(Exception):
    """A child died too often to be started again."""


@dataclass(slots=True)
class Child:
    """One process and what became of its predecessors."""

    role: str
    arguments: tuple[str, ...]
    environ: Mapping[str, str]
    is_for_ever: bool = True  # else it has work to finish, and may then go
    process: "subprocess.Popen[bytes] | None" = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start the process."""
        self.process = subprocess.Popen(  # noqa: S603 - ourselves again
            [sys.executable, "-m", "argosy.cli.child", self.role, *self.arguments],
            stdin=subprocess.PIPE,
            env=dict(self.environ),
            start_new_session=sys.platform != "win32",
            creationflags=0x200 if sys.platform == "win32" else 0,  # CREATE_NEW_PROCESS_GROUP
        )

    def keep_alive(self) -> bool:
        """Start the process again if it has died; say whether it had.

        :raises KeepsDying: that was once too often.
        """
        if self.process is None or (code := self.process.poll()) is None:
            return False
        if code == 0 and not self.is_for_ever:
            self.process = None
            return False
        self.kill()  # Whatever it had started itself.
        now = time.monotonic()
        self.deaths = [at for at in self.deaths if now - at < DEATHS_WITHIN_S] + [now]
        if len(self.deaths) >= DEATHS_MAX:
            raise KeepsDying(self.role)
        self.start()
        return True

    def ask_to_end(self) -> None:
        """Ask the process to finish what it is doing and end."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def kill(self) -> None:
        """End the process and everything it started."""
        if self.process is None:
            return
        if sys.platform == "win32":
            self.process.kill()
        else:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return


def end(children: Iterable[Child]) -> None:
    """End all of them, politely first."""
    family = [child for child in children if child.process is not None]
    for child in family:
        child.ask_to_end()
    deadline = time.monotonic() + POLITE_S
    try:
        for child in family:
            if child.process is not None:
                child.process.wait(max(0.0, deadline - time.monotonic()))
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        pass  # Asked long enough, or asked for a second time to end at once.
    finally:
        for child in family:
            child.kill()
            if child.process is not None:
                child.process.wait()
                if child.process.stdin is not None:
                    child.process.stdin.close()

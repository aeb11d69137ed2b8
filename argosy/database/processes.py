"""Running PostgreSQL's programs, and looking at processes that may be PostgreSQL's."""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO, Final

from argosy.database.place import Owner, Place

# Python 3.12.0 took an empty list for "leave the groups alone"; one group of one's own is as good.
EMPTY_LIST_IS_IGNORED: Final = sys.version_info[:3] == (3, 12, 0)


def run(
    place: Place, command: list[str], *, owner: Owner | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run a program to its end, as the server's user or as the one given."""
    owner = owner or place.owner
    return subprocess.run(  # noqa: S603 - our own programs, no shell
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        cwd=place.root,
        env=environment(),
        user=None if owner is None else owner.uid,
        group=None if owner is None else owner.gid,
        extra_groups=_groups(owner),
    )


def launch(place: Place, command: list[str], output: IO[bytes]) -> "subprocess.Popen[bytes]":
    """Start a program as the server's user in a session of its own, which no Ctrl-C reaches."""
    owner = place.owner
    return subprocess.Popen(  # noqa: S603 - our own programs, no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,  # A pipe would be inherited by the server and never end.
        stderr=output,
        cwd=place.root,
        env=environment(),
        start_new_session=sys.platform != "win32",
        creationflags=0x200 if sys.platform == "win32" else 0,  # CREATE_NEW_PROCESS_GROUP
        user=None if owner is None else owner.uid,
        group=None if owner is None else owner.gid,
        extra_groups=_groups(owner),
    )


def environment() -> dict[str, str]:
    """What PostgreSQL's programs may know of our environment: next to nothing."""
    kept = ("PATH", "TEMP", "TMP", "SystemRoot", "SYSTEMROOT")
    told = {name: os.environ[name] for name in kept if name in os.environ}
    # English messages, so that we can read them. Under memory pressure a backend goes before the
    # server itself, whose own score root lowers.
    oom = {"PG_OOM_ADJUST_FILE": "/proc/self/oom_score_adj", "PG_OOM_ADJUST_VALUE": "0"}
    return told | {"LC_ALL": "C"} | (oom if sys.platform == "linux" else {})


def pid_in(file: Path) -> int | None:
    """The process number that a lock file of PostgreSQL's names, dead or alive."""
    try:
        first, *_ = file.read_text(encoding="utf-8").splitlines()
        return abs(int(first))
    except (OSError, ValueError):
        return None


def is_server(pid: int, data: Path) -> bool:
    """Whether this process is a PostgreSQL that works in this data directory.

    Process numbers are used again, so that a process lives proves nothing.
    """
    link = Path("/proc") / str(pid) / "cwd"
    if sys.platform == "linux":
        try:
            return link.readlink() == data
        except OSError:  # Gone, a zombie, or a stranger's.
            return False
    if sys.platform == "win32":  # pg_ctl itself tells there.
        return True
    listed = subprocess.run(  # noqa: S603 - a program of the system with a number as argument
        ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return str(data) in listed.stdout


def spare(pid: int) -> None:
    """Let root ask the system to end other processes before the server when memory runs out."""
    score = Path("/proc") / str(pid) / "oom_score_adj"
    if sys.platform == "linux" and os.getuid() == 0 and score.exists():
        try:
            score.write_text("-500", encoding="ascii")
        except OSError:  # Not in this container: it is a favour, not a condition.
            return


def _groups(owner: Owner | None) -> list[int] | None:
    if owner is None:
        return None
    return [owner.gid] if EMPTY_LIST_IS_IGNORED else []

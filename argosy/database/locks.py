"""Locks on files. The system lets go of them when the process dies, however it dies."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

POLL_S = 0.05

if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    class _Overlapped(ctypes.Structure):
        _fields_ = (
            ("internal", ctypes.c_void_p),
            ("internal_high", ctypes.c_void_p),
            ("offset", wintypes.DWORD),
            ("offset_high", wintypes.DWORD),
            ("event", wintypes.HANDLE),
        )

    _FAIL_AT_ONCE, _EXCLUSIVE = 1, 2

    def _try(descriptor: int, *, shared: bool) -> bool:
        handle = wintypes.HANDLE(msvcrt.get_osfhandle(descriptor))
        flags = _FAIL_AT_ONCE | (0 if shared else _EXCLUSIVE)
        return bool(
            ctypes.windll.kernel32.LockFileEx(handle, flags, 0, 1, 0, ctypes.byref(_Overlapped()))
        )

else:
    import fcntl

    def _try(descriptor: int, *, shared: bool) -> bool:
        # flock, not lockf: the lock belongs to the open file, so one process may attach twice.
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            return True
        return False


class FileLock:
    """One lock on one file, held until `release`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def take(self, *, shared: bool) -> bool:
        """Take the lock if it is free; say whether it was."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if _try(descriptor, shared=shared):
            self._descriptor = descriptor
            return True
        os.close(descriptor)
        return False

    def release(self) -> None:
        """Let go of the lock."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def is_held(path: Path) -> bool:
    """Say whether anybody holds the lock of this file, shared or alone."""
    lock = FileLock(path)
    try:
        return not lock.take(shared=False)
    finally:
        lock.release()


@contextmanager
def held(path: Path, *, while_waiting: Callable[[float], None] | None = None) -> Iterator[None]:
    """Hold the lock alone for the length of a block, waiting for it as long as it takes."""
    lock, since = FileLock(path), time.monotonic()
    while not lock.take(shared=False):
        if while_waiting is not None:
            while_waiting(time.monotonic() - since)
        time.sleep(POLL_S)
    try:
        yield
    finally:
        lock.release()

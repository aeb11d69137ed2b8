"""The server's settings: its own file, written anew at each start, because memory may have changed.

Kept outside the data, so that the server's user cannot write it when root starts the server.
"""

import os
import sys
from pathlib import Path

from argosy.database.place import Place, write_private

MIB = 1024 * 1024
SHARED_BUFFERS_MAX = 512 * MIB
MEMORY_IF_UNKNOWN = 4096 * MIB
# PostgreSQL asks for 1 MiB pieces of it; containers with a few kilobytes exist.
SHARED_MEMORY_MIN = 16 * MIB
CGROUP_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")

# fsync, full_page_writes and synchronous_commit are named although they are the defaults: doctor
# reads them, and here is where a change would have to be made. Statements and key values stay out
# of the log, because both carry personal data. Compressing full pages is left off: the carried
# build has pglz only, which costs more processor time than the writing it saves.
SETTINGS = """\
data_directory = {data}
hba_file = {hba}
ident_file = {ident}
listen_addresses = {listen}
unix_socket_directories = {socket}
unix_socket_permissions = 0700
port = {port}
max_connections = 60
password_encryption = 'scram-sha-256'
allow_alter_system = off

fsync = on
full_page_writes = on
synchronous_commit = on
restart_after_crash = on

shared_buffers = '{shared_buffers}MB'
effective_cache_size = '{effective_cache}MB'
work_mem = '32MB'
maintenance_work_mem = '256MB'
temp_buffers = '64MB'
dynamic_shared_memory_type = {shared_memory}
max_wal_size = '4GB'
min_wal_size = '256MB'
checkpoint_timeout = '15min'
wal_compression = off
random_page_cost = 1.1
jit = off
max_parallel_workers_per_gather = {parallel}

logging_collector = on
log_directory = {log}
log_filename = 'postgresql-%a.log'
log_rotation_age = '1d'
log_rotation_size = 0
log_truncate_on_rotation = on
log_startup_progress_interval = '1s'
log_checkpoints = off
log_min_error_statement = panic
log_error_verbosity = terse
log_timezone = 'UTC'
timezone = 'UTC'
"""

HBA_POSIX = "local all all scram-sha-256\n"
HBA_WINDOWS = "host all all 127.0.0.1/32 scram-sha-256\n"


def write(place: Place) -> Path:
    """Write the settings and who may connect; return the settings' path."""
    is_windows = sys.platform == "win32"
    settings, hba, ident = (place.conf / f"{name}.conf" for name in ("postgresql", "hba", "ident"))
    memory = memory_bytes()
    text = SETTINGS.format(
        data=_quoted(place.data),
        hba=_quoted(hba),
        ident=_quoted(ident),
        log=_quoted(place.log),
        listen="'127.0.0.1'" if is_windows else "''",
        socket="''" if is_windows else _quoted(place.socket),
        port=place.port,
        shared_buffers=shared_buffers(memory) // MIB,
        effective_cache=max(memory // 2, 256 * MIB) // MIB,
        shared_memory=_shared_memory(),
        parallel=min(2, (os.cpu_count() or 1) - 1),
    )
    for path, content in (
        (hba, HBA_WINDOWS if is_windows else HBA_POSIX),
        (ident, ""),
        (settings, text),
    ):
        write_private(path, content)
        # Nothing secret in them, and root's server must be able to read them.
        path.chmod(0o644)
    return settings


def shared_buffers(memory: int) -> int:
    """An eighth of the memory, between 16 MiB and 512 MiB."""
    return max(16 * MIB, min(SHARED_BUFFERS_MAX, memory // 8))


def memory_bytes() -> int:
    """The memory this process may use: the machine's, or its container's limit if less."""
    if sys.platform == "win32":
        return MEMORY_IF_UNKNOWN
    pages, page = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    found = [pages * page] if pages > 0 else [MEMORY_IF_UNKNOWN]
    limits = [
        path.read_text(encoding="ascii") for path in map(Path, CGROUP_LIMITS) if path.exists()
    ]
    return min(found + [int(limit) for limit in limits if limit.strip().isdigit()])


def _shared_memory() -> str:
    if sys.platform == "win32":
        return "windows"
    if sys.platform == "linux":
        try:
            there = os.statvfs("/dev/shm")  # noqa: S108 - looked at, not written
        except OSError:
            return "mmap"
        return "posix" if there.f_bavail * there.f_frsize >= SHARED_MEMORY_MIN else "mmap"
    return "posix"


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("\\", "/").replace("'", "''") + "'"

"""Where the embedded database lies, and as whom it runs.

An ordinary user keeps everything in the data folder. PostgreSQL refuses to run as root, so root
hands it to a numeric user without a name, a login or a group, derived from the folder. Nobody adds
that user to the system. Its data lies in the data folder where that user can reach it as things
are, else under `/var/lib/argosy`, and the folder keeps a pointer. No directory of others is opened.
"""

import hashlib
import json
import os
import secrets
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from argosy.database.errors import NoUnprivilegedUser, PlaceDenied, PlaceTaken

ROLE = "argosy"
SUPERUSER = "postgres"
PORT = 5432  # of the socket's name on POSIX; on Windows a free port is found and written down
SOCKET_BYTES_MAX = 60  # the system's limit is 92 to 108, less PostgreSQL's own file name
ROOTS_STATE = Path("/var/lib/argosy")
# systemd's table of user numbers marks these as unused by any distribution's allocation, below
# the 65536 that a container usually maps.
UNCLAIMED_UIDS = range(60706, 61184)


@dataclass(frozen=True, slots=True)
class Owner:
    """The user whom root hands the server to."""

    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Place:
    """One embedded database: its folders, its socket, its owner."""

    home: Path
    root: Path  # data, binaries, log and settings
    socket: Path  # the socket's directory
    port: int
    owner: Owner | None  # nobody else than ourselves, unless we are root

    @property
    def desk(self) -> Path:
        """Where clients keep their locks and the password."""
        return self.home / "database"

    @property
    def passfile(self) -> Path:
        """The password of the role `argosy`, in libpq's format: libpq reads it when connecting."""
        return self.desk / "passfile"

    @property
    def superuser(self) -> Path:
        """The superuser's password: beside the data, so that losing the folder loses no access."""
        return self.root / "superuser"

    @property
    def pointer(self) -> Path:
        return self.desk / "place.json"

    @property
    def lock(self) -> Path:
        """Held alone while the server is started or stopped."""
        return self.desk / "lock"

    @property
    def clients(self) -> Path:
        """Held shared by everybody who uses the server."""
        return self.desk / "clients"

    @property
    def started(self) -> Path:
        """There while a server runs that an attachment started, so that the last one stops it."""
        return self.desk / "started"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def conf(self) -> Path:
        return self.root / "conf"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def ballast(self) -> Path:
        return self.root / "ballast"

    @property
    def host(self) -> str:
        """What libpq is told to connect to."""
        return "127.0.0.1" if sys.platform == "win32" else str(self.socket)


def home_of(environ: Mapping[str, str]) -> Path:
    """The data folder: `ARGOSY_HOME`, else `~/.argosy`."""
    return Path(environ.get("ARGOSY_HOME") or Path.home() / ".argosy").expanduser().resolve()


def find(home: Path, *, environ: Mapping[str, str] = os.environ) -> Place:
    """Say where the database of this data folder lies, or would lie. Touches nothing."""
    home = home.resolve()
    kept = _kept(home / "database" / "place.json")
    if kept:
        owner = Owner(int(kept["uid"]), int(kept["gid"])) if "uid" in kept else None
        if not _is_root():
            owner = None
        return Place(home, Path(kept["root"]), Path(kept["socket"]), int(kept["port"]), owner)
    mark = _mark(home)
    owner = _owner(home, mark) if _is_root() else None
    root = home / "database"
    if owner is not None and not _is_reachable(home):
        root = ROOTS_STATE / mark
    return Place(home, root, _socket(mark, environ), PORT, owner)


def settle(place: Place, *, environ: Mapping[str, str] = os.environ) -> Place:
    """Make the folders and the password, and write the pointer. For the one who holds the lock.

    :raises PlaceTaken: the socket's directory belongs to somebody else.
    :raises NoUnprivilegedUser: root cannot hand files to anybody.
    """
    socket, port = place.socket, place.port
    if sys.platform == "win32":
        port = _free_port(place.port)
    elif not socket.is_dir():
        socket = _socket(_mark(place.home), environ)
    settled = Place(place.home, place.root, socket, port, place.owner)
    _own_directory(settled.root, 0o700 if settled.owner is None else 0o711, None)
    _own_directory(settled.conf, 0o700 if settled.owner is None else 0o711, None)
    _own_directory(settled.log, 0o700, settled.owner)
    if sys.platform != "win32":
        _own_directory(settled.socket, 0o700, settled.owner)
    for path, role in ((settled.passfile, ROLE), (settled.superuser, SUPERUSER)):
        if not path.exists():
            write_private(path, f"*:*:*:{role}:{secrets.token_urlsafe(32)}\n")
    write_private(settled.pointer, json.dumps(_pointer(settled)))
    return settled


def open_home(home: Path) -> None:
    """Make the data folder, unless it is there."""
    make_directory(home, _passage())


def open_desk(home: Path) -> None:
    """Make the folder in which clients meet.

    :raises PlaceDenied: this user may not write there.
    """
    desk = home.resolve() / "database"
    try:
        open_home(home)
        make_directory(desk, _passage())
        if not os.access(desk, os.R_OK | os.W_OK | os.X_OK):
            raise PlaceDenied(path=desk)
    except PermissionError as error:
        raise PlaceDenied(path=desk) from error


def password(passfile: Path) -> str:
    """The password in a file of libpq's format with one line."""
    return passfile.read_text(encoding="ascii").strip().rpartition(":")[2]


def write_private(path: Path, text: str) -> None:
    """Write a file that only this user may read, whole or not at all."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _pointer(place: Place) -> dict[str, str]:
    owner = {} if place.owner is None else {"uid": place.owner.uid, "gid": place.owner.gid}
    where = {"root": place.root, "socket": place.socket, "port": place.port}
    return {name: str(value) for name, value in (where | owner).items()}


def _kept(pointer: Path) -> dict[str, str]:
    try:
        kept: dict[str, str] = json.loads(pointer.read_text(encoding="utf-8"))
    except OSError:  # Not there yet, or in a folder that is not ours: both show when starting.
        return {}
    return kept


def _mark(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home)).hexdigest()[:8]


def _passage() -> int:
    """Root's server runs as somebody else, who passes through our folders and lists nothing."""
    return 0o711 if _is_root() else 0o700


def _is_root() -> bool:
    return sys.platform != "win32" and os.getuid() == 0


def _owner(home: Path, mark: str) -> Owner:
    """Whom root hands the server to: the data's owner, else a user that is nobody's."""
    data = home / "database" / "data"
    if data.exists() and (info := data.stat()).st_uid != 0:
        return Owner(info.st_uid, info.st_gid)
    first = int(mark, 16) % len(UNCLAIMED_UIDS)
    for step in range(len(UNCLAIMED_UIDS)):
        number = UNCLAIMED_UIDS[(first + step) % len(UNCLAIMED_UIDS)]
        if not _is_named(number):
            return Owner(number, number)
    raise NoUnprivilegedUser(detail="every user number that Argosy may use has a name here")


def _is_named(number: int) -> bool:
    import grp  # noqa: PLC0415 - not on Windows
    import pwd  # noqa: PLC0415 - not on Windows

    for look_up in (pwd.getpwuid, grp.getgrgid):
        try:
            look_up(number)
        except KeyError:
            continue
        return True
    return False


def _is_reachable(home: Path) -> bool:
    """Whether a user without rights of its own can pass through to the folder, as things stand."""
    there = [folder for folder in (home, *home.parents) if folder.exists()]
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in there)


def _socket(mark: str, environ: Mapping[str, str]) -> Path:
    """A short directory for the socket: the system limits its path to about a hundred bytes."""
    if sys.platform == "win32":
        return Path()
    runtime = environ.get("XDG_RUNTIME_DIR")
    # Another user's runtime directory is closed to us, and root's is closed to the server's user.
    if runtime and not _is_root() and _is_ours(Path(runtime)):
        place = Path(runtime) / f"argosy-{mark}"
        if len(os.fsencode(place)) <= SOCKET_BYTES_MAX:
            return place
    return Path(f"/tmp/argosy-{os.getuid()}-{mark}")  # noqa: S108 - 0700 and its owner is checked


def _is_ours(folder: Path) -> bool:
    return folder.is_dir() and folder.stat().st_uid == os.getuid() and os.access(folder, os.W_OK)


def _own_directory(folder: Path, mode: int, owner: Owner | None) -> None:
    """Make a directory with this mode and owner, or see that no stranger has a hand in it."""
    try:
        make_directory(folder, mode, owner)
    except PermissionError as error:
        raise PlaceDenied(path=folder) from error
    if sys.platform == "win32":
        return
    info = folder.lstat()
    allowed = {os.getuid() if owner is None else owner.uid}
    is_private = stat.S_ISDIR(info.st_mode) and not info.st_mode & (0o777 & ~mode)
    if not is_private or info.st_uid not in allowed:
        raise PlaceTaken(path=folder)


def make_directory(folder: Path, mode: int, owner: Owner | None = None) -> None:
    """Make a directory with exactly this mode and owner; leave one alone that is there."""
    if folder.exists():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(mode=mode)
        folder.chmod(mode)  # The umask may have taken bits away.
        if owner is not None:
            give(folder, owner)


def give(path: Path, owner: Owner) -> None:
    """Hand a path to the server's user.

    :raises NoUnprivilegedUser: this machine has no such user number, as in some containers.
    """
    if sys.platform == "win32":
        return
    try:
        os.chown(path, owner.uid, owner.gid, follow_symlinks=False)
    except OSError as error:
        raise NoUnprivilegedUser(detail=f"chown to {owner.uid}: {error.strerror}") from error


def named_nobody() -> Owner:
    """A user with a name and no rights, which is what `initdb` insists on for its own second.

    :raises NoUnprivilegedUser: there is none.
    """
    import pwd  # noqa: PLC0415 - not on Windows

    for name in ("nobody", "daemon"):
        with suppress(KeyError):
            return Owner(pwd.getpwnam(name).pw_uid, pwd.getpwnam(name).pw_gid)
    raise NoUnprivilegedUser(detail="there is no user called nobody")


def give_all(folder: Path, owner: Owner) -> None:
    """Hand over a directory that another user filled, if it holds nothing but files of its own.

    :raises PlaceTaken: it holds a link, which would hand over something else.
    """
    for path in (folder, *folder.rglob("*")):
        info = path.lstat()
        is_own_file = stat.S_ISREG(info.st_mode) and info.st_nlink == 1
        if not (is_own_file or stat.S_ISDIR(info.st_mode)):
            raise PlaceTaken(path=path)
        give(path, owner)


def _free_port(wanted: int) -> int:
    import socket  # noqa: PLC0415 - on Windows only

    for port in (wanted, 0):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    return wanted

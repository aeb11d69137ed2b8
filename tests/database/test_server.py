"""What a running embedded server is like: closed, durable, not root's, sized for the machine."""

import os
import stat
from pathlib import Path

import psycopg
import pytest

from argosy.database import disk, tuning
from argosy.database.errors import PlaceDenied
from argosy.database.place import find, give_all, named_nobody, open_desk
from argosy.database.url import connect

from .conftest import mode_of, postmaster, until, where_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and modes of POSIX")
IS_ROOT = os.name != "nt" and os.getuid() == 0


@pytest.fixture(scope="module")
def connection(kept_home):
    with connect(where_of(kept_home)) as opened:
        yield opened


def setting(connection, name):
    (value,) = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    return value


def test_nothing_of_it_is_open_to_others(kept_home):
    place = find(kept_home)
    assert mode_of(place.data) == 0o700
    assert mode_of(place.log) == 0o700
    assert mode_of(place.socket) == 0o700
    assert mode_of(place.passfile) == 0o600
    assert mode_of(place.superuser) == 0o600
    assert len(os.fsencode(place.socket)) <= 60
    assert not mode_of(place.home) & 0o066


def test_it_listens_on_its_socket_only(connection):
    assert setting(connection, "listen_addresses") == ""


def test_the_application_is_no_superuser(connection):
    found = connection.execute(
        "SELECT rolsuper, rolcreaterole, rolreplication, rolcreatedb FROM pg_roles"
        " WHERE rolname = current_user"
    )
    assert found.fetchone() == (False, False, False, True)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("COPY (SELECT 1) TO PROGRAM 'true'")


def test_nobody_may_weaken_its_promises(connection):
    for name in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums"):
        assert setting(connection, name) == "on"
    assert setting(connection, "allow_alter_system") == "off"


def test_letters_sort_the_same_everywhere(connection):
    found = connection.execute(
        "SELECT DISTINCT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database"
    )
    assert found.fetchall() == [("b", "C.UTF-8", "UTF8")]


def test_a_refused_row_leaves_no_personal_data_in_the_log(kept_home, connection):
    with connect(where_of(kept_home)) as own:
        own.execute("CREATE TEMP TABLE person (email text PRIMARY KEY)")
        own.execute("INSERT INTO person VALUES ('ada@example.com')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            own.execute("INSERT INTO person VALUES ('ada@example.com')")

    def logged():
        return "".join(path.read_text() for path in find(kept_home).log.glob("*.log"))

    until(lambda: "person_pkey" in logged())  # The collector writes when it comes round to it.
    assert "ada@example.com" not in logged()


def test_it_has_a_session_of_its_own(kept_home):
    assert os.getsid(postmaster(find(kept_home))) != os.getsid(0)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux only")
@pytest.mark.skipif(not IS_ROOT, reason="only root gives its rights away")
def test_root_gives_all_its_rights_away(kept_home):
    place = find(kept_home)
    status = Path(f"/proc/{postmaster(place)}/status").read_text().splitlines()
    told = dict(line.split(":", 1) for line in status)
    assert told["Uid"].split() == [str(place.owner.uid)] * 4
    assert told["Gid"].split() == [str(place.owner.gid)] * 4
    assert told["Groups"].split() == []
    assert place.owner.uid != 0
    # Neither the programs nor the settings are the server's to change.
    for path in (place.root, place.conf, next(place.root.glob("server-*"))):
        assert path.stat().st_uid == 0
        assert not path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH)


@pytest.mark.skipif(not IS_ROOT, reason="only root hands directories over")
def test_a_directory_with_a_link_in_it_is_not_handed_over(tmp_path):
    (tmp_path / "shadow").symlink_to("/etc/passwd")
    before = Path("/etc/passwd").stat()
    with pytest.raises(Exception, match="belongs to somebody else"):
        give_all(tmp_path, named_nobody())
    after = Path("/etc/passwd").stat()
    assert (after.st_uid, after.st_gid) == (before.st_uid, before.st_gid)


@pytest.mark.skipif(IS_ROOT, reason="root may write everywhere")
def test_a_folder_of_somebody_elses_is_refused_in_words(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(PlaceDenied):
        open_desk(tmp_path / "home")


def test_memory_is_taken_in_proportion():
    gib = 1024 * tuning.MIB
    assert tuning.shared_buffers(64 * gib) == 512 * tuning.MIB
    assert tuning.shared_buffers(2 * gib) == 256 * tuning.MIB
    assert tuning.shared_buffers(64 * tuning.MIB) == 16 * tuning.MIB
    assert tuning.memory_bytes() > 64 * tuning.MIB


def test_the_ballast_can_be_thrown_out(kept_home):
    place = find(kept_home)
    before = disk.room(kept_home)
    if before.free < disk.ROOM_FOR_BALLAST:
        pytest.skip("this disk is too full for ballast")
    assert before.ballast == disk.BALLAST_BYTES
    assert disk.drop_ballast(kept_home) == disk.BALLAST_BYTES
    assert not place.ballast.exists()
    assert disk.drop_ballast(kept_home) == 0
    disk.lay_ballast(place)
    assert disk.room(kept_home).ballast == disk.BALLAST_BYTES


def test_a_disk_is_low_at_a_gibibyte_or_a_tenth_of_a_small_one():
    gib = 1024 * tuning.MIB
    assert disk.Room(free=gib - 1, total=100 * gib, ballast=0).is_low
    assert not disk.Room(free=gib, total=100 * gib, ballast=0).is_low
    assert not disk.Room(free=gib // 2, total=4 * gib, ballast=0).is_low

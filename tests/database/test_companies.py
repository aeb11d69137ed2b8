"""Companies as databases, on our own server and on the system's."""

import os
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from argosy.database import backup, companies
from argosy.database.errors import (
    CompanyExists,
    FileExists,
    MayNotCreate,
    NoSuchCompany,
    NotABackup,
    RestoreFailed,
)
from argosy.database.place import named_nobody
from argosy.database.url import check, connect, resolve
from tests.settings import SLOT

from .conftest import mode_of, where_of

SYSTEM = Path("/usr/lib/postgresql/15/bin")
IS_ROOT = os.name != "nt" and os.getuid() == 0


@pytest.fixture(scope="module")
def external():
    """A PostgreSQL 15 of the system's, as somebody else would run it."""
    if not SYSTEM.is_dir():
        pytest.skip(f"no PostgreSQL 15 in {SYSTEM}: apt-get install postgresql-15")
    # Not below pytest's folder, which is closed to the user that root becomes.
    folder = Path(tempfile.mkdtemp(prefix="argosy-pg15-"))
    someone = {}
    if IS_ROOT:
        nobody = named_nobody()
        os.chown(folder, nobody.uid, nobody.gid)
        someone = {"user": nobody.uid, "group": nobody.gid, "extra_groups": []}

    def run(program, *arguments):
        command = [SYSTEM / program, "-D", folder / "data", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **someone)

    run("initdb", "-U", "owner", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    listen = f"-c listen_addresses= -c fsync=off -k {folder}"
    run("pg_ctl", "-w", "-s", "-l", folder / "log", "-o", listen, "start")
    yield f"postgresql://owner@/books?host={folder}"
    run("pg_ctl", "-w", "-s", "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture(params=["embedded", "external"])
def where(request, tmp_path):
    """Either kind of server, without companies."""
    if request.param == "embedded":
        found = where_of(request.getfixturevalue("kept_home"))
    else:
        url = request.getfixturevalue("external")
        found = resolve({"ARGOSY_HOME": str(tmp_path), "DATABASE_URL": url})
        assert check(found) == 15
    yield found
    for name in companies.names(found):
        companies.remove(found, name)
    assert databases(found) == set()


def databases(where):
    """Everything on the server that has to do with companies, finished or not."""
    with connect(where) as connection:
        found = connection.execute("SELECT datname FROM pg_database").fetchall()
    return {name for (name,) in found if name.startswith(f"{where.prefix}_")}


def fill(where, company):
    with connect(where, where.database(company)) as connection:
        connection.execute("CREATE TABLE sale (id bigint PRIMARY KEY, title text NOT NULL)")
        connection.execute(
            "INSERT INTO sale SELECT n, '收纳盒 ' || n FROM generate_series(1, 500) n"
        )
        connection.execute("CREATE VIEW newest AS SELECT max(id) FROM sale")


def fingerprint(where, company):
    with connect(where, where.database(company)) as connection:
        statement = "SELECT md5(string_agg(id || title, ',' ORDER BY id)), count(*) FROM sale"
        return connection.execute(statement).fetchone()


def test_companies_come_and_go(where):
    companies.create(where, "beta")
    companies.create(where, "alpha")
    assert companies.names(where) == ["alpha", "beta"]
    with pytest.raises(CompanyExists):
        companies.create(where, "alpha")
    companies.remove(where, "alpha")
    assert companies.names(where) == ["beta"]
    with pytest.raises(NoSuchCompany):
        companies.remove(where, "alpha")


def test_many_who_want_the_same_company_make_one(where):
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda _: companies.ensure(where, "demo"), range(6)))
    assert sorted(made) == [False] * 5 + [True]
    assert companies.names(where) == ["demo"]


def test_removing_ends_the_sessions_in_it(where):
    companies.create(where, "alpha")
    with connect(where, where.database("alpha")):
        companies.remove(where, "alpha")
    assert companies.names(where) == []


def test_a_backup_gives_everything_back(where, tmp_path):
    companies.create(where, "alpha")
    fill(where, "alpha")
    before = fingerprint(where, "alpha")
    file = tmp_path / "alpha.backup"

    assert backup.backup(where, "alpha", file) == file.stat().st_size
    assert mode_of(file) == 0o600
    backup.restore(where, "copy", file)

    assert fingerprint(where, "copy") == before == fingerprint(where, "alpha")
    assert before[1] == 500


def test_restoring_over_a_company_must_be_asked_for_and_then_swaps_whole(where, tmp_path):
    companies.create(where, "alpha")
    fill(where, "alpha")
    before, file = fingerprint(where, "alpha"), tmp_path / "alpha.backup"
    backup.backup(where, "alpha", file)
    with connect(where, where.database("alpha")) as connection:
        connection.execute("DELETE FROM sale WHERE id > 10")
    changed = fingerprint(where, "alpha")

    with pytest.raises(CompanyExists):
        backup.restore(where, "alpha", file)
    assert fingerprint(where, "alpha") == changed
    with connect(where, where.database("alpha")):  # Somebody is in it.
        backup.restore(where, "alpha", file, replace=True)
    assert fingerprint(where, "alpha") == before
    assert databases(where) == {where.database("alpha")}


def test_a_book_counts_on_wherever_it_is_restored(where, server, make_company, tmp_path):
    """Also where the server's own numbers are lower: what was given out stays behind the new."""
    name, file = make_company(f"moving_{SLOT}"), tmp_path / "moving.backup"
    (here, old) = counted(server, name, "SELECT book_count_here(now())")
    backup.backup(server, name, file)

    backup.restore(where, "moved", file)
    (there, new) = counted(where, "moved")
    assert there != here
    assert new > old

    backup.restore(where, "moved", file, replace=True)
    (again, newer) = counted(where, "moved")
    assert again != there
    assert newer > new
    with connect(where, where.database("moved")) as connection:
        assert connection.execute("SELECT book_count_here(now())").fetchone() == (False,)


def counted(where, company, before="SELECT"):
    """Where a book's transactions are counted, and the number of one that begins now."""
    with connect(where, where.database(company)) as connection:
        connection.execute(before)
        return connection.execute(
            "SELECT book_counts_at(), book_number(pg_current_xact_id())"
        ).fetchone()


def test_a_damaged_backup_changes_nothing(where, tmp_path):
    companies.create(where, "alpha")
    fill(where, "alpha")
    before, file = fingerprint(where, "alpha"), tmp_path / "alpha.backup"
    backup.backup(where, "alpha", file)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    with pytest.raises(RestoreFailed):
        backup.restore(where, "alpha", file, replace=True)
    with pytest.raises(RestoreFailed):
        backup.restore(where, "copy", file)
    assert fingerprint(where, "alpha") == before
    assert databases(where) == {where.database("alpha")}


def test_what_is_no_backup_is_refused(kept_home, tmp_path):
    where = where_of(kept_home)
    file = tmp_path / "notes.txt"
    file.write_text("not a backup")
    with pytest.raises(NotABackup):
        backup.restore(where, "alpha", file)
    assert databases(where) == set()


def test_a_backup_overwrites_nothing_unasked(kept_home, tmp_path):
    where = where_of(kept_home)
    file = tmp_path / "kept"
    file.write_text("mine")
    with pytest.raises(FileExists):
        backup.backup(where, "alpha", file)
    with pytest.raises(NoSuchCompany):
        backup.backup(where, "alpha", file, replace=True)
    assert file.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [file]


def test_a_user_who_may_not_create_databases_is_told_so(external, tmp_path):
    with connect(resolve({"ARGOSY_HOME": str(tmp_path), "DATABASE_URL": external})) as connection:
        connection.execute("CREATE ROLE plain LOGIN")
    url = external.replace("owner@", "plain@")
    where = resolve({"ARGOSY_HOME": str(tmp_path), "DATABASE_URL": url})
    with pytest.raises(MayNotCreate, match="books_demo"):
        companies.create(where, "demo")

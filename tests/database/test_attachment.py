"""The life of the embedded server: who starts it, who stops it, what it survives."""

import os
import signal
from pathlib import Path

import psycopg
import pytest
from psycopg import pq

from argosy.database import processes, server
from argosy.database.attachment import attach, clients_remain
from argosy.database.errors import MajorChanged, PlaceTaken
from argosy.database.place import find
from argosy.database.url import connect

from .conftest import clear, mode_of, postmaster, until, where_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and modes of POSIX")


def is_up(home):
    return server.ping(find(home)) is pq.Ping.OK


def test_the_first_to_come_starts_it_and_the_last_to_leave_stops_it(fresh_home):
    stages = []
    with attach(fresh_home, lambda progress: stages.append(progress.stage)) as first:
        assert not first.was_running
        with attach(fresh_home) as second:
            assert second.was_running
        assert is_up(fresh_home)
    assert not is_up(fresh_home)
    assert stages[:3] == ["installing", "creating", "starting"]
    assert not find(fresh_home).started.exists()


def test_a_client_that_goes_on_keeps_it_when_its_starter_leaves(home, client):
    starter = client(home)
    assert starter.stdout.readline() == "attached\n"
    other = client(home)
    assert other.stdout.readline() == "attached\n"

    starter.stdin.close()
    assert starter.wait() == 0
    assert is_up(home)
    other.stdin.close()
    assert other.wait() == 0
    assert not is_up(home)


def test_three_cold_starts_at_once_make_one_server(fresh_home, client):
    family = [client(fresh_home) for _ in range(3)]
    assert [each.stdout.readline() for each in family] == ["attached\n"] * 3
    pid = postmaster(find(fresh_home))
    assert processes.is_server(pid, find(fresh_home).data)
    for each in family:
        each.stdin.close()
    assert [each.wait() for each in family] == [0, 0, 0]
    assert not is_up(fresh_home)


def test_killing_its_starter_neither_stops_it_nor_keeps_it_for_ever(home, client):
    starter = client(home)
    assert starter.stdout.readline() == "attached\n"
    starter.kill()
    starter.wait()
    until(lambda: not clients_remain(home))
    assert is_up(home)

    with attach(home) as later:
        assert later.was_running
    assert not is_up(home)


def test_a_server_that_no_client_started_is_left_as_it_was_found(home):
    with attach(home):
        find(home).started.unlink()
    assert is_up(home)
    with attach(home) as found:
        assert found.was_running
    assert is_up(home)


def test_killing_the_server_loses_nothing_that_was_committed(home):
    with attach(home) as attachment:
        with connect(where_of(home)) as connection:
            connection.execute("CREATE DATABASE kept")
        with connect(where_of(home), "kept") as connection:
            connection.execute("CREATE TABLE sale (id int PRIMARY KEY)")
            connection.execute("INSERT INTO sale SELECT generate_series(1, 1000)")
        os.kill(postmaster(attachment.place), signal.SIGKILL)
        until(lambda: not is_up(home))

        assert attachment.revive()
        assert not attachment.revive()
        with connect(where_of(home), "kept") as connection:
            assert connection.execute("SELECT count(*) FROM sale").fetchone() == (1000,)
        os.kill(postmaster(attachment.place), signal.SIGKILL)

    with attach(home), connect(where_of(home), "kept") as connection:
        assert connection.execute("SELECT count(*) FROM sale").fetchone() == (1000,)


def test_a_pid_file_that_names_another_process_does_not_keep_it_down(home):
    with attach(home) as attachment:
        place = attachment.place
        stale = (place.data / "postmaster.pid").read_text().splitlines()
    # As after a restart of a container: the number lives, and is of the same user, and is not it.
    with Path(os.devnull).open("wb") as nowhere:
        bystander = processes.launch(place, ["/bin/sleep", "30"], nowhere)
    try:
        (place.data / "postmaster.pid").write_text("\n".join([str(bystander.pid), *stale[1:]]))
        assert not processes.is_server(bystander.pid, place.data)
        with attach(home) as attachment:
            assert postmaster(place) != bystander.pid
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_a_server_whose_socket_was_swept_away_is_found_again(home):
    with attach(home) as attachment:
        before = postmaster(attachment.place)
        for file in attachment.place.socket.iterdir():
            file.unlink()
        attachment.place.socket.rmdir()
        assert not is_up(home)
        assert attachment.revive()
        assert is_up(home)
        assert postmaster(attachment.place) != before


def test_a_long_path_does_not_move_the_socket_to_an_open_place(tmp_path):
    home = tmp_path / ("a-long-name-" * 8) / ("another-long-name-" * 8)
    try:
        with attach(home) as attachment:
            assert len(os.fsencode(attachment.place.socket)) <= 60
            assert mode_of(attachment.place.socket) == 0o700
            assert is_up(home)
    finally:
        clear(home)


def test_a_socket_directory_that_others_may_write_is_refused(fresh_home):
    socket = find(fresh_home).socket
    socket.mkdir(parents=True)
    socket.chmod(0o777)
    with pytest.raises(PlaceTaken), attach(fresh_home):
        pass
    assert list(socket.iterdir()) == []
    assert mode_of(socket) == 0o777


def test_data_of_another_major_version_is_refused_and_not_touched(home):
    with attach(home) as attachment:
        place = attachment.place
    (place.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(MajorChanged), attach(home):
        pass
    assert not (place.data / "postmaster.pid").exists()
    (place.data / "PG_VERSION").write_text("18\n")
    with attach(home):
        assert is_up(home)


def test_a_lost_password_file_is_made_anew(home):
    with attach(home) as attachment:
        place = attachment.place
    old = place.passfile.read_text()
    place.passfile.unlink()
    with attach(home), connect(where_of(home)) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("argosy",)
    assert place.passfile.read_text() != old


def test_an_interrupted_creation_is_begun_again(fresh_home):
    with attach(fresh_home) as attachment:
        place = attachment.place
    place.data.rename(place.root / "data.draft")  # As if initdb had been cut off near its end.
    with attach(fresh_home), connect(where_of(fresh_home)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not (place.root / "data.draft").exists()


def test_what_cannot_start_says_why_and_lets_the_next_one_try(home):
    with attach(home) as attachment:
        place = attachment.place
    control = place.data / "global" / "pg_control"
    hidden = control.rename(control.with_name("pg_control.hidden"))
    with pytest.raises(server.StartFailed, match=r"pg_control|control file"), attach(home):
        pass
    assert not clients_remain(home)
    hidden.rename(control)
    with attach(home):
        assert is_up(home)


def test_connections_without_the_password_are_refused(home):
    with attach(home):
        parameters = dict(where_of(home).parameters) | {"passfile": os.devnull}
        for role in ("argosy", "postgres"):
            with pytest.raises(psycopg.OperationalError, match="no password supplied"):
                psycopg.connect(**parameters | {"user": role}, dbname="postgres")
            with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
                psycopg.connect(**parameters | {"user": role}, dbname="postgres", password="x")

"""The server's own clock: what is due is heard while the server runs, by one reader at a time, and a fault ends nothing."""

from collections.abc import Callable, Iterator
from threading import Event, Thread
from time import monotonic, sleep
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections

from commonpurse.foundation import outbox, timer
from commonpurse.foundation.models import Outbox

NAME = "something_of_the_tests"


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    found: list[UUID] = []
    monkeypatch.setitem(outbox._hearers, NAME, [lambda one: found.append(one)])
    return found


@pytest.fixture
def clock(own_database: str) -> Iterator[Event]:
    """The clock, ten times a second."""
    stopped = Event()
    thread = Thread(target=timer.keep_reading, args=(stopped,), kwargs={"seconds": 0.1})
    thread.start()
    yield stopped
    stopped.set()
    thread.join(10)
    assert not thread.is_alive()


def is_due(one: UUID) -> None:
    """A row that nobody was told about at its commit: it became due by its date, or failed before."""
    Outbox.objects.create(name=NAME, ids={"one": str(one)})


def until(true: Callable[[], bool], *, seconds: float = 10) -> bool:
    end = monotonic() + seconds
    while monotonic() < end:
        if true():
            return True
        sleep(0.05)
    return False


def test_what_becomes_due_while_the_server_runs_is_heard_by_itself(clock: Event, heard: list[UUID]) -> None:
    one, two = uuid4(), uuid4()
    is_due(one)
    assert until(lambda: heard == [one])
    is_due(two)
    assert until(lambda: heard == [one, two])


def test_one_reads_at_a_time_and_the_next_when_it_is_done(own_database: str, heard: list[UUID]) -> None:
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute(f"select pg_try_advisory_lock({timer.LOCK})")
        is_due(uuid4())
        assert timer.read_if_nobody_else_does() is None
        assert heard == []
    other.close()  # a reader that dies lets go of the lock
    assert until(lambda: timer.read_if_nobody_else_does() == outbox.Read(1, 0))
    assert len(heard) == 1


def test_a_fault_is_said_and_the_next_reading_goes_on(
    own_database: str, heard: list[UUID], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    faults, stopped, one = [True], Event(), uuid4()
    real = outbox.read_outbox

    def reads() -> outbox.Read:
        if faults.pop() if faults else False:
            raise ConnectionError
        stopped.set()
        return real()

    monkeypatch.setattr("commonpurse.foundation.timer.read_outbox", reads)
    is_due(one)
    timer.keep_reading(stopped, seconds=0.01)
    assert heard == [one]
    assert "tried again in a while" in caplog.text


def test_the_clock_holds_one_session_while_it_waits_and_hears_by_it(clock: Event, heard: list[UUID]) -> None:
    one = uuid4()
    is_due(one)
    assert until(lambda: heard == [one])

    def sessions() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "select count(*) from pg_stat_activity"
                " where datname = current_database() and usename = 'worker' and pid <> pg_backend_pid()"
            )
            return int(cursor.fetchone()[0])

    assert until(lambda: sessions() == 1)

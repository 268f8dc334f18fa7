"""The outbox: heard once it is committed, exactly once, in order, and a hearer that fails holds up nobody."""

from datetime import timedelta
from threading import Thread
from uuid import UUID, uuid4

import pytest
from django.db import connections, transaction

from commonpurse.foundation import outbox
from commonpurse.foundation.clock import at, now, today
from commonpurse.foundation.models import Outbox

NAME = "something_of_the_tests"


class Broken(Exception):
    pass


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """What was heard, in order."""
    found: list[UUID] = []
    monkeypatch.setitem(outbox._hearers, NAME, [lambda one: found.append(one)])
    return found


def test_it_is_heard_after_the_commit_and_by_nobody_after_a_rollback(own_database: str, heard: list[UUID]) -> None:
    one = uuid4()
    with transaction.atomic():
        outbox.tell(NAME, one=one)
        assert heard == []
    assert heard == [one]
    with transaction.atomic():
        outbox.tell(NAME, one=uuid4())
        transaction.set_rollback(True)
    assert outbox.read_outbox() == outbox.Read(0, 0)
    assert heard == [one]


def test_a_failing_hearer_keeps_its_word_and_holds_up_no_other(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, found, broken = uuid4(), uuid4(), list[UUID](), [True]

    def hearer(one: UUID) -> None:
        if one == first and broken:
            Outbox.objects.create(name="half done", ids={})
            raise Broken
        found.append(one)

    monkeypatch.setitem(outbox._hearers, NAME, [hearer])
    with transaction.atomic():
        outbox.tell(NAME, one=first)
        outbox.tell(NAME, one=second)
    assert found == [second]
    assert not Outbox.objects.filter(name="half done").exists()  # what failed left nothing behind
    assert Outbox.objects.get(done_at=None).failures >= 1
    broken.clear()
    assert outbox.read_outbox() == outbox.Read(1, 0)
    assert found == [second, first]


def test_it_is_heard_in_the_order_in_which_it_was_told(own_database: str, heard: list[UUID]) -> None:
    told = [uuid4() for _ in range(10)]
    with transaction.atomic():
        for one in told:
            outbox.tell(NAME, one=one)
    assert heard == told


def test_four_readers_at_once_hear_everything_exactly_once(own_database: str, heard: list[UUID]) -> None:
    told = [uuid4() for _ in range(40)]
    Outbox.objects.bulk_create([Outbox(name=NAME, ids={"one": str(one)}) for one in told])

    def read() -> None:
        try:
            outbox.read_outbox()
        finally:
            connections.close_all()

    readers = [Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert sorted(heard) == sorted(told)


def test_what_is_due_later_waits_for_its_day(own_database: str, heard: list[UUID]) -> None:
    one = uuid4()
    with transaction.atomic():
        outbox.tell(NAME, one=one, due_on=today() + timedelta(days=3))
    assert heard == []
    with at(now() + timedelta(days=4)):
        outbox.read_outbox()
    assert heard == [one]

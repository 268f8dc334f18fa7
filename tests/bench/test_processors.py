"""What other processes spent is read right, and never less than they spent."""

import subprocess
import sys

import pytest
from bench.processors import Ended, Machine, clock_of, clocks_of, machine_in, parent_in, parents, serves, spent, tree

BUSY = "import time\nwhile time.process_time() < 0.3: pass\nprint(time.process_time(), flush=True)\ninput()"


def test_the_parent_is_found_behind_any_name() -> None:
    assert parent_in("4242 (postgres: a) S (b) S 17 4242 4242 0 -1") == 17


def test_a_tree_is_everything_that_was_started_and_nothing_else() -> None:
    assert tree(2, {2: 1, 3: 2, 5: 3, 4: 1, 6: 4}) == {2, 3, 5}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("postgres: app cp_1 [local] idle", True),
        ("postgres: app cp_12 [local] idle", False),
        ("postgres: checkpointer ", False),
        ("grep postgres: cp_1", False),
    ],
)
def test_a_backend_is_known_by_its_database(title: str, *, expected: bool) -> None:
    assert serves(title, "cp_1") is expected


def test_what_came_between_counts_whole() -> None:
    assert spent({1: 100}, {1: 150, 2: 30}) == 80


def test_what_ended_between_is_said_and_not_taken_for_nothing() -> None:
    with pytest.raises(Ended):
        spent({1: 100, 2: 5}, {1: 150})


def test_the_machine_is_read_in_seconds() -> None:
    before = machine_in("cpu  100 0 100 600 50 0 0 50 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0", 100)
    assert before == Machine(busy=2.0, stolen=0.5, whole=9.0)
    assert Machine(5.0, 1.0, 12.0).since(before) == Machine(3.0, 0.5, 3.0)


def test_the_clock_of_another_process_is_what_it_says_itself() -> None:
    with subprocess.Popen([sys.executable, "-c", BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as busy:
        assert busy.stdin
        assert busy.stdout
        itself = float(busy.stdout.readline())
        assert itself <= clock_of(busy.pid) / 1e9 < itself + 0.1
        assert busy.pid in tree(parents()[busy.pid], parents())
        busy.stdin.close()
    assert clocks_of([busy.pid]) == {}

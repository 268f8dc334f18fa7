"""What serves people: each process knows its own address alone, and what dies is started again."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest

from commonpurse.foundation import addresses, server

KEEPS_TWO = """
import sys
from commonpurse.foundation.server import Process, keep_running
lives = "import os, sys, time; print(os.getpid(), file=open(sys.argv[1], 'a'), flush=True); time.sleep(60)"
keep_running([Process([sys.executable, "-c", lives, name], {}, None) for name in sys.argv[1:]])
"""


def until(true: Callable[[], bool], *, seconds: float = 15) -> bool:
    end = monotonic() + seconds
    while monotonic() < end:
        if true():
            return True
        sleep(0.05)
    return False


def numbers(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_dies_is_started_again_and_all_end_together(tmp_path: Path) -> None:
    web, worker = tmp_path / "web", tmp_path / "worker"
    parent = subprocess.Popen([sys.executable, "-c", KEEPS_TWO, str(web), str(worker)])
    try:
        assert until(lambda: bool(numbers(web) and numbers(worker)))
        os.kill(numbers(worker)[0], signal.SIGKILL)
        assert until(lambda: len(numbers(worker)) == 2)
        assert len(numbers(web)) == 1
    finally:
        parent.terminate()
        parent.wait(20)
    assert not any(lives(one) for one in (*numbers(web), *numbers(worker)))


@pytest.mark.parametrize(("role", "not_told"), [("app", {"owner", "worker"}), ("worker", {"owner"})])
def test_each_process_is_told_no_address_but_its_own(
    role: addresses.Role, not_told: set[addresses.Role], monkeypatch: pytest.MonkeyPatch
) -> None:
    for one, variable in addresses.VARIABLES.items():
        monkeypatch.setenv(variable, f"postgresql://{one}:secret-of-{one}@127.0.0.1/somewhere")
    told = "\n".join(server._told(role).values())
    assert f"secret-of-{role}" in told  # the negative control: it is told something
    assert [one for one in not_told if f"secret-of-{one}" in told] == []

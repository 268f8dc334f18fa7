"""The very first start, where there is no server, no role and no password yet; and what later runs find of earlier ones."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg import sql

from commonpurse.foundation import embedded_postgres
from tests import conftest

CHECKOUT = Path(__file__).parents[2]
BOTH = "from commonpurse.foundation import ready; ready.embedded_database('commonpurse_tests')"
ONE_TEST = "tests/walls/test_each_wall_alone.py::test_nobody_acting_is_loud"


def test_the_first_run_of_the_tests_on_a_new_server_passes(home: Path) -> None:
    """The settings were loaded before the server had passwords."""
    run = subprocess.run([sys.executable, "-m", "pytest", "-q", ONE_TEST], cwd=CHECKOUT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-2000:]
    assert "1 passed" in run.stdout


def test_two_first_starts_at_once_agree_on_the_passwords(home: Path) -> None:
    both = [subprocess.Popen([sys.executable, "-c", BOTH], stderr=subprocess.PIPE, text=True) for _ in range(2)]
    assert [(one.communicate()[1], one.returncode) for one in both] == [("", 0), ("", 0)]
    cluster = embedded_postgres.the_cluster()
    for role in ("owner", "app"):
        psycopg.connect(cluster.address(role=role, database="commonpurse_tests")).close()


def test_a_run_sweeps_what_ended_runs_left_and_nothing_of_one_that_goes_on(databases: conftest.Databases) -> None:
    lives, ended = f"cp_lives{os.getpid()}", f"cp_ended{os.getpid()}"
    lives_on = [f"{lives}_main_1_1", f"cp_template_{lives.removeprefix('cp_')}"]
    left = [f"{ended}_main_2_1", f"cp_template_{ended.removeprefix('cp_')}"]
    meeting_place = conftest._owner(conftest._meeting_place())
    with psycopg.connect(meeting_place, autocommit=True) as owner:
        with psycopg.connect(meeting_place, application_name=f"{lives}_main_1"):  # it has no session in its databases just now
            for name in (*lives_on, *left):
                owner.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
            conftest._sweep(owner, keep=databases.template)
            assert there(owner, lives_on) == set(lives_on)
            assert there(owner, left) == set()
            assert there(owner, [databases.template]) == {databases.template}
        for name in lives_on:
            owner.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))


def there(owner: psycopg.Connection, names: list[str]) -> set[str]:
    return {name for (name,) in owner.execute("select datname from pg_database where datname = any(%s)", [names])}

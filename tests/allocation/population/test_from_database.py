"""`--in database`: everybody's agreed answers become columns, and nothing that says who they are leaves."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result

from commonpurse.allocation.archive import opened_archive
from commonpurse.allocation.population import from_database
from commonpurse.allocation.sources import scheme_source
from commonpurse.formula import read_scheme
from tests.a_demonstration import World, world
from tests.archive_of_the_tests import read_as_owner
from tests.conftest import Databases

from .typed import ADULT, read_back, typed

__all__ = ["world"]

COLUMNS_THAT_SAY_WHO = """
select table_name, column_name from information_schema.columns
where table_schema = 'public' and table_name <> 'access_held' and (data_type = 'uuid'
  or (table_name in ('people_person', 'access_user') and data_type in ('text', 'character varying', 'date')))
"""
SHORTEST = 4


@pytest.fixture
def owned(world: World, databases: Databases, monkeypatch: pytest.MonkeyPatch) -> World:
    read_as_owner(databases, world.database, monkeypatch)
    return world


def allocate(out: Path, *more: str, scheme: object = ADULT) -> Result:
    return typed("allocate", "--scheme", scheme, "--in", "database", "--out", out, *more)


def who_they_are(databases: Databases, name: str) -> Iterator[bytes]:
    """Every id in the whole database, and every name, number and date of a person or a user."""
    with databases.as_owner(name) as owner:
        for table, column in owner.execute(COLUMNS_THAT_SAY_WHO).fetchall():
            for (said,) in owner.execute(f'select distinct "{column}"::text from "{table}" where "{column}" is not null').fetchall():
                if len(said) >= SHORTEST:
                    yield from {said.encode(), said.replace("-", "").encode(), said.replace(" ", "").encode()}


def test_everybody_with_agreed_answers_is_there_with_the_figure_of_their_own_budget(
    owned: World, databases: Databases, tmp_path: Path
) -> None:
    done = allocate(tmp_path / "out.arrow", "--format", "json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    with databases.as_owner(owned.database) as owner:
        newest = owner.execute(
            "select distinct on (r.journey_id) r.side, (r.result->>'amount_pence')::int from allocation_run r"
            " join allocation_scheme s on s.id = r.scheme_id where s.code = %s order by r.journey_id, r.made_at desc",
            [ADULT],
        ).fetchall()
    agreed = sorted(amount for side, amount in newest if side == "agreed")
    assert len(agreed) >= 3
    found = read_back(tmp_path / "out.arrow")
    assert sorted(found.column("amount_pence").to_pylist()) == agreed
    assert told["left_out"] == {"in_dispute": len(newest) - len(agreed), "do_not_fit": 0}
    assert found.schema.names[:2] == ["person", "state"]
    assert b"commonpurse.pseudonymous" in found.schema.metadata


def leaked(out: Path, secrets: set[bytes]) -> set[bytes]:
    written = out.read_bytes()
    return {secret for secret in secrets if secret in written}


def test_no_name_no_id_and_no_number_is_anywhere_in_the_bytes(
    owned: World, databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = set(who_they_are(databases, owned.database))
    assert {b"Dana", b"Hollis"} <= secrets
    for out in (tmp_path / "out.csv", tmp_path / "out.arrow"):
        assert allocate(out).exit_code == 0
        assert not leaked(out, secrets)
    monkeypatch.setattr(from_database, "pseudonym", lambda _, journey: str(journey))  # the negative control
    assert allocate(tmp_path / "telling.csv").exit_code == 0
    assert len(leaked(tmp_path / "telling.csv", secrets)) >= 3


def test_two_readings_cannot_be_laid_beside_each_other(owned: World, tmp_path: Path) -> None:
    people = []
    for name in ("one.csv", "other.csv"):
        assert allocate(tmp_path / name).exit_code == 0
        table = read_back(tmp_path / name)
        people.append(table.column("person").to_pylist())
        assert people[-1] == sorted(people[-1])
    assert not set(people[0]) & set(people[1])


def test_a_scheme_that_asks_less_or_otherwise_is_worked_out_for_whom_it_can_be(owned: World, tmp_path: Path) -> None:
    source = scheme_source(ADULT).decode()
    asks_more = tmp_path / "more.toml"
    asks_more.write_text(source.replace('id = "nights"\ntext', 'id = "at-night"\ntext', 1))
    assert allocate(tmp_path / "more.csv", scheme=asks_more).exit_code == 0
    assert set(read_back(tmp_path / "more.csv").column("state").to_pylist()) == {"cannot_say_yet"}
    asks_otherwise = tmp_path / "otherwise.toml"
    asks_otherwise.write_text(source.replace("fluctuates = true", "fluctuates = false"))
    done = allocate(tmp_path / "otherwise.csv", "--format", "json", scheme=asks_otherwise)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["left_out"]["do_not_fit"] >= 1  # somebody has hard weeks
    assert "whose answers do not fit this scheme" in allocate(tmp_path / "otherwise.csv", scheme=asks_otherwise).stdout


def test_carers_are_read_for_a_scheme_for_carers_and_nobody_is_told_of_both(owned: World, tmp_path: Path) -> None:
    scheme = read_scheme(scheme_source(ADULT))
    with opened_archive() as archive:
        adults = from_database.people_of(archive, scheme)
        with pytest.raises(Exception, match="read-only"):
            archive.connection.execute("delete from allocation_run")
    assert all(set(given.answers) <= {question.id for question in scheme.questions} for _, given in adults.found)
    done = allocate(tmp_path / "out.csv", scheme="reference-carer")
    assert done.exit_code in (0, 2)
    assert "Traceback" not in done.output


@pytest.mark.parametrize("more", [("--in", "people.csv"), ("--engine", "ray")])
def test_the_database_is_read_alone_and_here(more: tuple[str, ...], tmp_path: Path) -> None:
    done = allocate(tmp_path / "out.csv", *more)
    assert done.exit_code == 2
    assert "The database is read alone, and on this machine" in done.stderr


def test_a_place_without_budgets_is_said_in_a_sentence(
    own_database: str, databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_as_owner(databases, own_database, monkeypatch)
    done = allocate(tmp_path / "out.csv")
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (2, "there are no people in it")
    assert not list(tmp_path.iterdir())

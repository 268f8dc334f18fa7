"""A frozen run comes out again to the penny; what was tampered with is noticed, line by line; newer rules are only compared."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from click.testing import CliRunner, Result
from hypothesis import given as for_all

from commonpurse.access.actors import OPERATOR
from commonpurse.access.context import acting_as
from commonpurse.allocation.acts import publish
from commonpurse.allocation.archive import opened_archive
from commonpurse.allocation.commands.replay import replay_command
from commonpurse.allocation.models import Run
from commonpurse.allocation.replay import FrozenRun, NewerRules, replayed, with_newer_rules
from commonpurse.assessments.answers import Value
from commonpurse.formula import Given, Scheme, allocate, read_given, read_scheme
from tests.allocation.test_publishing import changed
from tests.archive_of_the_tests import read_as_owner
from tests.budgets_of_the_tests import NOT_SURE, a_worked_out_budget
from tests.conftest import Databases
from tests.formula.factories import runs, thorough
from tests.people_of_the_tests import a_place

ADULT = (files("commonpurse.allocation") / "schemes" / "reference-adult.toml").read_text()
RULES = read_scheme(ADULT.encode())
DEARER = ADULT.replace('version = "2026.1"', 'version = "2027.1"').replace("[30, 23500], [40, 34500]", "[30, 24000], [40, 35000]")
ANSWERS = {"answers": {question.id: {"level": 1} for question in RULES.questions}}


def a_frozen_run(given: dict[str, Any] = ANSWERS) -> FrozenRun:
    result = allocate(RULES, read_given(json.dumps(given), RULES)).as_json()
    return FrozenRun(uuid4(), uuid4(), "agreed", datetime(2026, 11, 1, tzinfo=UTC), given, result, ADULT, RULES.sha256)


# Pure


def test_it_is_the_same_to_the_penny() -> None:
    again = replayed(a_frozen_run())
    assert again.same
    assert again.amount_pence == a_frozen_run().result["amount_pence"]


@thorough(100)
@for_all(runs())
def test_every_run_of_any_scheme_comes_out_again_from_what_was_stored(run: tuple[Scheme, Given]) -> None:
    scheme, given = run
    first = json.loads(json.dumps(allocate(scheme, given).as_json()))
    again = allocate(scheme, read_given(json.dumps(given.as_json()), scheme))
    assert json.loads(json.dumps(again.as_json())) == first


def a_penny_more(run: FrozenRun) -> FrozenRun:
    return replace(run, result={**run.result, "amount_pence": run.result["amount_pence"] + 1})


def other_words(run: FrozenRun) -> FrozenRun:
    lines = [dict(line) for line in run.result["lines"]]
    lines[0]["because"] = "Because I say so."
    return replace(run, result={**run.result, "lines": lines})


def a_line_less(run: FrozenRun) -> FrozenRun:
    return replace(run, result={**run.result, "lines": run.result["lines"][:-1]})


def another_answer(run: FrozenRun) -> FrozenRun:
    return replace(run, given={"answers": {**run.given["answers"], "washing": {"level": 2}}})


def no_such_level(run: FrozenRun) -> FrozenRun:
    return replace(run, given={"answers": {**run.given["answers"], "washing": {"level": 9}}})


def dearer_rules(run: FrozenRun) -> FrozenRun:
    return replace(run, source=DEARER)


def broken_rules(run: FrozenRun) -> FrozenRun:
    return replace(run, source="format = 1")


def no_result(run: FrozenRun) -> FrozenRun:
    return replace(run, result=None)


TAMPERED: dict[Callable[[FrozenRun], FrozenRun], str] = {
    a_penny_more: "amount_pence",
    other_words: "Line 1, Eating and drinking",
    a_line_less: "A second opinion",
    another_answer: "amount_pence",
    no_such_level: "The frozen answers",
    dearer_rules: "The rules' checksum",
    broken_rules: "The frozen rules",
    no_result: "amount_pence",
}


@pytest.mark.parametrize("tamper", TAMPERED, ids=lambda tamper: tamper.__name__)
def test_whatever_was_tampered_with_is_noticed_and_named(tamper: Callable[[FrozenRun], FrozenRun]) -> None:
    again = replayed(tamper(a_frozen_run()))
    assert not again.same
    assert any(TAMPERED[tamper] in one.what for one in again.differences)


def test_newer_rules_are_only_compared() -> None:
    newer = NewerRules("Reference", "2027.1", date(2027, 4, 1), DEARER)
    before = replayed(a_frozen_run())
    found = with_newer_rules(before, newer)
    assert found.amount_pence is not None
    assert before.amount_pence is not None
    assert found.more_pence == found.amount_pence - before.amount_pence != 0


def test_newer_rules_that_ask_something_else_say_no_figure() -> None:
    fewer = ADULT.replace('id = "nights"\ntext', 'id = "at-night"\ntext', 1)
    found = with_newer_rules(replayed(a_frozen_run()), NewerRules("Reference", "2027.1", date(2027, 4, 1), fewer))
    assert (found.amount_pence, found.more_pence) == (None, None)
    assert "ask something else" in found.because


# From the command line


@pytest.fixture
def archive(own_database: str, databases: Databases, monkeypatch: pytest.MonkeyPatch) -> str:
    read_as_owner(databases, own_database, monkeypatch)
    return own_database


def run(*words: str) -> Result:
    return CliRunner().invoke(replay_command, words)


@contextmanager
def as_owner_past_the_guard(databases: Databases, name: str) -> Iterator[psycopg.Connection]:
    """Only the owner can: `app` may not update a run at all, and the trigger refuses whoever else tries."""
    with databases.as_owner(name) as owner:
        owner.execute("alter table allocation_run disable trigger user")
        yield owner
        owner.execute("alter table allocation_run enable trigger user")


def tampered(databases: Databases, name: str, made: Run) -> None:
    with as_owner_past_the_guard(databases, name) as owner:
        owner.execute(
            "update allocation_run set result = jsonb_set(result, '{amount_pence}', to_jsonb((result->>'amount_pence')::int + 100))"
            " where id = %s",
            [made.pk],
        )


def test_a_run_is_replayed_by_the_beginning_that_its_page_shows(archive: str) -> None:
    _, (made,) = a_worked_out_budget(a_place())
    for name in (str(made.pk), str(made.pk)[:8], str(made.pk).upper()):
        found = run(name)
        assert found.exit_code == 0, found.output
        assert "The same to the penny: £" in found.output
    told = json.loads(run(str(made.pk), "--format", "json").stdout)
    assert told["same"] is True
    assert told["runs"][0]["amount_pence"] == made.result["amount_pence"]
    assert run("--all").output == "1 run worked out again: 1 the same to the penny, 0 differ.\n"


def test_a_tampered_run_is_noticed(archive: str, databases: Databases) -> None:
    _, (made,) = a_worked_out_budget(a_place())
    tampered(databases, archive, made)
    found = run(str(made.pk))
    assert found.exit_code == 1
    amount = made.result["amount_pence"]
    assert f"amount_pence: frozen {amount + 100} | again {amount}" in found.output
    everything = run("--all")
    assert everything.exit_code == 1
    assert everything.output.endswith("1 run worked out again: 0 the same to the penny, 1 differs.\n")
    told = json.loads(run("--all", "--format", "json").stdout)
    assert (told["runs"], told["same"], [one["run"] for one in told["differing"]]) == (1, 0, [str(made.pk)])


def test_of_two_sides_both_are_replayed_whichever_is_named(archive: str, databases: Databases) -> None:
    _, (persons, practitioners) = a_worked_out_budget(a_place(), differing={"people": Value(level=0)})
    found = run(str(persons.pk))
    assert found.exit_code == 0
    assert "the person's answers" in found.output
    assert "the practitioner's answers" in found.output
    tampered(databases, archive, practitioners)
    assert run(str(persons.pk)).exit_code == 1


def test_a_range_is_replayed_too(archive: str) -> None:
    _, (made,) = a_worked_out_budget(a_place(), answers=NOT_SURE)
    found = run(str(made.pk))
    assert found.exit_code == 0
    assert "between £332.00 and £511.00 a week" in found.output


def test_newer_rules_in_force_are_told_and_not_applied(archive: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with acting_as(OPERATOR):
        publish(changed(effective_from="2026-04-01\neffective_to = 2027-04-01"), by=OPERATOR)
    monkeypatch.setattr("tests.journeys_of_the_tests.publish_the_reference", only_the_words)
    _, (made,) = a_worked_out_budget(a_place())
    later = DEARER.replace("effective_from = 2026-04-01", "effective_from = 2027-04-01")
    with acting_as(OPERATOR):
        publish(later.encode(), by=OPERATOR)
    monkeypatch.setattr("commonpurse.allocation.commands.replay.today", lambda: date(2027, 3, 31))
    assert "2027.1" not in run(str(made.pk)).output
    monkeypatch.setattr("commonpurse.allocation.commands.replay.today", lambda: date(2027, 4, 1))
    found = run(str(made.pk))
    assert found.exit_code == 0
    assert "version 2027.1, in force since 2027-04-01, would give £" in found.output
    assert "It is not applied." in found.output
    told = json.loads(run(str(made.pk), "--format", "json").stdout)["runs"][0]
    assert told["newer"]["amount_pence"] - told["amount_pence"] == told["newer"]["more_pence"]


def only_the_words() -> None:
    """The questionnaire for the scheme that the test has published itself."""
    from commonpurse.assessments.acts.publishing import publish_questionnaire
    from tests.journeys_of_the_tests import QUESTIONNAIRES

    with acting_as(OPERATOR):
        publish_questionnaire((QUESTIONNAIRES / "reference-adult.toml").read_bytes(), RULES, by=OPERATOR)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Name one run, or say --all."),
        (("12345678", "--all"), "Name one run, or say --all."),
        (("1234567",), "'1234567' is not a run's id"),
        (("../../etc",), "is not a run's id"),
        (("12345678",), "There is no run whose id begins with 12345678."),
    ],
)
def test_bad_input_is_one_line_and_2(archive: str, words: tuple[str, ...], said: str) -> None:
    found = run(*words)
    assert found.exit_code != 0  # the program makes it 2: see the next test
    assert said in found.stderr
    assert found.stdout == ""


def test_through_the_program_it_is_2(archive: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from commonpurse.config import command_line

    monkeypatch.setattr("sys.argv", ["commonpurse", "replay", "12345678"])
    with pytest.raises(SystemExit) as stopped:
        command_line.main()
    assert stopped.value.code == 2
    assert capsys.readouterr().err == "There is no run whose id begins with 12345678.\n"


def test_the_archive_can_write_nothing(archive: str) -> None:
    a_worked_out_budget(a_place())
    with opened_archive() as found, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        found.connection.execute("insert into foundation_outbox default values")

"""Everything that was ever frozen is read for ever, and gives the same pence."""

from dataclasses import replace
from typing import Any

import pytest

from commonpurse.allocation.queries.latest import given_from
from commonpurse.allocation.replay import FrozenRun, replayed
from commonpurse.allocation.rules import CostingLine
from commonpurse.assessments.answers import Value
from commonpurse.assessments.questionnaire import form_of
from commonpurse.formula import Result
from commonpurse.plans.statement import Statement
from commonpurse.values.frozen import NewerFormat
from tests.frozen.shelf import everything, frozen_runs

RUNS = list(frozen_runs())


@pytest.mark.parametrize("run", RUNS, ids=lambda run: str(run.run_id)[:8])
def test_a_run_comes_out_again_to_the_penny(run: FrozenRun) -> None:
    again = replayed(run)
    assert again.differences == ()
    assert again.amount_pence == run.result["amount_pence"]


@pytest.mark.parametrize("run", RUNS[:3], ids=lambda run: str(run.run_id)[:8])
def test_a_penny_that_was_tampered_with_is_noticed_in_every_format(run: FrozenRun) -> None:
    lines = [dict(line) for line in run.result["lines"]]
    moved = next(line for line in lines if line["step"] == "part")
    moved["pence"] += 1
    assert [one.what for one in replayed(replace(run, result={**run.result, "lines": lines})).differences] == [
        f"Line {lines.index(moved) + 1}, {moved['title']}"
    ]


def test_there_are_runs_of_both_sides_of_a_difference_and_of_a_costing() -> None:
    assert {run.side for run in RUNS} == {"agreed", "person", "practitioner"}
    assert {run.result["state"] for run in RUNS} == {"amount", "needs_costing"}


@pytest.mark.parametrize("agreement", everything("agreements"), ids=lambda kept: kept["statement"]["called"])
def test_an_agreement_is_read_with_its_own_figures(agreement: Any) -> None:
    statement = Statement.from_json(agreement["statement"])
    assert statement.total_pence == agreement["amount_pence"] == sum(pence for _, pence in statement.funded_by)
    assert statement.indicative_pence == agreement["indicative_pence"]
    shown = {line["what"]: (line["worth_pence"], line["basis_words"]) for line in agreement["statement"]["lines"]}
    assert {line.what: (line.worth_pence, line.basis_words) for line in statement.lines} == shown


@pytest.mark.parametrize("content", everything("questionnaires"), ids=lambda kept: kept["code"])
def test_a_questionnaire_is_read(content: Any) -> None:
    form = form_of(content["content"])
    assert [question.id for question in form.questions] == [question["id"] for question in content["content"]["questions"]]
    assert all(question.title and question.levels for question in form.questions)


@pytest.mark.parametrize("stored", everything("answers"))
def test_an_answer_is_read_and_written_as_it_was(stored: Any) -> None:
    assert Value.from_json(stored).as_json() == stored


# One key more: written by a later version in the same format, and lost by nobody

MORE = {"said_on": "a Tuesday", "also": [1, 2]}


def grown(stored: Any) -> Any:
    """A document with keys that nobody knows, at every depth that holds a table."""
    if isinstance(stored, dict):
        return {**{key: value if key in PLAIN else grown(value) for key, value in stored.items()}, **MORE}
    return [grown(each) for each in stored] if isinstance(stored, list) else stored


PLAIN = {"funders", "not_planned_funders", "facts"}


@pytest.mark.parametrize("run", RUNS, ids=lambda run: str(run.run_id)[:8])
def test_a_result_keeps_what_its_reader_does_not_know(run: FrozenRun) -> None:
    assert Result.from_json(grown(run.result)).as_json() == grown(run.result)
    assert Result.from_json(run.result).as_json() == run.result


@pytest.mark.parametrize("agreement", everything("agreements"), ids=lambda kept: kept["statement"]["called"])
def test_an_agreement_keeps_what_its_reader_does_not_know(agreement: Any) -> None:
    assert Statement.from_json(grown(agreement["statement"])).as_json() == grown(agreement["statement"])
    assert Statement.from_json(agreement["statement"]).as_json() == agreement["statement"]


@pytest.mark.parametrize("stored", everything("answers"))
def test_an_answer_keeps_what_its_reader_does_not_know(stored: Any) -> None:
    assert Value.from_json(grown(stored)).as_json() == grown(stored)


@pytest.mark.parametrize("costing", everything("costings"))
def test_a_costing_is_read_and_keeps_what_its_reader_does_not_know(costing: Any) -> None:
    for line in costing["lines"]:
        read = CostingLine.read({key: value for key, value in grown(line).items() if key != "pence"})
        assert read.as_json() == grown(line)
    assert sum(line["pence"] for line in costing["lines"]) == costing["amount_pence"]


@pytest.mark.parametrize("content", everything("questionnaires"), ids=lambda kept: kept["code"])
def test_a_questionnaire_with_a_key_more_is_read(content: Any) -> None:
    read, plain = form_of({**content["content"], **MORE}), form_of(content["content"])
    assert read.more == MORE
    assert read.questions == plain.questions


@pytest.mark.parametrize("run", RUNS[:1], ids=lambda run: str(run.run_id)[:8])
def test_what_was_given_is_read_with_a_key_more(run: FrozenRun) -> None:
    answers = {name: {**answer, **MORE} for name, answer in run.given["answers"].items()}
    assert given_from({**run.given, **MORE, "answers": answers}) == given_from(run.given)


@pytest.mark.parametrize("read", [Result.from_json, lambda stored: Statement.from_json({**stored, "form": 99})])
def test_a_format_of_a_newer_common_purse_is_never_half_read(read: Any) -> None:
    with pytest.raises(NewerFormat, match="format 99"):
        read({"format": 99})

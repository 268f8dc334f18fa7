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
from commonpurse.formula.result import READERS as RESULTS
from commonpurse.plans.statement import READERS as STATEMENTS
from commonpurse.plans.statement import Statement
from commonpurse.values.frozen import NewerFormat, format_of
from tests.frozen.shelf import FORMATS, everything, frozen_runs, kept

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


@pytest.mark.parametrize("agreement", everything("agreements"), ids=lambda kept: kept["statement"]["person"])
def test_an_agreement_is_read_with_its_own_figures(agreement: Any) -> None:
    statement = Statement.from_json(agreement["statement"])
    assert statement.total_pence == agreement["amount_pence"] == sum(pence for _, pence in statement.funded_by)
    assert statement.indicative_pence == agreement["indicative_pence"]
    shown = {line["what"]: (line["worth_pence"], line["basis_words"]) for line in agreement["statement"]["lines"]}
    assert {line.what: (line.worth_pence, line.basis_words) for line in statement.lines} == shown


@pytest.mark.parametrize("folder", FORMATS)
def test_an_agreement_says_what_it_said(folder: str) -> None:
    """Lines for a week, for a year and for once, of two funders, with most of the budget not planned yet."""
    statement = next(Statement.from_json(one["statement"]) for one in kept(folder, "agreements") if one["id"] == "daniel")
    assert (statement.person, statement.total_pence, statement.each, statement.year_pence) == ("Daniel Okafor", 33_200, "a week", 1_726_400)
    assert [(line.what, line.worth_pence, line.cost_pence, line.cost_each, line.free) for line in statement.lines] == [
        ("Ceramics studio", 4_551, 4_551, "a week", True),
        ("Ceramics studio", 193, 10_001, "a year", False),
        ("Ceramics studio", 100, 5_200, "once", False),
    ]
    assert statement.funded_by == [("Council", 20_859), ("NHS", 12_341)]
    assert (statement.not_planned_pence, statement.agreed_by, statement.said) == (28_356, "Helen", None)


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


@pytest.mark.parametrize("agreement", everything("agreements"), ids=lambda kept: kept["statement"]["person"])
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


def test_the_shelf_has_a_document_of_every_format_that_is_read() -> None:
    results = {format_of(run.result) for run in RUNS}
    statements = {Statement.from_json(one["statement"]).format for one in everything("agreements")}
    assert (results, statements) == (set(RESULTS), set(STATEMENTS))


@pytest.mark.parametrize("read", [Result.from_json, Statement.from_json, form_of])
def test_a_format_of_a_newer_common_purse_is_never_half_read(read: Any) -> None:
    with pytest.raises(NewerFormat, match="format 99"):
        read({"format": 99})


@pytest.mark.parametrize("no_number", [None, 0, "2", True])
@pytest.mark.parametrize("read", [Result.from_json, Statement.from_json, form_of])
def test_a_format_that_is_no_number_is_not_guessed(read: Any, no_number: Any) -> None:
    with pytest.raises(ValueError, match="is no format"):
        read({"format": no_number})

"""Everything that was ever frozen is read for ever, and gives the same pence."""

from typing import Any

import pytest

from commonpurse.allocation.replay import FrozenRun, replayed
from commonpurse.assessments.answers import Value
from commonpurse.assessments.questionnaire import form_of
from commonpurse.plans.statement import Statement
from tests.frozen.shelf import everything, frozen_runs

RUNS = list(frozen_runs())


@pytest.mark.parametrize("run", RUNS, ids=lambda run: str(run.run_id)[:8])
def test_a_run_comes_out_again_to_the_penny(run: FrozenRun) -> None:
    again = replayed(run)
    assert again.differences == ()
    assert again.amount_pence == run.result["amount_pence"]


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

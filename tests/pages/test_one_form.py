"""The person's form and that of checking together are one: the same names, read in the same way, by one set of rules."""

import pytest
from django.http import QueryDict

from commonpurse.assessments.rules import HOW_MANY_WEEKS
from commonpurse.pages.answering.forms import AnswerForm, QuestionForm
from commonpurse.pages.value_form import ValueForm
from tests.assessments.test_wording import EATING, FORM

SENT = {"level": "1", "limbs": "cannot", "hard": "yes", "worst_level": "2", "worst_weeks": "8", "unpaid": "1"}


def both(**changes: str) -> list[AnswerForm]:
    data = QueryDict(mutable=True)
    data.update({**SENT, "client_uuid": "0f0f0f0f-0000-4000-8000-000000000000", **changes})
    return [QuestionForm(data, form=FORM, question=EATING), ValueForm(data, form=FORM, question=EATING, initial_value=None)]


def test_the_fields_have_the_same_names() -> None:
    person, checking = both()
    assert set(checking.fields) - {"note"} <= set(person.fields)
    assert {"level", "limbs", "ticks", "worst_level", "worst_weeks", "unpaid"} <= set(checking.fields)


@pytest.mark.parametrize("weeks", ["8", "about 8", "8 weeks", " 8 "])
def test_one_answer_is_read_alike(weeks: str) -> None:
    person, checking = both(worst_weeks=weeks)
    assert person.is_valid(), person.errors
    assert checking.is_valid(), checking.errors
    assert person.value == checking.value
    assert person.value.worst_weeks == 8


@pytest.mark.parametrize("weeks", ["3 months", "1 week a month", "one week in 4", "-8", "0", "53", "", "many"])
def test_what_is_no_number_of_weeks_is_asked_for_again_and_stays_as_typed(weeks: str) -> None:
    for form in both(worst_weeks=weeks):
        assert not form.is_valid()
        assert form.errors["worst_weeks"] == [HOW_MANY_WEEKS]
        assert form["worst_weeks"].value() == weeks


def test_weeks_without_a_level_are_refused_alike() -> None:
    for form in both(worst_level=""):
        assert not form.is_valid()
        assert list(form.errors) == ["worst_level"]

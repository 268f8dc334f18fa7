"""One wording for an answer, whoever reads it."""

import pytest

from commonpurse.assessments.answers import Value
from commonpurse.assessments.questionnaire import Form, form_of
from commonpurse.assessments.wording import in_detail, in_one_line, in_short
from tests.frozen.shelf import kept

FORM: Form = next(form_of(one["content"]) for one in kept("format_1", "questionnaires") if one["content"]["kind"] == "adult")
EATING = FORM.question("eating")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "No answer yet"),
        (Value(), "No answer yet"),
        (Value(words="Soup."), "No answer yet"),
        (Value(not_sure=True), "Not sure yet"),
        (Value(level=1), EATING.levels[1]),
    ],
)
def test_an_answer_in_short(value: Value | None, said: str) -> None:
    assert in_short(value, EATING) == said


@pytest.mark.parametrize(
    ("weeks", "said"), [(1, "In about 1 week a year"), (2, "In about 2 weeks a year"), (52, "In about 52 weeks a year")]
)
def test_hard_weeks_agree_with_their_number(weeks: int, said: str) -> None:
    value = Value(level=1, worst_level=2, worst_weeks=weeks)
    assert in_detail(value, EATING, FORM) == [f"{said}: {EATING.levels[2]}"]
    assert in_one_line(value, EATING, FORM) == f"{EATING.levels[1]}; {said}: {EATING.levels[2]}"


@pytest.mark.parametrize("quarters", range(5))
def test_help_without_pay_is_said_in_the_questionnaires_own_words(quarters: int) -> None:
    words = FORM.unpaid_help
    assert in_detail(Value(level=1, unpaid_quarters=quarters), EATING, FORM) == [f"{words['text']} {words['choices'][quarters]}"]

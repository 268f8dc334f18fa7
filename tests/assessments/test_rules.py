"""What an assessment is called, what stands before it, how long it takes."""

from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest

from commonpurse.assessments.questionnaire import Form, form_of
from commonpurse.assessments.questionnaire_file import read_questionnaire
from commonpurse.assessments.rules import (
    Before,
    called,
    first_open,
    minutes_left,
    pace,
    title_of,
    what_is_missing_to_decide_advocacy,
    what_is_missing_to_open,
    what_is_missing_to_send,
)
from commonpurse.formula import read_scheme

START = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)
READY = Before(explained=True, helpers_said=True, offer="not_needed", has_capacity=True)


@pytest.fixture(scope="module")
def form() -> Form:
    scheme = read_scheme((files("commonpurse.allocation") / "schemes/reference-adult.toml").read_bytes())
    words = (files("commonpurse.assessments") / "questionnaires/reference-adult.toml").read_bytes()
    return form_of(read_questionnaire(words, scheme))


@pytest.mark.parametrize(
    ("has_capacity", "helper", "title"),
    [
        (None, "", "Assessment"),
        (None, "Ruth Ellis", "Assessment"),
        (True, "", "Self-assessment"),
        (True, "Ruth Ellis", "Self-assessment"),
        (False, "Ruth Ellis", "Assessment with Ruth's help"),
        (False, "Ms Abara", "Assessment with Ms Abara's help"),
        (False, "", "Assessment with a supporter's help"),
    ],
)
def test_it_is_a_self_assessment_only_with_capacity_to_take_part(has_capacity: bool | None, helper: str, title: str) -> None:
    assert title_of(has_capacity=has_capacity, helper=helper) == title


@pytest.mark.parametrize(("name", "spoken"), [("Ruth Ellis", "Ruth"), ("Ruth", "Ruth"), ("Dr. Osei", "Dr. Osei"), ("", "")])
def test_how_somebody_is_spoken_of(name: str, spoken: str) -> None:
    assert called(name) == spoken


OPEN = [
    (Before(), ["explained", "helpers", "advocacy", "capacity"]),
    (READY, []),
    (Before(explained=True, helpers_said=True, offer="waiting", has_capacity=False), []),
    (Before(explained=True, helpers_said=True, has_capacity=True), ["advocacy"]),
    (Before(explained=True, helpers_said=True, offer="declined"), ["capacity"]),
]


@pytest.mark.parametrize(("before", "fields"), OPEN)
def test_what_stands_before_the_questions(before: Before, fields: list[str]) -> None:
    assert [missing.field for missing in what_is_missing_to_open(before)] == fields


SEND = [
    (READY, []),
    (Before(explained=True, helpers_said=True, offer="waiting", has_capacity=True), ["advocacy"]),
    (Before(explained=True, helpers_said=True, offer="declined", wants_advocate=True, has_capacity=True), ["advocacy"]),
    (Before(explained=True, helpers_said=True, offer="accepted", has_capacity=False), ["helpers"]),
    (Before(explained=True, helpers_said=True, offer="accepted", has_capacity=False, supporter="Ruth Ellis"), []),
    (Before(explained=True, helpers_said=True, offer="accepted"), ["capacity"]),
]


@pytest.mark.parametrize(("before", "fields"), SEND)
def test_what_stands_before_sending(form: Form, before: Before, fields: list[str]) -> None:
    everything = [question.id for question in form.questions]
    assert [missing.field for missing in what_is_missing_to_send(before, form, everything, name="Daniel")] == fields


def test_each_question_without_an_answer_is_named(form: Form) -> None:
    missing = what_is_missing_to_send(READY, form, [q.id for q in form.questions if q.id != "nights"], name="Daniel")
    assert [(one.field, one.sentence) for one in missing] == [("nights", "“Help at night” has no answer yet. “Not sure yet” is an answer.")]


@pytest.mark.parametrize(
    ("hard", "with_what", "someone", "offer", "fields"),
    [
        (False, [], "", "not_needed", []),
        (False, [], "", "accepted", []),  # anybody may have one who wants one
        (True, [], "Ruth", "not_needed", ["hard_with"]),
        (True, ["say"], "Ruth", "not_needed", []),
        (True, ["say"], " ", "not_needed", ["offer"]),
        (True, ["say"], "", "waiting", []),
        (True, ["say"], "", "declined", []),
        (True, [], "", "not_needed", ["hard_with", "offer"]),
    ],
)
def test_an_advocate_is_offered_where_it_is_very_hard_and_nobody_is_right(
    hard: bool, with_what: list[str], someone: str, offer: str, fields: list[str]
) -> None:
    missing = what_is_missing_to_decide_advocacy(very_hard_alone=hard, hard_with=with_what, someone_right=someone, offer=offer)
    assert [one.field for one in missing] == fields


@pytest.mark.parametrize(
    ("left", "levels", "measured", "minutes"),
    [
        (11, [], None, 13),  # 11 x 67.5 s
        (10, [1], None, 13),  # 10 x 75 s: no longer than before the first answer
        (11, [0, 0], None, 11),  # 11 x 56.25 s
        (6, [1, 2], None, 8),  # 6 x 78.75 s
        (6, [None, 2], None, 7),  # not sure is quick: 6 x 67.5 s
        (6, [1, 2], 30.0, 3),
        (1, [0], 10.0, 1),
        (0, [0], None, 0),
    ],
)
def test_minutes_left(left: int, levels: list[int | None], measured: float | None, minutes: int) -> None:
    assert minutes_left(left, levels=levels, measured=measured) == minutes


@pytest.mark.parametrize(
    ("seconds", "found"),
    [([], None), ([0, 60, 120], None), ([0, 60, 120, 180], 60.0), ([0, 60, 4_000, 4_060, 4_150], 60.0), ([0, 0, 0, 0], 1.0)],
)
def test_a_cup_of_tea_is_no_part_of_the_pace(seconds: list[int], found: float | None) -> None:
    assert pace(START + timedelta(seconds=second) for second in seconds) == found


def test_where_to_go_on(form: Form) -> None:
    assert first_open(form, []) == "eating"
    assert first_open(form, ["eating", "getting-about"]) == "washing"
    assert first_open(form, [question.id for question in form.questions]) == ""

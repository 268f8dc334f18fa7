"""Answers are read strictly: what does not fit is refused with its line, never corrected or ignored."""

from typing import Any

import pytest

from commonpurse.formula import Answer, Given, GivenFaults, allocate, read_given
from commonpurse.formula.answers import check

from .factories import small


def answer(inside: str, question: str = "eating") -> str:
    return f'{{"answers": {{"{question}":\n{{{inside}}}}}}}'


SHAPE: list[tuple[str, str]] = [
    ("", "line 1: this is not JSON"),
    ("[]", "line 1: one JSON object was expected"),
    ("null", "line 1: one JSON object was expected"),
    ("{}", "line 1: answers are missing"),
    ('{"answers": []}', "line 1: answers must be an object"),
    ('{"answers": null}', "answers must be an object"),
    ('{"answers": {}}{', "line 1: there is text after the end of the JSON"),
    ('{"answers": {},\n\n"colour": 1}', 'line 3: unknown key "colour"'),
    ('{"answers": {},\n"answers": {}}', 'line 2: the key "answers" is there twice'),
    ('{"answers": {"a": {"level": 1},\n"a": {"level": 1}}}', 'line 2: the key "a" is there twice'),
    ('{"answers": {"a": {"level": 1,\n"level": 1}}}', 'line 2: the key "level" is there twice'),
    ('{"answers": {},\n"cost_by_hand": 1}', "line 2: cost_by_hand must be true or false"),
    ('{"answers": {},\n"cost_by_hand": null}', "line 2: cost_by_hand must be true or false"),
    ('{"answers": {},\n"carer_willing_and_able": "yes"}', "line 2: carer_willing_and_able must be true or false"),
    ('{"answers": {},\n"paying_funders": "nhs"}', "line 2: paying_funders: it must be a list"),
    ('{"answers": {},\n"paying_funders": [1]}', "line 2: paying_funders: it must be a list"),
    ('{"answers": {},\n"paying_funders": null}', "line 2: paying_funders: it must be a list"),
    ('{"answers": {"eating":\n1}}', 'line 1: answer "eating": an answer must be an object'),
    (answer(""), 'line 1: answer "eating": level is missing'),
    (answer('"level": null'), 'line 2: answer "eating": level must be a whole number'),
    (answer('"level": true'), 'line 2: answer "eating": level must be a whole number'),
    (answer('"level": 1.0'), 'line 2: answer "eating": level must be a whole number'),
    (answer('"level": "1"'), 'line 2: answer "eating": level must be a whole number'),
    (answer('"level": 1e0'), "level must be a whole number"),
    (answer('"level": NaN'), "line 2: NaN is not a number in JSON"),
    (answer('"level": -Infinity'), "line 2: -Infinity is not a number in JSON"),
    (answer('"level": ' + "9" * 5000), "line 2: this number is too large"),
    (answer('"level": 1, "unpaid_quarters": null'), 'answer "eating": unpaid_quarters must be a whole number'),
    (answer('"level": 1, "why": "x"'), 'line 2: answer "eating": unknown key "why"'),
    (answer('"level": 1,'), "line 2: this is not JSON: a key in double quotes is missing"),
    (answer('"level": 01'), "line 2: this is not JSON: a comma or } is missing"),
    (answer('"level" 1'), "line 2: this is not JSON: : is missing"),
    (answer("'level': 1"), "line 2: this is not JSON: a key in double quotes is missing"),
    (answer('"level": '), "line 2: this is not JSON: a value is missing or broken"),
    ('{"answers": {"a": {"level": 1}\n\n\n', "line 1: this is not JSON"),
    ('{"a": ' * 3000, "the JSON is nested too deeply"),
    ('{"answers": {"\\ud800\\n\x7f": {"level": "x"}}}', "level must be a whole number"),
]

FIT: list[tuple[str, str]] = [
    (answer('"level": 1', "flying"), 'line 1: answer "flying": there is no question "flying"'),
    (answer('"level": 3'), 'line 2: answer "eating": level must be from 0 to 2, and is 3'),
    (answer('"level": -1'), "level must be from 0 to 2, and is -1"),
    (answer('"level": 1, "worst_level": 2'), "a worst_level needs worst_weeks"),
    (answer('"level": 1, "worst_weeks": 2'), "worst_weeks need a worst_level"),
    (answer('"level": 1, "worst_level": 2, "worst_weeks": 53'), "worst_weeks must be from 0 to 52, and is 53"),
    (answer('"level": 1, "worst_level": 3, "worst_weeks": 5'), "worst_level must be from 0 to 2, and is 3"),
    (answer('"level": 1, "worst_level": 0, "worst_weeks": 5'), "the worst level 0 is below the usual level 1"),
    (answer('"level": 1, "worst_level": 2, "worst_weeks": 0', "home"), "this question has no worst weeks"),
    (answer('"level": 1, "unpaid_quarters": 5'), "unpaid_quarters must be from 0 to 4, and is 5"),
    (answer('"level": 1, "unpaid_quarters": 0', "home"), "unpaid help cannot be counted for this question"),
    ('{"answers": {}, "paying_funders": ["council"]}', '"council" always pays and is not listed'),
    ('{"answers": {}, "paying_funders": ["nhs",\n"police"]}', 'line 2: paying_funders: there is no funder "police" to list: only nhs'),
    ('{"answers": {}, "paying_funders": ["nhs", "nhs"]}', 'the funder "nhs" is listed twice'),
]


@pytest.mark.parametrize(("text", "message"), SHAPE, ids=range(len(SHAPE)))
def test_the_wrong_shape_is_refused(text: str, message: str) -> None:
    with pytest.raises(GivenFaults) as refused:
        read_given(text)
    assert message in str(refused.value)
    assert all(str(fault).isprintable() for fault in refused.value.faults)


@pytest.mark.parametrize(("text", "message"), FIT, ids=range(len(FIT)))
def test_answers_that_do_not_fit_the_scheme_are_refused(text: str, message: str) -> None:
    with pytest.raises(GivenFaults) as refused:
        read_given(text, small())
    assert message in str(refused.value)
    with pytest.raises(GivenFaults):
        allocate(small(), read_given(text))


def test_all_faults_are_listed_in_the_order_of_their_lines() -> None:
    text = '{"answers": {\n"eating": {"level": 9},\n"home": {"level": true},\n"x": {"level": 0}},\n"y": 1}'
    with pytest.raises(GivenFaults) as refused:
        read_given(text, small(), first_line=11)
    assert [fault.line for fault in refused.value.faults] == [12, 13, 14, 15]


def test_answers_made_in_python_are_checked_too() -> None:
    wrong = Given({"eating": Answer(3), "home": Answer(0, unpaid_quarters=1)})
    scheme = small()
    assert not check(Given({"eating": Answer(1)}), scheme)
    assert [str(fault) for fault in check(wrong, scheme)] == [
        'answer "eating": level must be from 0 to 2, and is 3',
        'answer "home": unpaid help cannot be counted for this question',
    ]


@pytest.mark.parametrize("numbers", [(True,), (1.0,), (None,), ("1",), (1, True, 3), (1, 2, 3.0), (1, None, None, True)])
def test_an_answer_is_whole_numbers_or_it_cannot_be_made(numbers: Any) -> None:
    """What an answer means is kept by it, and True is 1 to whatever keeps things by name."""
    with pytest.raises(TypeError, match="whole number"):
        Answer(*numbers)
    with pytest.raises(TypeError, match="whole number"):
        Answer(0)._replace(**dict(zip(Answer._fields, numbers, strict=False)))


def test_an_answer_that_does_not_fit_is_refused_whatever_came_before() -> None:
    """The needs of answers that fit are kept; one that does not fit is never among them."""
    scheme = small()
    whole = {question.id: Answer(0) for question in scheme.questions}
    for eating in (Answer(2), Answer(3), Answer(2), Answer(3)):
        given = Given({**whole, "eating": eating})
        if eating.level == 2:
            assert allocate(scheme, given).state == "amount"
        else:
            with pytest.raises(GivenFaults):
                allocate(scheme, given)


def test_what_is_left_out_is_never_a_yes() -> None:
    assert read_given('{"answers": {}}') == Given({}, carer_willing_and_able=False, paying_funders=(), cost_by_hand=False)

"""A rough range: only from half on, always two figures, and whatever is answered next stays within."""

from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from commonpurse.allocation.rough import how_many_more, rough_range
from commonpurse.assessments.answers import Value
from commonpurse.formula import Answer, Given, Scheme, allocate, read_scheme
from commonpurse.formula.scheme import Question

SCHEMES = files("commonpurse.allocation") / "schemes"
ADULT, CARER = (read_scheme((SCHEMES / f"reference-{kind}.toml").read_bytes()) for kind in ("adult", "carer"))
BOTH = pytest.mark.parametrize("rules", [ADULT, CARER], ids=["adult", "carer"])


def the_first(rules: Scheme, number: int, level: int = 1) -> dict[str, Value]:
    return {question.id: Value(level=level) for question in rules.questions[:number]}


@BOTH
def test_there_is_none_before_half(rules: Scheme) -> None:
    half = (len(rules.questions) + 1) // 2
    assert rough_range(rules, the_first(rules, half - 1)) is None
    assert how_many_more(rules, the_first(rules, half - 1)) == 1
    assert rough_range(rules, the_first(rules, half)) is not None
    assert how_many_more(rules, {}) == half


def test_not_sure_yet_is_no_answer_to_count_with() -> None:
    unsure = {question.id: Value(not_sure=True) for question in ADULT.questions}
    assert rough_range(ADULT, unsure) is None
    assert how_many_more(ADULT, unsure) == 6


@BOTH
def test_all_answers_still_give_no_single_figure(rules: Scheme) -> None:
    for level in (0, 1, 3):
        found = rough_range(rules, the_first(rules, len(rules.questions), level))
        assert found is not None
        assert found.low < found.high
        assert found.still_open == ()


def values_of(draw: st.DrawFn, question: Question) -> Value:
    level = draw(st.integers(0, len(question.levels) - 1))
    worst = draw(st.integers(level, len(question.levels) - 1)) if question.fluctuates and draw(st.booleans()) else None
    weeks = None if worst is None else draw(st.integers(1, 52))
    return Value(
        level=level, worst_level=worst, worst_weeks=weeks, unpaid_quarters=draw(st.integers(0, 4)) if question.unpaid_support else None
    )


@st.composite
def every_answer(draw: st.DrawFn, rules: Scheme) -> dict[str, Value]:
    return {question.id: values_of(draw, question) for question in rules.questions}


@BOTH
@for_all(data=st.data())
def test_whatever_is_answered_next_and_whoever_says_yes_stays_within(rules: Scheme, data: st.DataObject) -> None:
    whole = data.draw(every_answer(rules))
    left_out = data.draw(st.sets(st.sampled_from(sorted(whole)), max_size=len(whole) // 2))
    found = rough_range(rules, {name: value for name, value in whole.items() if name not in left_out})
    assert found is not None
    assert len(found.still_open) == len(left_out)
    yes = data.draw(st.dictionaries(st.sampled_from(sorted(whole)), st.integers(1, 4)))
    covered = {q.id: yes.get(q.id, 0) if q.unpaid_support else 0 for q in rules.questions}
    answers = {q.id: whole[q.id].for_formula(covered=covered[q.id]) or Answer(0) for q in rules.questions}
    later = allocate(rules, Given(answers, carer_willing_and_able=True)).amount_pence or 0
    assert found.low <= later <= found.high


def test_no_help_that_was_named_leaves_the_least_untouched() -> None:
    values = the_first(ADULT, 11)
    helped = {**values, "washing": replace(values["washing"], unpaid_quarters=4)}
    alone, beside = rough_range(ADULT, values), rough_range(ADULT, helped)
    assert alone
    assert beside
    assert (alone.help_is_counted, beside.help_is_counted) == (False, True)
    assert beside.low < alone.low
    assert beside.high == alone.high


def test_it_says_when_a_person_may_have_to_work_it_out() -> None:
    found = rough_range(ADULT, the_first(ADULT, 11), cost_by_hand=True)
    assert found
    assert found.may_be_costed
    ordinary = rough_range(ADULT, the_first(ADULT, 11))
    assert ordinary
    assert not ordinary.may_be_costed

"""What if, as arithmetic: what is changed is changed, the rest stays, and what is shown is what the rules then give."""

from importlib.resources import files

from hypothesis import given as for_all
from hypothesis import strategies as st

from commonpurse.allocation.what_if import Change, what_if
from commonpurse.formula import Answer, Given, Scheme, allocate, read_scheme
from tests.formula.factories import runs, thorough

ADULT = read_scheme((files("commonpurse.allocation") / "schemes" / "reference-adult.toml").read_bytes())
GIVEN = Given({question.id: Answer(1) for question in ADULT.questions})


@thorough(150)
@for_all(runs(), st.data())
def test_the_figure_is_that_of_the_changed_answers_and_the_lines_are_all_that_differ(
    run: tuple[Scheme, Given], data: st.DataObject
) -> None:
    scheme, given = run
    question = data.draw(st.sampled_from(scheme.questions))
    level = data.draw(st.integers(0, len(question.levels) - 1))
    before = allocate(scheme, given)
    found = what_if(scheme, given, before, {question.id: Change(level=level, no_hard_weeks=True)})
    assert found.before is before
    assert found.after.amount_pence is not None
    changed = {(line.after or line.before) for line in found.changed}
    same = [line for line in found.after.lines if line not in changed]
    assert set(same) <= set(before.lines)
    assert found.more_pence == found.after.amount_pence - (before.amount_pence or 0)


def test_no_change_changes_no_line() -> None:
    found = what_if(ADULT, GIVEN, allocate(ADULT, GIVEN), {"washing": Change()})
    assert (found.changed, found.more_pence) == ((), 0)


def test_help_that_is_supposed_is_named_and_help_that_ends_is_not() -> None:
    before = allocate(ADULT, GIVEN)
    helped = what_if(ADULT, GIVEN, before, {"washing": Change(unpaid_quarters=2)})
    assert helped.with_help == ("Washing, using the toilet and getting dressed",)
    assert (helped.more_pence or 0) < 0
    counted = Given({**GIVEN.answers, "washing": Answer(1, unpaid_quarters=2)}, carer_willing_and_able=True)
    ended = what_if(ADULT, counted, allocate(ADULT, counted), {"washing": Change(unpaid_quarters=0)})
    assert ended.with_help == ()
    assert ended.after.amount_pence == before.amount_pence


def test_hard_weeks_go_only_where_a_usual_week_overtakes_them() -> None:
    answer = Answer(1, worst_level=2, worst_weeks=10)
    assert Change(level=2).to(answer).worst_weeks == 10
    assert Change(level=3).to(answer).worst_weeks is None
    assert Change(level=3, worst_level=3).to(answer).worst_weeks == 10
    assert Change(worst_weeks=20).to(answer).worst_level == 2


def test_an_open_answer_stays_open_until_a_level_is_supposed() -> None:
    assert Change(unpaid_quarters=2).to(None).level is None
    assert Change(level=0).to(None).level == 0

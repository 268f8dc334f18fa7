"""What must hold for every valid scheme and all answers to it."""

import json
from dataclasses import replace

from hypothesis import given as for_all
from hypothesis import strategies as st

from commonpurse.formula import Answer, Given, Result, Scheme, allocate, read_given, read_scheme

from .calculator import replay
from .factories import a_part, answers_to, as_toml, runs, scheme_tables, small, thorough
from .slowly import Slowly


@thorough(400)
@for_all(st.data())
def test_the_slow_way_finds_the_same(data: st.DataObject) -> None:
    table = data.draw(scheme_tables())
    scheme = read_scheme(as_toml(table))
    given = data.draw(answers_to(scheme))
    found = allocate(scheme, given).as_json()
    expected = Slowly(table, given.as_json()).result()
    assert {key: found[key] for key in expected} == expected


@thorough(200)
@for_all(runs(), st.data())
def test_more_need_never_lowers_the_amount(run: tuple[Scheme, Given], data: st.DataObject) -> None:
    scheme, given = run
    before, after = allocate(scheme, given), allocate(scheme, with_more_need(scheme, given, data))
    assert (after.amount_pence or 0) >= (before.amount_pence or 0)
    assert (after.gross_pence or 0) >= (before.gross_pence or 0)


def with_more_need(scheme: Scheme, given: Given, data: st.DataObject) -> Given:
    """Raise one answer in one way, or have less unpaid help."""
    question = data.draw(st.sampled_from(scheme.questions))
    answer = given.answers[question.id]
    last = len(question.levels) - 1
    ways = [answer._replace(level=min(answer.level + 1, last if answer.worst_level is None else answer.worst_level))]
    if answer.worst_level is not None and answer.worst_weeks is not None:
        ways.append(answer._replace(worst_level=min(answer.worst_level + 1, last)))
        ways.append(answer._replace(worst_weeks=min(answer.worst_weeks + 1, 52)))
    if answer.unpaid_quarters:
        ways.append(answer._replace(unpaid_quarters=answer.unpaid_quarters - 1))
    more = data.draw(st.sampled_from(ways))
    return replace(given, answers={**given.answers, question.id: more})


@thorough(200)
@for_all(runs())
def test_a_carer_who_says_no_never_lowers_the_amount(run: tuple[Scheme, Given]) -> None:
    scheme, given = run
    helped = allocate(scheme, replace(given, carer_willing_and_able=True))
    alone = allocate(scheme, replace(given, carer_willing_and_able=False))
    assert (alone.amount_pence or 0) >= (helped.amount_pence or 0)
    assert alone.amount_pence == alone.gross_pence == helped.gross_pence


@thorough(200)
@for_all(runs(), st.data())
def test_the_range_holds_the_amount_and_nothing_is_guessed(run: tuple[Scheme, Given], data: st.DataObject) -> None:
    scheme, given = run
    missing = data.draw(st.sets(st.sampled_from([question.id for question in scheme.questions]), min_size=1))
    partly = replace(given, answers={name: answer for name, answer in given.answers.items() if name not in missing})
    result = allocate(scheme, partly)
    assert result.state == "cannot_say_yet"
    assert result.missing == tuple(question.id for question in scheme.questions if question.id in missing)
    assert result.range_pence is not None
    low, high = result.range_pence
    assert low <= (allocate(scheme, given).amount_pence or 0) <= high
    figures = (result.amount_pence, result.gross_pence, result.year_pence, result.worst_weeks_year_pence, result.second_estimate_pence)
    assert figures == (None,) * 5
    assert (result.funders, result.lines, result.second_estimate_differs) == (None, (), False)


@thorough(200)
@for_all(runs())
def test_the_lines_replay_to_the_figures(run: tuple[Scheme, Given]) -> None:
    scheme, given = run
    result = allocate(scheme, given)
    assert replay(scheme, result.lines) == result.amount_pence


@thorough(200)
@for_all(runs())
def test_who_pays_adds_up_and_every_line_has_one_figure(run: tuple[Scheme, Given]) -> None:
    scheme, given = run
    result = allocate(scheme, given)
    assert result.funders is not None
    assert list(result.funders) == [funder.id for funder in scheme.funders]
    assert sum(result.funders.values()) == result.amount_pence
    assert {name for name, pence in result.funders.items() if pence} <= {scheme.funders[0].id, *given.paying_funders}
    assert 0 <= (result.worst_weeks_year_pence or 0) <= (result.year_pence or 0)
    for line in result.lines:
        assert (line.units is None) != (line.pence is None)
        assert line.title
        assert line.because.endswith(".")


@thorough(200)
@for_all(runs())
def test_results_and_answers_survive_the_file(run: tuple[Scheme, Given]) -> None:
    scheme, given = run
    result = allocate(scheme, given)
    assert Result.from_json(json.loads(json.dumps(result.as_json()))) == result
    assert read_given(json.dumps(given.as_json()), scheme) == given


def test_a_minimum_holds_where_there_is_no_need_and_the_first_funder_pays_it() -> None:
    scheme = small(limits={"minimum_pence": 1050}, rounding={"to_pence": 100})
    result = allocate(scheme, Given({"eating": Answer(0), "home": Answer(0)}, paying_funders=("nhs",)))
    assert (result.amount_pence, result.funders) == (1100, {"council": 1100, "nhs": 0})


def test_a_half_penny_left_by_a_carers_share_is_rounded_up_once() -> None:
    scheme = small(parts=[a_part(knots=[[0, 0], [14, 14]])])
    result = allocate(scheme, Given({"eating": Answer(1, unpaid_quarters=2), "home": Answer(0)}, carer_willing_and_able=True))
    assert (result.amount_pence, result.gross_pence) == (2, 3)

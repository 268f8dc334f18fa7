"""The arithmetic of a plan, for any lines and shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpurse.plans.models import LegalBasis, Period
from commonpurse.plans.rules import (
    FREE,
    LineDraft,
    a_weeks_money,
    bases_open_to,
    funder_pence,
    is_rounded_up,
    left_to_plan,
    shares_of,
    total_by_funder,
    what_is_missing_in_line,
    what_stops_writing,
    worth,
)
from commonpurse.plans.statement import DoesNotAddUp, Statement, StatementLine
from commonpurse.values import periods

WEEK, YEAR = periods.Period.WEEK, periods.Period.YEAR


@pytest.mark.parametrize(
    ("cost", "period", "counted_in", "pence"),
    [
        (4_550, "week", WEEK, 4_550),
        (5_200, "year", WEEK, 100),
        (5_201, "year", WEEK, 101),  # a part of a penny counts as one
        (10_000, "year", WEEK, 193),
        (52, "once", WEEK, 1),
        (1, "once", WEEK, 1),
        (30_000, "once", YEAR, 30_000),
        (30_000, "year", YEAR, 30_000),
        (100, "week", YEAR, 5_200),
    ],
)
def test_what_a_cost_comes_to(cost: int, period: str, counted_in: periods.Period, pence: int) -> None:
    assert worth(cost, period, counted_in=counted_in, weeks_per_year=52) == pence


@pytest.mark.parametrize("cost", [1, 51, 52, 53, 9_999, 10_000, 104_550])
@pytest.mark.parametrize("period", ["year", "once"])
def test_a_year_of_the_weekly_worth_covers_the_line(cost: int, period: str) -> None:
    a_year = 52 * worth(cost, period, counted_in=WEEK, weeks_per_year=52)
    assert cost <= a_year < cost + 52
    assert is_rounded_up(cost, period, counted_in=WEEK, weeks_per_year=52) == (a_year > cost)
    assert not is_rounded_up(cost, period, counted_in=YEAR, weeks_per_year=52)


@pytest.mark.parametrize(
    ("state", "stage", "said"),
    [
        ("sent", "agreement", "with the manager"),
        ("writing", "paused", "is paused"),
        ("writing", "ended", "has ended"),
        ("writing", "planning", ""),
        ("writing", "checking", ""),
    ],
)
def test_what_stops_writing(state: str, stage: str, said: str) -> None:
    stops = what_stops_writing(state, stage)
    assert said in stops[0].sentence if said else stops == []


@pytest.mark.parametrize(("pence", "counted_in", "week"), [(19_500, WEEK, 19_500), (5_200, YEAR, 100), (5_201, YEAR, 101), (0, YEAR, 0)])
def test_a_limit_covers_a_weeks_money(pence: int, counted_in: periods.Period, week: int) -> None:
    assert a_weeks_money(pence, counted_in=counted_in, weeks_per_year=52) == week


def test_which_grounds_a_line_may_have() -> None:
    assert bases_open_to("adult", []) == [LegalBasis.CARE_ACT]
    assert bases_open_to("adult", ["s117"]) == [LegalBasis.CARE_ACT, LegalBasis.SECTION_117]
    assert bases_open_to("carer", ["s117"]) == [LegalBasis.CARER]


@pytest.mark.parametrize(
    ("basis", "nhs", "shares"),
    [
        ("care_act", 40, (100, 0)),
        ("carer", 40, (100, 0)),
        ("s117", 40, (60, 40)),
        ("personal_health_budget", None, (0, 100)),
        ("continuing_healthcare", 0, (0, 100)),
    ],
)
def test_who_pays_by_ground(basis: str, nhs: int | None, shares: tuple[int, int]) -> None:
    assert tuple(shares_of(basis, nhs).values()) == shares


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"what": " "}, "what"),
        ({"who": ""}, "who"),
        ({"how_often": ""}, "how_often"),
        ({"cost_pence": 0}, "cost"),
        ({"cost_pence": 20_000_001}, "cost"),
        ({"period": "month"}, "period"),
        ({"legal_basis": "s117", "nhs_percent": 50}, "legal_basis"),
        ({"legal_basis": "magic"}, "legal_basis"),
    ],
)
def test_what_is_missing_in_a_line_names_its_field(changes: dict[str, object], field: str) -> None:
    whole = {"what": "a", "who": "b", "how_often": "c", "cost_pence": 1, "period": "week", "legal_basis": "care_act"}
    missing = what_is_missing_in_line(LineDraft(**{**whole, **changes}), open_bases=[LegalBasis.CARE_ACT])  # type: ignore[arg-type]
    assert [one.field for one in missing] == [field]


def test_section_117_needs_a_whole_share() -> None:
    line = LineDraft("a", "b", "c", 1, "week", "s117", 101)
    assert what_is_missing_in_line(line, open_bases=[LegalBasis.SECTION_117])[0].field == "nhs_percent"


LINES = st.lists(
    st.tuples(st.integers(1, 20_000_000), st.sampled_from(Period.values), st.sampled_from(LegalBasis.values), st.integers(0, 100)),
    max_size=12,
)


def stated(lines: list[tuple[int, str, str, int]], counted_in: periods.Period, rest: int, rest_nhs: int) -> Statement:
    made = []
    for cost, period, basis, nhs in lines:
        pence = worth(cost, period, counted_in=counted_in, weeks_per_year=52)
        funders = funder_pence(pence, shares_of(basis, nhs))
        made.append(StatementLine("a", "b", "c", "", cost, "a week", pence, "2026-12-01", basis, basis, funders))
    kept = {"council": rest - rest_nhs, "nhs": rest_nhs}
    total = sum(line.worth_pence for line in made) + rest
    empty: dict[str, object] = dict.fromkeys(
        ("person", "called", "kind", "journey_id", "plan_id", "run_id", "agreed_by", "team", "reasons", "eligibility_reasons"), ""
    )
    return Statement(
        **empty,  # type: ignore[arg-type]
        agreed_on="2026-11-21",
        each="a week",
        outcomes=(),
        lines=tuple(made),
        not_planned_pence=rest,
        not_planned_funders=kept,
        total_pence=total,
        year_pence=total * 52,
        funders=total_by_funder([*(line.funders for line in made), kept]),
        indicative_pence=total,
        formula_pence=total,
        costed_by_hand=False,
        sides=(),
        eligible_on="2026-11-20",
        now=(),
        scheme_id="",
        scheme_title="",
        scheme_version="",
        scheme_sha256="",
    )


@given(LINES, st.sampled_from([WEEK, YEAR]), st.integers(0, 50_000), st.integers(0, 100))
def test_lines_funders_and_total_are_the_same_money(
    lines: list[tuple[int, str, str, int]], counted_in: periods.Period, rest: int, nhs: int
) -> None:
    statement = stated(lines, counted_in, rest, rest * nhs // 100)
    assert sum(line.worth_pence for line in statement.lines) + rest == statement.total_pence == sum(statement.funders.values())
    assert Statement.from_json(statement.as_json()) == statement
    assert left_to_plan(statement.total_pence, [line.worth_pence for line in statement.lines]) == rest


@given(LINES)
def test_aftercare_health_and_carers_lines_never_show_a_charge(lines: list[tuple[int, str, str, int]]) -> None:
    statement = stated(lines, WEEK, 0, 0)
    for line in statement.lines:
        assert line.person_pays == ("Free for you: £0" if line.legal_basis in FREE else "Not worked out yet")
    free = sum(line.worth_pence for line in statement.lines if line.legal_basis in FREE)
    assert statement.free_pence == free
    if free == statement.total_pence:
        assert statement.person_pays == "£0. All of it is free for you."
    else:
        spread = any(line.cost_each != "a week" for line in statement.lines if not line.free)
        at_most = "In no week is it more than what your support costs" if spread else "It is never more than "
        assert statement.person_pays.startswith(f"Not worked out yet. {at_most}")


def test_a_statement_that_does_not_add_up_cannot_be_made() -> None:
    from dataclasses import replace

    good = stated([(4_550, "week", "care_act", 0)], WEEK, 0, 0)
    for wrong in ({"total_pence": 4_551}, {"funders": {"council": 4_549, "nhs": 1}}, {"not_planned_pence": 1}):
        with pytest.raises(DoesNotAddUp):
            replace(good, **wrong)

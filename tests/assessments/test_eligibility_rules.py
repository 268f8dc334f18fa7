"""Eligibility: a table that policy staff can edit, and the draft from the ticks."""

import inspect
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpurse.assessments import eligibility
from commonpurse.assessments.answers import Value
from commonpurse.assessments.eligibility import (
    ADULT_OUTCOMES,
    CARER_OUTCOMES,
    AdultNeeds,
    CarerNeeds,
    adult_is_eligible,
    carer_is_eligible,
    draft_of,
    in_plain_words,
    outcomes_for,
    ways_asked,
)
from commonpurse.assessments.questionnaire import Form, FormQuestion, Tick

CASES = tomllib.loads((Path(__file__).parent / "eligibility.toml").read_text())


@pytest.mark.parametrize("case", CASES["adult"], ids=lambda case: case["title"])
def test_adults(case: dict[str, Any]) -> None:
    found = adult_is_eligible(AdultNeeds(case["needs_arise"], frozenset(case["outcomes"]), case["impact"]))
    assert found.eligible is case["eligible"]
    assert found.because


@pytest.mark.parametrize("case", CASES["carer"], ids=lambda case: case["title"])
def test_carers(case: dict[str, Any]) -> None:
    found = carer_is_eligible(CarerNeeds(case["needs_arise"], frozenset(case["outcomes"]), case["impact"]))
    assert found.eligible is case["eligible"]
    assert found.because


@pytest.mark.parametrize("letter", sorted(CARER_OUTCOMES))
def test_any_one_circumstance_makes_a_carer_eligible(letter: str) -> None:
    assert carer_is_eligible(CarerNeeds(True, frozenset({letter}), True)).eligible


@given(st.frozensets(st.sampled_from(sorted(ADULT_OUTCOMES))), st.sampled_from(sorted(ADULT_OUTCOMES)), st.booleans(), st.booleans())
def test_one_more_outcome_never_makes_anybody_ineligible(outcomes: frozenset[str], more: str, arise: bool, impact: bool) -> None:
    before = adult_is_eligible(AdultNeeds(arise, outcomes, impact))
    after = adult_is_eligible(AdultNeeds(arise, outcomes | {more}, impact))
    assert after.eligible >= before.eligible


def test_points_and_money_have_no_part_in_it() -> None:
    """The rules do not even import the formula or money."""
    source = inspect.getsource(eligibility)
    assert "formula" not in source
    assert "pence" not in source


def question(name: str, **more: Any) -> FormQuestion:
    made = {"outcomes": (), "evidence_for": (), "ticks": (), "why": "", "help": "", "note": "", "picture": "", "domain": "d"}
    return FormQuestion(id=name, title=name.title(), levels=("a", "b", "c"), fluctuates=True, unpaid_help=True, **{**made, **more})


FORM = Form(
    code="f",
    version="1",
    kind="adult",
    intro="",
    who_reads="",
    limbs=(("cannot", "I need help"), ("distress", "It hurts")),
    questions=(
        question("eating", outcomes=("a",)),
        question(
            "washing", ticks=(Tick("washing", "Washing", outcome="b"), Tick("toilet", "Toilet", outcome="c"), Tick("plain", "Just so"))
        ),
        question("organising", outcomes=("WB",), evidence_for=("f", "h")),
    ),
    worst_weeks={},
    unpaid_help={},
)


def test_a_level_with_a_limb_drafts_its_outcome() -> None:
    draft = draft_of(FORM, {"eating": [Value(level=1, limbs=("cannot",))]})
    assert draft.outcomes == {"a"}
    assert draft.grounds["a"][0].ways == ("cannot do it without help, prompting included",)


@pytest.mark.parametrize(
    "value",
    [Value(level=0, limbs=("cannot",)), Value(level=2), Value(not_sure=True, limbs=("cannot",))],
    ids=["level 0", "no limb", "not sure"],
)
def test_without_a_level_or_a_limb_nothing_is_drafted(value: Value) -> None:
    assert draft_of(FORM, {"eating": [value]}).outcomes == frozenset()


def test_outcome_ticks_draft_only_what_is_ticked() -> None:
    draft = draft_of(FORM, {"washing": [Value(level=2, limbs=("distress",), ticks=("toilet", "plain"))]})
    assert draft.outcomes == {"c"}


def test_evidence_hints_and_does_not_decide() -> None:
    draft = draft_of(FORM, {"organising": [Value(level=2, limbs=("cannot",))]})
    assert draft.outcomes == frozenset()
    assert draft.hints == {"f": ("Organising",), "h": ("Organising",)}


def test_both_sides_of_a_difference_are_drafted() -> None:
    draft = draft_of(FORM, {"eating": [Value(level=0), Value(level=1, limbs=("cannot",))]})
    assert draft.outcomes == {"a"}


CARERS_FORM = Form(
    **{
        **FORM.__dict__,
        "kind": "carer",
        "questions": (
            question("health", outcomes=("a",), ticks=(Tick("may-worsen", "It might get worse", outcome="a"),)),
            question("work", outcomes=("b-vi",)),
        ),
    }
)


def test_a_carers_health_counts_without_any_way_of_being_unable() -> None:
    assert draft_of(CARERS_FORM, {"health": [Value(level=1)], "work": [Value(level=2)]}).outcomes == {"a"}


def test_nobody_is_asked_in_what_way_they_cannot_do_their_own_health() -> None:
    asked = {question.id: ways_asked(CARERS_FORM, question) for question in CARERS_FORM.questions}
    assert asked == {"health": (), "work": CARERS_FORM.limbs}
    assert all(ways_asked(FORM, question) == FORM.limbs for question in FORM.questions)  # an adult's letter (a) is another one


@pytest.mark.parametrize("kind", ["adult", "carer"])
def test_every_outcome_has_plain_words_too(kind: str) -> None:
    assert in_plain_words(kind).keys() == outcomes_for(kind).keys()


def test_a_carers_health_at_risk_counts_while_it_is_not_harmed() -> None:
    assert draft_of(CARERS_FORM, {"health": [Value(level=0, ticks=("may-worsen",))]}).outcomes == {"a"}


def test_a_carer_unable_to_work_is_drafted() -> None:
    assert draft_of(CARERS_FORM, {"work": [Value(level=2, limbs=("distress",))]}).outcomes == {"b-vi"}


def test_a_need_without_a_tick_is_to_be_asked_about_and_not_lost() -> None:
    draft = draft_of(FORM, {"eating": [Value(level=2)], "washing": [Value(level=0)]})
    assert (draft.outcomes, draft.to_ask) == (frozenset(), ("Eating",))

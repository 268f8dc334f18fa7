"""What might my budget be: the formula's own figure, to the penny, and an honest range where it cannot be one."""

import json
from pathlib import Path
from typing import Any

import pytest

from commonpurse.access.actors import OPERATOR
from commonpurse.access.context import acting_as
from commonpurse.allocation import acts as allocation
from commonpurse.allocation.estimating import Asked, asked_of_anybody, estimate
from commonpurse.allocation.models import Scheme
from commonpurse.assessments.acts import publish_questionnaire
from commonpurse.assessments.answers import Value
from commonpurse.formula import allocate, read_given, read_scheme
from tests.journeys_of_the_tests import DANIELS_ANSWERS, QUESTIONNAIRES, SCHEMES, publish_the_reference

pytestmark = pytest.mark.django_db

EXAMPLES = json.loads((Path(__file__).parents[1] / "formula" / "examples.json").read_text())


@pytest.fixture
def published() -> dict[str, Asked]:
    publish_the_reference()
    found = {f"reference-{kind}": asked_of_anybody(kind) for kind in ("adult", "carer")}
    return {name: asked for name, asked in found.items() if asked}


def as_values(given: dict[str, Any], asked: Asked) -> dict[str, Value]:
    """An example's answers as somebody would give them; one to be costed by hand ticks what asks for it."""
    values = {name: Value(**answer) for name, answer in given["answers"].items()}
    if given.get("cost_by_hand"):
        name, tick = next((q.id, t.id) for q in asked.form.questions for t in q.ticks if t.cost_by_hand)
        values[name] = Value(**given["answers"][name], ticks=(tick,))
    return values


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["title"])
def test_every_worked_example_comes_out_to_the_penny(example: dict[str, Any], published: dict[str, Asked]) -> None:
    given, expected = example["given"], example["expected"]
    found = estimate(asked := published[example["scheme"]], as_values(given, asked))
    result = allocate(asked.rules, read_given(json.dumps(given)))
    if result.range_pence:
        if_nobody_helps = allocate(asked.rules, read_given(json.dumps({**given, "carer_willing_and_able": False})))
        assert if_nobody_helps.range_pence is not None
        assert (found.low, found.high) == (result.range_pence[0], if_nobody_helps.range_pence[1])
        assert found.not_sure == result.missing
        return
    assert found.high == result.gross_pence == expected["gross_pence"]
    assert found.needs_costing is (expected["state"] == "needs_costing")
    if given.get("carer_willing_and_able"):
        assert found.low == result.amount_pence == expected["amount_pence"]
    else:  # nobody has said yes in the example; here the lower figure is what it would be if they did
        assert found.high == result.amount_pence == expected["amount_pence"]


def test_the_examples_have_all_that_can_happen() -> None:
    assert {example["expected"].get("state") for example in EXAMPLES} == {"amount", "needs_costing", "cannot_say_yet"}
    assert any(example["given"].get("carer_willing_and_able") for example in EXAMPLES)


def test_where_nobody_helps_and_all_is_answered_there_is_one_figure(published: dict[str, Asked]) -> None:
    asked = published["reference-adult"]
    values = {question.id: Value(level=1) for question in asked.form.questions}
    found = estimate(asked, values)
    assert found.low == found.high
    assert (found.not_sure, found.help_counted, found.too_early) == ((), False, 0)


def test_help_without_pay_makes_two_figures_and_decides_nothing(published: dict[str, Asked]) -> None:
    found = estimate(published["reference-adult"], {**DANIELS_ANSWERS, "nights": Value(level=0)})
    assert found.help_counted
    assert found.low < found.high
    assert found.low == found.least.amount_pence
    assert found.high == found.least.gross_pence


def test_help_where_none_is_needed_changes_nothing_and_is_not_spoken_of(published: dict[str, Asked]) -> None:
    asked = published["reference-adult"]
    values = {question.id: Value(level=0, unpaid_quarters=4 if question.unpaid_help else None) for question in asked.form.questions}
    found = estimate(asked, values)
    assert (found.low, found.high, found.help_counted) == (0, 0, False)


def test_what_was_not_said_is_open_both_ways_and_the_lower_figure_has_every_line(published: dict[str, Asked]) -> None:
    asked = published["reference-adult"]
    found = estimate(asked, DANIELS_ANSWERS)
    assert found.not_sure == ("nights",)
    as_said = {question.id: DANIELS_ANSWERS[question.id] for question in asked.form.questions}
    assert found.low == estimate(asked, {**as_said, "nights": Value(level=0)}).low
    assert found.high == estimate(asked, {**as_said, "nights": Value(level=3)}).high
    assert {line.id for line in found.least.lines if line.step == "question"} == {question.id for question in asked.form.questions}


def test_from_less_than_half_it_is_too_early_to_say(published: dict[str, Asked]) -> None:
    asked = published["reference-carer"]
    names = [question.id for question in asked.form.questions]
    assert estimate(asked, dict.fromkeys(names[:4], Value(level=1))).too_early == 1
    assert not estimate(asked, dict.fromkeys(names[:5], Value(level=1))).too_early


def test_a_real_place_does_not_run_a_demonstrations_rules(settings: Any) -> None:
    publish_the_reference()
    settings.IN_DEMONSTRATION = False
    assert asked_of_anybody("adult") is None
    assert asked_of_anybody("carer") is None
    assert Scheme.objects.count() == 2


def test_where_nothing_is_published_there_is_no_estimate() -> None:
    assert asked_of_anybody("adult") is None


def test_a_real_places_own_rules_give_an_estimate_there(settings: Any) -> None:
    settings.IN_DEMONSTRATION = False
    source = (SCHEMES / "reference-adult.toml").read_bytes().replace(b'status = "demonstration"', b'status = "live"')
    with acting_as(OPERATOR):
        allocation.publish(source, by=OPERATOR)
        publish_questionnaire((QUESTIONNAIRES / "reference-adult.toml").read_bytes(), read_scheme(source), by=OPERATOR)
    asked = asked_of_anybody("adult")
    assert asked is not None
    assert asked.rules.status == "live"
    assert estimate(asked, DANIELS_ANSWERS).high > 0

"""Checking together: agree, or keep both sides with a note; then a named person decides about eligibility."""

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.allocation.entering import what_is_missing_to_work_out
from commonpurse.assessments.acts import checking, health
from commonpurse.assessments.acts.eligibility import decide_eligibility
from commonpurse.assessments.acts.health import end_health_basis, record_health_basis
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import Assessment, CheckEvent, EligibilityDecision, HealthBasis
from commonpurse.assessments.queries import (
    checked_answers,
    eligibility_of,
    health_bases_on,
    outdated_eligibility_of,
    road_goes_on,
)
from commonpurse.assessments.questionnaire import form_of
from commonpurse.foundation.clock import today
from commonpurse.journeys.models import Journey
from commonpurse.journeys.stages import Stage
from commonpurse.plans.queries import open_bases
from commonpurse.values.missing import NotReady, Stale
from tests.journeys_of_the_tests import a_prepared_assessment, a_sent_assessment
from tests.people_of_the_tests import Place


def questions_of(assessment: Assessment) -> list[str]:
    return [question.id for question in form_of(assessment.questionnaire.content).questions]


def fresh(assessment: Assessment) -> Assessment:
    return Assessment.objects.select_related("journey__person", "journey__team", "questionnaire").get(pk=assessment.pk)


def agree_on_everything(place: Place, assessment: Assessment) -> None:
    for question in questions_of(assessment):
        checking.agree_answer(assessment, question, Value(level=1, limbs=("cannot",)), by=place.as_sam)


def a_checked_assessment(place: Place) -> Assessment:
    assessment = a_sent_assessment(place)
    with acting_as(place.as_sam):
        assessment = fresh(assessment)
        agree_on_everything(place, assessment)
        checking.finish_checking(assessment, by=place.as_sam)
        return fresh(assessment)


def test_checking_is_finished_when_every_question_was_looked_at(place: Place) -> None:
    assessment = a_sent_assessment(place)
    with acting_as(place.as_sam):
        assessment = fresh(assessment)
        with pytest.raises(NotReady) as not_ready:
            checking.finish_checking(assessment, by=place.as_sam)
        assert len(not_ready.value.missing) == len(questions_of(assessment))
        agree_on_everything(place, assessment)
        checking.finish_checking(assessment, by=place.as_sam)
        assert fresh(assessment).journey.stage == Stage.INDICATIVE


def test_a_difference_keeps_both_sides_and_says_why(place: Place) -> None:
    assessment = fresh_in(place, a_sent_assessment(place))
    high, low = Value(level=2, limbs=("cannot",)), Value(level=1)
    with acting_as(place.as_sam):
        checking.record_difference(assessment, "nights", persons=high, practitioners=low, note="A diary shows fewer.", by=place.as_sam)
        kept = checked_answers(assessment)["nights"]
    assert (kept.agreed, kept.value, kept.practitioners_value) == (False, high, low)
    assert kept.side(practitioner=True) == low
    assert kept.side(practitioner=False) == high


def fresh_in(place: Place, assessment: Assessment) -> Assessment:
    with acting_as(place.as_sam):
        return fresh(assessment)


@pytest.mark.parametrize(
    ("practitioners", "note", "field"),
    [(Value(level=1), "", "note"), (Value(level=2), "We agree", "level")],
    ids=["no note", "no difference"],
)
def test_a_difference_needs_a_note_and_to_be_one(place: Place, practitioners: Value, note: str, field: str) -> None:
    assessment = fresh_in(place, a_sent_assessment(place))
    with acting_as(place.as_sam), pytest.raises(NotReady) as not_ready:
        checking.record_difference(assessment, "nights", persons=Value(level=2), practitioners=practitioners, note=note, by=place.as_sam)
    assert [one.field for one in not_ready.value.missing] == [field]


def test_the_database_itself_refuses_a_one_sided_difference(place: Place) -> None:
    assessment = fresh_in(place, a_sent_assessment(place))
    with acting_as(place.as_sam), pytest.raises(DatabaseError, match="two_sides"), transaction.atomic():
        CheckEvent.objects.create(
            assessment=assessment, person_id=assessment.person_id, question="nights", agreed=False, value={}, note="x", by_id=place.sam.pk
        )


def test_the_latest_word_holds_and_the_earlier_stays(place: Place) -> None:
    assessment = fresh_in(place, a_sent_assessment(place))
    with acting_as(place.as_sam):
        first = checking.agree_answer(assessment, "eating", Value(level=1), by=place.as_sam)
        checking.agree_answer(assessment, "eating", Value(level=3), seen=first.pk, by=place.as_sam)
        assert checked_answers(assessment)["eating"].value.level == 3
        assert CheckEvent.objects.filter(assessment=assessment, question="eating").count() == 2


def test_what_somebody_else_checked_meanwhile_is_not_passed_over(place: Place) -> None:
    assessment = fresh_in(place, a_sent_assessment(place))
    with acting_as(place.as_sam):
        first = checking.agree_answer(assessment, "eating", Value(level=1), by=place.as_sam)
        with pytest.raises(Stale, match="Somebody checked this answer"):
            checking.agree_answer(assessment, "eating", Value(level=2), by=place.as_priya)
        with pytest.raises(Stale):
            checking.record_difference(
                assessment, "eating", persons=Value(level=2), practitioners=Value(level=0), note="A diary.", by=place.as_priya
            )
        assert checking.agree_answer(assessment, "eating", Value(level=1), by=place.as_sam) == first  # pressed twice
        assert CheckEvent.objects.filter(question="eating").count() == 1


def test_only_an_answer_that_fits_its_question_is_checked(place: Place) -> None:
    assessment = fresh_in(place, a_sent_assessment(place))
    wrong = Value(level=0, limbs=("cannot",))
    with acting_as(place.as_sam):
        for value in (wrong, Value(level=9), Value(level=1, ticks=("no-such",))):
            with pytest.raises(NotReady):
                checking.agree_answer(assessment, "eating", value, by=place.as_sam)
        for persons, practitioners in ((wrong, Value(level=1)), (Value(level=1), wrong)):
            with pytest.raises(NotReady, match="You ticked what is hard"):
                checking.record_difference(
                    assessment, "eating", persons=persons, practitioners=practitioners, note="A diary.", by=place.as_sam
                )


def test_the_stage_is_read_anew_when_somebody_finished_meanwhile(place: Place) -> None:
    assessment = a_sent_assessment(place)
    with acting_as(place.as_sam):
        opened_before = fresh(assessment)
        assert opened_before.journey.stage == Stage.CHECKING
        agree_on_everything(place, fresh(assessment))
        checking.finish_checking(fresh(assessment), by=place.as_sam)
        with pytest.raises(NotReady, match="not open for checking"):
            checking.agree_answer(opened_before, "eating", Value(level=3), by=place.as_sam)
        with pytest.raises(NotReady, match="not open for checking"):
            checking.finish_checking(opened_before, by=place.as_sam)


def test_nothing_is_checked_before_the_answers_are_sent(place: Place) -> None:
    assessment = fresh_in(place, a_prepared_assessment(place))
    with acting_as(place.as_sam), pytest.raises(NotReady, match="not open for checking"):
        checking.agree_answer(assessment, "eating", Value(level=1), by=place.as_sam)


def test_a_stranger_may_not_check(place: Place) -> None:
    assessment = fresh_in(place, a_sent_assessment(place))
    with acting_as(place.as_sam), pytest.raises(Refused):
        checking.agree_answer(assessment, "eating", Value(level=1), by=place.as_charlie)


def test_checking_can_be_opened_again(place: Place) -> None:
    assessment = a_checked_assessment(place)
    with acting_as(place.as_sam):
        checking.reopen_checking(assessment, by=place.as_sam)
        assert fresh(assessment).journey.stage == Stage.CHECKING


def decide(place: Place, assessment: Assessment, **given: object) -> EligibilityDecision:
    usual: dict[str, object] = {
        "needs_arise": True,
        "outcomes": ["a", "b"],
        "significant_impact": True,
        "reasons": "She cannot eat or wash without help.",
    }
    with acting_as(place.as_sam):
        return decide_eligibility(assessment, **{**usual, **given}, by=place.as_sam)  # type: ignore[arg-type]


def test_a_named_person_decides_with_reasons(place: Place) -> None:
    assessment = a_checked_assessment(place)
    made = decide(place, assessment)
    assert (made.eligible, made.decided_by_id) == (True, place.sam.pk)
    with acting_as(place.as_sam):
        assert eligibility_of(assessment) == made


def test_a_decision_that_was_not_seen_is_not_passed_over(place: Place) -> None:
    assessment = a_checked_assessment(place)
    made = decide(place, assessment)
    with pytest.raises(Stale, match="was decided since"):
        decide(place, assessment)  # pressed twice, or in another tab
    with acting_as(place.as_sam):
        assert EligibilityDecision.objects.count() == 1
    later = decide(place, assessment, seen=made.pk)
    with acting_as(place.as_sam):
        assert eligibility_of(assessment) == later


def test_a_decision_does_not_outlive_the_answers_that_it_was_made_from(place: Place) -> None:
    assessment = a_checked_assessment(place)
    made = decide(place, assessment)
    with acting_as(place.as_sam):
        checking.reopen_checking(fresh(assessment), by=place.as_sam)
        assert eligibility_of(assessment) == made  # nothing has changed yet
        checking.finish_checking(fresh(assessment), by=place.as_sam)
        assert eligibility_of(assessment) is None
        assert outdated_eligibility_of(assessment) == made
    again = decide(place, fresh_in(place, assessment), seen=made.pk)
    with acting_as(place.as_sam):
        assert eligibility_of(assessment) == again
        assert outdated_eligibility_of(assessment) is None


def test_no_decision_without_reasons(place: Place) -> None:
    assessment = a_checked_assessment(place)
    with pytest.raises(NotReady, match="reasons"):
        decide(place, assessment, reasons=" ")


def test_not_eligible_is_a_proper_ending(place: Place) -> None:
    assessment = a_checked_assessment(place)
    with pytest.raises(NotReady, match="advice"):
        decide(place, assessment, outcomes=["a"])
    made = decide(place, assessment, outcomes=["a"], advice="Open Door visits at home.")
    assert made.eligible is False
    assert fresh_in(place, assessment).journey.stage == Stage.ENDED


def test_eligibility_is_not_decided_before_checking(place: Place) -> None:
    assessment = fresh_in(place, a_sent_assessment(place))
    with pytest.raises(NotReady, match="checked together"):
        decide(place, assessment)


def section_117(place: Place, journey: Journey, *, care_board: str = "Northmere ICB") -> HealthBasis:
    return record_health_basis(
        journey,
        kind=HealthBasis.Kind.SECTION_117,
        since=today(),
        council="Northmere",
        care_board=care_board,
        seen="Letter",
        by=place.as_sam,
    )


def test_section_117_names_who_is_responsible(place: Place) -> None:
    journey = fresh_in(place, a_sent_assessment(place)).journey
    with acting_as(place.as_sam):
        with pytest.raises(NotReady) as not_ready:
            record_health_basis(journey, kind=HealthBasis.Kind.SECTION_117, since=today(), seen="Letter", by=place.as_sam)
        assert {one.field for one in not_ready.value.missing} == {"council", "care_board"}
        basis = section_117(place, journey)
        assert health_bases_on(journey.person_id, today()) == [basis]
        with pytest.raises(NotReady, match="already"):
            section_117(place, journey, care_board="Another ICB")
        end_health_basis(basis, journey=journey, until=today(), by=place.as_sam)
        assert health_bases_on(journey.person_id, today()) == []


def test_the_database_itself_holds_one_ground_of_a_kind(place: Place) -> None:
    journey = fresh_in(place, a_sent_assessment(place)).journey
    held = {"person_id": journey.person_id, "kind": "personal_health_budget", "seen": "Letter", "recorded_by_id": place.sam.pk}
    with acting_as(place.as_sam):
        HealthBasis.objects.create(**held)
        with pytest.raises(DatabaseError, match="health_basis_held_once"), transaction.atomic():
            HealthBasis.objects.create(**held)
        HealthBasis.objects.update(until=today())
        HealthBasis.objects.create(**held)


def test_a_ground_that_was_recorded_at_the_same_moment_is_a_sentence(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    journey = fresh_in(place, a_sent_assessment(place)).journey
    monkeypatch.setattr(health, "_is_held", lambda *_: False)  # as the other transaction would be seen before it ends
    with acting_as(place.as_sam):
        record_health_basis(journey, kind="personal_health_budget", since=today(), seen="Letter", by=place.as_sam)
        with pytest.raises(NotReady, match="recorded already"):
            record_health_basis(journey, kind="personal_health_budget", since=today(), seen="Letter", by=place.as_sam)


def test_section_117_does_not_depend_on_the_care_act(place: Place) -> None:
    """A "no" under the Care Act ends nothing for somebody with section 117 aftercare; its negative control is the test above it."""
    assessment = a_checked_assessment(place)
    with acting_as(place.as_sam):
        section_117(place, assessment.journey)
    made = decide(place, fresh_in(place, assessment), outcomes=["a"], advice="Aftercare goes on.")
    assert made.eligible is False
    assert fresh_in(place, assessment).journey.stage == Stage.INDICATIVE
    with acting_as(place.as_sam):
        assert what_is_missing_to_work_out(fresh(assessment).journey) == []
        assert [basis.value for basis in open_bases(fresh(assessment).journey)] == ["s117"]


def test_a_carers_road_ends_with_a_no_whatever_health_basis_they_have(place: Place) -> None:
    """The exception is the adult's: it is not stretched over a carer's own journey."""
    assessment = a_checked_assessment(place)
    with acting_as(place.as_sam):
        section_117(place, assessment.journey)
        no = EligibilityDecision(assessment=assessment, eligible=False)
        assert road_goes_on(assessment, no)
        assessment.journey.kind = "carer"
        assert not road_goes_on(assessment, no)

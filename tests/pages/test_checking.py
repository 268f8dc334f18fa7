"""Checking together, on the page: every voice is kept, one press agrees only what was read, nothing is overwritten unseen."""

import re
from collections.abc import Mapping
from uuid import UUID, uuid4

import pytest

from commonpurse.access.context import acting_as
from commonpurse.assessments import acts, queries
from commonpurse.assessments.acts import checking
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import Assessment, CheckEvent, EligibilityDecision, Helper, Voice
from commonpurse.assessments.queries.voices import all_say_the_same, only_voice, persons_side, voices_of
from commonpurse.pages.value_form import ValueForm
from tests.browsing_of_the_tests import as_
from tests.journeys_of_the_tests import (
    DANIELS_ANSWERS,
    a_prepared_assessment,
    a_sent_assessment,
    an_answered_assessment,
    nobody_else_sees_the_screen,
)
from tests.people_of_the_tests import Place

LITTLE, MUCH = Value(level=1, limbs=("cannot",)), Value(level=3, limbs=("cannot",))


def say(place: Place, assessment: Assessment, question: str, value: Value, *, voice: str = Voice.CARER, who: str = "") -> None:
    with acting_as(place.as_sam) as sam:
        helper = None
        if who:
            helper = acts.note_helper(assessment, name=who, relationship="daughter", footing=Helper.Footing.OWN_WORDS, by=sam)
        acts.save_answer(assessment, question, voice, value, client_uuid=uuid4(), said_by=helper, by=sam)


def sent(place: Place, assessment: Assessment) -> str:
    with acting_as(place.as_sam) as sam:
        acts.send_answers(assessment, by=sam)
    nobody_else_sees_the_screen(place, assessment)
    return f"/work/journeys/{assessment.journey_id}/checking"


def two_children(place: Place, ruths: Value, pauls: Value) -> tuple[Assessment, str]:
    """Ruth and Paul each say what they see of their mother; the rest is Ruth's alone."""
    assessment = a_prepared_assessment(place, capacity=False)
    for question in DANIELS_ANSWERS:
        say(place, assessment, question, ruths, who="Ruth Ellis") if question == "eating" else say(
            place, assessment, question, LITTLE, voice=Voice.OBSERVED
        )
    say(place, assessment, "eating", pauls, who="Paul Ellis")
    return assessment, sent(place, assessment)


def shown(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def checked(place: Place, assessment: Assessment, question: str = "eating") -> Mapping[str, object] | None:
    with acting_as(place.as_sam):
        return CheckEvent.objects.filter(assessment=assessment, question=question).order_by("-pk").values("agreed", "value", "note").first()


def test_two_who_help_are_two_voices(place: Place) -> None:
    assessment, at = two_children(place, MUCH, LITTLE)
    with acting_as(place.as_sam):
        said = voices_of(assessment)["eating"]
        assert {(one.name, one.value) for one in said} == {("Ruth Ellis", MUCH), ("Paul Ellis", LITTLE)}
        assert persons_side(said).value == MUCH  # type: ignore[union-attr]  # never the lower by the order of names
        assert not all_say_the_same(said)
    page = as_(place.sam).get(f"{at}/eating").content.decode()
    assert page.count('name="agree_with"') == 2
    ruth = next(one for one in said if one.name == "Ruth Ellis")
    as_(place.sam).post(f"{at}/eating", {"agree_with": str(ruth.uuid), "seen": ""})
    assert checked(place, assessment) == {"agreed": True, "value": MUCH.as_json(), "note": ""}


def test_words_alone_of_one_who_helps_do_not_hide_the_answer_of_another(place: Place) -> None:
    assessment = a_prepared_assessment(place, capacity=False)
    for question in DANIELS_ANSWERS:
        say(place, assessment, question, LITTLE, who="Ruth Ellis")
    say(place, assessment, "eating", Value(words="I live far away."), who="Paul Ellis")
    with acting_as(place.as_sam):
        assert acts.what_is_missing_to_send_answers(assessment, by=place.as_sam) == []


@pytest.mark.parametrize(
    ("voices", "together", "alone"),
    [
        ({Voice.PERSON: LITTLE}, False, True),
        ({Voice.PRACTITIONER: LITTLE}, False, False),
        ({Voice.OBSERVED: LITTLE, Voice.PRACTITIONER: LITTLE}, False, False),
        ({Voice.PERSON: LITTLE, Voice.PRACTITIONER: LITTLE}, True, False),
        ({Voice.PERSON: LITTLE, Voice.PRACTITIONER: LITTLE, Voice.OBSERVED: MUCH}, False, False),
        ({Voice.PERSON: Value(not_sure=True), Voice.PRACTITIONER: Value(not_sure=True)}, False, False),
    ],
)
def test_what_one_press_may_agree(place: Place, voices: dict[str, Value], together: bool, alone: bool) -> None:
    assessment = a_prepared_assessment(place)
    for voice, value in voices.items():
        say(place, assessment, "eating", value, voice=voice)
    with acting_as(place.as_sam):
        said = voices_of(assessment)["eating"]
    assert (all_say_the_same(said), only_voice(said) is not None) == (together, alone)


def test_one_press_agrees_one_persons_answers_and_says_whose_they_are(place: Place) -> None:
    assessment = an_answered_assessment(place)
    say(place, assessment, "washing", DANIELS_ANSWERS["washing"], voice=Voice.PRACTITIONER)
    at, sam = sent(place, assessment), as_(place.sam)
    page = sam.get(at).content.decode()
    assert "Agree the 9 that only Daniel Okafor answered, as given" in page  # "not sure yet" is looked at by itself
    assert "weeks a year: " in page  # what one press agrees is on the page before it is pressed
    assert "Agree the 1 on which everybody says the same" in page
    whose = [re.findall(r'name="said" value="([^"]*)"', one) for one in page.split("<form")[1:] if "/alike" in one]
    alone, together = sorted(whose, key=len, reverse=True)
    sam.post(f"{at}/alike", {"whose": "Daniel Okafor", "said": alone[:3]})
    with acting_as(place.as_sam):
        assert CheckEvent.objects.count() == 3  # only what was on the page
    sam.post(f"{at}/alike", {"whose": "Daniel Okafor", "said": alone})
    sam.post(f"{at}/alike", {"whose": "", "said": together})
    with acting_as(place.as_sam):
        assert {one.field for one in checking.what_is_missing_to_finish_checking(assessment)} == {"nights"}


@pytest.mark.parametrize("posted", ["x", "person", "00000000-0000-0000-0000-000000000000"])
def test_agreeing_with_an_answer_that_is_not_there_is_a_sentence(place: Place, posted: str) -> None:
    assessment = a_sent_assessment(place)
    response = as_(place.sam).post(f"/work/journeys/{assessment.journey_id}/checking/eating", {"agree_with": posted})
    assert response.status_code == 409
    assert "What was said here has changed" in response.content.decode()
    assert checked(place, assessment) is None


def test_what_a_colleague_checked_meanwhile_is_shown_and_what_was_typed_stays(place: Place) -> None:
    assessment = a_sent_assessment(place)
    nobody_else_sees_the_screen(place, assessment)
    at = f"/work/journeys/{assessment.journey_id}/checking/eating"
    sam = as_(place.sam)
    page = sam.get(at).content.decode()
    mine = {"seen": shown(page, "seen"), "theirs": shown(page, "theirs"), "level": "0", "differ": "1", "note": "He cooks on Sundays."}
    as_(place.priya).post(at, {"seen": "", "level": "3", "limbs": ["cannot"], "agree": "1"})
    response = sam.post(at, mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody checked this answer since" in page
    assert "This was checked before" in page
    assert "He cooks on Sundays." in page
    assert (checked(place, assessment) or {})["agreed"] is True
    assert sam.post(at, mine | {"seen": shown(page, "seen")}).status_code == 302  # having looked
    assert (checked(place, assessment) or {})["note"] == "He cooks on Sundays."
    assert "He cooks on Sundays." in sam.get(at).content.decode().split("<textarea")[1]


@pytest.mark.parametrize("level", ["0", "not-sure"])
def test_ticks_are_refused_beside_no_help_and_never_left_out(place: Place, level: str) -> None:
    assessment = a_sent_assessment(place)
    form = queries.form_for(assessment)
    for name, ticked, sentence in (
        ("limbs", "cannot", "You ticked what is hard"),
        ("ticks", form.question("washing").ticks[0].id, "You ticked what this is about"),
    ):
        typed = ValueForm(
            {"level": level, name: [ticked]},
            form=form,
            question=form.question("washing"),
            initial_value=None,
        )
        assert sentence in str(typed.errors.get(name, "")), name
        response = as_(place.sam).post(
            f"/work/journeys/{assessment.journey_id}/checking/washing", {"level": level, name: [ticked], "agree": "1"}
        )
        assert sentence in response.content.decode()
    assert checked(place, assessment, "washing") is None


DECISION = {
    "needs_arise": "yes",
    "outcomes": ["a", "b"],
    "significant_impact": "yes",
    "reasons": "He cannot eat or wash without prompting.",
}


def a_decision(place: Place) -> tuple[Assessment, str, UUID]:
    assessment = a_sent_assessment(place)
    with acting_as(place.as_sam) as sam:
        for question, value in DANIELS_ANSWERS.items():
            checking.agree_answer(assessment, question, value, by=sam)
        checking.finish_checking(assessment, by=sam)
    at = f"/work/journeys/{assessment.journey_id}/eligibility"
    as_(place.sam).post(at, DECISION)
    with acting_as(place.as_sam):
        return assessment, at, EligibilityDecision.objects.get().pk


def test_a_decision_that_was_made_meanwhile_is_shown_and_what_was_typed_stays(place: Place) -> None:
    _, at, made = a_decision(place)
    response = as_(place.sam).post(at, DECISION | {"seen": "", "reasons": "Mine."})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Eligibility was decided since" in page
    assert "Mine." in page
    assert "He cannot eat or wash without prompting." in page
    assert shown(page, "seen") == str(made)
    as_(place.sam).post(at, DECISION | {"seen": "no uuid"})
    with acting_as(place.as_sam):
        assert EligibilityDecision.objects.count() == 1


def test_a_decision_older_than_the_answers_is_filled_in_to_be_decided_again(place: Place) -> None:
    assessment, at, made = a_decision(place)
    with acting_as(place.as_sam) as sam:
        checking.reopen_checking(assessment, by=sam)
        checking.finish_checking(assessment, by=sam)
    page = as_(place.sam).get(at).content.decode()
    assert "Decided before the answers changed; decide again" in page
    assert "He cannot eat or wash without prompting.</textarea>" in page
    assert shown(page, "seen") == str(made)
    assert "To the indicative budget" not in page
    assert as_(place.sam).post(at, DECISION | {"seen": str(made)}).status_code == 302
    assert "decide again" not in as_(place.sam).get(at).content.decode()

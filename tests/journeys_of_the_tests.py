"""Journeys for tests, named for where they stand. Everything is made by the real acts, as Sam unless it says otherwise."""

from collections.abc import Mapping
from importlib.resources import files
from uuid import uuid4

from commonpurse.access.actors import OPERATOR, Actor
from commonpurse.access.context import acting_as
from commonpurse.access.models import User
from commonpurse.allocation import acts as allocation
from commonpurse.assessments import acts as assessments
from commonpurse.assessments.acts.screen import say_who_sees_the_screen
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import AdvocacyDecision, Assessment, Helper, Questionnaire, Voice
from commonpurse.assessments.screen import Seen
from commonpurse.formula import read_scheme
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.models import Journey
from commonpurse.people import acts as people
from commonpurse.people.models import Person
from tests.people_of_the_tests import PASSWORD, Place, as_operator

SCHEMES = files("commonpurse.allocation") / "schemes"
QUESTIONNAIRES = files("commonpurse.assessments") / "questionnaires"

# What Daniel says: the ordinary run of things, some hard weeks, one "not sure yet".
DANIELS_ANSWERS: dict[str, Value] = {
    "eating": Value(level=1, worst_level=3, worst_weeks=8, unpaid_quarters=1, limbs=("cannot",)),
    "washing": Value(level=1, limbs=("cannot", "longer"), ticks=("washing",)),
    "getting-about": Value(level=0),
    "home": Value(level=2, limbs=("distress",), words="Letters pile up, then the floor goes too."),
    "people": Value(level=1, worst_level=3, worst_weeks=10, limbs=("distress",), words="When I am low I do not pick up."),
    "work": Value(level=2, limbs=("cannot", "distress")),
    "out-and-about": Value(level=1, limbs=("cannot",)),
    "children": Value(level=0),
    "organising": Value(level=2, limbs=("cannot",)),
    "staying-well": Value(level=2, worst_level=3, worst_weeks=8, limbs=("cannot",)),
    "nights": Value(not_sure=True),
}


def publish_the_reference(by: Actor = OPERATOR) -> list[Questionnaire]:
    """Publish the schemes and questionnaires that are shipped, for adults and for carers."""
    made = []
    for name in ("reference-adult", "reference-carer"):
        source = (SCHEMES / f"{name}.toml").read_bytes()
        words = (QUESTIONNAIRES / f"{name}.toml").read_bytes()
        with acting_as(by):
            allocation.publish(source, by=by)
            made.append(assessments.publish_questionnaire(words, read_scheme(source), by=by))
    return made


def a_started_journey(place: Place, *, person: Person | None = None, kind: Journey.Kind = Journey.Kind.ADULT) -> Journey:
    person = person or place.person()
    with acting_as(place.as_sam):
        return journeys.start_journey(person, kind=kind, team_id=place.team.pk, by=place.as_sam)


def an_account_of(place: Place, person: Person) -> User:
    """The person's own account, with the password that all accounts of the tests have."""
    with acting_as(place.as_sam):
        user, _ = people.give_sign_in(person, sign_in_name=f"{person.first_name}.{person.last_name}".lower(), by=place.as_sam)
    user.set_password(PASSWORD)
    with as_operator("accounts"):
        user.save()
    return user


def a_begun_assessment(place: Place, journey: Journey | None = None) -> Assessment:
    """Begun, with nothing prepared yet."""
    publish_the_reference()
    journey = journey or a_started_journey(place)
    with acting_as(place.as_sam):
        return assessments.begin_assessment(journey, by=place.as_sam)


def a_prepared_assessment(place: Place, *, capacity: bool = True, journey: Journey | None = None) -> Assessment:
    """Everything before the questions is done, and they are open. Without capacity, Ruth says what she sees."""
    assessment = a_begun_assessment(place, journey)
    sam = place.as_sam
    with acting_as(sam):
        assessments.note_explained(assessment, by=sam)
        if capacity:
            assessments.note_nobody_helps(assessment, by=sam)
        else:
            assessments.note_helper(assessment, name="Ruth Ellis", relationship="daughter", footing=Helper.Footing.OWN_WORDS, by=sam)
        assessments.decide_advocacy(
            assessment,
            very_hard_alone=not capacity,
            hard_with=[] if capacity else ["remember", "weigh"],
            someone_right="" if capacity else "Ruth Ellis",
            offer=AdvocacyDecision.Offer.NOT_NEEDED,
            by=sam,
        )
        assessments.decide_capacity_to_take_part(
            assessment,
            has_capacity=capacity,
            support_given="At home, in the morning, one question at a time.",
            reasons="" if capacity else "Cannot hold a question in mind long enough to answer it, on two mornings.",
            by=sam,
        )
        assessments.open_questions(assessment, by=sam)
    return assessment


def an_answered_assessment(
    place: Place,
    *,
    answers: Mapping[str, Value] | None = None,
    voice: str = Voice.PERSON,
    journey: Journey | None = None,
) -> Assessment:
    """Every question has an answer in one voice, written down by Sam; nothing is sent yet."""
    assessment = a_prepared_assessment(place, journey=journey)
    sam = place.as_sam
    with acting_as(sam):
        for question, value in (DANIELS_ANSWERS if answers is None else answers).items():
            assessments.save_answer(assessment, question, voice, value, client_uuid=uuid4(), by=sam)
    return assessment


def a_sent_assessment(place: Place, *, answers: Mapping[str, Value] | None = None, journey: Journey | None = None) -> Assessment:
    """The answers wait to be checked together."""
    assessment = an_answered_assessment(place, answers=answers, journey=journey)
    with acting_as(place.as_sam):
        assessments.send_answers(assessment, by=place.as_sam)
    return assessment


def nobody_else_sees_the_screen(place: Place, assessment: Assessment) -> None:
    """Sam sits alone, and has said so: every voice stands side by side."""
    with acting_as(place.as_sam) as sam:
        say_who_sees_the_screen(assessment, Seen.ALONE, by=sam)


def a_helper_who_signs_in(place: Place, assessment: Assessment) -> tuple[Helper, User]:
    """Ruth, with an account for her own words only."""
    sam = place.as_sam
    with acting_as(sam):
        helper = assessments.note_helper(assessment, name="Ruth Ellis", relationship="daughter", footing=Helper.Footing.OWN_WORDS, by=sam)
        user, _ = assessments.let_helper_sign_in(helper, "ruth.ellis", by=sam)
    return helper, user

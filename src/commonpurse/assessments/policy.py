"""Who may prepare an assessment, and who may answer in which voice."""

from uuid import UUID

from commonpurse.access.actors import OPERATOR, Actor, Role
from commonpurse.access.decisions import Decision, no, yes
from commonpurse.assessments.models import Assessment, Helper, Voice
from commonpurse.journeys.models import Journey
from commonpurse.journeys.policy import is_own
from commonpurse.people.queries import account_of, capacity_for

WORKERS_VOICES = frozenset({Voice.PERSON, Voice.CARER, Voice.PRACTITIONER, Voice.OBSERVED})


def may_publish(actor: Actor) -> Decision:
    """Questionnaires are published by whoever may publish schemes."""
    if actor == OPERATOR or actor.has_role(Role.ADMINISTRATOR, Role.COMMISSIONER):
        return yes("You may publish questionnaires.")
    return no("Only an administrator or a commissioner can publish a questionnaire.")


def may_answer(actor: Actor, assessment: Assessment, voice: str, *, has_capacity: bool | None, said_by: Helper | None = None) -> Decision:
    """To write down an answer one must
    - be the person, for the person's own words on their own assessment,
    - or help with it by name and have an account, for one's own words as a carer,
    - or work in the team that holds the journey, for what the person, a named helper, or oneself says or sees.

    The person's own words need capacity to take part; nobody answers with authority until an authority can be recorded.
    """
    if voice == Voice.PROXY:
        return no("No authority to answer is recorded.")
    if voice == Voice.CARER and (said_by is None or said_by.assessment_id != assessment.pk or said_by.ended_at is not None):
        return no("Say first who is helping. A carer's words need a name.")
    if voice == Voice.CARER and said_by is not None and said_by.footing != Helper.Footing.OWN_WORDS:
        return no("It is not set down that this helper says what they see, in their own words.")
    if voice == Voice.PERSON and has_capacity is not True:
        return no("These would not be the person's own words: it is not recorded that they can take part.")
    return _in_their_place(actor, assessment, voice, said_by)


def _in_their_place(actor: Actor, assessment: Assessment, voice: str, said_by: Helper | None) -> Decision:
    if actor.signed_in and actor.person_id == assessment.person_id:
        return yes("It is your own assessment.") if voice == Voice.PERSON else no("You answer here in your own words only.")
    if voice == Voice.CARER and said_by is not None and said_by.user_id == actor.user_id and actor.signed_in:
        return _own_words(said_by)
    if actor.works_in(_team_of(assessment)):
        return yes("Your team holds this journey.") if voice in WORKERS_VOICES else no("There is no such voice.")
    return no("You can write down only what you say yourself.")


def _own_words(helper: Helper) -> Decision:
    if helper.footing != Helper.Footing.OWN_WORDS:
        return no("You help with this assessment, and it is not set down that you speak for yourself in it.")
    return yes("These are your own words.")


def _team_of(assessment: Assessment) -> UUID | None:
    """The team that holds the journey, or None for somebody who may not see the journey at all."""
    return Journey.objects.filter(pk=assessment.journey_id).values_list("team_id", flat=True).first()


def may_let_see(actor: Actor, journey: Journey) -> Decision:
    """Whoever has an account lets others see their own, and nobody says it for them."""
    return yes("It is your own.") if is_own(actor, journey) else no("Only the person whom it is about lets others see it.")


def may_note_sharing(actor: Actor, journey: Journey) -> Decision:
    """To write down what somebody lets another see, as they said it, one must
    - be the worker who is responsible for their journey,
    - write it for somebody who has no account of their own,
    - who is not recorded as unable to take part, with support: nobody's yes is guessed.
    """
    name = journey.person.called
    if not (actor.works_in(journey.team_id) and journey.worker_id == actor.user_id):
        return no(f"Only the worker who is responsible for this journey can write down what {name} lets others see.")
    if account_of(journey.person_id) is not None:
        return no(f"{name} has an account, and says this there. Nobody else says it for them.")
    if _cannot_take_part(journey):
        return no(f"It is recorded that {name} cannot take part now, with support. So nothing is written down as their word here.")
    return yes(f"You are responsible, and {name} has no account.")


def _cannot_take_part(journey: Journey) -> bool:
    """As it was decided last for this journey. Where nobody decided, somebody is taken to be able.

    Source: Mental Capacity Act 2005, section 1(2).
    """
    assessment = Assessment.objects.filter(journey=journey).order_by("-begun_at").first()
    found = capacity_for(journey.person_id, about="assessment", about_id=assessment.pk) if assessment else None
    return found is not None and not found.has_capacity

"""A journey of a carer's own, beside the one of the person whom they help: begun by a worker with them, or by themselves."""

from uuid import UUID

from django.db import transaction

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import Decision, no, require, yes
from commonpurse.access.models import User
from commonpurse.assessments.models import Helper
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.models import Journey
from commonpurse.journeys.policy import may_work_on
from commonpurse.journeys.stages import Stage
from commonpurse.people import acts as people
from commonpurse.people.models import Person
from commonpurse.people.queries import carers_of, cares_for, of_this_name
from commonpurse.values.missing import Missing, NotReady


@transaction.atomic
def start_beside(
    journey: Journey,
    *,
    first_name: str,
    last_name: str,
    kind: str,
    helper: Helper | None = None,
    record: UUID | None = None,
    is_somebody_else: bool = False,
    by: Actor,
) -> Journey:
    """Start a carer's own journey with them, in the same team. `kind`: what they are to the person.

    `helper`: the carer as noted among those who help, so that an account for their own words opens their own record too.
    `record`: the record that the carer has with this team already; or it is said that they are `is_somebody_else` of the same name.
    A carer of somebody else has a journey as a carer already: the same one goes on, and is linked.
    """
    require(may_work_on(by, journey))
    if missing := _missing(first_name, last_name, kind):
        raise NotReady(missing)
    Journey.objects.select_for_update().get(pk=journey.pk)  # two presses at once: the second finds what the first one started
    name = f"{first_name.strip()} {last_name.strip()}"
    if any(caring.carer.name.casefold() == name.casefold() for caring in carers_of(by, journey.person_id)):
        raise NotReady([Missing(f"{first_name.strip()} has a journey as a carer already. Open that one.")])
    carer = _known(helper) or _with_a_record(journey, first_name, last_name, record, is_somebody_else=is_somebody_else)
    carer = carer or people.add_person(first_name=first_name, last_name=last_name, seen_by=journey.team_id, by=by)
    people.note_caring(carer, person_id=journey.person_id, called=journey.person.called, kind=kind, by=by)
    if helper is not None and helper.user_id is not None:
        people.link_account(carer, user_id=helper.user_id, by=by)
    there = Journey.objects.filter(person=carer, kind=Journey.Kind.CARER).exclude(stage=Stage.ENDED).first()
    return there or journeys.start_journey(carer, kind=Journey.Kind.CARER, team_id=journey.team_id, by=by)


def _missing(first_name: str, last_name: str, kind: str) -> list[Missing]:
    wanted = {
        "first_name": (first_name, "Write the carer's first name."),
        "last_name": (last_name, "Write the carer's last name."),
        "kind": (kind, "Write who they are to the person: daughter, friend."),
    }
    return [Missing(sentence, field) for field, (given, sentence) in wanted.items() if not given.strip()]


def _with_a_record(journey: Journey, first_name: str, last_name: str, record: UUID | None, *, is_somebody_else: bool) -> Person | None:
    """One person, one record: the one that was chosen. Raises NotReady while there is one of this name and nobody has said."""
    known = [one for one in of_this_name(journey.team_id, first_name, last_name) if one.pk != journey.person_id]
    chosen = next((one for one in known if one.pk == record), None)
    if chosen is None and known and not is_somebody_else:
        raise NotReady([Missing("Your team has a record of somebody of this name. Is it the same person?", "record")])
    return chosen


def _known(helper: Helper | None) -> Person | None:
    """The record that a helper's account opens already, when this worker may see it."""
    account = User.objects.filter(pk=helper.user_id).first() if helper and helper.user_id else None
    return Person.objects.filter(pk=account.person_id).first() if account and account.person_id else None


@transaction.atomic
def ask_for_own_journey(helper: Helper, *, by: Actor) -> Journey:
    """A helper with an account asks for a journey of their own, with the team and the worker of the person whom they help."""
    require(_may_ask(by, helper))
    beside = Journey.objects.get(pk=helper.assessment.journey_id)
    person = _own_record(helper, beside.team_id, by)
    there = Journey.objects.filter(person=person, kind=Journey.Kind.CARER).exclude(stage=Stage.ENDED).first()
    people.note_caring(person, person_id=helper.person_id, called=helper.person.called, kind=helper.relationship, by=by)
    return there or journeys.start_own_journey(person, team_id=beside.team_id, worker_id=beside.worker_id, by=by)


def _may_ask(by: Actor, helper: Helper) -> Decision:
    mine = by.signed_in and helper.user_id == by.user_id and helper.ended_at is None and helper.footing == Helper.Footing.OWN_WORDS
    return yes("You help, and you speak for yourself.") if mine else no("Only somebody who helps in their own words can ask for this here.")


def _own_record(helper: Helper, team_id: UUID, by: Actor) -> Person:
    if by.person_id is not None:
        return Person.objects.get(pk=by.person_id)
    first, _, last = helper.name.strip().partition(" ")
    return people.make_own_record(first_name=first, last_name=last or "(no last name given)", shared_with=team_id, by=by)


@transaction.atomic
def let_helper_open_own_record(carer: Person, helper: Helper, *, by: Actor) -> User:
    """Let the account that a carer has for their own words about somebody open their own record too."""
    if helper.user_id is None or helper.person_id not in set(cares_for(carer.pk).values_list("person_id", flat=True)):
        raise NotReady([Missing("This account is not the carer's own.")])
    return people.link_account(carer, user_id=helper.user_id, by=by)

"""Who may do what for a person."""

from uuid import UUID

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import Decision, no, yes
from commonpurse.access.models import User
from commonpurse.access.queries import is_held_by_team_of, is_open_to
from commonpurse.people.models import Caring, Person
from commonpurse.people.sections import PeopleSection


def may_work_with(actor: Actor, person: Person) -> Decision:
    """To correct who a person is, to note who is close to them, to decide about capacity and to let them sign in
    one must work, as practitioner or manager, in a team that holds their record as its case.
    """
    if not is_held_by_team_of(actor, person.pk):
        return no("Only somebody who works in a team that holds this record can do this.")
    return yes("Your team holds this record.")


def is_theirs(actor: Actor, person_id: UUID) -> bool:
    """Whether an account opens this record as the person's own, also in the moment in which it becomes so."""
    return actor.signed_in and User.objects.filter(pk=actor.user_id, person_id=person_id).exists()


def may_note_caring(actor: Actor, carer: Person, person_id: UUID) -> Decision:
    """To write down whom a carer helps one must
    - be that carer, and say already, in one's own words, what one sees of that person;
    - or work in a team that holds the records of both.
    """
    if is_theirs(actor, carer.pk) and is_open_to(actor, person_id, PeopleSection.HELPS):
        return yes("It is your own record, and you help.")
    return _holds_both(actor, carer.pk, person_id)


def may_end_caring(actor: Actor, caring: Caring) -> Decision:
    """The carer may end it at any time, without reasons; so may, with them, a team that holds the records of both."""
    if is_theirs(actor, caring.carer_id):
        return yes("It is your own.")
    return _holds_both(actor, caring.carer_id, caring.person_id)


def _holds_both(actor: Actor, carer_id: UUID, person_id: UUID) -> Decision:
    if not (is_held_by_team_of(actor, carer_id) and is_held_by_team_of(actor, person_id)):
        return no("Only the carer, or a team that works with both of them, can do this.")
    return yes("Your team holds both records.")

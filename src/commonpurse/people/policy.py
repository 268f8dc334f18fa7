"""Who may do what for a person."""

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import Decision, no, yes
from commonpurse.access.queries import is_held_by_team_of
from commonpurse.people.models import Person


def may_work_with(actor: Actor, person: Person) -> Decision:
    """To correct who a person is, to note who is close to them, to decide about capacity and to let them sign in
    one must work, as practitioner or manager, in a team that holds their record as its case.
    """
    if not is_held_by_team_of(actor, person.pk):
        return no("Only somebody who works in a team that holds this record can do this.")
    return yes("Your team holds this record.")

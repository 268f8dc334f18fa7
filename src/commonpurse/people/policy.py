"""Who may do what for a person."""

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import Decision, no, yes
from commonpurse.access.queries import is_held_by_team_of
from commonpurse.people.models import Person


def may_help_to_sign_in(actor: Actor, person: Person) -> Decision:
    """To give a person a new passphrase one must work in a team that holds their record."""
    if not is_held_by_team_of(actor, person.pk):
        return no("Only somebody who works in a team that holds this record can do this.")
    return yes("Your team holds this record.")

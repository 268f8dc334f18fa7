"""Who may have a document."""

from collections.abc import Sequence
from uuid import UUID

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import Decision, no, yes
from commonpurse.access.queries import is_held_by_team_of, is_open_to


def may_have(actor: Actor, *, person_id: UUID, sections: Sequence[str], for_staff: bool) -> Decision:
    """To have a document about somebody one must
    - be that person, or work in a team that holds their record,
    - see every part of the record that the document shows,
    - work there, where it was written for staff.
    """
    works = is_held_by_team_of(actor, person_id)
    if not works and (for_staff or actor.person_id != person_id):
        return no("Only the person and those who work with them can have this.")
    if not all(is_open_to(actor, person_id, section) for section in sections):
        return no("This shows a part of the record that you do not see.")
    return yes("You see everything that this shows.")

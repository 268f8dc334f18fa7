"""Who may keep a draft: whoever may open what it is about."""

from uuid import UUID

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import Decision, no, yes
from commonpurse.access.queries import is_open_to


def may_keep_draft(actor: Actor, person_id: UUID, section: str) -> Decision:
    if is_open_to(actor, person_id, section):
        return yes("This part of the record is open to you.")
    return no("This part of the record is not open to you.")

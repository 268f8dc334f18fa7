"""Who may found and administer organisations and teams."""

from uuid import UUID

from commonpurse.access.actors import OPERATOR, Actor, Role
from commonpurse.access.decisions import Decision, no, yes
from commonpurse.organisations.models import Team


def may_found(actor: Actor) -> Decision:
    """An organisation and its first administrator come from the server's own command line, never from a page."""
    if actor == OPERATOR:
        return yes("You run this server.")
    return no("Only whoever runs this server can add an organisation.")


def may_administer(actor: Actor, organisation_id: UUID) -> Decision:
    """To invite, to change roles and to end memberships one must be an administrator of that organisation."""
    if actor.administers(organisation_id):
        return yes("You are an administrator of this organisation.")
    return no("Only an administrator of this organisation can do this.")


def may_change_team(actor: Actor, team: Team) -> Decision:
    """A shared team belongs to each of its organisations: an administrator of any of them may name and share it."""
    mine = [m.organisation_id for m in actor.memberships if m.role == Role.ADMINISTRATOR]
    if team.organisations.filter(pk__in=mine).exists():
        return yes("You are an administrator of an organisation that has this team.")
    return no("Only an administrator of an organisation that has this team can do this.")

"""Who may found and administer organisations and teams."""

from uuid import UUID

from commonpurse.access.actors import OPERATOR, Actor, Role
from commonpurse.access.decisions import Decision, no, yes
from commonpurse.access.models import User
from commonpurse.organisations.models import Invitation, Membership, Team


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


def may_give_role(actor: Actor, user_id: UUID) -> Decision:
    """Nobody gives a role or a limit to themselves: an administrator who agrees plans was made a manager by another one."""
    if user_id == actor.user_id:
        return no("Nobody changes their own role or limit. Ask another administrator.")
    return yes("It is somebody else.")


def may_change_role(actor: Actor, old: Membership, *, role: Role, team_id: UUID | None, approval_limit_pence: int) -> Decision:
    """One's own limit may be lowered, and nothing else about one's own place."""
    lowered = (old.role, old.team_id) == (role, team_id) and approval_limit_pence <= old.approval_limit_pence
    return yes("It is less than before.") if lowered else may_give_role(actor, old.user_id)


def may_take_up(actor: Actor, account: User, invitation: Invitation) -> Decision:
    """An invitation is for whoever has its address, with an account that is used for work, and never for whoever wrote it."""
    if invitation.made_by_id == actor.user_id:
        return may_give_role(actor, actor.user_id)
    if account.person_id is not None:
        return no(
            "This account is for your own record. Ask for an invitation to another e-mail address, and work with an account of its own."
        )
    if account.email.lower() != invitation.email.lower():
        return no("This invitation was sent to another e-mail address than the one of your account. Sign out, then open the link again.")
    return yes("It was sent to you.")


def may_share_team(actor: Actor, team: Team) -> Decision:
    """Whoever shares a team lets others see everybody it works with: only the organisation that founded it decides that."""
    if team.founded_by_id is not None and actor.administers(team.founded_by_id):
        return yes("Your organisation founded this team.")
    return no("Only an administrator of the organisation that founded this team decides who shares it.")


def may_stop_sharing(actor: Actor, team: Team, with_id: UUID) -> Decision:
    """The founder may end any sharing; a partner may leave."""
    return yes("It is your own organisation that leaves.") if actor.administers(with_id) else may_share_team(actor, team)


def may_change_team(actor: Actor, team: Team) -> Decision:
    """A shared team belongs to each of its organisations: an administrator of any of them may name it."""
    mine = [m.organisation_id for m in actor.memberships if m.role == Role.ADMINISTRATOR]
    if team.organisations.filter(pk__in=mine).exists():
        return yes("You are an administrator of an organisation that has this team.")
    return no("Only an administrator of an organisation that has this team can do this.")

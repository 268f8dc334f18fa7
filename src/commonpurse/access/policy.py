"""Who may touch an account that is not theirs, and who may shut somebody out of a record."""

from uuid import UUID

from commonpurse.access.actors import Actor, Role, memberships_of
from commonpurse.access.decisions import Decision, no, yes
from commonpurse.access.models import Never, User
from commonpurse.access.queries import is_account_of, is_privacy_officer_of


def may_be_given_a_password(actor: Actor, account: User) -> Decision:
    """A worker may give a new password to an account that opens only what they could open themselves:

    - not their own (they change it, and say the old one),
    - not one that is also used for work: whoever gives a password can use it, and so would gain that person's role.
    """
    if account.pk == actor.user_id:
        return no("This is your own account. Change your password on its page.")
    if memberships_of(account.pk):
        return no("This account is also used for work here. A new password can only be chosen with a link by e-mail.")
    return yes("The account is used for nothing but this.")


def may_shut_out(actor: Actor, *, user_id: UUID, person_id: UUID) -> Decision:
    """To shut somebody out of a record for good, whatever their work opens, one must
    - be the person whose record it is,
    - or the privacy officer of an organisation whose team holds it, who is not shut out of it,
    - and name neither oneself, which would be undone by nobody who notices, nor the person whose record it is.
    """
    if user_id == actor.user_id:
        return no("You cannot shut yourself out.")
    if is_account_of(user_id, person_id):
        return no("Nobody is shut out of their own record.")
    if actor.person_id == person_id:
        return yes("It is your own record.")
    if actor.has_role(Role.PRIVACY) and is_privacy_officer_of(person_id):
        return yes("You look after who looks, for an organisation that holds this record.")
    return no("Only the person whose record it is, or a privacy officer, can shut somebody out of it.")


def may_let_in_again(actor: Actor, never: Never) -> Decision:
    """What the person said, only the person takes back; what a privacy officer said, a privacy officer."""
    own, said_it = actor.person_id == never.person_id, is_account_of(never.given_by_id, never.person_id)
    if said_it:
        return yes("You said it yourself.") if own else no("The person whose record it is said this, and only they take it back.")
    if own:
        return no("A privacy officer said this. Ask them to take it back.")
    return may_shut_out(actor, user_id=never.user_id, person_id=never.person_id)

"""Who may touch an account that is not theirs."""

from commonpurse.access.actors import Actor, memberships_of
from commonpurse.access.decisions import Decision, no, yes
from commonpurse.access.models import User


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

"""An account that a helper has from somewhere else: a link with which they say so themselves, and the worker who then joins it.

Neither side learns anything before: the worker does not know whether there is an account, nor the helper whom the team works with.
"""

import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import Decision, no, require, yes
from commonpurse.access.models import User
from commonpurse.assessments.acts.preparation import let_say_more, without_account
from commonpurse.assessments.models import AccountLink, Helper
from commonpurse.assessments.queries.joining import link_for, waiting_links
from commonpurse.foundation.clock import now
from commonpurse.journeys.policy import may_work_on
from commonpurse.organisations.rules import hash_of
from commonpurse.values.missing import Missing, NotReady

LINK_HOLDS = timedelta(days=7)
GONE = "This link cannot be used any more. Ask whoever gave it to you for a new one."


@transaction.atomic
def make_link(helper: Helper, *, by: Actor) -> tuple[AccountLink, str]:
    """A link for a helper who has an account of their own. Returns its secret, which is kept nowhere. Only the newest works."""
    require(may_work_on(by, helper.assessment.journey))
    row = without_account(helper)
    _withdraw(waiting_links(row))
    secret = secrets.token_urlsafe(32)
    made = AccountLink.objects.create(
        helper=row,
        person_id=row.person_id,
        team_id=row.assessment.journey.team_id,
        secret_hash=hash_of(secret),
        made_by_id=by.user_id,
        made_at=now(),
        expires_at=now() + LINK_HOLDS,
    )
    return made, secret


@transaction.atomic
def withdraw_link(helper: Helper, *, by: Actor) -> None:
    """Nothing that was made for this helper and is not joined yet works any more. Twice is once."""
    require(may_work_on(by, helper.assessment.journey))
    _withdraw(waiting_links(helper))


def _withdraw(links: QuerySet[AccountLink]) -> None:
    links.update(withdrawn_at=now())


@transaction.atomic
def say_it_is_mine(secret: str, *, by: Actor) -> AccountLink:
    """Whoever holds the link says: this account is mine, and that team may know its name. Said twice is once."""
    link = link_for(secret, by)
    if link is None:
        raise NotReady([Missing(GONE)])
    locked = AccountLink.objects.select_for_update().get(pk=link.pk)
    require(may_say_so(by, locked))
    if locked.account_id is None:
        locked.account_id, locked.agreed_at = by.user_id, now()
        locked.save(update_fields=["account_id", "agreed_at"])
    return locked


def may_say_so(actor: Actor, link: AccountLink) -> Decision:
    """With an account of one's own, which is not used for work, and not about oneself."""
    if not actor.signed_in or actor.memberships or actor.user_id == link.made_by_id:
        return no("Sign in with your own account, not with one that is used for work. Then open the link again.")
    if actor.person_id == link.person_id:
        return no("This link is for somebody who helps. It was given to you by mistake: ask for another one.")
    return yes("It is your own account.")


@transaction.atomic
def join_account(helper: Helper, account_id: UUID, *, by: Actor) -> User:
    """Open a helper's own words to the account whose owner agreed. `account_id`: the one whose name the worker saw."""
    require(may_work_on(by, helper.assessment.journey))
    row = without_account(helper)
    link = waiting_links(row).select_for_update().filter(account_id=account_id).first()
    user = User.objects.filter(pk=account_id, is_active=True).first()
    if link is None or user is None:
        raise NotReady([Missing("Nobody has agreed with this account. Look at the page again.")])
    if Helper.objects.filter(assessment=row.assessment, user_id=user.pk, ended_at=None).exists():
        raise NotReady([Missing("Somebody else who helps here uses this account. Each has their own.")])
    link.joined_at = now()
    link.save(update_fields=["joined_at"])
    let_say_more(row, user, by=by)
    helper.user_id = user.pk
    return user

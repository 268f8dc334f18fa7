"""Links with which a helper says which account is theirs: those that wait, and the one that a secret opens."""

from django.db import connection
from django.db.models import Q, QuerySet

from commonpurse.access.actors import Actor
from commonpurse.assessments.models import AccountLink, Helper
from commonpurse.assessments.records import SHOWN_SECRET
from commonpurse.foundation.clock import now
from commonpurse.organisations.rules import hash_of


def waiting_links(helper: Helper) -> QuerySet[AccountLink]:
    """What was made for a helper and is neither withdrawn nor joined nor too old. An agreement waits for the worker without an end."""
    fresh = Q(expires_at__gt=now()) | Q(agreed_at__isnull=False)
    return AccountLink.objects.filter(fresh, helper=helper, withdrawn_at=None, joined_at=None)


def link_for(secret: str, actor: Actor) -> AccountLink | None:
    """The link that a secret opens, while it can still be used or was by this very account. The database shows the row to nobody else."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config(%s, %s, true)", [SHOWN_SECRET, hash_of(secret)])
    mine_or_open = Q(account_id=None, expires_at__gt=now()) | Q(account_id=actor.user_id)
    rows = AccountLink.objects.filter(mine_or_open, secret_hash=hash_of(secret), withdrawn_at=None)
    return rows.select_related("team").first()

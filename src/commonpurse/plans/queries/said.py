"""What the person says of a plan, and what was answered."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commonpurse.foundation.clock import LONDON
from commonpurse.plans.models import Plan, Saying
from commonpurse.plans.queries.contents import contents_sha256
from commonpurse.plans.statement import PersonSaid


@dataclass(frozen=True)
class SaidOfPlan:
    """The last that the person said of a plan, and what was answered. `as_it_stands`: nothing in the plan has changed since."""

    agrees: bool
    words: str
    how: str
    by_id: UUID
    at: datetime
    as_it_stands: bool
    reply: str
    reply_by_id: UUID | None
    reply_at: datetime | None

    @property
    def who_wrote(self) -> set[UUID]:
        return {self.by_id} | ({self.reply_by_id} if self.reply_by_id else set())


def said_of(plan: Plan) -> SaidOfPlan | None:
    """What the person says of this plan; None while they have said nothing."""
    row = Saying.objects.filter(plan=plan).select_related("reply").order_by("-at", "-pk").first()
    if row is None:
        return None
    reply = getattr(row, "reply", None)
    return SaidOfPlan(
        agrees=row.agrees,
        words=row.words,
        how=row.how,
        by_id=row.by_id,
        at=row.at,
        as_it_stands=row.contents_sha256 == contents_sha256(plan),
        reply=reply.words if reply else "",
        reply_by_id=reply.by_id if reply else None,
        reply_at=reply.at if reply else None,
    )


def said_for(plan: Plan) -> PersonSaid | None:
    """What the person says of a plan, as a letter prints it."""
    said = said_of(plan)
    if said is None:
        return None
    on = said.at.astimezone(LONDON).date().isoformat()
    return PersonSaid(said.agrees, said.words, said.how, on, said.as_it_stands, said.reply)

"""A plan as it stands: being written, sent to be agreed, or agreed."""

from dataclasses import dataclass

from commonpurse.documents.facts.contact import Contact
from commonpurse.documents.facts.decision import DecidedLine, Now, Said, Share
from commonpurse.values.frozen import Grows
from commonpurse.values.money import Pence

FORMAT = 1
WRITING, SENT, AGREED = "writing", "sent", "agreed"


@dataclass(frozen=True)
class PlanFacts(Grows):
    """Every amount is pence `each`. `left_pence` is what the first figure leaves to plan, `over_pence` how far the lines go beyond it."""

    person: str
    called: str
    kind: str
    contact: Contact
    dated: str
    state: str
    each: str
    outcomes: tuple[str, ...]
    lines: tuple[DecidedLine, ...]
    total_pence: Pence
    shares: tuple[Share, ...]
    not_planned_pence: Pence
    indicative_pence: Pence | None
    left_pence: Pence
    over_pence: Pence
    now: tuple[Now, ...]
    now_pence: Pence
    reference: tuple[tuple[str, str], ...]
    said: Said | None = None
    to: tuple[str, ...] = ()
    format: int = FORMAT

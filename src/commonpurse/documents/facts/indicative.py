"""A first figure and why it is what it is, line by line, from frozen runs."""

from dataclasses import dataclass

from commonpurse.documents.facts.contact import Contact
from commonpurse.documents.facts.decision import Share
from commonpurse.values.frozen import Grows
from commonpurse.values.money import Pence

FORMAT = 1


@dataclass(frozen=True)
class WhyLine(Grows):
    """One line of a run: money (`pence`) or points, and the sentence that the run froze with it."""

    title: str
    pence: Pence | None
    points: str
    because: str


@dataclass(frozen=True)
class WhySide(Grows):
    """One run. Of two sides that differ each has its own figure."""

    title: str
    pence: Pence | None
    lines: tuple[WhyLine, ...]
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class CostedLine(Grows):
    """One line of a costing by hand, for a week. `hours` as they are written: "10", "2.5"."""

    what: str
    hours: str
    rate_pence: Pence
    pence: Pence
    why: str


@dataclass(frozen=True)
class IndicativeFacts(Grows):
    """`pence` is none where it cannot be said yet; then `least_pence` and `most_pence` are what it can become.

    Of two `sides` without a costing each has its own figure, and `pence` is none of the two. `agreed_on`: when a plan was agreed that
    started from this.
    """

    person: str
    called: str
    contact: Contact
    made_on: str
    each: str
    pence: Pence | None
    year_pence: Pence | None
    least_pence: Pence | None
    most_pence: Pence | None
    missing: tuple[str, ...]
    needs_costing: bool
    costed: tuple[CostedLine, ...]
    costed_pence: Pence | None
    costed_why: str
    sides: tuple[WhySide, ...]
    who_pays_because: str
    to_pay: str
    helped_with: tuple[str, ...]
    changed_since: bool
    reference: tuple[tuple[str, str], ...]
    agreed_on: str = ""
    to: tuple[str, ...] = ()
    format: int = FORMAT

"""The person banner: who a page is about, on every page about somebody."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import holder_name
from commonpurse.people.models import Person


@dataclass(frozen=True)
class Banner:
    name: str
    born: date | None
    nhs_number: str
    held_by: str = ""
    since: datetime | None = None


def banner(person: Person, journey: Journey | None = None, *, names: dict[UUID, str] | None = None) -> Banner:
    """`names`: users' names by uuid, for saying who holds the journey."""
    held_by = holder_name(journey, names or {}) if journey else ""
    return Banner(person.name, person.born, person.nhs_number, held_by, journey.stage_since if journey else None)

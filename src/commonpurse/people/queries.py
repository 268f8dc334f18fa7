"""Reads of people for pages and other apps."""

from datetime import date
from unicodedata import category
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from commonpurse.access.actors import Actor
from commonpurse.access.models import User
from commonpurse.access.queries import cases_of, held_as_case_by, people_open_to
from commonpurse.people.models import WHOLE, CapacityDecision, CarersStatement, Caring, Person, Relationship
from commonpurse.people.sections import PeopleSection


def visible_to(actor: Actor) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=people_open_to(actor, PeopleSection.IDENTITY))


def typed_search(text: str) -> str:
    """What somebody typed to find a person: without control characters, which no name has and no database takes."""
    return "".join(" " if category(letter) in {"Cc", "Cs"} else letter for letter in text).strip()[:100]


def of_this_name(team_id: UUID, first_name: str, last_name: str) -> QuerySet[Person]:
    """People of one name whose records a team holds, as far as the actor may see: for finding that somebody has a record already."""
    called = Q(first_name__iexact=first_name.strip()) | Q(known_as__iexact=first_name.strip())
    return Person.objects.filter(called, pk__in=held_as_case_by(team_id), last_name__iexact=last_name.strip()).order_by("born", "pk")


def found_by(search: str) -> Q:
    """Rows whose `person` has each of these words in a first, last or usual name, or this beginning of an NHS number, spaces or not."""
    words = typed_search(search).split()
    if (digits := "".join(words)).isdecimal():
        return Q(person__nhs_number__startswith=digits)
    found = Q()
    for word in words:
        found &= Q(person__first_name__icontains=word) | Q(person__last_name__icontains=word) | Q(person__known_as__icontains=word)
    return found


def close_to(person_id: UUID) -> QuerySet[Relationship]:
    return Relationship.objects.filter(person_id=person_id, ended_at=None).order_by("noted_at")


def shown_names(person_ids: set[UUID]) -> dict[UUID, str]:
    """The names of those who let the actor see something of theirs, account or not. The database gives no other name by it."""
    if not person_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select person_id, name from people_shown_names(%s)", [list(person_ids)])
        return dict(cursor.fetchall())


def found_for_privacy(*, nhs_number: str = "", first_name: str = "", last_name: str = "", born: date | None = None) -> dict[UUID, str]:
    """Who exactly has this number, or this name and birthday, among the records that the actor looks after as privacy officer.

    Names by uuid: the database gives nothing else of them, and nobody to anybody else.
    """
    with connection.cursor() as cursor:
        typed = [nhs_number, first_name.strip(), last_name.strip(), born]
        cursor.execute("select person_id, name from people_found_for_privacy(%s, %s, %s, %s)", typed)
        return dict(cursor.fetchall())


def named_for_privacy(person_ids: set[UUID]) -> dict[UUID, str]:
    """The names of these people, as far as the actor looks after their records as privacy officer."""
    if not person_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select person_id, name from people_named_for_privacy(%s)", [list(person_ids)])
        return dict(cursor.fetchall())


def account_of(person_id: UUID) -> User | None:
    return User.objects.filter(person_id=person_id).first()


def capacity_for(person_id: UUID, *, about: str, about_id: UUID | None = None) -> CapacityDecision | None:
    """The latest decision about one decision, or None when nobody has made one."""
    return CapacityDecision.objects.filter(person_id=person_id, about=about, about_id=about_id).order_by("-decided_at").first()


def quarters_with_a_current_yes(person_id: UUID, on: date) -> dict[str, int]:
    """How many quarters of each need its carers' yeses cover on a day: the parts of all of them together, never above four."""
    latest: dict[tuple[UUID, str], CarersStatement] = {}
    for said in CarersStatement.objects.filter(person_id=person_id).order_by("said_at"):
        latest[(said.carer_id, said.need)] = said
    covered: dict[str, int] = {}
    for said in latest.values():
        if is_yes(said, on):
            covered[said.need] = min(WHOLE, covered.get(said.need, 0) + part_of(said))
    return covered


def part_of(said: CarersStatement) -> int:
    """How many quarters of a need a yes means."""
    return WHOLE if said.quarters is None else said.quarters


def is_yes(said: CarersStatement, on: date) -> bool:
    """Whether a statement is a yes that holds on a day."""
    return said.says == CarersStatement.Says.YES or (
        said.says == CarersStatement.Says.YES_UNTIL and said.until is not None and on < said.until
    )


def statements_of(caring: Caring) -> dict[str, CarersStatement]:
    """One carer's latest word on each need of the person whom they help."""
    rows = CarersStatement.objects.filter(carer_id=caring.carer_id, person_id=caring.person_id)
    return {row.need: row for row in rows.order_by("said_at")}


def cares_for(carer_id: UUID) -> QuerySet[Caring]:
    """Whom a carer helps now."""
    return Caring.objects.filter(carer_id=carer_id, ended_at=None).order_by("noted_at")


def helped_before(carer_id: UUID) -> QuerySet[Caring]:
    """Whom a carer helped, and helps no more."""
    return Caring.objects.filter(carer_id=carer_id).exclude(ended_at=None).order_by("-ended_at")


def carers_of(actor: Actor, person_id: UUID) -> QuerySet[Caring]:
    """Who helps a person and has a record of their own, for a worker whose team holds that record too."""
    held = cases_of(actor, PeopleSection.IDENTITY)
    return Caring.objects.filter(person_id=person_id, ended_at=None, carer_id__in=held).select_related("carer").order_by("noted_at")

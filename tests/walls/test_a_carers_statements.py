"""A carer reaches their own statements about a person, and nothing else of that person's; nobody else writes them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from commonpurse.access.actors import Actor
from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.access.registry import personal
from commonpurse.journeys.models import Journey
from commonpurse.people import acts as people
from commonpurse.people.models import CarersStatement, Caring
from commonpurse.people.queries import statements_of
from tests.budgets_of_the_tests import a_plan_sent
from tests.carers_of_the_tests import Carer, a_carer
from tests.journeys_of_the_tests import an_account_of
from tests.people_of_the_tests import Place, actor_of


@dataclass
class Sides:
    ruth: Carer
    mother: Actor
    place: Place


@pytest.fixture
def sides(place: Place) -> Sides:
    """Somebody with answers, a budget and a plan, an account, and a carer who has said a yes and a no."""
    journey = a_plan_sent(place).journey
    mother = an_account_of(place, journey.person)
    ruth = a_carer(place, journey)
    ruth.says("eating", "yes")
    ruth.says("home", "no")
    return Sides(ruth, actor_of(mother), place)


def rows_about(person_id: UUID) -> dict[str, int]:
    """How many rows of each table about people show up for one person, by the database alone."""
    found = {}
    with connection.cursor() as cursor:
        for record in personal():
            cursor.execute(f'select count(*) from "{record.table}" where {record.person} = %s', [person_id])
            found[record.table] = int(cursor.fetchone()[0])
    return {table: count for table, count in found.items() if count}


def test_she_reaches_her_own_words_and_nothing_else_of_her_mothers(sides: Sides) -> None:
    with acting_as(sides.ruth.actor):
        assert rows_about(sides.ruth.caring.person_id) == {"people_carersstatement": 2}
        assert {need: said.says for need, said in statements_of(sides.ruth.caring).items()} == {"eating": "yes", "home": "no"}
    with acting_as(sides.place.as_sam):
        assert len(rows_about(sides.ruth.caring.person_id)) > 8  # the negative control: it is there


def test_her_mother_reaches_nothing_of_hers(sides: Sides) -> None:
    with acting_as(sides.mother):
        assert rows_about(sides.ruth.caring.carer_id) == {}
        assert not CarersStatement.objects.exists()
        assert not Caring.objects.exists()


def test_another_carer_of_the_same_person_does_not_see_what_she_said(sides: Sides) -> None:
    alan = a_carer(sides.place, _journey_of_mother(sides), "Alan", "Ellis")
    with acting_as(alan.actor):
        assert not CarersStatement.objects.exists()
        assert rows_about(sides.ruth.caring.carer_id) == {}


def _journey_of_mother(sides: Sides) -> Journey:
    with acting_as(sides.place.as_sam):
        return Journey.objects.select_related("person").get(person_id=sides.ruth.caring.person_id)


def test_nobody_says_it_for_her(sides: Sides) -> None:
    with acting_as(sides.place.as_sam) as sam, pytest.raises(Refused):
        people.state_as_carer(sides.ruth.caring, need="washing", says="yes", by=sam)
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(), acting_as(sides.place.as_sam):
        CarersStatement.objects.create(
            carer_id=sides.ruth.caring.carer_id, person_id=sides.ruth.caring.person_id, need="washing", says="yes"
        )


def test_she_says_nothing_about_somebody_whom_she_does_not_help(sides: Sides) -> None:
    stranger = sides.place.person("Nell", "Shah", date(1960, 1, 1))
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(), acting_as(sides.ruth.actor):
        CarersStatement.objects.create(carer_id=sides.ruth.caring.carer_id, person_id=stranger.pk, need="washing", says="yes")
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(), acting_as(sides.ruth.actor):
        Caring.objects.create(carer_id=sides.ruth.caring.carer_id, person_id=stranger.pk, called="Nell", kind="friend")


def test_a_stranger_sees_neither_side(sides: Sides) -> None:
    with acting_as(sides.place.as_charlie):
        assert rows_about(sides.ruth.caring.person_id) == {}
        assert rows_about(sides.ruth.caring.carer_id) == {}

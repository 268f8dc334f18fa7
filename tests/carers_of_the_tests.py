"""Carers with a record and an account of their own, for tests. Everything is made by the real acts."""

from dataclasses import dataclass
from datetime import date

from commonpurse.access.actors import Actor
from commonpurse.access.context import acting_as
from commonpurse.access.models import User
from commonpurse.assessments import acts as assessments
from commonpurse.journeys.models import Journey
from commonpurse.people import acts as people
from commonpurse.people.models import WHOLE, CarersStatement, Caring, Person
from commonpurse.people.queries import cares_for
from tests.journeys_of_the_tests import an_account_of
from tests.people_of_the_tests import Place, actor_of


@dataclass
class Carer:
    """Somebody who helps a person, with a record, an account and a journey of their own."""

    place: Place
    journey: Journey
    user: User
    caring: Caring

    @property
    def person(self) -> Person:
        return self.journey.person

    @property
    def actor(self) -> Actor:
        return actor_of(self.user)

    def says(self, need: str, says: str = "yes", until: date | None = None, quarters: int = WHOLE) -> CarersStatement:
        with acting_as(self.actor) as by:
            return people.state_as_carer(self.caring, need=need, says=says, until=until, quarters=quarters, by=by)

    def helps_no_more(self) -> None:
        with acting_as(self.actor) as by:
            people.end_caring(self.caring, by=by)


def a_carer(place: Place, journey: Journey, first_name: str = "Ruth", last_name: str = "Ellis") -> Carer:
    """Sam starts the carer's own journey with them, and gives them an account."""
    with acting_as(place.as_sam) as sam:
        own = assessments.start_beside(journey, first_name=first_name, last_name=last_name, kind="daughter", by=sam)
    user = an_account_of(place, own.person)
    with acting_as(actor_of(user)):
        caring = cares_for(own.person_id).get()
    return Carer(place, own, user, caring)

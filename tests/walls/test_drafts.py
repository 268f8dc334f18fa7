"""What somebody typed and has not saved is theirs alone: at each wall by itself."""

from uuid import uuid4

import pytest

from commonpurse.access import acts as access
from commonpurse.access.actors import Actor
from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.access.registry import CASE
from commonpurse.journeys.drafts.acts import Place as DraftPlace
from commonpurse.journeys.drafts.acts import keep_draft
from commonpurse.journeys.drafts.queries import unsaved_drafts
from commonpurse.journeys.models import Draft, Journey
from commonpurse.plans.sections import PlanSection
from tests.conftest import Databases
from tests.journeys_of_the_tests import a_prepared_assessment
from tests.people_of_the_tests import Place, a_place, actor_of
from tests.walls.test_each_wall_alone import without_row_security


def types(actor: Actor, journey: Journey) -> None:
    keep_draft(DraftPlace(journey, PlanSection.PLAN, "/a/page"), uuid4(), "sealed", save=uuid4(), older=(), instead_of=None, by=actor)


def test_the_database_gives_a_draft_to_its_writer_while_the_record_is_open_to_them(place: Place) -> None:
    journey = a_prepared_assessment(place).journey
    with acting_as(place.as_sam) as sam:
        types(sam, journey)
    with acting_as(actor_of(place.priya)):
        assert Journey.objects.exists()  # the same team holds the record
        assert not Draft.objects.exists()
    with acting_as(place.as_sam) as sam:
        assert Draft.objects.exists()  # the negative control
        whose = journey.person_id
        assert access.close_record(CASE, holder=access.team(place.team.pk), person_id=whose, by=sam)
        assert not Draft.objects.exists()


def test_python_alone_gives_it_to_nobody_else(own_database: str, databases: Databases) -> None:
    place = a_place()
    journey = a_prepared_assessment(place).journey
    with acting_as(place.as_sam) as sam:
        types(sam, journey)
        journey = Journey.objects.get()
    without_row_security(databases, own_database)
    with acting_as(actor_of(place.priya)) as priya:
        assert Draft.objects.exists()  # the negative control: the second wall is gone
        assert not unsaved_drafts(journey.pk, by=priya).exists()
        types(priya, journey)
    with acting_as(place.as_charlie) as charlie, pytest.raises(Refused):
        types(charlie, journey)

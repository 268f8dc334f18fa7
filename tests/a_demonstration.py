"""The whole demonstration as a world for tests, built once a module in a database of its own: people at every stage.

Beyond its stories it has Dana, with an account of her own and an agreed plan, and Alan, who helps his mother Margaret and
has an account for his own words only. His sister Ruth has a journey of her own as a carer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections

from commonpurse.access import acts as access
from commonpurse.access.actors import Role
from commonpurse.access.context import acting_as
from commonpurse.access.models import User
from commonpurse.access.queries import actor_for, said_by_privacy_officers
from commonpurse.assessments import acts as assessments
from commonpurse.assessments.acts.second_eyes import ask_to_read
from commonpurse.assessments.models import HealthBasis, Helper
from commonpurse.assessments.queries import visible_to
from commonpurse.demonstration import building, organisations
from commonpurse.demonstration.answers import A_LITTLE_HELP
from commonpurse.demonstration.road import Road
from commonpurse.documents.acts import give
from commonpurse.documents.blocks import Format, Kind
from commonpurse.documents.models import Giving
from commonpurse.journeys.effort.queries import current_contacts
from commonpurse.journeys.models import Journey
from commonpurse.journeys.sections import JourneySection
from commonpurse.organisations.acts import invite
from commonpurse.organisations.models import Membership, Organisation, Team
from commonpurse.pages.shared.case_record.reader import Reader
from commonpurse.pages.shared.papers.making import paper_for
from commonpurse.people.acts import give_sign_in
from commonpurse.people.queries import cares_for
from commonpurse.plans.models import Plan
from tests.conftest import Databases, use
from tests.people_of_the_tests import as_operator, let_see


@dataclass
class World:
    """Ids by the first name of the person, and users by sign-in name."""

    journeys: dict[str, UUID] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    helper_id: UUID | None = None
    database: str = ""
    ids: dict[str, UUID] = field(default_factory=dict)


def _dana(place: organisations.Place) -> None:
    road = Road(place).on(100).starts("Dana", "Hollis", born=date(1990, 5, 5), nhs_number="")
    road.may_sign_in("dana")
    road.is_prepared().on(92).answers(A_LITTLE_HELP).sends_answers().on(88).is_checked(A_LITTLE_HELP)
    road.is_eligible("abdf", "Dana needs somebody there to wash and dress.").gets_a_budget().on(80)
    lines = [("Help in the morning", "An assistant", "Every morning", 13_300, "week", "care_act", None)]
    road.plans(["Be dressed by nine"], lines, [("Home care", "The council", 17_600)])  # type: ignore[arg-type]
    road.on(76).sends_plan().on(72).is_agreed()


def _toby_trains_here() -> None:
    """Toby is a practitioner in the stranger's team and a trainer in this one: what he does elsewhere opens nothing here."""
    with as_operator("accounts"):
        toby = access.make_account(sign_in_name="toby", name="Toby Lane", email="toby@example.org", password=None)
    elsewhere = Team.objects.get(name=organisations.TEAM_ELSEWHERE)
    here = Team.objects.get(name=organisations.TEAM)
    for team, role in ((elsewhere, Role.PRACTITIONER), (here, Role.TRAINER)):
        organisation = team.organisations.order_by("pk")[0]
        with as_operator():
            Membership.objects.create(user=toby, organisation=organisation, team=team, role=role, starts_on=date(2020, 1, 6))


def _alan_helps(place: organisations.Place) -> Helper:
    sam = place.actor("sam")
    with acting_as(sam):
        journey = Journey.objects.select_related("person", "team").get(person__first_name="Margaret")
        assessment = assessments.begin_assessment(journey, by=sam)
        assessments.note_explained(assessment, by=sam)
        helper = assessments.note_helper(assessment, name="Alan Ellis", relationship="son", footing=Helper.Footing.OWN_WORDS, by=sam)
        assessments.decide_advocacy(
            assessment, very_hard_alone=True, hard_with=["weigh"], someone_right="Alan Ellis", offer="not_needed", by=sam
        )
        assessments.decide_capacity_to_take_part(
            assessment, has_capacity=False, support_given="Two mornings, at home.", reasons="She could not hold a question in mind.", by=sam
        )
        assessments.open_questions(assessment, by=sam)
        assessments.let_helper_sign_in(helper, "alan", by=sam)
    return helper


def build_world() -> World:
    place = building.build()
    _dana(place)
    helper = _alan_helps(place)
    _toby_trains_here()
    world = World(helper_id=helper.pk, users={user.sign_in_name: user for user in User.objects.all()})
    with acting_as(actor_for(world.users["sam"])):
        own = Journey.objects.select_related("person").order_by("-kind")  # of somebody with two: the one for themselves
        world.journeys = {journey.person.first_name: journey.pk for journey in own}
        world.ids["plan_id"] = Plan.objects.get(journey_id=world.journeys["Nell"]).pk
        world.ids["agreed_plan_id"] = Plan.objects.get(journey_id=world.journeys["Dana"]).pk
        world.ids["contact_id"] = current_contacts([world.journeys["Nell"]])[0].pk
        world.ids["basis_id"] = HealthBasis.objects.get(person__first_name="Nell").pk
        caring = cares_for(Journey.objects.get(pk=world.journeys["Ruth"]).person_id).get()
        world.ids |= {"caring_id": caring.pk, "holder_id": caring.person_id}
        written = Plan.objects.get(journey_id=world.journeys["Iris"])
        world.ids |= {
            "outcomes": written.outcomes.all()[0].pk,
            "lines": written.lines.all()[0].pk,
            "now": written.current_support.all()[0].pk,
        }
    world.ids["kept_id"] = _sam_gave_danas_letter(world)
    _ruth_lets_alan_see_where_she_stands(world)
    world.ids["walters_son"] = _jim_helps_walter(world)
    world.ids["reader_id"] = _tom_asks_priya_to_read(place, world)
    world.ids |= _in_the_council(world.users["wen"])
    world.ids |= _who_is_shut_out(world)
    return world


def _sam_gave_danas_letter(world: World) -> UUID:
    with acting_as(actor_for(world.users["sam"])) as sam:
        journey = Journey.objects.select_related("person", "team").get(pk=world.journeys["Dana"])
        paper = paper_for(Kind.DECISION, journey, Reader(sam, own=False))
        assert paper is not None
        return give(paper.document, Format.PDF, paper.about, to_whom="Dana Hollis", way=Giving.Way.POST, by=sam).pk


def _ruth_lets_alan_see_where_she_stands(world: World) -> None:
    with acting_as(actor_for(world.users["ruth"])) as ruth:
        let_see(ruth, world.users["alan"].pk, Journey.objects.get(pk=world.journeys["Ruth"]), JourneySection.STAGE)


def _jim_helps_walter(world: World) -> UUID:
    """Walter has no account. He lets his son see where his journey stands, and Sam wrote it down."""
    with acting_as(actor_for(world.users["sam"])) as sam:
        assessment = visible_to(sam).select_related("journey__person").get(journey_id=world.journeys["Walter"])
        helper = assessments.note_helper(assessment, name="Jim Idris", relationship="son", footing=Helper.Footing.OWN_WORDS, by=sam)
        user, _ = assessments.let_helper_sign_in(helper, "jim", by=sam)
        how = "In his kitchen: Jim may know how far it is."
        assessments.note_letting_see(assessment.journey, what="stage", holder_id=user.pk, how=how, key=uuid4(), by=sam)
    return user.pk


def _tom_asks_priya_to_read(place: organisations.Place, world: World) -> UUID:
    sam = place.actor("sam")
    with acting_as(sam):
        person = Journey.objects.select_related("person").get(pk=world.journeys["Tom"]).person
        user, _ = give_sign_in(person, sign_in_name="tom", by=sam)
    with acting_as(actor_for(user)) as tom:
        assessment = visible_to(tom).get(person_id=person.pk)
        return ask_to_read(assessment, place.actor("priya").user_id, by=tom).pk


def _who_is_shut_out(world: World) -> dict[str, UUID]:
    """Dana said that Ade must never see her record; the privacy officer said it of Fiona and Daniel's, in his story."""
    with acting_as(actor_for(world.users["dana"])) as dana:
        assert dana.person_id
        own = access.never_let_see(user_id=world.users["ade"].pk, person_id=dana.person_id, by=dana)
    with acting_as(actor_for(world.users["omar"])):
        said = said_by_privacy_officers().get()
    return {"said_by_dana": own.pk, "said_by_omar": said.pk, "daniel": said.person_id}


def _in_the_council(wen: User) -> dict[str, UUID]:
    council = Organisation.objects.get(name=organisations.NAMES["council"][0])
    by = actor_for(wen)
    with acting_as(by):
        invitation, _ = invite(email="new@example.org", name="New Colleague", organisation_id=council.pk, role=Role.FINANCE, by=by)
    return {
        "organisation_id": council.pk,
        "membership_id": Membership.objects.get(user__sign_in_name="sam").pk,
        "team_id": Team.objects.get(name=organisations.TEAM).pk,
        "invitation_id": invitation.pk,
    }


@pytest.fixture(scope="module")
def world(databases: Databases, django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    before = connections["default"].settings_dict["NAME"]
    name = databases.clone(demonstration=True)
    with django_db_blocker.unblock():
        use(name)
        built = build_world()
        built.database = name
        yield built
        use(before)
    databases.drop(name)

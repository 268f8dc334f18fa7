"""A helper whose account and record are with another team: a link, a yes of their own, and the worker who joins it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonpurse.access.context import acting_as
from commonpurse.access.models import User
from commonpurse.assessments import acts
from commonpurse.assessments.models import AccountLink, Assessment, Helper
from commonpurse.foundation.clock import at, now
from commonpurse.journeys.models import Journey
from commonpurse.people import acts as people
from commonpurse.people.models import Caring, Person
from commonpurse.values.missing import NotReady
from tests.browsing_of_the_tests import as_
from tests.journeys_of_the_tests import a_begun_assessment
from tests.people_of_the_tests import Place, a_user, actor_of
from tests.walls.test_a_carers_statements import rows_about


@dataclass
class Elsewhere:
    """Sam works with Margaret, whom Ruth helps. Ruth has a record and an account with Charlie's team, where she has support herself."""

    place: Place
    assessment: Assessment
    helper: Helper
    ruths: Person
    ruth: User

    @property
    def of_helper(self) -> dict[str, object]:
        return {"journey_id": self.assessment.journey_id, "helper_id": self.helper.pk}

    def presses(self, do: str, **more: object) -> str:
        client = as_(self.place.sam)
        about = {"person": self.assessment.person_id, "assessment": self.assessment.pk, "do": do, **more}
        return client.post(reverse("practitioner:helpers_own_account", kwargs=self.of_helper), about, follow=True).content.decode()

    def makes_a_link(self) -> str:
        found = re.search(r"/helping/link/[\w-]+", self.presses("make"))
        assert found
        return found.group()


@pytest.fixture
def elsewhere(place: Place) -> Elsewhere:
    assessment = a_begun_assessment(place)
    with acting_as(place.as_sam) as sam:
        helper = acts.note_helper(assessment, name="Ruth Ellis", relationship="daughter", footing=Helper.Footing.OWN_WORDS, by=sam)
    with acting_as(place.as_charlie) as charlie:
        ruths = people.add_person(first_name="Ruth", last_name="Ellis", born=date(1961, 5, 2), seen_by=place.elsewhere.pk, by=charlie)
        ruth, _ = people.give_sign_in(ruths, sign_in_name="ruth.ellis", by=charlie)
    return Elsewhere(place, assessment, helper, ruths, ruth)


def test_ruth_says_that_it_is_hers_and_sam_joins_it(elsewhere: Elsewhere) -> None:
    link = elsewhere.makes_a_link()
    client = as_(elsewhere.ruth)
    page = client.get(link).content.decode()
    assert "Sam" in page
    assert elsewhere.assessment.person.first_name not in page  # she learns nothing of whom they work with
    assert client.post(link, follow=True).status_code == 200
    seen = as_(elsewhere.place.sam).get(reverse("practitioner:helpers_own_account", kwargs=elsewhere.of_helper)).content.decode()
    assert "It was Ruth Ellis: join this account" in seen
    with acting_as(elsewhere.place.as_sam):
        assert not Person.objects.filter(pk=elsewhere.ruths.pk).exists()


def test_then_she_starts_her_own_and_this_team_works_with_her(elsewhere: Elsewhere) -> None:
    as_(elsewhere.ruth).post(elsewhere.makes_a_link())
    page = elsewhere.presses("join", account=elsewhere.ruth.pk)
    assert "can say more with their own account, Ruth Ellis" in page
    client = as_(elsewhere.ruth)
    asking = reverse("carer:of_my_own", kwargs={"helper_id": elsewhere.helper.pk})
    assert "they can then see all of it" in client.get(asking).content.decode()
    assert client.post(asking, {"about": elsewhere.assessment.person_id}).status_code == 302
    with acting_as(elsewhere.place.as_sam):
        journey = Journey.objects.get(person_id=elsewhere.ruths.pk)
        assert (journey.kind, journey.team_id, journey.worker_id) == (Journey.Kind.CARER, elsewhere.place.team.pk, elsewhere.place.sam.pk)
        assert Caring.objects.filter(carer_id=elsewhere.ruths.pk, person_id=elsewhere.assessment.person_id).exists()


def test_before_she_agrees_neither_side_learns_anything(elsewhere: Elsewhere) -> None:
    elsewhere.makes_a_link()
    with acting_as(actor_of(elsewhere.ruth)):
        assert not AccountLink.objects.exists()  # without the secret the database shows it to nobody outside the team
        assert rows_about(elsewhere.assessment.person_id) == {}
    with acting_as(elsewhere.place.as_sam):
        assert rows_about(elsewhere.ruths.pk) == {}
        assert AccountLink.objects.get().account_id is None  # the negative control
    assert (
        "Ruth Ellis</strong>"
        not in as_(elsewhere.place.sam).get(reverse("practitioner:helpers_own_account", kwargs=elsewhere.of_helper)).content.decode()
    )


def test_a_link_is_good_once_for_seven_days_and_until_it_is_withdrawn(elsewhere: Elsewhere) -> None:
    first = elsewhere.makes_a_link()
    second = elsewhere.makes_a_link()
    client, other = as_(elsewhere.ruth), as_(a_user("alan"))
    assert [client.get(link).status_code for link in (first, second)] == [404, 200]
    with at(now() + timedelta(days=8)):
        assert as_(elsewhere.ruth).get(second).status_code == 404
    assert client.post(second).status_code == 302
    assert other.get(second).status_code == 404
    elsewhere.presses("withdraw")
    assert client.get(second).status_code == 404
    with acting_as(elsewhere.place.as_sam) as sam, pytest.raises(NotReady):
        acts.join_account(elsewhere.helper, elsewhere.ruth.pk, by=sam)


def test_nobody_says_it_with_an_account_for_work_or_for_the_person_themselves(elsewhere: Elsewhere) -> None:
    link = elsewhere.makes_a_link()
    for user in (elsewhere.place.sam, elsewhere.place.priya, elsewhere.place.charlie):
        assert as_(user).post(link).status_code == 403
    with acting_as(elsewhere.place.as_sam) as sam:
        daniel, _ = people.give_sign_in(elsewhere.assessment.person, sign_in_name="daniel", by=sam)
    assert as_(daniel).get(link).status_code == 403
    assert Client().get(link).status_code == 302
    assert as_(elsewhere.ruth).get(link).status_code == 200  # the negative control


def test_the_worker_joins_the_account_whose_name_they_saw(elsewhere: Elsewhere) -> None:
    as_(elsewhere.ruth).post(elsewhere.makes_a_link())
    with acting_as(elsewhere.place.as_sam) as sam:
        with pytest.raises(NotReady):
            acts.join_account(elsewhere.helper, elsewhere.place.charlie.pk, by=sam)
        assert acts.join_account(elsewhere.helper, elsewhere.ruth.pk, by=sam) == elsewhere.ruth
        with pytest.raises(NotReady):
            acts.make_link(elsewhere.helper, by=sam)


def test_when_she_helps_no_more_the_link_is_worth_nothing(elsewhere: Elsewhere) -> None:
    link = elsewhere.makes_a_link()
    with acting_as(elsewhere.place.as_sam) as sam:
        acts.remove_helper(elsewhere.helper, by=sam)
    assert as_(elsewhere.ruth).get(link).status_code == 404

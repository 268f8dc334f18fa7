"""Somebody without e-mail who forgot their passphrase: their own worker gives a new one, and nobody gains anything by it."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from commonpurse.access.actors import Role
from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.access.models import User
from commonpurse.assessments import acts as assessments
from commonpurse.assessments.models import Helper
from commonpurse.organisations.models import Membership
from commonpurse.people import acts as people
from commonpurse.people.models import Person
from commonpurse.values.missing import NotReady
from tests.journeys_of_the_tests import a_begun_assessment, a_started_journey
from tests.people_of_the_tests import Place, actor_of, as_operator


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> None:
    cache.clear()


def with_an_account(place: Place, name: str = "daniel") -> tuple[Person, User, str]:
    person = place.person()
    with acting_as(place.as_sam):
        user, passphrase = people.give_sign_in(person, sign_in_name=name, by=place.as_sam)
    return person, user, passphrase


def opens(client: Client, name: str, passphrase: str) -> bool:
    client.post(reverse("account_login"), {"login": name, "password": passphrase})
    return client.get(reverse("account:you")).status_code == 200


def test_the_new_one_opens_and_the_old_one_and_what_was_open_do_not(place: Place) -> None:
    person, _, old = with_an_account(place)
    at_home = Client()
    assert opens(at_home, "daniel", old)
    with acting_as(place.as_sam):
        _, new = people.give_new_passphrase(person, by=place.as_sam)
    assert at_home.get(reverse("account:you")).status_code == 302  # signed out there
    assert not opens(Client(), "daniel", old)
    assert opens(Client(), "daniel", new)


def test_a_stranger_may_not_and_nothing_changes(place: Place) -> None:
    person, _, old = with_an_account(place)
    with acting_as(place.as_charlie), pytest.raises(Refused, match="team that holds this record"):
        people.give_new_passphrase(person, by=place.as_charlie)
    assert opens(Client(), "daniel", old)


def test_somebody_without_an_account_has_none_to_open(place: Place) -> None:
    person = place.person()
    with acting_as(place.as_sam), pytest.raises(NotReady, match="has no account yet"):
        people.give_new_passphrase(person, by=place.as_sam)


def test_an_account_that_is_used_for_work_cannot_be_taken_over(place: Place) -> None:
    """Daniel becomes an administrator too: whoever gave him a passphrase could use it as one."""
    person, user, old = with_an_account(place)
    with as_operator():
        Membership.objects.create(user=user, organisation=place.council, role=Role.ADMINISTRATOR)
    with acting_as(place.as_sam), pytest.raises(Refused, match="also used for work"):
        people.give_new_passphrase(person, by=place.as_sam)
    assert opens(Client(), "daniel", old)


def test_nobody_gives_it_to_themselves(place: Place) -> None:
    """Sam works in the team that holds her own record: for her it is her own, and no case."""
    person = place.person("Sam", "Reed")
    with as_operator("accounts"):
        User.objects.filter(pk=place.sam.pk).update(person_id=person.pk)
    with acting_as(actor_of(place.sam)) as sam, pytest.raises(Refused, match="Only somebody who works in a team"):
        people.give_new_passphrase(person, by=sam)


def test_the_page_shows_it_once_and_the_person_sees_who_did_it(place: Place, client: Client) -> None:
    journey = a_started_journey(place)
    with acting_as(place.as_sam):
        daniel, old = people.give_sign_in(journey.person, sign_in_name="daniel", by=place.as_sam)
    client.force_login(place.sam)
    address = reverse("practitioner:give_new_passphrase", args=[journey.pk])
    assert address in client.get(reverse("practitioner:give_sign_in", args=[journey.pk])).content.decode()
    assert "as <strong>daniel</strong>" in client.get(address).content.decode()
    answer = client.post(address)
    page = answer.content.decode()
    new = page.split("New passphrase</dt><dd><strong>")[1].split("<")[0]
    assert "no-store" in answer["Cache-Control"]
    assert new not in client.get(address).content.decode()
    assert User.objects.get(pk=daniel.pk).check_password(new)
    assert not User.objects.get(pk=daniel.pk).check_password(old)
    at_home = Client()
    assert opens(at_home, "daniel", new)
    assert "they gave you a new passphrase" in at_home.get(reverse("person:who_looked")).content.decode()


def a_helper(place: Place) -> tuple[Helper, User, str]:
    assessment = a_begun_assessment(place)
    with acting_as(place.as_sam) as sam:
        helper = assessments.note_helper(assessment, name="Ruth Ellis", relationship="daughter", footing="own_words", by=sam)
        user, passphrase = assessments.let_helper_sign_in(helper, "ruth", by=sam)
    return helper, user, passphrase


def test_a_helper_gets_a_new_one_too(place: Place, client: Client) -> None:
    helper, ruth, old = a_helper(place)
    client.force_login(place.sam)
    where = {"journey_id": helper.assessment.journey_id, "helper_id": helper.pk}
    page = client.get(reverse("practitioner:let_helper_sign_in", kwargs=where)).content.decode()
    address = reverse("practitioner:give_helper_new_passphrase", kwargs=where)
    assert f'action="{address}"' in page
    answer = client.post(address, {"person": str(helper.person_id), "assessment": str(helper.assessment_id)})
    assert "shown only this once" in answer.content.decode()
    assert not User.objects.get(pk=ruth.pk).check_password(old)
    new = answer.content.decode().split("Passphrase</dt><dd><strong>")[1].split("<")[0]
    assert User.objects.get(pk=ruth.pk).check_password(new)


def test_a_helper_who_helps_no_more_gets_none_and_no_stranger_gives_one(place: Place) -> None:
    helper, _, _ = a_helper(place)
    with acting_as(place.as_sam) as sam:
        with pytest.raises(Refused):
            assessments.give_helper_new_passphrase(helper, by=place.as_charlie)
        assessments.remove_helper(helper, by=sam)
        with pytest.raises(NotReady, match="no account to say more with"):
            assessments.give_helper_new_passphrase(helper, by=sam)

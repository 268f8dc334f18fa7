"""A privacy officer shuts somebody out of a record that they never see: they name its person exactly, and the person sees each step."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonpurse.access import acts as access
from commonpurse.access.actors import Actor
from commonpurse.access.context import acting_as
from commonpurse.access.models import Look, Never, Refusal, User
from commonpurse.access.registry import LET_IN, SHUT_OUT, AccessSection
from commonpurse.journeys.models import Journey
from tests.browsing_of_the_tests import as_
from tests.journeys_of_the_tests import a_started_journey, an_account_of
from tests.people_of_the_tests import Place, a_privacy_officer, a_user, actor_of

HOME, FIND = reverse("privacy:home"), reverse("privacy:find")
NUMBER = "9990123454"
BY_NUMBER = {"nhs_number": "999 012 3454"}
BY_NAME = {"first_name": "daniel", "last_name": "okafor", "born-day": "4", "born-month": "3", "born-year": "1992"}


@dataclass
class Office:
    """Omar looks after the trust's records, among them Daniel's; Olive those of another council, who has none."""

    place: Place
    journey: Journey
    daniel: User
    omar: Actor
    odd: Actor

    @property
    def browser(self) -> Client:
        return browser_of(self.omar)

    def page(self, address: str) -> str:
        return self.browser.get(address).content.decode()

    @property
    def choose(self) -> str:
        return reverse("privacy:choose", args=[self.journey.person_id])

    def one(self, user: User) -> str:
        return reverse("privacy:shut_out", args=[self.journey.person_id, user.pk])

    def shuts_out(self, user: User, why: str = "Daniel asked me on the telephone.") -> Any:
        return self.browser.post(self.one(user), {"about": str(self.journey.person_id), "why": why})

    def said(self) -> Never:
        with acting_as(self.omar):
            return Never.objects.get()

    def looks(self) -> list[tuple[str, str]]:
        """What the officer looked at, as its person sees it."""
        with acting_as(actor_of(self.daniel)):
            found = Look.objects.filter(user_id=self.omar.user_id).order_by("pk")
            assert set(found.values_list("as_capacity", "purpose")) <= {("privacy", "oversight")}
            return list(found.values_list("section", "route"))


def browser_of(actor: Actor) -> Client:
    return as_(User.objects.get(pk=actor.user_id))


@pytest.fixture
def office(place: Place) -> Office:
    journey = a_started_journey(place, person=place.person(nhs_number=NUMBER))
    odd = a_privacy_officer(place.elsewhere.organisations.get(), "odd")
    return Office(place, journey, an_account_of(place, journey.person), a_privacy_officer(place.trust), odd)


def test_the_day_begins_there(office: Office) -> None:
    assert office.browser.get(reverse("account:home")).headers["Location"] == HOME
    page = office.page(HOME)
    assert "Nobody is shut out of a record." in page
    assert FIND in page
    assert office.looks() == []


@pytest.mark.parametrize("who", ["sam", "helen", "wen", "charlie"])
def test_nobody_else_comes_in(office: Office, who: str) -> None:
    browser = as_(getattr(office.place, who))
    for address in (HOME, FIND, office.choose, office.one(office.place.priya)):
        assert browser.get(address).status_code == 404
    assert browser.post(FIND, BY_NUMBER).status_code == 404
    assert browser.post(office.one(office.place.priya), {"about": str(office.journey.person_id), "why": "x"}).status_code == 404


@pytest.mark.parametrize("typed", [BY_NUMBER, BY_NAME], ids=["by number", "by name and birthday"])
def test_the_person_is_named_exactly_and_sees_that_they_were(office: Office, typed: dict[str, str]) -> None:
    answer = office.browser.post(FIND, typed)
    assert (answer.status_code, answer.headers["Location"]) == (302, office.choose)
    assert office.looks() == [(AccessSection.ACCESS, "privacy:find")]
    page = office.page(office.choose)
    assert "Daniel Okafor" in page
    assert (NUMBER[-4:] in page, "1992" in page) == (False, False)
    assert office.looks()[1:] == [(AccessSection.ACCESS, "privacy:choose")]


@pytest.mark.parametrize(
    "typed",
    [{"nhs_number": "999 023 4566"}, {**BY_NAME, "first_name": "Dan"}, {**BY_NAME, "born-day": "5"}, {**BY_NAME, "last_name": "%"}],
    ids=["nobody's number", "part of a name", "another day", "a pattern"],
)
def test_less_finds_nobody_and_is_written_down(office: Office, typed: dict[str, str]) -> None:
    answer = office.browser.post(FIND, typed)
    assert (answer.status_code, "Nobody of exactly this name" in answer.content.decode()) == (404, True)
    assert office.looks() == []
    with acting_as(office.omar):  # nobody reads what others were refused
        refused = Refusal.objects.get(user_id=office.omar.user_id)
    assert (refused.route, refused.status, refused.as_capacity) == ("privacy:find", 404, "privacy")
    assert "Okafor" not in refused.because  # nothing that was typed is kept


@pytest.mark.parametrize("typed", [{}, {"first_name": "Daniel", "last_name": "Okafor"}, {"nhs_number": "123"}], ids=str)
def test_what_is_too_little_is_said(office: Office, typed: dict[str, str]) -> None:
    answer = office.browser.post(FIND, typed)
    assert (answer.status_code, "There is something to put right" in answer.content.decode()) == (200, True)
    assert "(if you like)" not in answer.content.decode()
    assert office.looks() == []


def test_two_of_one_name_and_birthday_are_told_apart_by_the_number(office: Office) -> None:
    office.place.person()
    answer = office.browser.post(FIND, BY_NAME)
    assert "More than one person" in answer.content.decode()
    assert office.looks() == [(AccessSection.ACCESS, "privacy:find")]
    assert office.browser.post(FIND, BY_NUMBER).status_code == 302


def test_who_tries_often_waits(office: Office) -> None:
    browser = office.browser
    tries = [browser.post(FIND, {"nhs_number": "999 023 4566"}).status_code for _ in range(11)]
    assert tries == [404] * 10 + [429]
    assert browser.post(FIND, BY_NUMBER).status_code == 429
    assert browser_of(a_privacy_officer(office.place.council, "olive")).post(FIND, BY_NUMBER).status_code == 302  # others do not wait


def test_an_officer_of_another_organisation_finds_nothing_anywhere(office: Office) -> None:
    office.shuts_out(office.place.priya)
    browser = browser_of(office.odd)
    assert browser.post(FIND, BY_NUMBER).status_code == 404
    again = reverse("privacy:let_in_again", args=[office.said().pk])
    for address in (office.choose, office.one(office.place.charlie), again):
        assert browser.get(address).status_code == 404
    assert browser.post(again, {"about": str(office.journey.person_id)}).status_code == 404
    assert "Daniel" not in browser.get(HOME).content.decode()


def test_an_officer_opens_nothing_of_the_record(office: Office) -> None:
    for address in (reverse("practitioner:journey", args=[office.journey.pk]), reverse("practitioner:caseload"), reverse("person:home")):
        assert office.browser.get(address).status_code == 404


def test_whoever_works_here_or_in_a_shared_team_can_be_named(office: Office) -> None:
    page = office.page(office.choose)
    for user in (office.place.sam, office.place.priya, office.place.helen):
        assert office.one(user) in page
    nobody = a_user("nobody")
    for user in (office.place.charlie, office.daniel, nobody, User.objects.get(pk=office.omar.user_id)):
        assert str(user.pk) not in page
        assert office.browser.get(office.one(user)).status_code == 404
        assert office.shuts_out(user).status_code == 404
    found = office.page(f"{office.choose}?find=priya")
    assert (office.one(office.place.priya) in found, office.one(office.place.sam) in found) == (True, False)
    assert "Nobody found for “zzz”." in office.page(f"{office.choose}?find=zzz")


def test_it_needs_a_reason_that_the_person_reads(office: Office) -> None:
    assert "still needs an answer" in office.shuts_out(office.place.priya, why="").content.decode()
    answer = office.shuts_out(office.place.priya)
    assert (answer.status_code, answer.headers["Location"]) == (302, HOME)
    own = as_(office.daniel).get(reverse("person:never")).content.decode()
    assert "Daniel asked me on the telephone." in own
    assert as_(office.place.priya).get(reverse("practitioner:journey", args=[office.journey.pk])).status_code == 404
    assert as_(office.place.sam).get(reverse("practitioner:journey", args=[office.journey.pk])).status_code == 200
    assert (SHUT_OUT, "access.never_let_see") in office.looks()
    looked = as_(office.daniel).get(reverse("person:who_looked")).content.decode()
    assert "shut somebody out, as a privacy officer" in looked


def test_what_was_opened_for_somebody_else_says_nothing(office: Office) -> None:
    other = office.place.person("Ruth", "Ellis")
    answer = office.browser.post(office.one(office.place.priya), {"about": str(other.pk), "why": "x"})
    assert "opened for somebody else" in answer.content.decode()
    with acting_as(office.omar):
        assert not Never.objects.exists()


def test_it_is_taken_back_and_stays_on_the_list_with_its_days(office: Office) -> None:
    office.shuts_out(office.place.priya)
    again = reverse("privacy:let_in_again", args=[office.said().pk])
    assert again in office.page(HOME)
    assert "Make sure that Daniel Okafor wants this." in office.page(again)
    for _ in range(2):
        assert office.browser.post(again, {"about": str(office.journey.person_id)}).headers["Location"] == HOME
    page = office.page(HOME)
    assert (again in page, "Ended on" in page) == (False, True)
    assert as_(office.place.priya).get(reverse("practitioner:journey", args=[office.journey.pk])).status_code == 200
    assert [section for section, _ in office.looks()].count(LET_IN) == 1


def test_what_the_person_said_is_neither_shown_nor_taken_back(office: Office) -> None:
    with acting_as(actor_of(office.daniel)) as daniel:
        never = access.never_let_see(user_id=office.place.priya.pk, person_id=office.journey.person_id, why="Private.", by=daniel)
    assert "Priya" not in office.page(HOME)
    assert office.one(office.place.priya) in office.page(office.choose)  # nor told by being left out
    again = reverse("privacy:let_in_again", args=[never.pk])
    assert office.browser.get(again).status_code == 404
    assert office.browser.post(again, {"about": str(office.journey.person_id)}).status_code == 404


def test_an_officer_whom_the_person_shut_out_finds_nothing_more(office: Office) -> None:
    office.shuts_out(office.place.priya)
    with acting_as(actor_of(office.daniel)) as daniel:
        access.never_let_see(user_id=office.omar.user_id, person_id=office.journey.person_id, by=daniel)
    assert office.browser.post(FIND, BY_NUMBER).status_code == 404
    assert office.browser.get(office.choose).status_code == 404
    assert "Daniel" not in office.page(HOME)


def test_a_list_is_a_look_once_a_day(office: Office) -> None:
    office.shuts_out(office.place.priya)
    before = len(office.looks())
    for _ in range(3):
        office.page(HOME)
    assert office.looks()[before:] == [(AccessSection.ACCESS, "privacy:home")]


def test_the_list_asks_a_fixed_number_of_times(office: Office) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            office.page(address)
        return len(queries)

    office.shuts_out(office.place.priya)
    for address in (HOME, office.choose):
        office.page(address)
    before = {address: asked(address) for address in (HOME, office.choose)}
    for user in (office.place.sam, office.place.helen):
        office.shuts_out(user)
    assert {address: asked(address) for address in (HOME, office.choose)} == before

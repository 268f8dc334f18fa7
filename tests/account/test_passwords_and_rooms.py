"""Changing a password, losing one, and being led to one's room."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from commonpurse.access import acts as access
from commonpurse.access.actors import ANONYMOUS, Actor, MembershipOf, Role
from commonpurse.access.context import acting_as
from commonpurse.access.models import User
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.organisations.models import Membership
from commonpurse.pages.account.views import WHAT_COMES, room_of
from tests.account.reading import as_read
from tests.budgets_of_the_tests import a_plan_sent
from tests.people_of_the_tests import PASSWORD, Place, as_operator, give_past_the_wall

NEW = "three brass kettles whistle"


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> None:
    cache.clear()


def test_changing_ones_password(place: Place, client: Client) -> None:
    client.force_login(place.sam)
    elsewhere = Client()
    elsewhere.force_login(place.sam)
    address = reverse("account_change_password")
    page = client.post(address, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}, follow=True).content.decode()
    assert "Your new password holds from now on" in page
    assert User.objects.get(pk=place.sam.pk).check_password(NEW)
    assert elsewhere.get(reverse("account:you")).status_code == 302  # signed out there


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"oldpassword": "not the lantern"}, "This is not your password now"),
        ({"password2": "something else entirely"}, "the same password each time"),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password1": "sam@example.org", "password2": "sam@example.org"}, "too similar"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why_and_gives_nothing_back(
    place: Place, client: Client, typed: dict[str, str], why: str
) -> None:
    client.force_login(place.sam)
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW} | typed
    page = client.post(reverse("account_change_password"), sent).content.decode()
    assert why in page
    assert not any(f'value="{value}"' in page for value in sent.values())
    assert User.objects.get(pk=place.sam.pk).check_password(PASSWORD)


def test_every_page_leads_to_ones_account(place: Place, client: Client) -> None:
    """By name for staff, whose screen is their own; without it on pages for people, which others may see."""
    link = f'href="{reverse("account:you")}"'
    assert link not in client.get(reverse("public:front")).content.decode()
    client.force_login(place.sam)
    public, staff = (client.get(reverse(name)).content.decode() for name in ("public:front", "practitioner:caseload"))
    assert link in public
    assert "My account" in public
    assert "Sam" not in public
    assert "Sam<" in staff.partition(link)[2].partition("</a>")[0]


def test_an_account_without_a_password_has_none_to_change(place: Place, client: Client) -> None:
    place.sam.set_unusable_password()
    with as_operator("accounts"):
        place.sam.save()
    client.force_login(User.objects.get(pk=place.sam.pk))
    assert client.get(reverse("account_change_password"))["Location"] == reverse("account:you")
    assert "Change your password" not in client.get(reverse("account:you")).content.decode()


def asked(client: Client, email: str) -> str:
    answer = client.post(reverse("account_reset_password"), {"email": email}, follow=True)
    assert answer.redirect_chain == [(reverse("account_reset_password_done"), 302)]
    return as_read(answer.content)


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(
    place: Place, client: Client, settings: Any, mailoutbox: list[Any]
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    known, unknown = asked(client, "SAM@example.org"), asked(client, "nobody@example.org")
    assert known == unknown
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["sam@example.org"], "Choose a new password for Common Purse")
    link = re.search(r"http://testserver(\S+)", mail.body)
    assert link
    page = client.get(link[1], follow=True)
    address = page.redirect_chain[-1][0]
    assert link[1] != address  # the secret leaves the address at once
    assert "the same password" in client.post(address, {"password1": NEW, "password2": "else"}).content.decode()
    assert "You have a new password" in client.post(address, {"password1": NEW, "password2": NEW}, follow=True).content.decode()
    assert User.objects.get(pk=place.sam.pk).check_password(NEW)
    assert "This link does not work any more" in Client().get(link[1], follow=True).content.decode()


def test_asking_again_and_again_is_slowed_down(place: Place, client: Client) -> None:
    for _ in range(5):
        asked(client, "sam@example.org")
    assert client.post(reverse("account_reset_password"), {"email": "sam@example.org"}).status_code == 429


def as_role(role: Role, place: Place) -> Actor:
    return Actor(place.sam.pk, "Sam", None, (MembershipOf(role, place.council.pk, place.team.pk),))


def test_each_is_led_to_their_room(place: Place) -> None:
    daniel = place.person()
    with acting_as(place.as_helen):
        rooms = {role: room_of(as_role(role, place)) for role in (Role.PRACTITIONER, Role.MANAGER, Role.ADMINISTRATOR)}
    assert rooms == {
        Role.PRACTITIONER: "practitioner:caseload",
        Role.MANAGER: "practitioner:caseload",
        Role.ADMINISTRATOR: "administrator:home",
    }
    assert room_of(Actor(place.sam.pk, "Daniel", daniel.pk)) == "person:home"


def test_a_manager_is_led_to_the_plans_that_wait(place: Place) -> None:
    a_plan_sent(place)
    with acting_as(place.as_helen):
        assert room_of(place.as_helen) == "manager:waiting"


def test_a_helper_is_led_to_whom_they_help(place: Place) -> None:
    daniel = place.person()
    helper = Actor(place.charlie.pk, "Charlie")
    with acting_as(helper):
        assert room_of(helper) == ""
    give_past_the_wall(access.account(helper.user_id), daniel.pk, ground="helping", sections=[AssessmentSection.OWN_WORDS])
    with acting_as(helper):
        assert room_of(helper) == "carer:home"


@pytest.mark.parametrize("role", sorted(WHAT_COMES))
def test_who_has_no_room_yet_is_told_what_comes(place: Place, client: Client, role: Role) -> None:
    with as_operator():
        Membership.objects.filter(user=place.sam).update(role=role)
    client.force_login(place.sam)
    page = client.get(reverse("account:home")).content.decode()
    assert "nothing waits for you here yet" in page
    assert WHAT_COMES[role].replace("'", "&#39;") in page


def test_every_role_has_a_room_or_a_word_of_what_comes(place: Place) -> None:
    with acting_as(ANONYMOUS):
        assert [role for role in Role if not room_of(as_role(role, place)) and role not in WHAT_COMES] == []


def test_somebody_with_no_role_at_all_is_told_whom_to_ask(place: Place, client: Client) -> None:
    with as_operator():
        Membership.objects.filter(user=place.sam).update(starts_on="2000-01-01", ends_on="2000-01-02")
    client.force_login(place.sam)
    assert "You have no role in an organisation now" in client.get(reverse("account:home")).content.decode()

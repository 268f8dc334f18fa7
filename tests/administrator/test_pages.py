"""The administrator's pages: theirs alone, precise, and no more queries for many people than for few."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonpurse.access.actors import Role
from commonpurse.access.models import User
from commonpurse.organisations.models import Invitation, Membership, Team
from commonpurse.pages.administrator.invitations import KEPT
from commonpurse.pages.administrator.urls import urlpatterns
from tests.people_of_the_tests import Place, actor_of, an_administrator, as_operator


@pytest.fixture
def wen(place: Place, client: Client) -> Client:
    client.force_login(place.wen)
    return client


def membership(user: User) -> Membership:
    return Membership.objects.get(user=user, ends_on=None)


def to(name: str, place: Place, **more: object) -> str:
    return reverse(f"administrator:{name}", kwargs={"organisation_id": place.council.pk, **more})


def every_page(place: Place) -> dict[str, str]:
    """One address for each route, by name."""
    asked: dict[str, object] = {"membership_id": membership(place.sam).pk}
    team: dict[str, object] = {"team_id": place.team.pk}
    with as_operator():
        invitation = Invitation.objects.create(
            email="jo@example.org",
            name="Jo",
            organisation=place.council,
            role=Role.TRAINER,
            secret_hash="0" * 64,
            made_by=place.wen,
            expires_at="2100-01-01T00:00Z",
        )
    more: dict[str, dict[str, object]] = {
        "membership": asked,
        "more": asked,
        "end": asked,
        "withdraw": {"invitation_id": invitation.pk},
        "team": team,
        "share": team,
        "stop_sharing": team,
        "reach_team": team,
        "reach_worker": asked,
    }
    names = [pattern.name or "" for pattern in urlpatterns]
    return {name: reverse("administrator:home") if name == "home" else to(name, place, **more.get(name, {})) for name in names}


ONLY_POST = {"withdraw", "share", "stop_sharing"}


def test_an_administrator_gets_every_page(place: Place, wen: Client) -> None:
    statuses = {name: wen.get(address).status_code for name, address in every_page(place).items()}
    assert statuses == {name: 405 if name in ONLY_POST else 302 if name == "home" else 200 for name in statuses}


@pytest.mark.parametrize("who", ["sam", "helen", "priya", "charlie", "an administrator elsewhere"])
def test_for_everybody_else_there_is_nothing_here(place: Place, client: Client, who: str) -> None:
    if who == "an administrator elsewhere":
        an_administrator(place.charlie, place.trust)
        user = place.charlie
    else:
        user = getattr(place, who)
    client.force_login(user)
    for name, address in every_page(place).items():
        if name == "home" and user == place.charlie and actor_of(user).has_role(Role.ADMINISTRATOR):
            continue
        assert (name, client.get(address).status_code, client.post(address).status_code) == (
            name,
            405 if name in ONLY_POST else 404,
            405 if name in {"home", "people", "invitations", "teams"} else 404,
        )


def test_nobody_signed_in_is_asked_to_sign_in(place: Place, client: Client) -> None:
    for name, address in every_page(place).items():
        answer = client.post(address) if name in ONLY_POST else client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, f"{reverse('account_login')}?next={address}")


def test_people_and_teams_of_another_organisation_are_not_found_under_ones_own(place: Place, wen: Client) -> None:
    priya = membership(place.priya)  # works in the shared team, for the trust
    assert wen.get(to("membership", place, membership_id=priya.pk)).status_code == 404
    assert wen.post(to("end", place, membership_id=priya.pk)).status_code == 404
    assert wen.get(to("team", place, team_id=place.elsewhere.pk)).status_code == 404
    priya.refresh_from_db()
    assert priya.ends_on is None


def test_two_organisations_are_listed(place: Place, wen: Client) -> None:
    an_administrator(place.wen, place.trust)
    page = wen.get(reverse("administrator:home")).content.decode()
    assert "Northmere Council" in page
    assert "Northmere NHS Trust" in page
    assert "Southfell" not in page


def test_searching_finds_by_name_and_by_address(place: Place, wen: Client) -> None:
    page = wen.get(to("people", place), {"find": "HEL"}).content.decode()
    assert "helen@example.org" in page
    assert "sam@example.org" not in page
    assert "sam@example.org" in wen.get(to("people", place), {"find": "sam@example"}).content.decode()
    assert "Nobody found for “%_”" in wen.get(to("people", place), {"find": "%_"}).content.decode()


def many_more(place: Place, number: int) -> None:
    with as_operator("accounts"):
        users = User.objects.bulk_create(
            User(sign_in_name=f"worker{n}", name=f"Worker {n:03}", email=f"worker{n}@example.org", password="!") for n in range(number)
        )
    with as_operator():
        Membership.objects.bulk_create(
            Membership(user=user, organisation=place.council, team=place.team, role=Role.PRACTITIONER) for user in users
        )


@pytest.mark.parametrize("name", ["people", "invitations", "teams"])
def test_many_rows_cost_no_more_queries_than_few(place: Place, wen: Client, name: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert wen.get(to(name, place)).status_code == 200
        return len(caught)

    every_page(place)  # makes an invitation
    few = queries()
    many_more(place, 60)
    for n in range(20):
        with as_operator():
            Team.objects.create(name=f"Team {n}").organisations.add(place.council, place.trust)
            Invitation.objects.create(
                email=f"{n}@example.org",
                name=f"N {n}",
                organisation=place.council,
                team=place.team,
                role=Role.PRACTITIONER,
                secret_hash=str(n),
                made_by=place.wen,
                expires_at="2100-01-01T00:00Z",
            )
    assert queries() == few


def test_paging_keeps_the_search(place: Place, wen: Client) -> None:
    many_more(place, 60)
    page = wen.get(to("people", place), {"find": "Worker", "page": "2"}).content.decode()
    assert "Worker 025" in page
    assert "Worker 024" not in page
    assert "?find=Worker&amp;page=3" in page


def test_inviting_shows_the_link_once_and_says_that_no_mail_leaves(place: Place, wen: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = KEPT
    asked = {"name": "Jo", "email": "jo@example.org", "role": "manager", "team": str(place.team.pk), "approval_limit": "325.50"}
    page = wen.post(to("invite", place), asked).content.decode()
    link = re.search(r'value="http://testserver(/account/invitation/[^"]+)"', page)
    assert link
    assert "No mail leaves this place" in page
    assert "£325.50 a week" in page
    assert Client().get(link[1]).status_code == 200
    waiting = wen.get(to("invitations", place)).content.decode()
    assert "jo@example.org" in waiting
    assert link[1] not in waiting


def test_inviting_mails_the_link_where_mail_is_set_up(place: Place, wen: Client, settings: Any, mailoutbox: list[Any]) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    page = wen.post(
        to("invite", place), {"name": "Jo O'Dea", "email": "jo@example.org", "role": "trainer", "team": "none"}
    ).content.decode()
    assert "It is on its way to jo@example.org" in page
    (mail,) = mailoutbox
    assert mail.to == ["jo@example.org"]
    assert "Hello Jo O'Dea," in mail.body
    assert "Recovery college trainer, Northmere Council" in mail.body
    assert "http://testserver/account/invitation/" in mail.body


def test_a_mail_that_cannot_be_sent_is_said_and_the_link_is_there(place: Place, wen: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = wen.post(to("invite", place), {"name": "Jo", "email": "jo@example.org", "role": "trainer", "team": "none"}).content.decode()
    assert "could not be sent" in page
    assert "/account/invitation/" in page


def test_what_was_typed_stays_when_something_is_missing(place: Place, wen: Client) -> None:
    page = wen.post(
        to("invite", place), {"name": "Jo", "email": "jo@example.org", "role": "manager", "team": "none", "approval_limit": "lots"}
    ).content.decode()
    assert "Write an amount in pounds" in page
    assert 'value="lots"' in page
    assert 'value="jo@example.org"' in page
    page = wen.post(to("invite", place), {"name": "Jo", "email": "jo@example.org", "role": "manager", "team": "none"}).content.decode()
    assert "Choose the team" in page
    assert not Invitation.objects.exists()


def test_taking_an_invitation_back(place: Place, wen: Client) -> None:
    address = every_page(place)["withdraw"]
    page = wen.post(address, follow=True).content.decode()
    assert "is taken back" in page
    assert "No invitation waits" in page
    assert wen.post(address).status_code == 404


def test_changing_a_limit_in_pounds_and_pence(place: Place, wen: Client) -> None:
    address = to("membership", place, membership_id=membership(place.helen).pk)
    assert 'value="400"' in wen.get(address).content.decode()
    page = wen.post(address, {"role": "manager", "team": str(place.team.pk), "approval_limit": "£1,050.50"}, follow=True).content.decode()
    assert "Changed for Helen" in page
    assert "£1,050.50" in page
    assert place.as_helen.approval_limit_pence(place.team.pk) == 105_050


def test_ending_a_membership_asks_first(place: Place, wen: Client) -> None:
    address = to("end", place, membership_id=membership(place.sam).pk)
    assert "End this membership?" in wen.get(address).content.decode()
    assert place.as_sam.memberships
    assert "Sam is no longer practitioner here" in wen.post(address, follow=True).content.decode()
    assert not place.as_sam.memberships
    assert wen.get(address).status_code == 404


def test_the_last_administrator_is_kept_and_told_why(place: Place, wen: Client) -> None:
    mine = membership(place.wen).pk
    page = wen.post(to("end", place, membership_id=mine)).content.decode()
    assert "This is the last administrator" in page
    page = wen.post(to("membership", place, membership_id=mine), {"role": "finance", "team": "none"}).content.decode()
    assert "Ask another administrator" in page
    assert actor_of(place.wen).administers(place.council.pk)


def test_who_ends_their_own_membership_is_led_on(place: Place, wen: Client) -> None:
    an_administrator(place.helen, place.council)
    answer = wen.post(to("end", place, membership_id=membership(place.wen).pk), follow=True)
    assert answer.status_code == 200
    assert "nothing waits for you here yet" in answer.content.decode()


def test_a_further_role(place: Place, wen: Client) -> None:
    address = to("more", place, membership_id=membership(place.sam).pk)
    assert "Sam has this role too" in wen.post(address, {"role": "trainer", "team": "none"}, follow=True).content.decode()
    assert actor_of(place.sam).has_role(Role.TRAINER)
    assert "has this role here already" in wen.post(address, {"role": "trainer", "team": "none"}).content.decode()


def test_a_team_is_made_shared_and_named(place: Place, wen: Client) -> None:
    page = wen.post(to("new_team", place), {"name": "The Glade"}, follow=True).content.decode()
    assert "The Glade is made" in page
    glade = Team.objects.get(name="The Glade")
    page = wen.post(to("share", place, team_id=glade.pk), {"partner": str(place.trust.pk)}, follow=True).content.decode()
    assert "is shared with Northmere NHS Trust" in page
    page = wen.post(to("team", place, team_id=glade.pk), {"name": "The Grove"}, follow=True).content.decode()
    assert "The team has its new name" in page
    page = wen.post(to("stop_sharing", place, team_id=glade.pk), {"partner": str(place.trust.pk)}, follow=True).content.decode()
    assert "no longer shared" in page
    assert [one.name for one in glade.organisations.all()] == ["Northmere Council"]


def test_a_partner_with_people_in_the_team_stays(place: Place, wen: Client) -> None:
    page = wen.post(to("stop_sharing", place, team_id=place.team.pk), {"partner": str(place.trust.pk)}).content.decode()
    assert "still work in the team" in page
    assert wen.post(to("stop_sharing", place, team_id=place.team.pk), {"partner": "x"}).status_code == 404


def test_renaming_the_organisation(place: Place, wen: Client) -> None:
    assert "There is another organisation" in wen.post(to("rename", place), {"name": "Southfell council"}).content.decode()
    assert "Northmere Borough" in wen.post(to("rename", place), {"name": "Northmere Borough"}, follow=True).content.decode()


def test_an_organisation_with_nothing_in_it_says_what_comes_first(place: Place, client: Client) -> None:
    an_administrator(place.wen, place.trust)
    with as_operator():
        Membership.objects.filter(user=place.priya).update(ends_on="2000-01-01", starts_on="2000-01-01")
    client.force_login(place.wen)
    assert "No invitation waits" in client.get(reverse("administrator:invitations", args=[place.trust.pk])).content.decode()
    with as_operator():
        place.team.organisations.remove(place.trust)
    assert "There is no team yet" in client.get(reverse("administrator:teams", args=[place.trust.pk])).content.decode()

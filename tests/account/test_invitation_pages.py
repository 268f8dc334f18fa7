"""Taking up an invitation by its link."""

import pytest
from django.test import Client
from django.urls import reverse

from commonpurse.access.actors import Role
from commonpurse.access.models import User
from commonpurse.organisations import acts
from tests.account.reading import as_read
from tests.people_of_the_tests import Place, actor_of, as_operator

GOOD = "three brass kettles whistle"


def link(place: Place, email: str = "jo@example.org", role: Role = Role.ADMINISTRATOR) -> str:
    with as_operator():
        _, secret = acts.invite(email=email, name="Jo", organisation_id=place.council.pk, role=role, by=actor_of(place.wen))
    return reverse("account:invitation", args=[secret])


def test_accepting_signs_in_and_leads_to_ones_room(place: Place, client: Client) -> None:
    address = link(place)
    assert 'value="Jo"' in client.get(address).content.decode()
    assert client.post(address, {"name": "Jo Marsh", "password": GOOD})["Location"] == reverse("account:home")
    assert client.get(reverse("account:home"))["Location"] == reverse("administrator:home")
    assert Client().get(address).status_code == 404


def test_a_weak_password_is_said_at_its_field_and_the_name_stays(place: Place, client: Client) -> None:
    page = client.post(link(place), {"name": "Jo Marsh", "password": "short"}).content.decode()
    assert "too short" in page
    assert 'href="#id_password"' in page
    assert 'value="Jo Marsh"' in page
    assert 'value="short"' not in page
    assert not User.objects.filter(email="jo@example.org").exists()


@pytest.mark.parametrize("secret", ["nothing", "0" * 43, "%00"])
def test_a_link_that_does_not_work_says_so_calmly(place: Place, client: Client, secret: str) -> None:
    answer = client.get(f"/account/invitation/{secret}")
    assert answer.status_code == 404
    assert "This invitation cannot be used" in answer.content.decode()


def test_a_link_taken_back_looks_like_one_that_never_was(place: Place, client: Client) -> None:
    address = link(place)
    with as_operator():
        acts.withdraw_invitation(place.council.invitations.get().pk, by=actor_of(place.wen))
    never, gone = client.get("/account/invitation/nothing"), client.get(address)
    assert (never.status_code, as_read(never.content)) == (gone.status_code, as_read(gone.content))


def test_who_has_an_account_signs_in_and_accepts(place: Place, client: Client) -> None:
    address = link(place, "charlie@example.org", Role.TRAINER)
    page = client.get(address).content.decode()
    assert f"{reverse('account_login')}?next=" in page
    assert client.post(address, {"name": "Other", "password": GOOD}).status_code == 200  # no second account, no way round the password
    assert User.objects.filter(name="Other").count() == 0
    client.force_login(place.charlie)
    assert "Accept as Charlie" in client.get(address).content.decode()
    assert "You now work in Northmere Council" in client.post(address, follow=True).content.decode()
    assert place.as_charlie.has_role(Role.TRAINER)

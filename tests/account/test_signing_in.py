"""Signing in and out as people meet it: by e-mail or by name, gently slowed, never told which of the two was wrong."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from commonpurse.access.context import acting_as
from commonpurse.access.models import User
from commonpurse.people import acts as people
from tests.people_of_the_tests import PASSWORD, Place, as_operator

WRONG = "The name and the password do not go together."


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, login: str, password: str = PASSWORD, *, address: str = "10.0.0.1", **more: str) -> "tuple[int, str]":
    answer = client.post(reverse("account_login"), {"login": login, "password": password, **more}, REMOTE_ADDR=address)
    return answer.status_code, answer.get("Location", "") or answer.content.decode()


@pytest.mark.parametrize("login", ["sam@example.org", "SAM@Example.ORG", "sam", "Sam", " sam "])
def test_by_email_or_by_name_in_any_case(place: Place, client: Client, login: str) -> None:
    assert sign_in(client, login) == (302, reverse("account:home"))
    assert client.session["_auth_user_id"] == str(place.sam.pk)


def test_the_words_are_the_same_for_a_known_and_an_unknown_name(place: Place, client: Client) -> None:
    known, unknown = sign_in(client, "sam", "not the lantern"), sign_in(client, "samuel", "not the lantern")
    assert known[0] == unknown[0] == 200
    assert WRONG in known[1]
    assert known[1].replace("sam", "").count(WRONG) == unknown[1].replace("samuel", "").count(WRONG)
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_is_not_given_back_and_the_name_is(place: Place, client: Client) -> None:
    _, page = sign_in(client, "sam", "not the lantern")
    assert "not the lantern" not in page
    assert 'value="sam"' in page


def test_nothing_typed_says_what_is_missing(place: Place, client: Client) -> None:
    _, page = sign_in(client, "", "")
    assert "Write your e-mail address or sign-in name." in page


def test_after_signing_in_one_is_where_one_wanted_to_go(place: Place, client: Client) -> None:
    assert sign_in(client, "wen", next="/administer/")[1] == "/administer/"


def test_nobody_is_led_away_to_another_site(place: Place, client: Client) -> None:
    assert sign_in(client, "wen", next="https://elsewhere.example/")[1] == reverse("account:home")


def test_a_session_gets_a_new_key_when_somebody_signs_in(place: Place, client: Client) -> None:
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = "kept"
    session.save()
    before = session.session_key
    sign_in(client, "sam")
    assert client.session.session_key != before


def test_signing_out_needs_a_press(place: Place, client: Client) -> None:
    client.force_login(place.sam)
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post(reverse("account_logout"))["Location"] == reverse("public:front")
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("account:you"))["Location"].startswith(reverse("account_login"))


def test_a_closed_account_is_told_so_only_with_the_right_password(place: Place, client: Client) -> None:
    with as_operator("accounts"):
        User.objects.filter(pk=place.sam.pk).update(is_active=False)
    assert WRONG in sign_in(client, "sam", "not the lantern")[1]
    assert sign_in(client, "sam") == (302, reverse("account_inactive"))
    assert b"This account is closed" in client.get(reverse("account_inactive")).content
    assert "_auth_user_id" not in client.session


def test_many_wrong_tries_are_slowed_down_with_our_own_page(place: Place, client: Client) -> None:
    for _ in range(5):
        assert sign_in(client, "sam", "not the lantern")[0] == 200
    status, page = sign_in(client, "sam")
    assert status == 429
    assert "You are not locked out" in page
    cache.clear()  # the time passes
    assert sign_in(client, "sam")[0] == 302


def test_somebody_elsewhere_who_tries_for_hours_shuts_nobody_out(place: Place, client: Client) -> None:
    for _ in range(8):
        sign_in(Client(), "sam", "not the lantern", address="10.9.9.9")
    assert sign_in(Client(), "sam", address="10.9.9.9")[0] == 429  # the negative control: they themselves wait
    assert sign_in(client, "sam", address="10.0.0.1")[0] == 302


def test_a_whole_office_signs_in_within_a_minute_and_more_are_slowed_down(place: Place, client: Client) -> None:
    """200 workers behind one address, every second of them twice."""
    answers = [client.post(reverse("account_login"), {"login": "", "password": ""}) for _ in range(301)]
    assert {answer.status_code for answer in answers[:300]} == {200}
    assert answers[300].status_code == 429
    assert b"One moment, please" in answers[300].content


def test_a_guesser_who_changes_the_name_each_time_is_slow(place: Place, settings: Any) -> None:
    """Wrong tries are counted over all names of an address; right ones are given back."""
    assert settings.ACCOUNT_RATE_LIMITS["login_failed"].startswith("30/m/ip,120/10m/ip,")
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip,4/10m/ip"}
    for _ in range(4):
        assert sign_in(Client(), "sam")[0] == 302  # the negative control: as many right ones as one likes
    assert [sign_in(Client(), f"guess{number}", "not the lantern")[0] for number in range(4)] == [200, 200, 200, 429]
    assert sign_in(Client(), "sam", address="10.0.0.2")[0] == 302


def test_signed_in_already_one_is_not_asked_again(place: Place, client: Client) -> None:
    client.force_login(place.sam)
    assert client.get(reverse("account_login"))["Location"] == reverse("account:home")


def test_a_person_without_an_address_signs_in_by_the_name_that_their_worker_gave(place: Place, client: Client) -> None:
    daniel = place.person()
    with acting_as(place.as_sam):
        _, passphrase = people.give_sign_in(daniel, sign_in_name="Daniel-O", by=place.as_sam)
    assert sign_in(client, "daniel-o", passphrase) == (302, reverse("account:home"))
    assert client.get(reverse("account:home"))["Location"] == reverse("person:home")

"""What every answer carries, whatever it is: a page, a refusal, a fault, a redirect, a file."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.people_of_the_tests import PASSWORD, Place

Asked = Callable[[Client, pytest.MonkeyPatch], Any]


def _page(name: str) -> Asked:
    return lambda client, _: client.get(reverse(name))


def _fault(client: Client, monkeypatch: pytest.MonkeyPatch) -> Any:
    def fails(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("commonpurse.pages.public.views.render", fails)
    client.raise_request_exception = False
    return client.get(reverse("public:front"))


def _too_many(client: Client, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(settings, "ACCOUNT_RATE_LIMITS", {"login": "1/m/ip"})
    client.post(reverse("account_login"))
    return client.post(reverse("account_login"))


ANSWERS: dict[str, tuple[int, Asked]] = {
    "the front page": (200, _page("public:front")),
    "health": (200, _page("public:health")),
    "signing in": (200, _page("account_login")),
    "a redirect": (302, _page("account:home")),
    "a file": (200, lambda client, _: client.get(f"{settings.STATIC_URL}theme/theme.css")),
    "a file of another version": (302, lambda client, _: client.get("/static/00000000/theme/theme.css")),
    "400": (400, lambda client, _: client.get("/", headers={"host": "not a host"})),
    "403": (403, lambda _, __: Client(enforce_csrf_checks=True).post(reverse("account_login"))),
    "404": (404, lambda client, _: client.get("/nothing-here")),
    "405": (405, lambda client, _: client.get(reverse("public:leave"))),
    "429": (429, _too_many),
    "500": (500, _fault),
}


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> None:
    cache.clear()


@pytest.mark.parametrize("what", ANSWERS)
def test_every_answer_is_guarded(what: str, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    status, asked = ANSWERS[what]
    answer = asked(client, monkeypatch)
    assert answer.status_code == status
    check(answer, is_file=what == "a file")
    answer.close()


@pytest.mark.parametrize("name", ["practitioner:caseload", "practitioner:add_person", "account:you", "account_change_password"])
def test_so_is_every_page_behind_the_door(name: str, place: Place, client: Client) -> None:
    client.force_login(place.sam)
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    check(answer, is_file=False)


def check(answer: Any, *, is_file: bool) -> None:
    policy = {line.split()[0]: line.split()[1:] for line in answer["Content-Security-Policy"].split(";") if line.strip()}
    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:", "https:"} & {word for words in policy.values() for word in words}
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert ("no-store" in answer["Cache-Control"]) is not is_file


def test_cookies_are_for_us_alone(place: Place, client: Client) -> None:
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": "sam", "password": PASSWORD})
    assert set(client.cookies) == {"commonpurse", "csrftoken"}
    for cookie in client.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key

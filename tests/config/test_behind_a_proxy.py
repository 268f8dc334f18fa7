"""TLS ends at a proxy: what it says is believed where one was named, and nowhere else."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from commonpurse.pages.account.adapter import Adapter
from tests.people_of_the_tests import Place

SHOW = "import django; from django.conf import settings as s; print(s.SECURE_PROXY_SSL_HEADER, s.ALLAUTH_TRUSTED_PROXY_COUNT)"
FORWARDED = {"x-forwarded-for": "203.0.113.9, 198.51.100.7", "x-forwarded-proto": "https"}


def loaded(proxies: str | None) -> tuple[int, str]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "commonpurse.config.settings"}
    environment |= {"COMMONPURSE_PROXIES": proxies} if proxies is not None else {}
    done = subprocess.run([sys.executable, "-c", SHOW], env=environment, capture_output=True, text=True)
    return done.returncode, (done.stdout or done.stderr).strip()


@pytest.mark.parametrize(
    ("proxies", "expected"),
    [(None, "None 0"), ("0", "None 0"), ("1", "('HTTP_X_FORWARDED_PROTO', 'https') 1"), ("2", "('HTTP_X_FORWARDED_PROTO', 'https') 2")],
)
def test_the_setting(proxies: str | None, expected: str) -> None:
    assert loaded(proxies) == (0, expected)


def test_what_is_no_number_is_refused_in_a_sentence() -> None:
    status, said = loaded("nginx")
    assert status
    assert "It is the number of proxies in front of this service" in said


def seen(settings: Any, proxies: int) -> tuple[str, bool]:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxies else None
    request = RequestFactory().get("/", headers=FORWARDED, REMOTE_ADDR="10.0.0.1")
    return Adapter(request).get_client_ip(request), request.is_secure()


def test_whose_word_is_taken(settings: Any) -> None:
    assert seen(settings, 0) == ("10.0.0.1", False)  # anybody can send these headers
    assert seen(settings, 1) == ("198.51.100.7", True)  # what the proxy added, not what the client sent before it
    assert seen(settings, 2) == ("203.0.113.9", True)


def test_two_people_behind_the_proxy_are_two_addresses(place: Place, client: Client, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    cache.clear()
    assert [tried(client, "198.51.100.7") for _ in range(3)] == [200, 200, 429]
    assert tried(client, "198.51.100.8") == 200
    assert tried(client, "198.51.100.9, 198.51.100.7") == 429  # an invented address before the real one changes nothing


def tried(client: Client, forwarded: str) -> int:
    return client.post(reverse("account_login"), {"login": "", "password": ""}, headers={"x-forwarded-for": forwarded}).status_code

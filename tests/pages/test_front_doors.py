"""The start page leads everybody to a door of their own, and no door is a dead end."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonpurse.pages.public.front_doors import AUDIENCES
from tests.people_of_the_tests import Place
from tests.reading_of_the_tests import hard_to_read

pytestmark = pytest.mark.django_db

FOR_PEOPLE = ("person", "carer")


def main_of(client: Client, route: str) -> str:
    page = client.get(reverse(route)).content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_the_start_leads_to_every_door(client: Client) -> None:
    start = main_of(client, "public:front")
    assert [name for name in AUDIENCES if f'href="{reverse(f"public:door_{name}")}"' not in start] == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_door_says_everything_that_one_asks_before_going_in(audience: str, client: Client) -> None:
    page = main_of(client, f"public:door_{audience}")
    for heading in ("step by step", "How to start", "If it cannot wait"):
        assert re.search(f"<h2>[^<]*{heading}", page), heading
    assert re.search("<h2>(How long it takes|What it costs you in time)", page)
    assert re.search("<h2>What you need to (have|hand)", page)
    assert re.search("<h2>(Your rights|Rights|What the law asks)", page)
    assert "legislation.gov.uk" in page
    assert f'href="{reverse("public:help_now")}"' in page


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_door_leads_on(audience: str, client: Client, place: Place, settings: Any) -> None:
    route = f"public:door_{audience}"
    assert f'href="{reverse("demonstration:cast")}"' in main_of(client, route)
    settings.IN_DEMONSTRATION = False
    assert f'href="{reverse("account_login")}"' in main_of(client, route)
    assert "made up" not in main_of(client, route).replace("made-up", "")
    client.force_login(place.sam)
    assert f'href="{reverse("account:home")}"' in main_of(client, route)


@pytest.mark.parametrize("audience", FOR_PEOPLE)
def test_peoples_doors_are_easy_to_read(audience: str, client: Client) -> None:
    assert hard_to_read(client.get(reverse(f"public:door_{audience}")).content.decode()) == []


def test_the_count_sees_what_is_hard_to_read() -> None:
    hard = " ".join(["notwithstanding"] * 30)
    assert hard_to_read(f"<main><p>{hard}.</p></main>") == [hard, "A sentence has 30.0 words here."]
    assert hard_to_read("<main><p>You can stop at any time. It is free.</p></main>") == []

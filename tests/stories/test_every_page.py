"""Every page that anybody can open: well formed, nothing that axe finds, readable on a phone and at 400 % zoom, and safe.

The pages are those of the table of routes (tests/routes/routes.csv), each opened by the first role that may.
"""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from tests.a_demonstration import World, world
from tests.browser import Browser, Server, axe, looks_right, own_server
from tests.routes.test_every_route import ROLES, ROUTES, ROWS, address_of

__all__ = ["world"]

pytestmark = pytest.mark.story

FILES = {f"{room}:{name}" for room in ("practitioner", "person") for name in ("record_text", "paper_file", "kept_paper")}
NO_PAGE = {"public:health", *FILES}  # for a machine, and files to take along
ABOUT_SOMEBODY = re.compile(r"/work/journeys/|/my/|/manage/plans/")
FOR_PEOPLE = re.compile(r"^/$|^/my/|^/helping|^/help-now|^/leaving|^/privacy$|^/accessibility|^/attribution|^/i-|^/what-might-my-budget-be")


def openers() -> dict[str, str]:
    """Each route with a page, and the first role for whom it answers 200."""
    first = {name: next((role for role in ROLES if row[role].startswith("200")), "") for name, row in ROWS.items()}
    return {name: role for name, role in first.items() if role and name in ROUTES and name not in NO_PAGE}


OPENERS = openers()


@pytest.fixture(scope="module")
def place_to_look_at(world: World) -> Iterator[Server]:
    with own_server(world.database) as running:
        yield running


def opened(browser: Browser, server: Server, world: World, route: str) -> Page:
    """The page, signed in by a cookie rather than by the form: these are many pages."""
    return opened_as(browser, server, world, address_of(route, world), ROLES[OPENERS[route]])


def opened_as(browser: Browser, server: Server, world: World, address: str, user: str | None) -> Page:
    page = browser.page()
    if user:
        client = Client()
        client.force_login(world.users[user])
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server.url}])
    answer = page.goto(server.url + address)
    assert answer is not None
    assert answer.status == 200
    return page


@pytest.mark.parametrize("route", sorted(OPENERS))
def test_every_page(route: str, place_to_look_at: Server, browser: Browser, world: World) -> None:
    page = opened(browser, place_to_look_at, world, route)
    path = page.url.removeprefix(place_to_look_at.url)
    assert page.get_by_role("link", name="Who to call").count() >= 1
    if ABOUT_SOMEBODY.search(path):
        assert page.locator(".cp-person").count() == 1
    if FOR_PEOPLE.search(path):
        assert page.get_by_role("button", name="Leave this page").is_visible()
    assert page.locator("h1").count() == (2 if route == "demonstration:patterns" else 1)  # it shows a question's own heading
    looks_right(page, f"page-{route.replace(':', '-')}")


MORE = {  # pages that look quite different for somebody else, or with another journey: an address, and who opens it
    "the home of two journeys": ("person:home", "maya", None),
    "where one answer has two": ("practitioner:voices", "sam", "Maya"),
}


@pytest.mark.parametrize("name", sorted(MORE))
def test_the_same_address_for_somebody_else(name: str, place_to_look_at: Server, browser: Browser, world: World) -> None:
    route, user, about = MORE[name]
    address = reverse(route, kwargs={"journey_id": world.journeys[about]} if about else {})
    page = opened_as(browser, place_to_look_at, world, address, user)
    looks_right(page, f"page-{name.replace(' ', '-')}")


@pytest.mark.parametrize("path", ["/nowhere", "/my/", "/work/"])
def test_refusals_have_the_numbers_to_call(path: str, place_to_look_at: Server, browser: Browser, world: World) -> None:
    page = browser.page(width=390)
    client = Client()
    client.force_login(world.users["ade"])
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": place_to_look_at.url}])
    answer = page.goto(place_to_look_at.url + path)
    assert answer is not None
    assert answer.status == 404
    assert axe(page) == ""
    for number in ("999", "111", "116 123", "85258"):
        assert number in page.locator("main").inner_text()

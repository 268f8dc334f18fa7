"""Wen signs in, looks at who she is, and signs out: with scripts and without them."""

import pytest

from tests.browser import PHONE, Browser, Server, axe, fits, screenshot, sign_in, well_formed
from tests.people_of_the_tests import a_place

pytestmark = pytest.mark.story


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_wen_signs_in_and_out(server: Server, browser: Browser, javascript: bool) -> None:
    a_place()
    page = browser.page(javascript=javascript)
    page.goto(f"{server.url}/account/sign-in")
    assert well_formed(page.content()) == ""
    sign_in(page, server, "wen@example.org")
    page.goto(f"{server.url}/account/you")
    assert page.get_by_role("heading", level=1).inner_text() == "Wen"
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{server.url}/")
    assert page.get_by_text("You are signed out.").is_visible()
    page.goto(f"{server.url}/account/you")
    assert "/account/sign-in?next=/account/you" in page.url


def test_the_page_for_signing_in_is_for_everybody(server: Server, browser: Browser) -> None:
    page = browser.page(width=PHONE)
    page.goto(f"{server.url}/account/sign-in")
    assert axe(page) == ""
    assert fits(page)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    assert page.get_by_role("alert").is_visible()
    assert axe(page) == ""
    screenshot(page, "sign-in-with-nothing-typed")


def test_signing_in_by_keyboard_alone(server: Server, browser: Browser) -> None:
    a_place()
    page = browser.page()
    page.goto(f"{server.url}/account/sign-in")
    page.get_by_label("Your e-mail address or sign-in name").focus()
    page.keyboard.type("wen")
    page.keyboard.press("Tab")
    page.keyboard.type("a quiet orange lantern")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/account/sign-in" not in url)

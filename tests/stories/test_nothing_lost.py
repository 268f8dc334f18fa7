"""Nothing typed is lost: two windows at once; a server and a browser that are killed while somebody types."""

import re

import pytest
from playwright.sync_api import Page, expect

from commonpurse.access.context import acting_as
from commonpurse.assessments import queries
from commonpurse.assessments.models import Assessment
from tests.browser import DESK, PHONE, Browser, Server, sign_in
from tests.journeys_of_the_tests import a_prepared_assessment, an_account_of
from tests.people_of_the_tests import PASSWORD, Place, a_place
from tests.stories.test_answering import card, looks_right

pytestmark = pytest.mark.story

OWN_WORDS = "In my own words (if you like)"
SAVED = re.compile(r"^saved at \d\d:\d\d")


def eating(place: Place, assessment: Assessment) -> queries.LatestAnswer:
    with acting_as(place.as_sam):
        return queries.answers_by_voice(assessment)["person"]["eating"]


def types(page: Page, words: str) -> None:
    """Type, and wait until the page says that it is saved."""
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.get_by_label(OWN_WORDS).fill(words)
    expect(page.locator("[data-save-status]")).to_have_text(SAVED)


def test_daniel_writes_in_two_windows_and_chooses(server: Server, browser: Browser) -> None:
    place = a_place()
    assessment = a_prepared_assessment(place)
    an_account_of(place, assessment.person)
    phone, desk = browser.page(width=PHONE), browser.page(width=DESK)
    for page in (phone, desk):
        sign_in(page, server, "daniel.okafor", PASSWORD)
        page.goto(f"{server.url}/my/questions/eating")
    types(phone, "I forget to eat.")
    types(desk, "My sister cooks on Sundays.")
    expect(desk.locator("[data-save-status]")).to_contain_text("both are kept")
    card(desk, "I need a bit of help or a reminder, some days")
    desk.get_by_role("button", name="Save and go on").click()
    expect(desk.get_by_role("heading", name="Written in two places at once")).to_be_visible()
    looks_right(desk, "question-two-answers")
    desk.goto(f"{server.url}/my/questions/check")
    looks_right(desk, "check-two-answers")
    desk.get_by_role("link", name=re.compile("^Choose one")).click()
    desk.get_by_role("button", name=re.compile("answer 1")).click()
    desk.wait_for_url("**/questions/check")
    assert eating(place, assessment).value.words == "I forget to eat."
    assert not eating(place, assessment).sides


def test_one_window_that_types_on_is_never_its_own_second_writer(server: Server, browser: Browser) -> None:
    """Answers that come late, or never, while somebody goes on typing: one line of saves, no conflict."""
    place = a_place()
    assessment = a_prepared_assessment(place)
    an_account_of(place, assessment.person)
    page = browser.page(width=PHONE)
    sign_in(page, server, "daniel.okafor", PASSWORD)
    page.goto(f"{server.url}/my/questions/eating")
    page.route("**/questions/eating", lambda route: (route.fetch(), route.abort()) if route.request.method == "POST" else route.continue_())
    page.get_by_label(OWN_WORDS).fill("I forget.")
    expect(page.locator("[data-save-status]")).to_have_text("not saved yet - we keep trying")
    page.unroute("**/questions/eating")
    page.get_by_label(OWN_WORDS).fill("I forget, mostly in winter.")
    card(page, "I need a bit of help or a reminder, some days")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/questions/washing")
    assert eating(place, assessment).value.words == "I forget, mostly in winter."
    assert not eating(place, assessment).sides

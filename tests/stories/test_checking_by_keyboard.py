"""Sam and Daniel check his answers at the kitchen table, and Sam's hands never leave the keys."""

import pytest
from playwright.sync_api import expect

from commonpurse.access.context import acting_as
from commonpurse.assessments.queries import checked_answers
from tests.browser import Browser, Server, sign_in
from tests.journeys_of_the_tests import a_sent_assessment
from tests.people_of_the_tests import a_place

pytestmark = pytest.mark.story


def test_answers_are_checked_by_keys_alone(server: Server, browser: Browser) -> None:
    place = a_place()
    assessment = a_sent_assessment(place)
    page = browser.page()
    sign_in(page, server, "sam")
    page.goto(f"{server.url}/work/journeys/{assessment.journey_id}/checking")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Eating and drinking")
    with page.expect_navigation():
        page.keyboard.press("1")  # agree with the first voice
    expect(page.locator("h1")).to_have_text("Washing, using the toilet and getting dressed")
    with page.expect_navigation():
        page.keyboard.press("a")  # agree on what is put down
    with acting_as(place.as_sam):
        checked = checked_answers(assessment)
    assert set(checked) == {"eating", "washing"}
    assert all(one.agreed for one in checked.values())

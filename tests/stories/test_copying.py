"""Sam copies what was found for the council's own case record: by one press, or by hand where no script runs."""

import pytest
from playwright.sync_api import expect

from tests.browser import Browser, Server, sign_in
from tests.journeys_of_the_tests import a_sent_assessment
from tests.people_of_the_tests import a_place

pytestmark = pytest.mark.story


def test_one_press_copies_the_text_and_says_so(server: Server, browser: Browser) -> None:
    assessment = a_sent_assessment(a_place())
    page = browser.page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, server, "sam")
    page.goto(f"{server.url}/work/journeys/{assessment.journey_id}")
    page.get_by_role("link", name="Copy for the case record").click()
    page.get_by_role("link", name="Only the assessment").click()
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_role("status").filter(has_text="Copied.")).to_have_text("Copied. Paste it where you need it.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.replace("\r\n", "\n") == page.locator("#record-text").text_content()
    assert "Letters pile up, then the floor goes too." in copied


def test_where_no_script_runs_no_button_stands_that_does_nothing(server: Server, browser: Browser) -> None:
    assessment = a_sent_assessment(a_place())
    page = browser.page(javascript=False)
    sign_in(page, server, "sam")
    page.goto(f"{server.url}/work/journeys/{assessment.journey_id}/record")
    expect(page.get_by_role("link", name="Download as a text file")).to_be_visible()
    expect(page.get_by_text("Copy the text", exact=True)).to_be_hidden()

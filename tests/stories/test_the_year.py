"""Daniel counts his hard weeks on a picture of the year: by tapping, by keys alone, or by writing the number."""

import pytest
from playwright.sync_api import Page, expect

from commonpurse.access.context import acting_as
from commonpurse.assessments.models import AnswerEvent
from tests.browser import Browser, Server, axe, fits, sign_in
from tests.journeys_of_the_tests import a_prepared_assessment, an_account_of
from tests.people_of_the_tests import Place, a_place

pytestmark = pytest.mark.story


def at_the_question(server: Server, browser: Browser, *, width: int = 1280) -> tuple[Page, Place]:
    place = a_place()
    assessment = a_prepared_assessment(place)
    an_account_of(place, assessment.person)
    page = browser.page(width=width)
    sign_in(page, server, "daniel.okafor")
    page.goto(f"{server.url}/my/questions/eating")
    page.get_by_label("Yes", exact=True).check()
    return page, place


def test_weeks_are_tapped_and_counted_and_only_the_number_is_kept(server: Server, browser: Browser) -> None:
    page, place = at_the_question(server, browser, width=320)
    number = page.get_by_label("About how many weeks a year")
    page.get_by_role("button", name="All of January").click()
    page.get_by_role("button", name="March, week 2").click()
    expect(number).to_have_value("6")
    page.get_by_role("button", name="January, week 1").click()  # not that one
    expect(number).to_have_value("5")
    expect(page.get_by_text("5 weeks marked")).to_be_visible()
    assert axe(page) == ""
    assert fits(page)
    page.locator("[name=level][value='1']").check()
    page.locator("[name=worst_level][value='3']").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Save and go on").click()
    with acting_as(place.as_sam):
        value = AnswerEvent.objects.latest("pk").value
    assert value["worst_weeks"] == 5
    assert not [name for name in value if "month" in name or "year" in name]  # no rule uses which weeks they are: nobody keeps it


def test_by_keys_alone_it_is_one_stop_and_then_arrows(server: Server, browser: Browser) -> None:
    page, _ = at_the_question(server, browser)
    number = page.get_by_label("About how many weeks a year")
    page.get_by_role("button", name="All of January").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="February, week 1")).to_be_focused()
    expect(number).to_have_value("2")
    page.keyboard.press("Tab")
    expect(number).to_be_focused()  # the whole year is one stop
    number.fill("9")  # what is written is what counts
    expect(page.get_by_role("button", pressed=True)).to_have_count(0)
    expect(number).to_have_value("9")

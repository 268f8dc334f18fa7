"""What a page's own script counts as somebody's time: reading and writing, and never a page that was left open."""

import pytest
from playwright.sync_api import Page

from commonpurse.journeys.models import Journey
from tests.browser import Browser, Server, sign_in
from tests.effort_of_the_tests import rows
from tests.journeys_of_the_tests import a_started_journey
from tests.people_of_the_tests import Place, a_place

pytestmark = pytest.mark.story

TOLD = "window.told = []; navigator.sendBeacon = (address, body) => window.told.push(Number(body.get('seconds')))"
HIDE = "hidden => { Object.defineProperty(document, 'visibilityState', {value: hidden ? 'hidden' : 'visible', configurable: true});"
HIDE += " document.dispatchEvent(new Event('visibilitychange')) }"


def sams_page(browser: Browser, server: Server, journey: Journey, *, clock: bool) -> Page:
    page = browser.page()
    sign_in(page, server, "sam")
    if clock:
        page.add_init_script(TOLD)
        page.clock.install()
    page.goto(f"{server.url}/work/journeys/{journey.pk}")
    page.wait_for_load_state("load")
    return page


def told_when_left(page: Page) -> int:
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    return int(page.evaluate("window.told.at(-1)"))


@pytest.fixture
def place(server: Server) -> Place:
    return a_place()


@pytest.fixture
def journey(place: Place) -> Journey:
    return a_started_journey(place)


def test_a_page_that_is_left_open_costs_half_a_minute(browser: Browser, server: Server, journey: Journey) -> None:
    page = sams_page(browser, server, journey, clock=True)
    page.clock.run_for(20 * 60_000)
    assert told_when_left(page) == 30


def test_time_in_which_somebody_moves_scrolls_or_types_counts(browser: Browser, server: Server, journey: Journey) -> None:
    """The negative control of the page that is left open."""
    page = sams_page(browser, server, journey, clock=True)
    for at in range(12):
        page.clock.run_for(25_000)
        page.mouse.move(100 + at, 100)
    assert 300 <= told_when_left(page) <= 301
    page.clock.run_for(20 * 60_000)
    assert 330 <= told_when_left(page) <= 331


def test_a_page_behind_another_costs_nothing(browser: Browser, server: Server, journey: Journey) -> None:
    page = sams_page(browser, server, journey, clock=True)
    page.clock.run_for(10_000)
    page.evaluate(HIDE, True)
    assert page.evaluate("window.told") == [10]
    page.clock.run_for(600_000)
    page.evaluate(HIDE, False)
    page.clock.run_for(5_000)
    assert told_when_left(page) == 15


def test_a_real_browser_tells_and_without_scripts_the_gap_is_an_estimate(
    browser: Browser, server: Server, place: Place, journey: Journey
) -> None:
    page = sams_page(browser, server, journey, clock=False)
    page.goto(f"{server.url}/work/journeys/{journey.pk}/before")
    page.wait_for_timeout(300)
    page.goto(f"{server.url}/work/")
    page.wait_for_timeout(500)
    assert {row[0]: row[2] is not None for row in rows(place.as_sam)} == {"overview": True, "preparation": True}

    plain = browser.page(javascript=False)
    sign_in(plain, server, "priya")
    plain.goto(f"{server.url}/work/journeys/{journey.pk}/before")
    plain.goto(f"{server.url}/work/")
    estimated = [row for row in rows(place.as_priya) if row[2] is None]
    assert [row[:2] for row in estimated] == [("preparation", "practitioner")]

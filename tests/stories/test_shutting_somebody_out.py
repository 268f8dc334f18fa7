"""Daniel says who must never see his record, and takes it back; Omar says it for him, without seeing the record."""

import pytest
from playwright.sync_api import Page

from tests.browser import PHONE, Browser, Server, looks_right, sign_in
from tests.journeys_of_the_tests import a_started_journey, an_account_of
from tests.people_of_the_tests import Place, a_place, a_privacy_officer

pytestmark = pytest.mark.story
DANIEL = "daniel.okafor"


def daniel_and_omar() -> Place:
    place = a_place()
    a_privacy_officer(place.trust)
    journey = a_started_journey(place, person=place.person(nhs_number="9990123454"))
    an_account_of(place, journey.person)
    return place


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_daniel_shuts_his_worker_out_and_lets_him_see_again(server: Server, browser: Browser, javascript: bool) -> None:
    daniel_and_omar()
    daniels = browser.page(javascript=javascript, width=PHONE)
    helens, sams = browser.page(javascript=javascript), browser.page(javascript=javascript)
    sign_in(daniels, server, DANIEL)
    daniels.goto(f"{server.url}/my/who-looked")
    daniels.get_by_role("link", name="Say that they must never see your record").click()
    daniels.wait_for_url("**/never")
    daniels.get_by_role("link", name="Name somebody").click()
    daniels.wait_for_url("**/choose")
    daniels.get_by_role("link", name="Sam").click()
    daniels.get_by_role("heading", name="You will need another worker").wait_for()
    daniels.get_by_role("button", name="They must never see my record").click()
    daniels.wait_for_url("**/never")
    assert "Sam cannot see anything of yours any more." in daniels.locator("main").inner_text()

    sign_in(sams, server, "sam")
    sams.goto(f"{server.url}/work/?show=everyone")
    assert "Okafor" not in sams.content()
    sign_in(helens, server, "helen")
    helens.goto(f"{server.url}/work/")
    assert "The responsible person must not see this record." in helens.locator("main").inner_text()

    daniels.get_by_role("link", name="Let them see again").click()
    daniels.wait_for_url("**/again")
    daniels.get_by_role("button", name="Let them see again").click()
    daniels.wait_for_url("**/never")
    sams.reload()
    assert "Okafor" in sams.content()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_omar_says_it_for_daniel_without_seeing_the_record(server: Server, browser: Browser, javascript: bool) -> None:
    daniel_and_omar()
    omars, daniels = browser.page(javascript=javascript), browser.page(javascript=javascript, width=PHONE)
    sign_in(omars, server, "omar")
    omars.goto(f"{server.url}/privacy/")
    omars.get_by_role("link", name="Shut somebody out of a record").click()
    omars.wait_for_url("**/find")
    omars.get_by_label("First name").fill("Daniel")
    omars.get_by_label("Last name").fill("Okafor")
    for part, typed in (("Day", "4"), ("Month", "3"), ("Year", "1992")):
        omars.get_by_label(part).fill(typed)
    omars.get_by_role("button", name="Go on").click()
    omars.wait_for_url("**/records/*")
    omars.get_by_role("link", name="Priya").click()
    omars.get_by_label("Why").fill("Daniel asked me on the telephone: they are cousins.")
    omars.get_by_role("button", name="Shut Priya out").click()
    omars.wait_for_url("**/privacy/")
    assert "Daniel Okafor can see that you said so." in omars.locator("main").inner_text()

    sign_in(daniels, server, DANIEL)
    daniels.goto(f"{server.url}/my/never")
    assert "they are cousins" in daniels.locator("main").inner_text()
    daniels.goto(f"{server.url}/my/who-looked")
    assert "as a privacy officer" in daniels.locator("main").inner_text()


def test_by_keyboard_alone(server: Server, browser: Browser) -> None:
    daniel_and_omar()
    page = browser.page()
    sign_in(page, server, DANIEL)
    page.goto(f"{server.url}/my/never/choose")
    tab_to(page, "Priya")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="They must never see my record").wait_for()
    tab_to(page, "They must never see my record")
    page.keyboard.press("Enter")
    page.wait_for_url("**/never")
    tab_to(page, "Let them see again")
    page.keyboard.press("Enter")
    page.wait_for_url("**/again")
    tab_to(page, "Let them see again")
    page.keyboard.press("Enter")
    page.wait_for_url("**/never")
    assert "You have not shut anybody out." in page.locator("main").inner_text()


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what begins with these words has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if str(page.evaluate("document.activeElement.innerText || ''")).startswith(words):
            return
    raise AssertionError(f"Tab never came to “{words}”.")


def test_each_state_of_the_pages_looks_right(server: Server, browser: Browser) -> None:
    """Those that the table of routes does not show: nothing there, what is lacking, what is to be put right, what has ended."""
    daniel_and_omar()
    page = browser.page()
    sign_in(page, server, DANIEL)
    page.goto(f"{server.url}/my/never")
    looks_right(page, "never-nobody")
    page.goto(f"{server.url}/my/never/choose?find=zzz")
    looks_right(page, "never-choose-none-found")
    for name, key in (("Helen", "never-only-manager"), ("Priya", "never-plain"), ("Sam", "never-responsible")):
        page.goto(f"{server.url}/my/never/choose")
        page.get_by_role("link", name=name).click()
        page.get_by_role("button", name="They must never see my record").wait_for()
        looks_right(page, key)
    page.get_by_role("button", name="They must never see my record").click()
    page.wait_for_url("**/never")
    looks_right(page, "never-without-a-worker")
    page.goto(f"{server.url}/my/")
    looks_right(page, "home-without-a-worker")
    page.goto(f"{server.url}/my/never")
    page.get_by_role("link", name="Let them see again").click()
    page.wait_for_url("**/again")
    page.get_by_role("button", name="Let them see again").click()
    page.wait_for_url("**/never")
    looks_right(page, "never-before")

    omars = browser.page()
    sign_in(omars, server, "omar")
    omars.goto(f"{server.url}/privacy/")
    looks_right(omars, "privacy-nobody")
    omars.goto(f"{server.url}/privacy/find")
    omars.get_by_role("button", name="Go on").click()
    omars.get_by_role("alert").wait_for()
    looks_right(omars, "privacy-find-with-nothing-typed")
    omars.get_by_label("NHS number").fill("9990234566")
    omars.get_by_role("button", name="Go on").click()
    omars.get_by_text("Nobody of exactly this name", exact=False).first.wait_for()
    looks_right(omars, "privacy-found-nobody")

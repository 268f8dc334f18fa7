"""Before signing in: somebody who has not told anybody yet, and a daughter who wonders what there is for her."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from commonpurse.allocation.estimating import asked_of_anybody, estimate
from commonpurse.assessments.answers import Value
from commonpurse.values.money import pounds
from tests.browser import PHONE, Browser, Server, looks_right
from tests.journeys_of_the_tests import publish_the_reference

pytestmark = pytest.mark.story

MOST_TABS = 60

# Most weeks go. Some do not: then nothing gets done, and nobody is rung back.
HARD_WEEKS = {
    "eating": Value(level=0, worst_level=2, worst_weeks=9),
    "washing": Value(level=0),
    "getting-about": Value(level=0),
    "home": Value(level=1),
    "people": Value(level=1, worst_level=3, worst_weeks=9),
    "work": Value(not_sure=True),
    "out-and-about": Value(level=1),
    "children": Value(level=0),
    "organising": Value(level=2),
    "staying-well": Value(level=1),
    "nights": Value(level=0),
}


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def answer(page: Page, value: Value) -> None:
    page.locator(f'input[name="level"][value="{"not-sure" if value.not_sure else value.level}"]').check(force=True)
    if value.worst_level is not None:
        page.locator('input[name="hard"][value="yes"]').check(force=True)
        page.locator(f'input[name="worst_level"][value="{value.worst_level}"]').check(force=True)
        page.locator('input[name="worst_weeks"]').fill(str(value.worst_weeks))


def in_figures(kind: str, values: dict[str, Value]) -> str:
    asked = asked_of_anybody(kind)
    assert asked is not None
    found = estimate(asked, values)
    return pounds(found.low) if found.low == found.high else f"{pounds(found.low)} to {pounds(found.high)}"


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_somebody_who_has_not_told_anybody_yet(javascript: bool, server: Server, browser: Browser) -> None:
    """She sits on the stairs with her phone. She finds the door, tries the questions, sees a figure and why, and is gone."""
    publish_the_reference()
    page = browser.page(javascript=javascript, width=PHONE)
    page.goto(server.url)
    page.get_by_role("main").get_by_role("link", name="I need support").first.click()
    page.wait_for_url("**/i-need-support")
    page.get_by_role("link", name="Try the questions").click()
    page.wait_for_url("**/what-might-my-budget-be/for-me")
    expect(page.get_by_role("heading", name="Nothing is kept")).to_be_visible()
    press(page, "Begin")

    seen: Callable[[str], None] = (lambda name: looks_right(page, name)) if javascript else (lambda _: None)
    for name, value in HARD_WEEKS.items():
        if name == "people":  # she forgets how many weeks, and is told where
            answer(page, Value(level=1, worst_level=3, worst_weeks=0))
            press(page, "Go on")
            expect(page.get_by_role("alert")).to_contain_text("Write about how many weeks a year")
            seen("estimate-mistake")
        answer(page, value)
        press(page, "Go on")
    expect(page.get_by_role("heading", name="Check what you said")).to_be_visible()
    seen("estimate-check")

    page.get_by_role("button", name=re.compile("Change.*Help at night")).click()
    expect(page.get_by_role("heading", name="Help at night")).to_be_visible()
    answer(page, Value(level=1))
    press(page, "Go back")  # what she had chosen is kept
    expect(page.get_by_text("I need help some nights")).to_be_visible()

    press(page, "See the rough figure")
    assert page.locator(".cp-money__figure").inner_text() == in_figures("adult", {**HARD_WEEKS, "nights": Value(level=1)})
    expect(page.get_by_text("not a decision and not a promise")).to_be_visible()
    expect(page.get_by_role("heading", name="For the hard weeks")).to_be_visible()
    expect(page.get_by_role("button", name="Work, learning and volunteering")).to_be_visible()  # she was not sure; she may answer now
    seen("estimate-figure")
    assert page.url.endswith("/for-me/questions")
    assert {cookie["name"] for cookie in page.context.cookies()} == {"csrftoken"}

    page.goto(page.url)  # somebody looks at the address afterwards
    page.wait_for_url("**/what-might-my-budget-be/for-me")
    assert "csrftoken" in {cookie["name"] for cookie in page.context.cookies()}
    assert page.get_by_text("I need help some nights").count() == 0


def reach(page: Page, name: str) -> None:
    """Tab until the thing of this name has the focus."""
    wanted = (
        page.get_by_role("main")
        .get_by_role("button", name=name, exact=True)
        .or_(page.get_by_role("main").get_by_role("link", name=name, exact=True))
    )
    for _ in range(MOST_TABS):
        if wanted.first.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{name} cannot be reached with the keyboard")


def test_a_daughter_who_wonders_what_there_is_for_her(server: Server, browser: Browser) -> None:
    """She has never called herself a carer. At her mother's desk, after midnight, by keys alone."""
    publish_the_reference()
    page = browser.page()
    page.goto(server.url + "/i-look-after-someone")
    expect(page.get_by_text("I am her daughter")).to_be_visible()
    reach(page, "Try the questions")
    page.keyboard.press("Enter")
    page.wait_for_url("**/what-might-my-budget-be/for-a-carer")
    reach(page, "Begin")
    page.keyboard.press("Enter")
    asked = asked_of_anybody("carer")
    assert asked is not None
    for question in asked.form.questions:
        expect(page.get_by_role("heading", level=1)).to_have_text(question.title)
        page.wait_for_load_state()
        if question == asked.form.questions[0]:
            looks_right(page, "estimate-carer-question")
        page.locator('input[name="level"]').first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")  # goes on, as in any form
    expect(page.get_by_role("heading", name="Check what you said")).to_be_visible()
    page.wait_for_load_state()
    reach(page, "See the rough figure")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What your budget might be")).to_be_visible()
    figure = in_figures("carer", {question.id: Value(level=2) for question in asked.form.questions})
    assert page.locator(".cp-money__figure").inner_text() == figure
    expect(page.locator(".cp-money__period")).to_have_text("a year")
    expect(page.get_by_role("heading", name="The steps")).to_be_visible()
    looks_right(page, "estimate-carer-figure")
    with page.expect_download() as kept:
        page.get_by_role("button", name="Take a copy in plain text").click()
    assert f"Indicative (rough): {figure} a year" in kept.value.path().read_text()
    reach(page, "How a carer begins")
    page.keyboard.press("Enter")
    page.wait_for_url("**/i-look-after-someone")


def test_what_was_cut_short_is_a_page_that_anybody_can_read(server: Server, browser: Browser) -> None:
    publish_the_reference()
    page = browser.page(width=PHONE)
    page.goto(server.url + "/what-might-my-budget-be/for-me")
    page.evaluate("document.querySelector('[name=carried]').value = 'cut'")
    press(page, "Begin")
    expect(page.get_by_role("heading", name="We could not read that page")).to_be_visible()
    looks_right(page, "estimate-again")
    page.get_by_role("link", name="Begin again").click()
    page.wait_for_url("**/what-might-my-budget-be/for-me")

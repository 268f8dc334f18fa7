"""Margaret and her daughter Ruth: two journeys, each to its own budget; Ruth's no, and what it does; a yes that ends.

It can be read aloud to the people it is about. Every page on the way is looked at.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from commonpurse.access.context import acting_as
from commonpurse.foundation.clock import at, now, today
from commonpurse.foundation.outbox import read_outbox
from commonpurse.journeys.models import Journey
from tests.browser import PHONE, Browser, Server, sign_in
from tests.budgets_of_the_tests import ANSWERS, a_worked_out_budget, budget_of
from tests.carers_of_the_tests import a_carer
from tests.people_of_the_tests import Place
from tests.stories.roads import Story

pytestmark = pytest.mark.story

JAVASCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
HELPED = {**ANSWERS, "eating": replace(ANSWERS["eating"], unpaid_quarters=4)}
RUTHS_LIFE = dict.fromkeys(("My own health", "The people who matter to me", "Work, learning and volunteering", "Time for myself"), 3)


def with_a_budget_for_her_mother(story: Story) -> None:
    """Her mother's journey has come to an indicative budget, in which unpaid help with eating is written down."""
    journey, _ = a_worked_out_budget(story.place, answers=HELPED)
    story.journey_id = str(journey.pk)


def margaret_comes_to_a_budget_with_ruths_words(story: Story) -> None:
    """Margaret cannot take part herself: Ruth says what she sees, Sam writes it down as Ruth's, and it is checked at the kitchen table."""
    story.sam_adds("Margaret", "Ellis", date(1942, 6, 12))
    story.sam_prepares("Margaret", helper=("Ruth Ellis", "daughter"))
    sam = story.go("sam", story.at_journey("/answers"))
    expect(sam.locator("h1")).to_have_text("Assessment with Ruth's help")
    with sam.expect_navigation():
        sam.get_by_role("main").get_by_role("link", name="Ruth", exact=False).first.click()
    for _ in range(11):
        much = sam.locator("h1").inner_text() in ("Eating and drinking", "Looking after my home", "Staying well and staying safe")
        sam.locator("input[name=level]").nth(2 if much else 1).check()
        sam.locator("input[name=limbs]").first.check()
        story.press(sam, "Save and go on")
    story.go("sam", story.at_journey("/answers"))
    story.press(sam, "Go on to checking together")
    sam = story.go("sam", story.at_journey("/checking"))
    expect(sam.locator("main")).to_contain_text("Ruth Ellis, carer's words")
    expect(sam.locator("main")).not_to_contain_text("Margaret Ellis, own words")
    story.sam_checks_everything()
    story.sam_decides("abcdefgi", reasons="Margaret cannot wash, dress, eat or be safe without somebody there.")
    expect(story.sam_works_out_the_budget().locator("main")).to_contain_text("a week")


def figure_of_her_mother(place: Place) -> int:
    with acting_as(place.as_sam):
        journey = Journey.objects.get(kind="adult")
    return budget_of(place, journey).amount_pence or 0


def answers_about_her_life(story: Story, page: Page) -> None:
    for number in range(9):
        title = page.locator("h1").inner_text()
        level = RUTHS_LIFE.get(title, 0)
        page.locator("input[name=level]").nth(level).check()
        if level and title != "My own health":  # harm by itself counts, and nobody is asked in what way
            page.locator("input[name=limbs]").first.check()
        if not number:
            expect(page.locator("main")).not_to_contain_text("as if nobody helped")
            story.looked_at(page, "question")
        story.press(page, "Save and go on")


@JAVASCRIPT
def test_mother_and_daughter_two_journeys_to_two_budgets(server: Server, browser: Browser, javascript: bool) -> None:
    story = Story(server, browser, javascript, pictures="carer" if javascript else "")
    margaret_comes_to_a_budget_with_ruths_words(story)
    mothers = story.journey_id
    before = figure_of_her_mother(story.place)

    sam = story.go("sam", story.at_journey())
    story.press(sam, "Start a journey as a carer", at="link")
    story.looked_at(sam, "start")
    story.press(sam, "Ruth Ellis, daughter", at="link")
    story.press(sam, "Start it")
    story.journey_id = sam.url.rstrip("/").split("/")[-1]
    story.looked_at(sam, "journey")
    passphrase = story.sam_gives_a_sign_in("ruth")
    story.sam_prepares("Ruth")

    ruth = browser.page(javascript=javascript, width=PHONE)
    sign_in(ruth, server, "ruth", password=passphrase)
    story.windows["ruth"] = ruth
    expect(ruth.locator("h1")).to_have_text("Hello Ruth")
    story.looked_at(ruth, "home")
    story.press(ruth, "Go to my questions", at="link")
    story.press(ruth, "Begin", at="link")
    answers_about_her_life(story, ruth)
    story.press(ruth, "Send my answers")

    story.sam_checks_everything()
    decides_for_a_carer(story)
    budget = story.sam_works_out_the_budget()
    expect(budget.locator("main")).to_contain_text("£400")
    expect(budget.locator("main")).to_contain_text("a year")
    ruth.goto(f"{server.url}/my/budget")
    story.looked_at(ruth, "budget")
    expect(ruth.locator("main")).to_contain_text("£400")
    expect(ruth.locator("main")).to_contain_text("Support for carers is free")
    assert figure_of_her_mother(story.place) == before

    plans_for_a_carer(story)
    story.sends_the_plan("sam")
    helen = story.helen_opens_the_plan("Ruth Ellis")
    story.press(helen, "Agree this plan")
    expect(helen.locator("h1")).to_contain_text("Agreed")
    ruth.goto(f"{server.url}/my/plan/letter")
    story.looked_at(ruth, "letter")
    expect(ruth.locator("main")).to_contain_text("£400")
    assert story.stage() == "setting-up"

    sam = story.go("sam", f"/work/journeys/{mothers}")
    expect(sam.get_by_role("link", name="Ruth Ellis")).to_be_visible()
    for path in (f"/work/journeys/{mothers}", f"/work/journeys/{mothers}/budget"):
        answer = ruth.goto(f"{server.url}{path}")
        assert answer is not None
        assert answer.status == 404


def decides_for_a_carer(story: Story) -> None:
    page = story.window("sam")
    expect(page.locator("h1")).to_have_text("Eligibility")
    page.get_by_role("group", name="Do the needs come from giving necessary care").get_by_label("Yes").check()
    expect(page.locator("input[name=outcomes][value=b-vi]")).to_be_checked()  # drafted from what she ticked
    page.get_by_role("group", name="Is there, or is there likely to be").get_by_label("Yes").check()
    page.get_by_label("Your reasons").fill("Caring is making Ruth ill, and she gave up her job.")
    story.looked_at(page, "eligibility")
    with page.expect_navigation():
        page.get_by_role("button", name="Decide, as").click()


def plans_for_a_carer(story: Story) -> None:
    page = story.go("sam", story.at_journey("/plan"))
    story.press(page, "Begin the plan")
    page = story.go("sam", story.at_journey("/plan/outcomes"))
    page.get_by_label("What should be different?").fill("Sleep, and see my friends")
    story.press(page, "Save")
    page = story.go("sam", story.at_journey("/plan/lines"))
    page.get_by_label("What will help?").fill("Two weekends away")
    page.get_by_label("Who gives it?").fill("Ruth chooses")
    page.get_by_label("How often?").fill("Spring and autumn")
    page.get_by_label("What does it cost?").fill("380")
    page.get_by_label("a year", exact=True).check()
    starts = today() + timedelta(days=14)
    for part, value in (("Day", starts.day), ("Month", starts.month), ("Year", starts.year)):
        page.get_by_role("textbox", name=part, exact=True).fill(str(value))
    basis = page.get_by_label("Carer's support")
    if basis.count():
        basis.check()
    story.press(page, "Save")
    page = story.go("sam", story.at_journey("/plan"))
    story.looked_at(page, "plan")


@JAVASCRIPT
def test_ruth_says_no_and_nothing_happens_then_yes_and_it_does(server: Server, browser: Browser, javascript: bool) -> None:
    story = Story(server, browser, javascript, pictures="willing" if javascript else "")
    with_a_budget_for_her_mother(story)
    with acting_as(story.place.as_sam):
        journey = Journey.objects.select_related("person").get()
    before = figure_of_her_mother(story.place)
    ruth_of_the_tests = a_carer(story.place, journey)

    ruth = browser.page(javascript=javascript, width=PHONE)
    sign_in(ruth, server, ruth_of_the_tests.user.sign_in_name)
    story.press(ruth, "What I want to do for Daniel, and am able to do", at="link")
    story.looked_at(ruth, "all")
    story.press(ruth, "Begin", at="link")
    expect(ruth.locator("h1")).to_have_text("Eating and drinking")
    story.looked_at(ruth, "helps")
    ruth.get_by_label("Yes", exact=True).check()
    story.press(ruth, "Go on")
    expect(ruth.locator("main")).to_contain_text("Nobody can make you do this")
    expect(ruth.locator("main")).to_contain_text("The amount itself shows it")
    story.looked_at(ruth, "willing")
    ruth.get_by_label("No", exact=True).check()
    story.press(ruth, "Keep this")
    assert figure_of_her_mother(story.place) == before

    at_eating = f"{server.url}/my/caring/{ruth_of_the_tests.caring.pk}/eating/willing"
    ruth.goto(at_eating)
    ruth.get_by_label("Yes for now, until a date").check()
    ruth.get_by_role("group", name="how much of it do you mean").get_by_label("All", exact=True).check()
    until = today() + timedelta(days=60)
    for part, value in (("Day", until.day), ("Month", until.month), ("Year", until.year)):
        ruth.get_by_role("textbox", name=part, exact=True).fill(str(value))
    story.press(ruth, "Keep this")
    assert figure_of_her_mother(story.place) < before  # heard as soon as it was kept, by the server itself

    sam = story.go("sam", story.at_journey("/budget"))
    expect(sam.locator("main")).not_to_contain_text("Ruth")
    story.looked_at(sam, "budget-after")

    with at(now() + timedelta(days=61)):
        read_outbox()
        assert figure_of_her_mother(story.place) == before
    ruth.goto(f"{server.url}/my/caring/{ruth_of_the_tests.caring.pk}")
    story.looked_at(ruth, "all-after")


def test_ruth_who_helps_asks_for_her_own_and_sees_a_guess_from_her_own_words(server: Server, browser: Browser) -> None:
    story = Story(server, browser, pictures="asks")
    story.sam_adds("Margaret", "Ellis", date(1942, 6, 12))
    story.sam_prepares("Margaret", helper=("Ruth Ellis", "daughter"))
    sam = story.go("sam", story.at_journey("/before/who-helps"))
    story.press(sam, "Let Ruth Ellis sign in", at="link")
    sam.get_by_label("Sign-in name").fill("ruth")
    story.press(sam, "Make the account")
    passphrase = sam.locator("dd strong").last.inner_text()

    ruth = browser.page(width=PHONE)
    sign_in(ruth, server, "ruth", password=passphrase)
    story.press(ruth, "Begin", at="link")
    title = ruth.locator("h1").inner_text()
    ruth.locator("input[name=level]").nth(3).check()
    ruth.locator("input[name=unpaid]").nth(4).check()
    story.press(ruth, "Save and go on")
    ruth.goto(f"{server.url}/helping/")
    story.press(ruth, "I would like that", at="link")
    story.looked_at(ruth, "of-my-own")
    story.press(ruth, "Start my own")
    expect(ruth.locator("main")).to_contain_text("Your own journey has started")
    story.looked_at(ruth, "home")
    story.press(ruth, "What I want to do for Margaret, and am able to do", at="link")
    ruth.get_by_text("Choose yourself where to begin").click()
    ruth.get_by_role("main").get_by_role("link", name=title, exact=True).click()
    ruth.get_by_label("Yes", exact=True).check()
    story.press(ruth, "Go on")
    expect(ruth.locator("main")).to_contain_text("This is a guess")
    expect(ruth.locator("main")).to_contain_text("by nothing that anybody else said")
    story.looked_at(ruth, "guess")

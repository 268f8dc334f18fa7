"""The roads from "something has to change" to a budget that explains itself, walked in a real browser.

Each can be read aloud to the people it is about. Every page on the way is looked at: well formed, nothing that axe finds.
"""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, Browser, Server, sign_in
from tests.stories.roads import HARD, LEVELS, Story

pytestmark = pytest.mark.story

JAVASCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])


@JAVASCRIPT
def test_daniel_comes_to_an_agreed_plan(server: Server, browser: Browser, javascript: bool) -> None:
    story = Story(server, browser, javascript, pictures="daniel" if javascript else "")
    story.sam_adds("Daniel", "Okafor", date(1992, 3, 4)).sam_records_section_117()
    passphrase = story.sam_gives_a_sign_in("daniel")
    story.sam_prepares("Daniel")

    daniel = browser.page(javascript=javascript, width=PHONE)
    sign_in(daniel, server, "daniel", password=passphrase)
    story.windows["daniel"] = daniel
    story.looked_at(daniel, "home")
    story.press(daniel, "Go to my questions", at="link")
    story.looked_at(daniel, "intro")
    story.press(daniel, "Begin", at="link")
    story.answers_the_questions(daniel, LEVELS, hard=HARD)
    expect(daniel.locator("h1")).to_have_text("Check my answers")
    story.looked_at(daniel, "check")
    story.press(daniel, "Send my answers")

    story.sam_checks_everything()
    story.sam_decides("ghi", reasons="Without somebody alongside, Daniel does not see people, work or get out.")
    budget = story.sam_works_out_the_budget()
    expect(budget.locator("main")).to_contain_text("£195")
    expect(budget.locator("main")).to_contain_text("NHS £80.94")

    daniel.goto(f"{server.url}/my/budget")
    story.looked_at(daniel, "why")
    for figure in ("£195", "£10,140", "£114.06", "£80.94", "£195.17", "£2,340"):
        expect(daniel.locator("main")).to_contain_text(figure)

    story.plans("sam", cost="188").sends_the_plan("sam")
    helen = story.helen_opens_the_plan("Daniel Okafor")
    story.press(helen, "Agree this plan")
    expect(helen.locator("h1")).to_contain_text("Agreed")
    story.looked_at(helen, "decision")

    daniel.goto(f"{server.url}/my/plan/letter")
    story.looked_at(daniel, "letter")
    expect(daniel.locator("main")).to_contain_text("£195")
    assert story.stage() == "setting-up"


@JAVASCRIPT
def test_margaret_is_assessed_with_ruths_help_and_her_budget_is_costed(server: Server, browser: Browser, javascript: bool) -> None:
    story = Story(server, browser, javascript, pictures="margaret" if javascript else "")
    story.sam_adds("Margaret", "Ellis", date(1942, 6, 12))
    story.sam_prepares("Margaret", helper=("Ruth Ellis", "daughter"))
    sam = story.go("sam", story.at_journey("/answers"))
    expect(sam.locator("h1")).to_have_text("Assessment with Ruth's help")
    expect(sam.locator("main")).not_to_contain_text("What Margaret says")
    story.looked_at(sam, "voices")

    with sam.expect_navigation():
        sam.get_by_role("main").get_by_role("link", name="Ruth", exact=False).first.click()
    much = dict.fromkeys(("Washing, using the toilet and getting dressed", "Moving around and being safe at home", "Help at night"), 3)
    much |= dict.fromkeys(("Eating and drinking", "Looking after my home", "Staying well and staying safe"), 2)
    for _ in range(11):
        title = sam.locator("h1").inner_text()
        sam.locator("input[name=level]").nth(much.get(title, 2)).check()
        sam.locator("input[name=limbs]").first.check()
        if title == "Help at night":
            sam.get_by_label("Someone must stay awake").check()
        story.press(sam, "Save and go on")

    story.go("sam", story.at_journey("/answers"))
    story.press(sam, "Go on to checking together")
    page = story.go("sam", story.at_journey("/checking"))
    expect(page.locator("main")).to_contain_text("Ruth Ellis, carer's words")
    expect(page.locator("main")).not_to_contain_text("Margaret Ellis, own words")
    story.sam_checks_everything()
    story.sam_decides("abcdefgi", reasons="Margaret cannot wash, dress, eat or be safe without somebody there.")
    budget = story.sam_works_out_the_budget()
    expect(budget.locator("main")).to_contain_text("costing")

    story.press(budget, "Write the costing sheet", at="link")
    budget.get_by_label("Line 1: what").fill("Somebody awake at night")
    budget.get_by_label("Line 1: hours a week").fill("56")
    budget.get_by_label("Line 1: pounds an hour").fill("16.50")
    budget.get_by_label("Line 1: why this much").fill("Eight hours, seven nights")
    budget.get_by_label("Line 2: what").fill("Help through the day")
    budget.get_by_label("Line 2: hours a week").fill("21")
    budget.get_by_label("Line 2: pounds an hour").fill("22.50")
    budget.get_by_label("Line 2: why this much").fill("Three hours a day")
    budget.get_by_label("Why the figure is what it is").fill("The points cannot say what a waking night costs.")
    story.looked_at(budget, "costing")
    story.press(budget, "This is the cost")
    expect(budget.locator("main")).to_contain_text("£1,396.50")
    story.looked_at(budget, "costed")


def test_ruth_says_at_home_what_she_sees_and_sees_nothing_else(server: Server, browser: Browser) -> None:
    story = Story(server, browser, pictures="ruth")
    story.sam_adds("Margaret", "Ellis", date(1942, 6, 12))
    story.sam_prepares("Margaret", helper=("Ruth Ellis", "daughter"))
    sam = story.go("sam", story.at_journey("/before/who-helps"))
    story.press(sam, "Let Ruth Ellis sign in", at="link")
    sam.get_by_label("Sign-in name").fill("ruth")
    story.press(sam, "Make the account")
    passphrase = sam.locator("dd strong").last.inner_text()

    ruth = browser.page(width=PHONE)
    sign_in(ruth, server, "ruth", password=passphrase)
    story.looked_at(ruth, "home")
    for path in (story.at_journey(), story.at_journey("/checking"), "/my/", "/work/"):
        answer = ruth.goto(f"{server.url}{path}")
        assert answer is not None
        assert answer.status == 404


def test_sylvie_is_not_eligible_and_leaves_with_reasons_advice_and_a_way_back(server: Server, browser: Browser) -> None:
    story = Story(server, browser, pictures="sylvie")
    story.sam_adds("Sylvie", "Marsden", date(1977, 3, 19))
    passphrase = story.sam_gives_a_sign_in("sylvie")
    story.sam_prepares("Sylvie")
    sylvie = browser.page(width=PHONE)
    sign_in(sylvie, server, "sylvie", password=passphrase)
    story.press(sylvie, "Go to my questions", at="link")
    story.press(sylvie, "Begin", at="link")
    story.answers_the_questions(sylvie, {"Looking after my home": 1})
    story.press(sylvie, "Send my answers")
    story.sam_checks_everything()
    story.sam_decides("f", impact=False, reasons="It takes longer, and Sylvie manages.")
    sam = story.window("sam")
    expect(sam.locator("main")).to_contain_text("Nobody leaves with nothing")
    expect(sam.get_by_label("Your reasons")).to_have_value("It takes longer, and Sylvie manages.")  # nothing typed is lost
    sam.get_by_label("Advice and help instead").fill("Open Door visits at home, free.")
    with sam.expect_navigation():
        sam.get_by_role("button", name="Decide, as").click()
    assert story.stage() == "ended"

    sylvie.goto(f"{server.url}/my/")
    story.looked_at(sylvie, "not-eligible")
    expect(sylvie.locator("main")).to_contain_text("It takes longer, and Sylvie manages.")
    expect(sylvie.locator("main")).to_contain_text("Open Door visits at home, free.")
    story.press(sylvie, "Ask again")
    assert story.stage() == "started"


def test_helen_cannot_agree_a_plan_that_she_wrote(server: Server, browser: Browser) -> None:
    story = Story(server, browser)
    with_a_budget(story)
    story.plans("helen", cost="150", basis="Care Act").sends_the_plan("helen")
    helen = story.helen_opens_the_plan("Daniel Okafor")
    expect(helen.locator("main")).to_contain_text("Nobody agrees a plan that they wrote in")
    expect(helen.get_by_role("button", name="Agree this plan")).to_have_count(0)
    assert story.stage() == "agreement"


def with_a_budget(story: Story) -> None:
    """Sam writes down what Daniel says, they check it, and the budget is worked out."""
    story.sam_adds("Daniel", "Okafor", date(1992, 3, 4)).sam_prepares("Daniel")
    sam = story.go("sam", story.at_journey("/answers"))
    with sam.expect_navigation():
        sam.get_by_role("main").get_by_role("link", name="Daniel", exact=True).click()
    story.answers_the_questions(sam, LEVELS, hard=HARD)
    story.go("sam", story.at_journey("/answers"))
    story.press(sam, "Go on to checking together")
    story.sam_checks_everything()
    story.sam_decides("ghi", reasons="Without somebody alongside, Daniel does not see people, work or get out.")
    story.sam_works_out_the_budget()


def test_charlie_a_stranger_finds_nobody(server: Server, browser: Browser) -> None:
    story = Story(server, browser)
    story.sam_adds("Daniel", "Okafor", date(1992, 3, 4))
    charlie = story.go("charlie", "/work/?find=Daniel")
    expect(charlie.locator("main")).to_contain_text("Nobody here has that name")
    story.looked_at(charlie, "stranger")
    for path in ("", "/before", "/checking", "/budget", "/plan"):
        answer = charlie.goto(f"{server.url}{story.at_journey(path)}")
        assert answer is not None
        assert answer.status == 404

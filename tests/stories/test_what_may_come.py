"""What may come of the answers: a rough idea while answering; what if an answer were another one; the same sum again."""

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, Browser, Server, sign_in
from tests.budgets_of_the_tests import a_worked_out_budget, budget_of
from tests.journeys_of_the_tests import an_account_of, an_answered_assessment
from tests.stories.roads import Story

pytestmark = pytest.mark.story

JAVASCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])


@JAVASCRIPT
def test_daniel_asks_for_a_rough_idea_before_he_sends_his_answers(server: Server, browser: Browser, javascript: bool) -> None:
    story = Story(server, browser, javascript, pictures="rough" if javascript else "")
    assessment = an_answered_assessment(story.place)
    daniel = browser.page(javascript=javascript, width=PHONE)
    sign_in(daniel, server, an_account_of(story.place, assessment.person).sign_in_name)
    daniel.goto(f"{server.url}/my/questions/check")
    expect(daniel.locator("main")).not_to_contain_text("£")
    story.press(daniel, "A rough idea of the figure so far", at="link")
    expect(daniel.locator("h1")).to_have_text("A rough idea so far")
    for said in ("It is no promise", "Indicative", "a week", "Help at night"):
        expect(daniel.locator("main")).to_contain_text(said)
    story.looked_at(daniel, "range")
    story.press(daniel, "Back to my answers", at="link")
    expect(daniel.locator("h1")).to_have_text("Check my answers")


@JAVASCRIPT
def test_daniel_and_sam_see_what_would_be_and_nothing_is_changed(server: Server, browser: Browser, javascript: bool) -> None:
    story = Story(server, browser, javascript, pictures="what-if" if javascript else "")
    journey, _ = a_worked_out_budget(story.place)
    story.journey_id = str(journey.pk)
    figure = f"£{(budget_of(story.place, journey).amount_pence or 0) // 100}"

    daniel = browser.page(javascript=javascript, width=PHONE)
    sign_in(daniel, server, an_account_of(story.place, journey.person).sign_in_name)
    daniel.goto(f"{server.url}/my/budget")
    story.press(daniel, "What if something changes?", at="link")
    story.looked_at(daniel, "choose")
    story.press(daniel, "The people in my life")
    story.looked_at(daniel, "question")
    daniel.locator("input[name=level_people]").nth(2).check()
    story.press(daniel, "See what it would be")
    for said in ("Nothing is saved, and this is not your budget", figure, "a week more than now"):
        expect(daniel.locator("main")).to_contain_text(said)
    story.looked_at(daniel, "figure")
    story.press(daniel, "Help at night")
    daniel.locator("input[name=level_nights]").nth(1).check()
    story.press(daniel, "See what it would be")
    expect(daniel.locator("main")).to_contain_text("Help at night")
    expect(daniel.locator("main")).to_contain_text("The people in my life")
    story.press(daniel, "Back to my figure", at="link")
    expect(daniel.locator("main")).to_contain_text(figure)

    sam = story.go("sam", story.at_journey("/budget"))
    story.press(sam, "What if an answer were different?", at="link")
    story.looked_at(sam, "staff-empty")
    sam.get_by_label("Help at night: a usual week").select_option("2")
    sam.get_by_label("Washing, using the toilet and getting dressed: unpaid help").select_option("2")
    story.press(sam, "See what it would be")
    expect(sam.locator("main")).to_contain_text("takes for granted that somebody says, for themselves")
    story.looked_at(sam, "staff-figure")
    sam.goto(f"{server.url}{story.at_journey('/budget')}")
    expect(sam.locator("main")).to_contain_text(figure)
    expect(sam.locator("main")).not_to_contain_text("Something has changed since")


@JAVASCRIPT
def test_helen_works_the_same_sum_out_again(server: Server, browser: Browser, javascript: bool) -> None:
    story = Story(server, browser, javascript, pictures="again" if javascript else "")
    journey, _ = a_worked_out_budget(story.place)
    story.journey_id = str(journey.pk)
    helen = story.go("helen", story.at_journey("/budget"))
    story.press(helen, "Work the same sum out again")
    expect(helen.locator("main")).to_contain_text("The same to the penny")
    story.looked_at(helen, "page")

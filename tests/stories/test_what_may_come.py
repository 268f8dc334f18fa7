"""What may come of the answers: a rough idea while answering, for whoever asks for it."""

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, Browser, Server, sign_in
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
    story.press(daniel, "Go on", at="link")
    expect(daniel.locator("h1")).to_have_text("My questions")

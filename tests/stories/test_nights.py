"""Daniel and Sam differ about nights, and neither gives way: two figures, and the manager's choice with reasons.

At the table the screen shows one voice at a time: what Sam wrote down beforehand is not on it, and nothing says that it is there.
"""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from commonpurse.access.context import acting_as
from commonpurse.assessments.acts import save_answer, send_answers
from commonpurse.assessments.acts.checking import agree_answer
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import Assessment, Voice
from tests.browser import Browser, Server, sign_in
from tests.budgets_of_the_tests import ANSWERS, budget_of
from tests.journeys_of_the_tests import an_account_of, an_answered_assessment
from tests.stories.roads import Story

pytestmark = pytest.mark.story

MOST_NIGHTS = Value(level=1, limbs=("distress",), ticks=("worry",), words="I lie awake most nights.")
QUIET_NIGHTS = Value(level=0, words="The night staff wrote down quiet nights.")
BOTH = "Daniel says most nights. The night diary shows quiet nights."


class Nights(Story):
    """Everything but the nights was checked and agreed before."""

    assessment: Assessment

    def given_daniel_and_sam_have_each_said_how_the_nights_are(self) -> None:
        self.assessment = an_answered_assessment(self.place, answers={**ANSWERS, "nights": MOST_NIGHTS})
        self.journey_id = str(self.assessment.journey_id)
        with acting_as(self.place.as_sam) as sam:
            save_answer(self.assessment, "nights", Voice.PRACTITIONER, QUIET_NIGHTS, client_uuid=uuid4(), by=sam)
            send_answers(self.assessment, by=sam)
            for question, value in ANSWERS.items():
                if question != "nights":
                    agree_answer(self.assessment, question, value, by=sam)

    def when_they_come_to_the_nights_the_screen_shows_daniels_voice_alone(self) -> Page:
        page = self.go("sam", self.at_journey("/checking/nights"))
        expect(page.get_by_text("One voice at a time.")).to_be_visible()
        expect(page.locator("main")).to_contain_text("I lie awake most nights.")
        expect(page.locator("main")).not_to_contain_text("The night staff wrote down")
        self.looked_at(page, "one-voice")
        return page

    def and_sam_keeps_both_with_a_note_that_both_can_read(self, page: Page) -> None:
        page.locator("input[name=level][value='0']").check()
        for tick in page.locator("input[name=limbs], input[name=ticks]").all():
            tick.uncheck()
        page.get_by_label("What does each of you think?").fill(BOTH)
        with page.expect_navigation():
            page.get_by_role("button", name="We differ: keep both").click()
        page = self.go("sam", self.at_journey("/checking"))
        expect(page.locator("main")).not_to_contain_text("The night staff wrote down")
        self.press(page, "We have checked everything")

    def then_there_are_two_figures_and_each_is_explained(self) -> tuple[str, str]:
        self.sam_records_section_117().go("sam", self.at_journey("/eligibility"))
        self.sam_decides("afg", reasons="Three outcomes cannot be achieved without prompting.")
        page = self.sam_works_out_the_budget()
        sides = budget_of(self.place, self.assessment.journey).sides
        persons, practitioners = (f"£{(side.result.amount_pence or 0) / 100:,.0f}" for side in sorted(sides, key=lambda one: one.side))
        assert persons != practitioners
        for said in (persons, practitioners, BOTH):
            expect(page.locator("main")).to_contain_text(said)
        return persons, practitioners

    def and_daniel_sees_both_before_anything_is_decided(self, figures: tuple[str, str]) -> None:
        daniel = self.browser.page(javascript=self.javascript)
        sign_in(daniel, self.server, an_account_of(self.place, self.assessment.person).sign_in_name)
        self.windows["daniel"] = daniel
        daniel.goto(f"{self.server.url}/my/budget")
        for said in figures:
            expect(daniel.locator("main")).to_contain_text(said)
        self.looked_at(daniel, "both")

    def when_helen_chooses_daniels_figure_with_reasons(self) -> None:
        self.plans("sam", cost="150").sends_the_plan("sam")
        helen = self.helen_opens_the_plan("Daniel Okafor")
        for said in (BOTH, "The person’s answers", "The practitioner’s answers"):
            expect(helen.locator("main")).to_contain_text(re.compile(said.replace("’", "['’]")))
        helen.get_by_role("radio", name=re.compile("The person['’]s answers")).check()
        helen.get_by_label(re.compile("reasons", re.IGNORECASE)).first.fill(
            "A diary shows what staff saw. Daniel knows when he lies awake."
        )
        self.press(helen, "Agree this plan")
        expect(helen.locator("h1")).to_contain_text("Agreed")
        self.looked_at(helen, "chosen")

    def then_his_letter_shows_both_and_says_why(self, figures: tuple[str, str]) -> None:
        daniel = self.go("daniel", "/my/plan/letter")
        for said in (*figures, "Daniel knows when he lies awake."):
            expect(daniel.locator("main")).to_contain_text(said)
        self.looked_at(daniel, "letter")


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_daniel_and_sam_differ_about_nights(server: Server, browser: Browser, javascript: bool) -> None:
    story = Nights(server, browser, javascript, pictures="nights" if javascript else "")
    story.given_daniel_and_sam_have_each_said_how_the_nights_are()
    page = story.when_they_come_to_the_nights_the_screen_shows_daniels_voice_alone()
    story.and_sam_keeps_both_with_a_note_that_both_can_read(page)
    figures = story.then_there_are_two_figures_and_each_is_explained()
    story.and_daniel_sees_both_before_anything_is_decided(figures)
    story.when_helen_chooses_daniels_figure_with_reasons()
    story.then_his_letter_shows_both_and_says_why(figures)

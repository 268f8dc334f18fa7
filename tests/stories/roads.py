"""What people do on the road, in the words of the pages: used by the stories, with scripts and without them."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Self

from playwright.sync_api import Page, expect

from commonpurse.access.context import acting_as
from commonpurse.foundation.clock import today
from commonpurse.journeys.models import Journey
from tests.browser import Browser, Server, axe, fits, screenshot, sign_in, well_formed
from tests.journeys_of_the_tests import publish_the_reference
from tests.people_of_the_tests import Place, a_place

LEVELS = {
    "The people in my life": 1,
    "Work, learning and volunteering": 2,
    "Getting out and using local places": 1,
    "Letters, money and planning my days": 1,
    "Staying well and staying safe": 1,
    "Eating and drinking": 1,
    "Looking after my home": 1,
}
HARD = {
    "The people in my life": 3,
    "Getting out and using local places": 2,
    "Letters, money and planning my days": 3,
    "Staying well and staying safe": 3,
}


@dataclass
class Story:
    """One story: who is in which window, and about whom it is."""

    server: Server
    browser: Browser
    javascript: bool = True
    pictures: str = ""
    place: Place = field(init=False)
    windows: dict[str, Page] = field(default_factory=dict)
    journey_id: str = ""

    def __post_init__(self) -> None:
        self.place = a_place()
        publish_the_reference()

    def window(self, who: str, *, password: str | None = None) -> Page:
        """The window in which somebody is signed in."""
        if who not in self.windows:
            page = self.browser.page(javascript=self.javascript, width=820 if who == "sam" else 1280)
            sign_in(page, self.server, who, **({"password": password} if password else {}))
            self.windows[who] = page
        return self.windows[who]

    def looked_at(self, page: Page, name: str) -> None:
        """Every page on the way: well formed, nothing sticking out, nothing that axe finds, and a picture to look at."""
        assert well_formed(page.content()) == ""
        if self.javascript:
            assert axe(page) == ""
            assert fits(page)
        if self.pictures:
            screenshot(page, f"{self.pictures}-{name}")

    def go(self, who: str, path: str) -> Page:
        page = self.window(who)
        page.goto(f"{self.server.url}{path}")
        return page

    def press(self, page: Page, name: str, *, at: str = "button") -> None:
        with page.expect_navigation():
            page.get_by_role("main").get_by_role(at, name=name, exact=True).click()  # type: ignore[arg-type]

    def at_journey(self, path: str = "") -> str:
        return f"/work/journeys/{self.journey_id}{path}"

    # Sam, at the start

    def sam_adds(self, first_name: str, last_name: str, born: date) -> Self:
        page = self.go("sam", "/work/people/add")
        self.looked_at(page, "add")
        page.get_by_label("First name").fill(first_name)
        page.get_by_label("Last name").fill(last_name)
        for part, value in (("Day", born.day), ("Month", born.month), ("Year", born.year)):
            page.get_by_role("textbox", name=part, exact=True).fill(str(value))
        self.press(page, "Add and start")
        self.journey_id = page.url.rstrip("/").split("/")[-1]
        self.looked_at(page, "journey")
        return self

    def sam_records_section_117(self) -> Self:
        page = self.go("sam", self.at_journey("/health-basis"))
        page.get_by_label("Section 117 aftercare").check()
        for part, value in (("Day", "1"), ("Month", "2"), ("Year", "2024")):
            page.get_by_role("textbox", name=part, exact=True).fill(value)
        page.get_by_label("Responsible council").fill("Northmere Council")
        page.get_by_label("Responsible integrated care board").fill("Northmere Integrated Care Board")
        page.get_by_label("What shows it?").fill("Discharge letter of 1 February 2024")
        self.press(page, "Record")
        self.looked_at(page, "health-basis")
        return self

    def sam_prepares(self, name: str, *, helper: tuple[str, str] | None = None) -> Self:
        """The four short pages. With a helper the person cannot take part, and the helper says what they see."""
        page = self.go("sam", self.at_journey("/before/what-this-is"))
        self.looked_at(page, "what-this-is")
        self.press(page, "We have talked about this")
        page = self.go("sam", self.at_journey("/before/who-helps"))
        if helper:
            page.get_by_label("Who helps?").fill(helper[0])
            page.get_by_label("Who are they to the person?").fill(helper[1])
            page.get_by_label("Says what they see, in their own words").check()
            self.press(page, "Add")
        else:
            self.press(page, "Nobody helps with this")
        page = self.go("sam", self.at_journey("/before/advocate"))
        page.get_by_role("group", name="Would taking part be very hard without someone?").get_by_label(
            "Yes" if helper else "No", exact=True
        ).check()
        if helper:
            page.get_by_label("Is there someone right to help? Write who").fill(helper[0])
            page.get_by_role("group", name="What would be very hard?").get_by_role("checkbox").first.check()
        page.get_by_label("Not needed").check()
        self.looked_at(page, "advocate")
        self.press(page, "Record this")
        page = self.go("sam", self.at_journey("/before/taking-part"))
        page.get_by_label("No, not now" if helper else "Yes", exact=True).check()
        page.get_by_label("What was done to help them take part?").fill("At home, in the morning, with short questions and pictures.")
        if helper:
            page.get_by_label("If not: what did you see and hear that shows it?").fill(
                "She could not hold a question in mind, on two mornings."
            )
        self.press(page, "Record this")
        page = self.go("sam", self.at_journey("/before"))
        self.looked_at(page, "before")
        with page.expect_navigation():
            page.get_by_role("button", name="Open the questions").click()
        return self

    def sam_gives_a_sign_in(self, name: str) -> str:
        """Returns the passphrase that is shown once."""
        page = self.go("sam", self.at_journey("/sign-in"))
        page.get_by_label("Sign-in name").fill(name)
        self.press(page, "Make it")
        self.looked_at(page, "passphrase")
        return page.locator("dd strong").inner_text()

    # The questions

    def answers_the_questions(
        self, page: Page, levels: dict[str, int], *, hard: dict[str, int] | None = None, name: str = "question"
    ) -> Self:
        """Answer page after page, as it stands on the screen, until the answers are to be checked."""
        for _ in range(11):
            title = page.locator("h1").inner_text()
            level, worst = levels.get(title, 0), (hard or {}).get(title)
            page.locator("input[name=level]").nth(level).check()
            if level:
                page.locator("input[name=limbs]").first.check()
            if worst:
                page.locator("input[name=hard][value=yes]").check()
                page.locator("input[name=worst_level]").nth(worst).check()
                page.locator("input[name=worst_weeks]").fill("10")
            if title in ("The people in my life", "Help at night"):
                self.looked_at(page, f"{name}-{title.split()[-1]}")
            self.press(page, "Save and go on")
        return self

    # Checking, deciding, working out

    def sam_checks_everything(self) -> Self:
        page = self.go("sam", self.at_journey("/screen"))
        self.looked_at(page, "screen")
        page.get_by_label("Nobody but me").check()
        self.press(page, "Go on")
        self.looked_at(page, "checking")
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile(r"^Agree the \d+ that only .+ answered, as given$")).click()
        self.press(page, "We have checked everything")
        return self

    def sam_decides(self, outcomes: str, *, impact: bool = True, reasons: str, advice: str = "") -> Self:
        page = self.window("sam")
        expect(page.locator("h1")).to_have_text("Eligibility")
        page.get_by_role("group", name="Do the needs come from").get_by_label("Yes").check()
        for box in page.locator("input[name=outcomes]").all():
            box.set_checked(str(box.get_attribute("value")) in outcomes)
        page.get_by_role("group", name="Is there, or is there likely to be").get_by_label("Yes" if impact else "No").check()
        page.get_by_label("Your reasons").fill(reasons)
        page.get_by_label("Advice and help instead").fill(advice)
        self.looked_at(page, "eligibility")
        with page.expect_navigation():
            page.get_by_role("button", name="Decide, as").click()
        return self

    def sam_works_out_the_budget(self) -> Page:
        page = self.go("sam", self.at_journey("/budget"))
        self.press(page, "Work out the indicative budget")
        self.looked_at(page, "budget")
        return page

    # Planning and agreeing

    def plans(self, who: str, *, cost: str, basis: str = "Section 117 aftercare", nhs: str = "41") -> Self:
        page = self.go(who, self.at_journey("/plan"))
        self.press(page, "Begin the plan")
        page = self.go(who, self.at_journey("/plan/outcomes"))
        page.get_by_label("What should be different?").fill("Get back to the print studio")
        self.press(page, "Save")
        page = self.go(who, self.at_journey("/plan/lines"))
        page.get_by_label("What will help?").fill("A night at the print studio, with somebody alongside")
        page.get_by_label("Who gives it?").fill("Inkwell Studio")
        page.get_by_label("How often?").fill("Every Tuesday evening")
        page.get_by_label("What does it cost?").fill(cost)
        page.get_by_label("a week", exact=True).check()
        starts = today() + timedelta(days=14)
        for part, value in (("Day", starts.day), ("Month", starts.month), ("Year", starts.year)):
            page.get_by_role("textbox", name=part, exact=True).fill(str(value))
        page.get_by_label(basis).check()
        if basis.startswith("Section"):
            page.get_by_label("How much of it does the NHS pay?").fill(nhs)
        self.looked_at(page, "plan-line")
        self.press(page, "Save")
        page = self.go(who, self.at_journey("/plan"))
        self.looked_at(page, "plan")
        return self

    def sends_the_plan(self, who: str) -> Self:
        page = self.go(who, self.at_journey("/plan"))
        self.press(page, "Send it to the manager")
        return self

    def helen_opens_the_plan(self, name: str) -> Page:
        page = self.go("helen", "/manage/")
        self.looked_at(page, "to-agree")
        self.press(page, name, at="link")
        self.looked_at(page, "agree")
        return page

    def stage(self) -> str:
        with acting_as(self.place.as_sam):
            return Journey.objects.get(pk=self.journey_id).stage

"""Nothing typed is lost: two windows at once; a server and a browser that are killed while somebody types."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from commonpurse.access.context import acting_as
from commonpurse.assessments import queries
from commonpurse.assessments.models import AnswerEvent, Assessment
from commonpurse.pages.filled import NOT_SAVED
from tests.browser import DESK, PHONE, Browser, OwnProcess, Server, looks_right, own_chromium, sign_in
from tests.budgets_of_the_tests import a_plan_being_written, a_plan_sent, a_worked_out_budget
from tests.journeys_of_the_tests import a_prepared_assessment, an_account_of
from tests.people_of_the_tests import PASSWORD, Place, a_place, write_past_the_wall
from tests.stories.test_answering import card

pytestmark = pytest.mark.story

OWN_WORDS = "In my own words (if you like)"
SAVED = re.compile(r"^saved at \d\d:\d\d")


def eating(place: Place, assessment: Assessment) -> queries.LatestAnswer:
    with acting_as(place.as_sam):
        return queries.answers_by_voice(assessment)["person"]["eating"]


def types(page: Page, words: str) -> None:
    """Type, and wait until the page says that it is saved."""
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.get_by_label(OWN_WORDS).fill(words)
    expect(page.locator("[data-save-status]")).to_have_text(SAVED)


def test_daniel_writes_in_two_windows_and_chooses(server: Server, browser: Browser) -> None:
    place = a_place()
    assessment = a_prepared_assessment(place)
    an_account_of(place, assessment.person)
    phone, desk = browser.page(width=PHONE), browser.page(width=DESK)
    for page in (phone, desk):
        sign_in(page, server, "daniel.okafor", PASSWORD)
        page.goto(f"{server.url}/my/questions/eating")
    types(phone, "I forget to eat.")
    types(desk, "My sister cooks on Sundays.")
    expect(desk.locator("[data-save-status]")).to_contain_text("both are kept")
    card(desk, "I need a bit of help or a reminder, some days")
    desk.get_by_role("button", name="Save and go on").click()
    expect(desk.get_by_role("heading", name="Written in two places at once")).to_be_visible()
    looks_right(desk, "question-two-answers")
    desk.goto(f"{server.url}/my/questions/check")
    looks_right(desk, "check-two-answers")
    desk.get_by_role("link", name=re.compile("^Choose one")).click()
    desk.get_by_role("button", name=re.compile("answer 1")).click()
    desk.wait_for_url("**/questions/check")
    assert eating(place, assessment).value.words == "I forget to eat."
    assert not eating(place, assessment).sides


def test_one_window_that_types_on_is_never_its_own_second_writer(server: Server, browser: Browser) -> None:
    """Answers that come late, or never, while somebody goes on typing: one line of saves, no conflict."""
    place = a_place()
    assessment = a_prepared_assessment(place)
    an_account_of(place, assessment.person)
    page = browser.page(width=PHONE)
    sign_in(page, server, "daniel.okafor", PASSWORD)
    page.goto(f"{server.url}/my/questions/eating")
    page.route("**/questions/eating", lambda route: (route.fetch(), route.abort()) if route.request.method == "POST" else route.continue_())
    page.get_by_label(OWN_WORDS).fill("I forget.")
    expect(page.locator("[data-save-status]")).to_have_text("not saved yet - we keep trying")
    page.unroute("**/questions/eating")
    page.get_by_label(OWN_WORDS).fill("I forget, mostly in winter.")
    card(page, "I need a bit of help or a reminder, some days")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/questions/washing")
    assert eating(place, assessment).value.words == "I forget, mostly in winter."
    assert not eating(place, assessment).sides


def what_it_said_was_saved(page: Page) -> dict[str, str]:
    """Fills as the page is told: the uuid of each save that was answered, and the words in it."""
    said: dict[str, str] = {}

    def hear(response: Response) -> None:
        if response.request.headers.get("x-requested-with") == "autosave" and response.ok:
            words = re.search(r'name="words"\r\n\r\n(.*?)\r\n--', response.request.post_data or "", re.DOTALL)
            said[response.json()["event"]] = words[1].strip() if words else ""

    page.on("response", hear)
    return said


def is_all_there(place: Place, said: dict[str, str]) -> bool:
    with acting_as(place.as_sam):
        kept = {str(row.uuid): row.value["words"] for row in AnswerEvent.objects.all()}
    return said.items() <= kept.items()


def test_the_server_is_killed_twice_while_daniel_types(own_database: str, browser: Browser) -> None:
    place = a_place()
    assessment = a_prepared_assessment(place)
    an_account_of(place, assessment.person)
    served = OwnProcess(own_database)
    try:
        page = browser.page(width=PHONE)
        sign_in(page, Server(served.url, own_database), "daniel.okafor", PASSWORD)
        page.goto(f"{served.url}/my/questions/eating")
        said = what_it_said_was_saved(page)
        words, status = page.get_by_label(OWN_WORDS), page.locator("[data-save-status]")
        for sentence in ("I forget to eat. ", "Mostly in winter. "):
            words.press_sequentially(sentence, delay=20)
            expect(status).to_have_text(SAVED)
            words.press_sequentially("And then")
            served.kill()
            words.press_sequentially(" again. ", delay=20)
            expect(status).to_have_text("not saved yet - we keep trying")  # never "saved" while nothing answers
            assert is_all_there(place, said)
            served.start()
            expect(status).to_have_text(SAVED, timeout=60_000)
        page.wait_for_function("document.querySelector('[name=unanswered]').value === ''")
        assert len(said) >= 4
        assert is_all_there(place, said)
        assert eating(place, assessment).value.words == "I forget to eat. And then again. Mostly in winter. And then again."
        assert not eating(place, assessment).sides  # what was sent again counted once
    finally:
        served.kill()


def test_the_phone_dies_and_everything_it_said_was_saved_is_there(server: Server, browser: Browser, tmp_path: Path) -> None:
    place = a_place()
    assessment = a_prepared_assessment(place)
    an_account_of(place, assessment.person)
    with own_chromium(browser, tmp_path / "phone") as (phone, kill):
        sign_in(phone, server, "daniel.okafor", PASSWORD)
        phone.goto(f"{server.url}/my/questions/eating")
        said = what_it_said_was_saved(phone)
        types(phone, "I forget to eat.")
        phone.get_by_label(OWN_WORDS).press_sequentially(" Mostly in winter.", delay=60)
        expect(phone.locator("[data-save-status]")).to_have_text(SAVED)
        kill()
    assert said
    assert is_all_there(place, said)
    desk = browser.page(width=DESK)
    sign_in(desk, server, "daniel.okafor", PASSWORD)
    desk.goto(f"{server.url}/my/questions/eating")
    assert desk.get_by_label(OWN_WORDS).input_value() in {*said.values(), "I forget to eat. Mostly in winter."}


def test_daniel_is_signed_out_half_way_and_his_words_come_back(server: Server, browser: Browser) -> None:
    place = a_place()
    assessment = a_prepared_assessment(place)
    an_account_of(place, assessment.person)
    page = browser.page(width=PHONE)
    sign_in(page, server, "daniel.okafor", PASSWORD)
    page.goto(f"{server.url}/my/questions/eating")
    write_past_the_wall("delete from access_session")
    page.get_by_label(OWN_WORDS).fill("I forget to eat.")
    status = page.locator("[data-save-status]")
    expect(status).to_contain_text("not saved: you were signed out")
    card(page, "I need a bit of help or a reminder, some days")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(re.compile("/account/sign-in"))
    looks_right(page, "signed-out-half-way")
    page.get_by_label("Your e-mail address or sign-in name").fill("daniel.okafor")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/questions/eating")
    expect(page.get_by_text(NOT_SAVED)).to_be_visible()
    expect(page.get_by_label(OWN_WORDS)).to_have_value("I forget to eat.")
    expect(status).to_have_text("not saved yet")
    looks_right(page, "given-back")
    with acting_as(place.as_sam):
        assert not AnswerEvent.objects.exists()
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/questions/washing")
    assert eating(place, assessment).value.words == "I forget to eat."


AS_A_DRAFT = re.compile(r"^saved at \d\d:\d\d as a draft, for you alone\. Press the button below to save it$")


def test_sams_computer_dies_while_he_writes_a_plan(server: Server, browser: Browser, tmp_path: Path) -> None:
    """What it said was kept is offered at another desk; nobody's plan changed under their hands meanwhile."""
    place = a_place()
    journey, _ = a_worked_out_budget(place)
    writing = a_plan_being_written(place, journey)
    at = f"{server.url}/work/journeys/{journey.pk}/plan"
    priyas = browser.page(width=DESK)
    sign_in(priyas, server, "priya", PASSWORD)
    priyas.goto(f"{at}/outcomes")
    said: dict[str, str] = {}
    with own_chromium(browser, tmp_path / "office") as (sams, kill):
        sign_in(sams, server, "sam", PASSWORD)
        sams.goto(f"{at}/lines")
        sams.on("response", lambda answer: said.update(answer.json()) if answer.request.headers.get("x-requested-with") else None)
        what, status = sams.get_by_label("What will help?"), sams.locator("[data-save-status]")
        what.fill("Ceramics studio")
        sams.get_by_label("Who gives it?").press_sequentially("Northmere Arts", delay=40)
        assert status.inner_text() == ""  # never hopeful
        expect(status).to_have_text(AS_A_DRAFT, timeout=2_000)
        looks_right(sams, "plan-line-kept")
        what.press_sequentially(" and")
        kill()
    assert said["saved_at"]
    priyas.get_by_label("What should be different?").fill("To sleep.")
    priyas.get_by_role("button", name="Save").click()
    priyas.wait_for_url("**/plan")  # and not: somebody changed this plan
    expect(priyas.get_by_text("Ceramics studio")).to_have_count(0)
    desk = browser.page(width=DESK)
    sign_in(desk, server, "sam", PASSWORD)
    desk.goto(at)
    expect(desk.get_by_text("Typed, and not in the plan yet")).to_be_visible()
    looks_right(desk, "plan-typed-before")
    desk.get_by_role("link", name="Go back to it").click()
    expect(desk.get_by_label("What will help?")).to_have_value(re.compile("^Ceramics studio"))
    expect(desk.get_by_label("Who gives it?")).to_have_value("Northmere Arts")
    looks_right(desk, "plan-line-typed-before")
    with acting_as(place.as_sam):
        assert not writing.plan.lines.exists()
        assert [row.words for row in writing.plan.outcomes.all()] == ["To sleep."]


def test_two_windows_on_one_plan_keep_what_was_typed_in_each(server: Server, browser: Browser) -> None:
    place = a_place()
    journey, _ = a_worked_out_budget(place)
    writing = a_plan_being_written(place, journey)
    first = browser.page(width=DESK)
    sign_in(first, server, "sam", PASSWORD)
    second = first.context.new_page()
    for page, words in ((first, "To sing."), (second, "To sleep.")):
        page.goto(f"{server.url}/work/journeys/{journey.pk}/plan/outcomes")
        page.get_by_label("What should be different?").fill(words)
        expect(page.locator("[data-save-status]")).to_have_text(AS_A_DRAFT)
    first.get_by_role("button", name="Save").click()
    first.wait_for_url("**/plan")
    second.close()  # without a press
    first.goto(f"{server.url}/work/journeys/{journey.pk}/plan/outcomes")
    looks_right(first, "plan-outcome-typed-before")
    expect(first.get_by_text("had not saved it")).to_have_count(1)
    first.get_by_role("link", name="Use it").click()
    first.get_by_label("What should be different?").press("Control+End")
    first.keyboard.type(" And to dream.")
    expect(first.locator("[data-save-status]")).to_have_text(AS_A_DRAFT)
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_text("Somebody changed this plan since you opened the page")).to_be_visible()  # typed before the other was saved
    first.get_by_role("button", name="Save").click()
    first.wait_for_url("**/plan")
    expect(first.get_by_text("not in the plan yet")).to_have_count(0)
    with acting_as(place.as_sam):
        assert sorted(row.words for row in writing.plan.outcomes.all()) == ["To sing.", "To sleep. And to dream."]


def test_helens_two_forms_are_each_kept(server: Server, browser: Browser) -> None:
    place = a_place()
    sent = a_plan_sent(place)
    page = browser.page(width=DESK)
    sign_in(page, server, "helen", PASSWORD)
    page.goto(f"{server.url}/manage/plans/{sent.plan.pk}")
    page.get_by_label("Your reasons").fill("More is needed in winter.")
    page.get_by_label("What should change, and why?").fill("The studio is missing.")
    expect(page.locator("[data-save-status]").nth(0)).to_have_text(AS_A_DRAFT)
    expect(page.locator("[data-save-status]").nth(1)).to_have_text(AS_A_DRAFT)
    page.reload()
    expect(page.get_by_text("had not saved it")).to_have_count(2)
    looks_right(page, "manager-typed-before")

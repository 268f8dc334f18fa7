"""Daniel answers on his phone, stops, and goes on from another device; Sam prepares it; Ruth says what she sees."""

import re

import pytest
from playwright.sync_api import Page, expect

from commonpurse.access.context import acting_as
from commonpurse.assessments import queries
from commonpurse.assessments.models import AnswerEvent, Assessment
from tests.browser import DESK, PHONE, Browser, Server, looks_right, sign_in
from tests.journeys_of_the_tests import (
    a_begun_assessment,
    a_helper_who_signs_in,
    a_prepared_assessment,
    a_started_journey,
    an_account_of,
    an_answered_assessment,
    publish_the_reference,
)
from tests.people_of_the_tests import PASSWORD, Place, a_place, as_operator

pytestmark = pytest.mark.story


def answer(place: Place, assessment: Assessment, question: str) -> queries.LatestAnswer:
    with acting_as(place.as_sam):
        return queries.answers_by_voice(assessment)["person"][question]


def card(page: Page, words: str) -> None:
    page.get_by_role("radio", name=words, exact=True).first.check(force=True)


def test_daniel_stops_on_his_phone_and_goes_on_at_a_desk(server: Server, browser: Browser) -> None:
    place = a_place()
    assessment = a_prepared_assessment(place)
    an_account_of(place, assessment.person)
    phone = browser.page(width=PHONE)
    sign_in(phone, server, "daniel.okafor", PASSWORD)
    phone.goto(f"{server.url}/my/questions")
    looks_right(phone, "questions-intro")
    phone.get_by_role("link", name="Begin").click()
    phone.wait_for_url("**/questions/eating")
    looks_right(phone, "question")
    with phone.expect_response(lambda r: r.request.method == "POST"):
        card(phone, "I need a bit of help or a reminder, some days")
    phone.get_by_label("In my own words (if you like)").fill("I forget, mostly in winter.")
    expect(phone.locator("[data-save-status]")).to_have_text(re.compile(r"^saved at \d\d:\d\d$"))
    expect(phone.get_by_role("group", name="What makes it hard?")).to_be_visible()
    phone.wait_for_function("document.querySelector('[name=base_event]').value !== ''")
    phone.wait_for_timeout(1_000)
    assert answer(place, assessment, "eating").value.words == "I forget, mostly in winter."  # saved before any button was pressed
    looks_right(phone, "question-answered")
    phone.get_by_role("button", name="Stop here for today").click()
    phone.wait_for_url("**/my/")

    desk = browser.page(width=DESK)
    sign_in(desk, server, "daniel.okafor", PASSWORD)
    desk.goto(f"{server.url}/my/questions")
    desk.get_by_role("link", name="Go on", exact=True).click()
    desk.wait_for_url("**/questions/washing")
    desk.get_by_role("link", name="Back").click()
    desk.wait_for_url("**/questions/eating")
    assert desk.get_by_label("In my own words (if you like)").input_value() == "I forget, mostly in winter."
    assert "saved at" in desk.locator("[data-save-status]").inner_text()
    with acting_as(place.as_sam):
        assert AnswerEvent.objects.filter(question="eating").count() <= 3  # one for the card, one for the words, not one for each letter


def test_daniel_answers_without_scripts(server: Server, browser: Browser) -> None:
    place = a_place()
    assessment = a_prepared_assessment(place)
    an_account_of(place, assessment.person)
    page = browser.page(javascript=False, width=PHONE)
    sign_in(page, server, "daniel.okafor", PASSWORD)
    page.goto(f"{server.url}/my/questions/people")
    assert page.get_by_role("group", name="What makes it hard?").is_visible()  # nothing is hidden where nothing could show it again
    card(page, "I need a lot of help. I often feel cut off")
    card(page, "Yes")
    page.get_by_label("About how many weeks a year are like that?").fill("many")
    page.get_by_label("In my own words (if you like)").fill("My sister rings on Sundays.")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_load_state()
    assert page.get_by_role("alert").is_visible()
    assert page.get_by_label("About how many weeks a year are like that?").input_value() == "many"
    assert page.get_by_label("In my own words (if you like)").input_value() == "My sister rings on Sundays."
    page.get_by_role("group", name="Which is closest in the hardest weeks?").get_by_role("radio").last.check(force=True)
    page.get_by_label("About how many weeks a year are like that?").fill("10")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/questions/work")
    saved = answer(place, assessment, "people").value
    assert (saved.level, saved.worst_level, saved.worst_weeks) == (2, 3, 10)


def test_a_mistake_is_shown_where_it_is(server: Server, browser: Browser) -> None:
    place = a_place()
    assessment = a_prepared_assessment(place)
    an_account_of(place, assessment.person)
    page = browser.page(width=PHONE)
    sign_in(page, server, "daniel.okafor", PASSWORD)
    page.goto(f"{server.url}/my/questions/staying-well")
    card(page, "Yes")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("alert").wait_for()
    assert page.title().startswith("To put right")
    looks_right(page, "question-mistake")
    page.get_by_role("link", name="Choose the answer that is closest").click()
    assert page.evaluate("document.activeElement.id") == "id_level"


def test_daniel_checks_and_sends(server: Server, browser: Browser) -> None:
    place = a_place()
    assessment = an_answered_assessment(place)
    an_account_of(place, assessment.person)
    page = browser.page(width=PHONE)
    sign_in(page, server, "daniel.okafor", PASSWORD)
    page.goto(f"{server.url}/my/questions/check")
    looks_right(page, "check-answers")
    page.get_by_role("button", name="Send my answers").click()
    page.wait_for_url("**/my/")
    assert page.get_by_text("ready to be looked at together").is_visible()


def test_the_way_out_keeps_what_was_typed(server: Server, browser: Browser) -> None:
    place = a_place()
    assessment = a_prepared_assessment(place)
    an_account_of(place, assessment.person)
    page = browser.page(width=PHONE)
    sign_in(page, server, "daniel.okafor", PASSWORD)
    page.goto(f"{server.url}/my/questions/home")
    page.route(re.compile(r"^https:"), lambda route: route.fulfill(body="weather"))
    page.get_by_label("In my own words (if you like)").fill("Somebody came in.")
    with page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/home")):
        page.get_by_role("button", name="Leave this page").click()
    page.wait_for_timeout(1_500)
    assert "/my/" not in page.url
    assert answer(place, assessment, "home").value.words == "Somebody came in."


def test_sam_prepares_it_and_writes_down_at_the_kitchen_table(server: Server, browser: Browser) -> None:
    place = a_place()
    publish_the_reference()
    journey = a_started_journey(place, person=place.person("Margaret", "Ellis"))
    sam = browser.page(width=DESK)
    sign_in(sam, server, "sam")
    at = f"{server.url}/work/journeys/{journey.pk}"
    sam.goto(f"{at}/before")
    looks_right(sam, "before")
    sam.get_by_role("link", name="What this is, and that anyone may stop").click()
    looks_right(sam, "before-explained")
    sam.get_by_role("button", name="We have talked about this").click()
    sam.wait_for_url("**/before")
    sam.goto(f"{at}/before/who-helps")
    sam.get_by_label("Who helps?").fill("Ruth Ellis")
    sam.get_by_label("Who are they to the person?").fill("daughter")
    card(sam, "Says what they see, in their own words")
    sam.get_by_role("button", name="Add", exact=True).click()
    sam.wait_for_url("**/before")
    sam.goto(f"{at}/before/who-helps")
    looks_right(sam, "before-helpers")
    sam.goto(f"{at}/before/advocate")
    card(sam, "Yes")
    looks_right(sam, "before-advocate")
    sam.get_by_role("checkbox", name="Weighing it up and choosing").check(force=True)
    sam.get_by_label(re.compile("Is there someone right to help")).fill("Ruth Ellis")
    card(sam, "Not needed")
    sam.get_by_role("button", name="Record this").click()
    sam.wait_for_url("**/before")
    sam.goto(f"{at}/before/taking-part")
    looks_right(sam, "before-capacity")
    card(sam, "No, not now")
    sam.get_by_label("What was done to help them take part?").fill("Two mornings, at home, with pictures.")
    sam.get_by_label(re.compile("If not: what did you see and hear")).fill("Could not hold a question in mind.")
    sam.get_by_role("button", name="Record this").click()
    sam.wait_for_url("**/before")
    looks_right(sam, "before-done")
    sam.get_by_role("button", name="Open the questions: Assessment with Ruth's help").click()
    sam.wait_for_url("**/answers")
    looks_right(sam, "whose-words")
    sam.get_by_role("link", name="Ruth Ellis", exact=True).click()
    sam.wait_for_url("**/eating")
    looks_right(sam, "question-for-ruth")
    card(sam, "I only eat and drink enough if someone is with me")
    sam.get_by_role("button", name="Save and go on").click()
    sam.wait_for_url("**/washing")
    sam.get_by_role("button", name="Stop here for today").click()
    sam.wait_for_url("**/answers")
    assert sam.get_by_text("1 of 11 answered").is_visible()


def test_ruth_says_what_she_sees(server: Server, browser: Browser) -> None:
    place = a_place()
    journey = a_started_journey(place, person=place.person("Margaret", "Ellis"))
    assessment = a_prepared_assessment(place, journey=journey)
    helper, user = a_helper_who_signs_in(place, assessment)
    with as_operator("accounts"):
        user.set_password(PASSWORD)
        with as_operator("accounts"):
            user.save()
    ruth = browser.page(width=PHONE)
    sign_in(ruth, server, "ruth.ellis", PASSWORD)
    ruth.goto(f"{server.url}/helping/")
    looks_right(ruth, "helping")
    ruth.get_by_role("link", name="Begin").click()
    ruth.wait_for_url("**/eating")
    looks_right(ruth, "helping-question")
    card(ruth, "I need help or a reminder most days")
    ruth.get_by_role("button", name="Save and go on").click()
    ruth.wait_for_url("**/washing")
    ruth.goto(f"{server.url}/helping/{helper.pk}")
    looks_right(ruth, "helping-check")


def test_the_passphrase_page(server: Server, browser: Browser) -> None:
    place = a_place()
    assessment = a_begun_assessment(place)
    from commonpurse.assessments import acts
    from commonpurse.assessments.models import Helper

    with acting_as(place.as_sam):
        helper = acts.note_helper(assessment, name="Ruth Ellis", relationship="daughter", footing=Helper.Footing.OWN_WORDS, by=place.as_sam)
    sam = browser.page()
    sign_in(sam, server, "sam")
    sam.goto(f"{server.url}/work/journeys/{assessment.journey_id}/before/who-helps/{helper.pk}/sign-in")
    looks_right(sam, "helper-sign-in")
    sam.get_by_label("Sign-in name").fill("ruth.ellis")
    sam.get_by_role("button", name="Make the account").click()
    sam.get_by_text("shown only this once").wait_for()
    looks_right(sam, "helper-passphrase")

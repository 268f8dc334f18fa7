"""The person says on their own page whether it is their plan; worker, manager, letter and case record say it as they said it."""

from uuid import uuid4

import pytest

from commonpurse.access.context import acting_as
from commonpurse.plans.models import Saying
from tests.browsing_of_the_tests import as_
from tests.budgets_of_the_tests import Writing, a_plan_being_written, a_worked_out_budget, agree
from tests.journeys_of_the_tests import an_account_of
from tests.people_of_the_tests import Place

NO = "Thursdays are no good for me."
ANSWER = "The studio has no other day."


@pytest.fixture
def writing(place: Place) -> Writing:
    journey, _ = a_worked_out_budget(place)
    found = a_plan_being_written(place, journey)
    found.outcome()
    found.line()
    return found


def press(writing: Writing, **more: str) -> dict[str, str]:
    return {"about": str(writing.journey.person_id), "seen": str(writing.plan.version), "key": str(uuid4()), **more}


def at(writing: Writing, what: str = "") -> str:
    return f"/work/journeys/{writing.journey.pk}/plan{what}"


def how_many(writing: Writing) -> int:
    with acting_as(writing.place.as_sam):
        return Saying.objects.count()


def test_this_is_my_plan(writing: Writing) -> None:
    own = as_(an_account_of(writing.place, writing.journey.person))
    assert "Only you can say that." in own.get("/my/plan").content.decode()
    pressed = press(writing)
    for _ in range(2):
        assert own.post("/my/plan/mine", pressed)["Location"] == "/my/plan"
    assert how_many(writing) == 1
    page = own.get("/my/plan").content.decode()
    assert "“This is my plan.”" in page
    assert "Is this your plan?" in page
    writing.outcome("To sleep.")
    assert "The plan has changed since then." in own.get("/my/plan").content.decode()


def test_a_no_goes_all_the_way_to_the_letter_with_its_answer(writing: Writing) -> None:
    place = writing.place
    own, sam, helen = as_(an_account_of(place, writing.journey.person)), as_(place.sam), as_(place.helen)
    empty = own.post("/my/plan/not-mine", press(writing, words=" ")).content.decode()
    assert "Say what is not right. A few words are enough." in empty
    assert own.post("/my/plan/not-mine", press(writing, words=NO))["Location"] == "/my/plan"
    assert "Daniel does not agree with this plan." in sam.get(at(writing)).content.decode()
    refused = sam.post(at(writing, "/send"), press(writing)).content.decode()
    assert "Write your answer to them before you send it." in refused
    assert sam.post(at(writing, "/send"), press(writing, answer=ANSWER))["Location"] == at(writing)
    page = helen.get(f"/manage/plans/{writing.plan.pk}").content.decode()
    for said in ("“I do not agree with this.”", NO, ANSWER):
        assert said in page
    agree(writing, reasons="It can be changed at the review.")
    letter, record = own.get("/my/plan/letter").content.decode(), sam.get(f"/work/journeys/{writing.journey.pk}/record").content.decode()
    for said in (NO, ANSWER):
        assert said in letter
        assert said in record


def test_a_worker_notes_it_and_it_is_marked_so(writing: Writing) -> None:
    sam = as_(writing.place.sam)
    assert "How did they say it?" in sam.get(at(writing, "/what-they-say")).content.decode()
    wrong = sam.post(at(writing, "/what-they-say"), press(writing, agrees="no", words="", how="With the cards.")).content.decode()
    assert "Say what is not right." in wrong
    assert "With the cards." in wrong
    assert sam.post(at(writing, "/what-they-say"), press(writing, agrees="yes", how="With the cards."))["Location"] == at(writing)
    for page in (sam.get(at(writing)), as_(an_account_of(writing.place, writing.journey.person)).get("/my/plan")):
        html = page.content.decode()
        assert "by Sam. How it was said: With the cards." in html


def test_an_old_page_says_nothing(writing: Writing) -> None:
    own, old = as_(an_account_of(writing.place, writing.journey.person)), press(writing)
    writing.line(what="Something else")
    assert own.post("/my/plan/mine", old).status_code == 409
    assert own.post("/my/plan/mine", press(writing, about=str(writing.place.sam.pk))).status_code == 200
    assert how_many(writing) == 0


def test_strangers_find_nothing(writing: Writing) -> None:
    charlie = as_(writing.place.charlie)
    assert charlie.post("/my/plan/mine", press(writing)).status_code == 404
    assert charlie.get(at(writing, "/what-they-say")).status_code == 404
    assert how_many(writing) == 0

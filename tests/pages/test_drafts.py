"""Plan text is kept while it is typed: as a draft of its writer's own, which changes nothing of the plan until it is saved."""

import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from commonpurse.access.context import acting_as
from commonpurse.assessments.acts import begin_assessment
from commonpurse.assessments.models import Assessment
from commonpurse.foundation.clock import now
from commonpurse.journeys.models import Draft, Journey
from commonpurse.people.acts import note_relationship
from commonpurse.plans.models import Outcome, Plan
from tests.browser import well_formed
from tests.browsing_of_the_tests import as_
from tests.budgets_of_the_tests import AT_NIGHT, Writing, a_plan_being_written, a_plan_sent, a_worked_out_budget
from tests.journeys_of_the_tests import a_begun_assessment, a_started_journey, an_account_of, publish_the_reference
from tests.pages.test_given_back import AUTOSAVE, hidden, sessions_end, signs_in
from tests.people_of_the_tests import Place, actor_of, shut_out

WORDS = "I want to be at the studio & to sing, <loudly>."
KEPT = re.compile(r"^\d\d:\d\d as a draft")


@dataclass
class Window:
    """A page with a form, as one window of a browser with scripts has it."""

    client: Client
    address: str
    fields: dict[str, Any]
    to: str

    def types(self, **typed: str) -> Any:
        """As the page's script saves: a new uuid for each save."""
        self.fields.update(typed, client_uuid=str(uuid4()))
        return self.client.post(self.to, self.fields, headers=AUTOSAVE)

    def press(self, **more: str) -> Any:
        return self.client.post(self.to, {**self.fields, **more})


def window(client: Client, address: str, to: str = "", form: str = "") -> Window:
    """`form`: words of the one among several forms of a page."""
    page = client.get(address).content.decode()
    forms = [found for found in re.findall(r"<form.*?</form>", page, re.DOTALL) if "data-autosave" in found and form in found]
    return Window(client, address, hidden(forms[0]), to or address.partition("?")[0])


@pytest.fixture
def writing(place: Place) -> Writing:
    journey, _ = a_worked_out_budget(place)
    return a_plan_being_written(place, journey)


def at(writing: Writing, what: str = "") -> str:
    return f"/work/journeys/{writing.journey.pk}/plan{what}"


def offers(client: Client, address: str) -> list[str]:
    """The addresses under which what was typed before can be used."""
    return re.findall(r'href="([^"]*\?typed=[^"]*)"', client.get(address).content.decode())


def test_what_was_typed_is_kept_and_the_plan_stays_as_it_is(writing: Writing) -> None:
    sam, version = as_(writing.place.sam), writing.plan.version
    typing = window(sam, at(writing, "/outcomes"))
    told = typing.types(words=WORDS)
    assert KEPT.match(told.json()["saved_at"])
    assert "Press the button below" in told.json()["saved_at"]
    with acting_as(writing.place.as_sam):
        assert not Outcome.objects.exists()
    assert writing.plan.version == version
    other = window(sam, at(writing, "/now"))  # a window that was opened before stays as good as it was
    assert other.press(what="Day centre", who="", cost="70", period="week").status_code == 302
    page = sam.get(at(writing, "/outcomes")).content.decode()
    assert re.search(r"You typed this at \d\d:\d\d and had not saved it: “I want to be at the studio", page)
    assert well_formed(page) == ""


def test_it_is_used_and_saved_by_the_own_press_only(writing: Writing) -> None:
    sam = as_(writing.place.sam)
    window(sam, at(writing, "/outcomes")).types(words=WORDS)
    assert len(offers(sam, at(writing))) == 1  # the plan's own page leads back to it
    (use,) = offers(sam, at(writing, "/outcomes"))
    page = sam.get(use).content.decode()
    assert unescape(page).count(f"{WORDS}</textarea>") == 1
    assert "It is not saved yet. Press the button below to save it." in page
    assert "data-autosave" in page  # it is kept again as it is typed on
    assert "had not saved it" not in page
    assert well_formed(page) == ""
    assert window(sam, use).press(words=WORDS)["Location"] == at(writing)
    with acting_as(writing.place.as_sam):
        assert [row.words for row in Outcome.objects.all()] == [WORDS]
    assert offers(sam, at(writing, "/outcomes")) == offers(sam, at(writing)) == []


def test_a_line_comes_back_with_every_field(writing: Writing) -> None:
    sam = as_(writing.place.sam)
    line = {"what": "Studio", "who": "Northmere Arts", "how_often": "Thursdays", "cost": "45.5", "period": "year", "starts_on-day": "1"}
    window(sam, at(writing, "/lines")).types(**line)
    (use,) = offers(sam, at(writing, "/lines"))
    page = sam.get(use).content.decode()
    for name in ("what", "who", "how_often", "cost", "starts_on-day"):
        assert re.search(rf'name="{name}"[^>]*value="{line[name]}"', page), name
    assert re.search(r'<input[^>]*name="period"[^>]*value="year"[^>]*checked', page)


def test_two_windows_keep_two_drafts(writing: Writing) -> None:
    sam = as_(writing.place.sam)
    one, two = window(sam, at(writing, "/outcomes")), window(sam, at(writing, "/outcomes"))
    one.types(words="To sing.")
    two.types(words="To sleep.")
    one.types(words="To sing again.")
    page = sam.get(at(writing, "/outcomes")).content.decode()
    assert re.findall("had not saved it: “([^”]*)”", page) == ["To sing again.", "To sleep."]
    two.press()
    page = sam.get(at(writing, "/outcomes")).content.decode()
    assert re.findall("had not saved it: “([^”]*)”", page) == ["To sing again."]


def test_a_draft_that_is_used_while_its_own_window_types_on_loses_neither(writing: Writing) -> None:
    sam = as_(writing.place.sam)
    old = window(sam, at(writing, "/outcomes"))
    old.types(words="To sing.")
    new = window(sam, offers(sam, at(writing, "/outcomes"))[0])
    new.types(words="To sing in the choir.")
    assert len(offers(sam, at(writing, "/outcomes"))) == 1  # taken over
    old.types(words="To sing at home.")
    new.types(words="To sing in the choir on Mondays.")
    page = sam.get(at(writing, "/outcomes")).content.decode()
    assert set(re.findall("had not saved it: “([^”]*)”", page)) == {"To sing at home.", "To sing in the choir on Mondays."}


def test_a_save_that_arrives_late_brings_nothing_back(writing: Writing) -> None:
    """After a newer one of the same window, and after the form itself was saved."""
    sam = as_(writing.place.sam)
    typing = window(sam, at(writing, "/outcomes"))
    late = {**typing.fields, "words": "To s", "client_uuid": str(uuid4())}
    typing.types(words="To sing.", unanswered=late["client_uuid"])
    typing.client.post(typing.to, late, headers=AUTOSAVE)
    assert "had not saved it: “To sing.”" in sam.get(at(writing, "/outcomes")).content.decode()
    last = {**typing.fields, "words": "To sing ag", "client_uuid": str(uuid4())}
    assert typing.press(words="To sing again.", unanswered=last["client_uuid"]).status_code == 302
    typing.client.post(typing.to, last, headers=AUTOSAVE)
    assert offers(sam, at(writing, "/outcomes")) == []


def test_nor_does_the_first_save_that_arrives_after_the_form(writing: Writing) -> None:
    sam = as_(writing.place.sam)
    typing = window(sam, at(writing, "/outcomes"))
    first = {**typing.fields, "words": "To sing", "client_uuid": str(uuid4())}
    typing.press(words="To sing.", unanswered=first["client_uuid"])
    typing.client.post(typing.to, first, headers=AUTOSAVE)
    assert offers(sam, at(writing, "/outcomes")) == []


def test_sent_twice_it_is_kept_once(writing: Writing) -> None:
    sam = as_(writing.place.sam)
    typing = window(sam, at(writing, "/outcomes"))
    first = typing.types(words="To sing.").json()
    assert typing.client.post(typing.to, typing.fields, headers=AUTOSAVE).json() == first
    with acting_as(writing.place.as_sam):
        assert Draft.objects.count() == 1


def test_a_press_that_is_refused_leaves_the_draft(writing: Writing) -> None:
    sam = as_(writing.place.sam)
    typing = window(sam, at(writing, "/lines"))
    typing.types(what="Studio")
    again = typing.press()
    assert "still needs an answer" in again.content.decode()
    assert hidden(again.content.decode())["draft"] == typing.fields["draft"]
    assert len(offers(sam, at(writing, "/lines"))) == 1


def test_it_is_thrown_away_and_its_words_with_it(writing: Writing) -> None:
    sam = as_(writing.place.sam)
    window(sam, at(writing, "/outcomes")).types(words=WORDS)
    page = sam.get(at(writing, "/outcomes")).content.decode()
    (thrown,) = re.findall(r'name="throw_away" value="([^"]*)"', page)
    assert sam.post(at(writing, "/outcomes"), {"throw_away": thrown})["Location"] == at(writing, "/outcomes")
    assert offers(sam, at(writing, "/outcomes")) == []
    with acting_as(writing.place.as_sam):
        assert Draft.objects.get().sealed == ""


def test_only_blanks_are_nothing_to_come_back_to(writing: Writing) -> None:
    sam = as_(writing.place.sam)
    typing = window(sam, at(writing, "/outcomes"))
    typing.types(words="To")
    typing.types(words="  ")
    assert offers(sam, at(writing, "/outcomes")) == []


def test_only_what_is_new_is_named(writing: Writing) -> None:
    writing.line()
    sam = as_(writing.place.sam)
    with acting_as(writing.place.as_sam):
        address = at(writing, f"/lines/{writing.plan.lines.get().pk}")
    typing = window(sam, address)
    as_it_stands = {"what": "Ceramics studio", "who": "Northmere Arts", "cost": "45.50"}
    typing.types(**as_it_stands, how_often="every Tuesday")
    assert "had not saved it: “every Tuesday”" in sam.get(address).content.decode()
    typing.types(**as_it_stands, how_often="every Thursday")  # as it was: there is nothing to come back to
    assert offers(sam, address) == []


def test_without_scripts_nothing_is_kept_and_everything_works(writing: Writing) -> None:
    sam = as_(writing.place.sam)
    assert window(sam, at(writing, "/outcomes")).press(words=WORDS).status_code == 302
    with acting_as(writing.place.as_sam):
        assert not Draft.objects.exists()
        assert Outcome.objects.count() == 1


def test_a_plan_that_moved_on_refuses_a_used_draft_once(writing: Writing) -> None:
    sam = as_(writing.place.sam)
    window(sam, at(writing, "/outcomes")).types(words=WORDS)
    (use,) = offers(sam, at(writing, "/outcomes"))
    writing.outcome("Somebody else wrote this.")
    page = window(sam, use)
    # hidden fields come back as they were on the screen when it was typed
    refused = page.press(words=WORDS, seen=str(writing.plan.version - 1))
    assert refused.status_code == 409
    assert page.press(words=WORDS, seen=str(writing.plan.version)).status_code == 302


def test_nobody_else_sees_or_touches_it(writing: Writing) -> None:
    """Not the next worker of the same team, not by its address, and not the database to anybody but its writer."""
    place, sam = writing.place, as_(writing.place.sam)
    typing = window(sam, at(writing, "/outcomes"))
    typing.types(words=WORDS)
    (use,) = offers(sam, at(writing, "/outcomes"))
    priya = as_(place.priya)
    assert offers(priya, at(writing, "/outcomes")) == offers(priya, at(writing)) == []
    assert "sing" not in priya.get(use).content.decode()
    hers = window(priya, at(writing, "/outcomes"))
    assert hers.types(words="Something else", draft=typing.fields["draft"]).status_code == 200  # a key is only a key: it is a draft of hers
    priya.post(at(writing, "/outcomes"), {"throw_away": typing.fields["draft"]})
    with acting_as(actor_of(place.priya)):
        assert {draft.user_id for draft in Draft.objects.all()} == {place.priya.pk}  # of his she sees, changes and throws away nothing
    with acting_as(place.as_sam):
        assert Draft.objects.get().user_id == place.sam.pk  # the negative control
    assert unescape(sam.get(use).content.decode()).count(WORDS) == 1


def test_it_is_shut_to_its_writer_too_when_the_record_is(writing: Writing) -> None:
    place, sam = writing.place, as_(writing.place.sam)
    window(sam, at(writing, "/outcomes")).types(words=WORDS)
    with acting_as(place.as_sam):
        assert Draft.objects.exists()  # the negative control
    shut_out(place.sam.pk, writing.journey.person_id)
    with acting_as(place.as_sam):
        assert not Draft.objects.exists()


def test_it_is_encrypted_where_it_is_kept_with_the_writers_own_key(writing: Writing) -> None:
    sam = as_(writing.place.sam)
    window(sam, at(writing, "/outcomes")).types(words=WORDS)
    with acting_as(writing.place.as_sam):
        row = Draft.objects.get()
        assert "studio" not in row.sealed
        Draft.objects.update(sealed=row.sealed[:-8] + "AAAAAAA=")
    assert offers(sam, at(writing, "/outcomes")) == []


def test_a_fortnight_and_no_longer(writing: Writing) -> None:
    sam = as_(writing.place.sam)
    window(sam, at(writing, "/outcomes")).types(words=WORDS)
    with time_machine.travel(now() + timedelta(days=13), tick=False):
        sam = as_(writing.place.sam)
        assert re.search(r"You typed this at \d\d:\d\d on \d", sam.get(at(writing, "/outcomes")).content.decode())
    with time_machine.travel(now() + timedelta(days=15), tick=False):
        sam = as_(writing.place.sam)
        assert offers(sam, at(writing, "/outcomes")) == []
        window(sam, at(writing, "/outcomes")).types(words="Something new")
        with acting_as(writing.place.as_sam):
            assert Draft.objects.count() == 1  # what is older is gone


def test_signed_out_half_way_no_save_is_claimed_and_a_press_ends_the_draft(writing: Writing) -> None:
    place = writing.place
    sam = as_(place.sam)
    typing = window(sam, at(writing, "/outcomes"))
    typing.types(words="To sing")
    sessions_end()
    told = typing.types(words="To sing again.")
    assert told.status_code == 401
    assert "saved_at" not in told.json()
    typing.press()
    signs_in(sam, place.sam)
    page = sam.get(at(writing, "/outcomes")).content.decode()
    assert "To sing again.</textarea>" in page
    assert "had not saved it" not in page  # one offer at a time: the page holds the latest
    assert sam.post(at(writing, "/outcomes"), hidden(page) | {"words": ["To sing again."]}).status_code == 302
    assert offers(sam, at(writing, "/outcomes")) == []


@pytest.mark.parametrize("spoilt", [{"draft": ""}, {"draft": "x"}, {"client_uuid": "x"}, {"draft": "x" * 1000}])
def test_what_names_no_draft_is_told_that_it_is_not_saved(writing: Writing, spoilt: dict[str, str]) -> None:
    sam = as_(writing.place.sam)
    typing = window(sam, at(writing, "/outcomes"))
    told = sam.post(typing.to, {**typing.fields, "words": WORDS, **({"client_uuid": str(uuid4())} | spoilt)}, headers=AUTOSAVE)
    assert told.status_code == 422
    assert told.json()["message"].startswith("not saved:")


def test_it_is_not_kept_when_it_is_too_long(writing: Writing) -> None:
    told = window(as_(writing.place.sam), at(writing, "/outcomes")).types(words="x" * 100_000)
    assert (told.status_code, told.json()["message"][:9]) == (422, "not saved")


def test_a_form_about_somebody_else_is_not_kept(writing: Writing) -> None:
    typing = window(as_(writing.place.sam), at(writing, "/outcomes"))
    typing.fields["about_whom"] = str(uuid4())
    assert typing.types(words=WORDS).status_code == 409
    with acting_as(writing.place.as_sam):
        assert not Draft.objects.exists()


def test_the_managers_two_forms_are_kept_apart(place: Place) -> None:
    sent = a_plan_sent(place)
    helen, address = as_(place.helen), f"/manage/plans/{sent.plan.pk}"
    agreeing, returning = window(helen, address, form='value="agree"'), window(helen, address, form='value="return"')
    agreeing.types(amount="200", reasons="He needs more in winter.")
    returning.types(**{"back-reasons": "The studio is missing."})
    page = helen.get(address).content.decode()
    assert re.findall("had not saved it: “([^”]*)”", page) == ["The studio is missing.", "200 · He needs more in winter."]
    back, more = offers(helen, address)
    assert "He needs more in winter.</textarea>" in helen.get(more).content.decode()
    page = helen.get(back).content.decode()
    assert "The studio is missing.</textarea>" in page
    assert "He needs more in winter.</textarea>" not in page
    assert returning.press(do="return").status_code == 302
    with acting_as(place.as_sam):
        assert Plan.objects.get().state == Plan.State.WRITING


def test_the_answer_to_somebody_who_does_not_agree(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    writing = a_plan_being_written(place, journey)
    writing.outcome()
    writing.line()
    daniel = as_(an_account_of(place, journey.person))
    saying = window(daniel, "/my/plan/not-mine")
    saying.types(words="Not enough in win")
    (use,) = offers(daniel, "/my/plan/not-mine")
    assert "Not enough in win</textarea>" in daniel.get(use).content.decode()
    assert saying.press(words="Not enough in winter.").status_code == 302
    assert offers(daniel, "/my/plan/not-mine") == []
    sam = as_(place.sam)
    window(sam, at(writing), to=at(writing, "/send")).types(answer="We look at it again in spring.")
    (use,) = offers(sam, at(writing))
    assert "We look at it again in spring.</textarea>" in sam.get(use).content.decode()
    window(sam, use, to=at(writing, "/send")).press(answer="We look at it again in spring.")
    assert offers(sam, at(writing)) == []


GROUND = {"kind": "s117", "since-day": "4", "since-month": "3", "since-year": "2024", "council": "Northmere", "care_board": "Northmere"}


@pytest.mark.parametrize(
    ("page", "field", "rest"),
    [
        ("health-basis", "seen", GROUND),
        ("eligibility", "reasons", {"needs_arise": "yes", "outcomes": ["a", "f"], "significant_impact": "yes", "advice": ""}),
        ("budget/costing", "why", {"what_1": "Somebody awake at night", "hours_1": "56", "rate_1": "16.50", "why_1": ""}),
        ("hand-over", "note", {"to": "priya"}),
        ("pause", "note", {}),
        ("end", "reason", {}),
    ],
)
def test_the_same_wherever_a_worker_writes_reasons(place: Place, page: str, field: str, rest: dict[str, Any]) -> None:
    journey, _ = a_worked_out_budget(place, answers=AT_NIGHT)
    sam, address = as_(place.sam), f"/work/journeys/{journey.pk}/{page}"
    rest = rest | ({"to": str(place.priya.pk)} if "to" in rest else {})
    typing = window(sam, address)
    assert KEPT.match(typing.types(**{field: "Half a sen"}, **rest).json()["saved_at"])
    (use,) = offers(sam, address)
    filled = sam.get(use).content.decode()
    assert "Half a sen" in filled
    assert "It is not saved yet" in filled
    assert well_formed(filled) == ""
    assert offers(as_(place.priya), address) == []
    assert window(sam, use).press(**{field: "Half a sentence, and the other half."}, **rest).status_code == 302
    assert offers(sam, address) == []
    with acting_as(place.as_sam):
        assert not Draft.objects.exclude(sealed="").exists()


def test_a_persons_own_words_for_the_plan(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    a_plan_being_written(place, journey)
    daniel = as_(an_account_of(place, journey.person))
    window(daniel, "/my/plan").types(words="To sle")
    assert "had not saved it: “To sle”" in daniel.get("/my/plan").content.decode()
    assert "To sle" not in as_(place.sam).get(f"/work/journeys/{journey.pk}/plan").content.decode()  # not even their worker sees it
    assert window(daniel, offers(daniel, "/my/plan")[0]).press(words="To sleep.").status_code == 302
    assert offers(daniel, "/my/plan") == []


STEPS = [
    ("who-helps", "relationship", {"name": "Ruth Ellis", "footing": "own_words"}),
    ("advocate", "someone_right", {"very_hard_alone": "yes", "hard_with": ["weigh"], "offer": "not_needed", "advocate": ""}),
    ("taking-part", "support_given", {"has_capacity": "yes", "reasons": ""}),
]


def step(journey: Journey, what: str = "") -> str:
    return f"/work/journeys/{journey.pk}/before{what and '/'}{what}"


@pytest.mark.parametrize(("what", "field", "rest"), STEPS)
def test_the_same_on_the_steps_before_the_questions(place: Place, what: str, field: str, rest: dict[str, Any]) -> None:
    """Typing begins no assessment; the press does. What was typed before another step began one comes back as well."""
    publish_the_reference()
    journey = a_started_journey(place)
    sam, address = as_(place.sam), step(journey, what)
    typing = window(sam, address)
    assert KEPT.match(typing.types(**{field: "Half a sen"}, **rest).json()["saved_at"])
    with acting_as(place.as_sam) as by:
        assert not Assessment.objects.exists()
        begin_assessment(journey, by=by)  # as any other step does
    (use,) = offers(sam, address)
    assert offers(sam, step(journey)) == [use]  # the list of steps leads back to it
    assert "Half a sen" not in sam.get(step(journey)).content.decode()  # and names no words: the person may be looking
    assert offers(as_(place.priya), address) == offers(as_(place.priya), step(journey)) == []
    filled = sam.get(use).content.decode()
    assert "Half a sen" in filled
    assert "It is not saved yet" in filled
    assert well_formed(filled) == ""
    assert window(sam, use).press(**{field: "Half a sentence, and more."}, **rest)["Location"] == step(journey)
    assert offers(sam, address) == offers(sam, step(journey)) == []
    with acting_as(place.as_sam):
        assert not Draft.objects.exclude(sealed="").exists()


def test_a_step_pressed_begins_the_assessment_that_typing_did_not(place: Place) -> None:
    publish_the_reference()
    journey = a_started_journey(place)
    typing = window(as_(place.sam), step(journey, "taking-part"))
    typing.types(has_capacity="yes", support_given="At his table.")
    with acting_as(place.as_sam):
        assert not Assessment.objects.exists()
    typing.press()
    with acting_as(place.as_sam):
        assert Assessment.objects.exists()  # the negative control
    assert offers(as_(place.sam), step(journey, "taking-part")) == []


def test_a_name_that_stood_there_already_is_nothing_to_come_back_to(place: Place) -> None:
    """Somebody close to the person stands in the form from the start."""
    publish_the_reference()
    journey = a_started_journey(place)
    with acting_as(place.as_sam) as by:
        note_relationship(journey.person, name="Ruth Ellis", kind="daughter", gives_unpaid_help=True, by=by)
    sam, address = as_(place.sam), step(journey, "who-helps")
    typing = window(sam, address)
    typing.types(name="Ruth Ellis", relationship="daughter", footing="own_words")
    assert offers(sam, address) == []
    typing.types(relationship="daughter, by marriage")
    assert "had not saved it: “daughter, by marriage”" in sam.get(address).content.decode()  # the negative control


@pytest.mark.parametrize("field", ["person", "assessment"])
def test_a_step_of_somebody_else_is_never_filled(place: Place, field: str) -> None:
    journey = a_begun_assessment(place).journey
    sam, address = as_(place.sam), step(journey, "taking-part")
    typing = window(sam, address)
    right = typing.fields[field]
    typing.types(support_given="At his table.", **{field: str(uuid4())})
    assert "At his table.</textarea>" not in sam.get(offers(sam, address)[0]).content.decode()
    typing.types(**{field: right[0]})
    assert "At his table.</textarea>" in sam.get(offers(sam, address)[0]).content.decode()  # the negative control

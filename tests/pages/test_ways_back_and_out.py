"""No page is a dead end: at every stage each has a way on and a way out, and the last step can be undone or says why not."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from commonpurse.access.context import acting_as
from commonpurse.assessments.acts import reopen_answers
from commonpurse.assessments.acts.checking import reopen_checking
from commonpurse.journeys import acts
from commonpurse.journeys.models import Journey
from commonpurse.journeys.stages import Stage
from commonpurse.plans.acts import take_back
from tests.browsing_of_the_tests import as_
from tests.budgets_of_the_tests import a_checked_assessment, a_plan_being_written, a_plan_sent, a_worked_out_budget, an_agreed_plan
from tests.journeys_of_the_tests import a_sent_assessment, a_started_journey, an_account_of, an_answered_assessment
from tests.people_of_the_tests import Place

MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
WAYS_ON = re.compile(r'<a [^>]*href="(?!#)([^"]+)"|<form [^>]*action="([^"]+)"|<form (method)="post"')
STAFF_PAGES = ("journey", "before", "voices", "checking", "eligibility", "health_basis", "budget", "plan", "record")
OWN_PAGES = ("home", "questions", "check_answers", "budget", "plan", "record", "who_looked", "stop")


def moved(journey: Journey, place: Place, *moves: Callable[..., None]) -> Journey:
    for move in moves:
        with acting_as(place.as_sam) as sam:
            journey.refresh_from_db(fields=["stage"])
            move(journey, by=sam)
    return journey


def paused(journey: Journey, **by: object) -> None:
    acts.pause(journey, note="In hospital", **by)  # type: ignore[arg-type]


def ended(journey: Journey, **by: object) -> None:
    acts.end(journey, reason="Moved away", **by)  # type: ignore[arg-type]


STANDS: dict[Stage, Callable[[Place], Journey]] = {
    Stage.STARTED: a_started_journey,
    Stage.SELF_ASSESSMENT: lambda place: an_answered_assessment(place).journey,
    Stage.CHECKING: lambda place: a_sent_assessment(place).journey,
    Stage.INDICATIVE: lambda place: a_worked_out_budget(place)[0],
    Stage.PLANNING: lambda place: a_plan_being_written(place, a_worked_out_budget(place)[0]).journey,
    Stage.AGREEMENT: lambda place: a_plan_sent(place).journey,
    Stage.SETTING_UP: lambda place: an_agreed_plan(place)[0].journey,
    Stage.LIVE: lambda place: moved(an_agreed_plan(place)[0].journey, place, acts.support_has_started),
    Stage.REVIEW: lambda place: moved(an_agreed_plan(place)[0].journey, place, acts.support_has_started, acts.begin_review),
    Stage.PAUSED: lambda place: moved(a_worked_out_budget(place)[0], place, paused),
    Stage.ENDED: lambda place: moved(a_worked_out_budget(place)[0], place, ended),
}


def standing_at(place: Place, stage: Stage) -> Journey:
    journey = STANDS[stage](place)
    with acting_as(place.as_sam):
        journey.refresh_from_db(fields=["stage"])
    assert journey.stage == stage
    return journey


def ways(client: Client, address: str) -> set[str]:
    """Where the main part of a page leads, this page itself left out."""
    answer = client.get(address, follow=True)
    if answer.status_code == 404:
        return {"there is no such page now"}
    assert answer.status_code == 200, (address, answer.status_code)
    found = MAIN.search(answer.content.decode())
    assert found is not None
    leads = {"".join(groups) for groups in WAYS_ON.findall(found.group())}
    return leads - {answer.request["PATH_INFO"]}


@pytest.mark.parametrize("stage", list(Stage))
def test_every_page_at_every_stage_leads_on_and_out(place: Place, stage: Stage) -> None:
    journey = standing_at(place, stage)
    sam, daniel = as_(place.sam), as_(an_account_of(place, journey.person))
    staff = {page: ways(sam, reverse(f"practitioner:{page}", args=[journey.pk])) for page in STAFF_PAGES}
    own = {page: ways(daniel, reverse(f"person:{page}")) for page in OWN_PAGES}
    assert {page for page, leads in {**staff, **{f"own {page}": leads for page, leads in own.items()}}.items() if not leads} == set()
    assert reverse("practitioner:caseload") in staff["journey"]


@pytest.mark.parametrize("stage", list(Stage))
def test_the_journeys_own_page_says_the_status_quo_the_ways_out_and_the_last_step(place: Place, stage: Stage) -> None:
    journey = standing_at(place, stage)
    page = as_(place.sam).get(reverse("practitioner:journey", args=[journey.pk])).content.decode()
    assert ("Undo the last step" in page) is (stage != Stage.STARTED)  # before that, nothing was done that could be undone
    assert "stays as it is" in page
    for route in ("pause", "hand_over", "end"):
        leads = reverse(f"practitioner:{route}", args=[journey.pk]) in page
        assert leads is (stage != Stage.ENDED and not (route == "pause" and stage == Stage.PAUSED)), route


@pytest.mark.parametrize("stage", [Stage.PAUSED, Stage.ENDED])
def test_the_person_reads_that_what_they_have_stays(place: Place, stage: Stage) -> None:
    journey = standing_at(place, stage)
    daniel = as_(an_account_of(place, journey.person))
    page = daniel.get(reverse("person:home")).content.decode()
    assert "The help that you have now stays as it is." in page
    assert reverse("person:go_on") in page


@pytest.mark.parametrize("way", ["pause", "end", "hand_over"])
def test_each_way_out_says_that_what_there_is_stays(place: Place, way: str) -> None:
    journey = a_started_journey(place)
    page = as_(place.sam).get(reverse(f"practitioner:{way}", args=[journey.pk])).content.decode()
    assert "The help that Daniel has now stays as it is." in page


def undo(client: Client, journey: Journey, seen: int | None = None) -> int:
    if seen is None:
        page = client.get(reverse("practitioner:journey", args=[journey.pk])).content.decode()
        found = re.search(r'name="seen" value="(\d+)"', page)
        assert found is not None
        seen = int(found.group(1))
    return client.post(reverse("practitioner:undo", args=[journey.pk]), {"seen": seen}).status_code


def reopened(place: Place) -> Journey:
    assessment = a_sent_assessment(place)
    with acting_as(place.as_sam) as sam:
        reopen_answers(assessment, by=sam)
    return assessment.journey


def checking_again(place: Place) -> Journey:
    assessment = a_checked_assessment(place)
    with acting_as(place.as_sam) as sam:
        reopen_checking(assessment, by=sam)
    return assessment.journey


UNDONE: dict[str, tuple[Callable[[Place], Journey], Stage]] = {
    "answers sent": (STANDS[Stage.CHECKING], Stage.SELF_ASSESSMENT),
    "answers opened again": (reopened, Stage.CHECKING),
    "checked together": (STANDS[Stage.INDICATIVE], Stage.CHECKING),
    "checking opened again": (checking_again, Stage.INDICATIVE),
    "plan sent": (STANDS[Stage.AGREEMENT], Stage.PLANNING),
    "support started": (STANDS[Stage.LIVE], Stage.SETTING_UP),
    "review begun": (STANDS[Stage.REVIEW], Stage.LIVE),
    "paused": (STANDS[Stage.PAUSED], Stage.INDICATIVE),
    "picked up": (lambda place: moved(a_started_journey(place), place, paused, acts.pick_up), Stage.PAUSED),
    "ended": (STANDS[Stage.ENDED], Stage.INDICATIVE),
}


@pytest.mark.parametrize("what", UNDONE)
def test_one_button_undoes_the_last_step_and_twice_is_once(place: Place, what: str) -> None:
    made, back_at = UNDONE[what]
    journey, sam = made(place), as_(place.sam)
    with acting_as(place.as_sam):
        before = journey.events.count()
    assert undo(sam, journey) == 302
    assert undo(sam, journey, seen=before) == 409  # the second press of the same button
    with acting_as(place.as_sam):
        journey.refresh_from_db(fields=["stage"])
        assert (journey.stage, journey.events.count()) == (back_at, before + 1)


def test_what_was_taken_back_or_agreed_has_no_button_and_says_why(place: Place) -> None:
    writing = a_plan_sent(place)
    with acting_as(place.as_sam) as sam:
        take_back(writing.plan, seen_version=writing.plan.version, by=sam)
    client = as_(place.sam)
    page = client.get(reverse("practitioner:journey", args=[writing.journey.pk])).content.decode()
    assert "Send it from its own page when it is ready." in page
    assert 'name="seen"' not in page
    with acting_as(place.as_sam):
        seen = writing.journey.events.count()
    assert undo(client, writing.journey, seen=seen) == 409


def test_pause_and_pick_up_are_one_tap_each(place: Place) -> None:
    journey, sam = a_started_journey(place), as_(place.sam)
    sam.post(reverse("practitioner:pause", args=[journey.pk]))
    sam.post(reverse("practitioner:pick_up", args=[journey.pk]))
    with acting_as(place.as_sam):
        assert list(journey.events.order_by("number").values_list("kind", flat=True)) == ["journey_started", "paused", "picked_up"]


def test_who_rests_sees_since_when_and_can_still_stop(place: Place) -> None:
    journey = STANDS[Stage.PLANNING](place)
    daniel = as_(an_account_of(place, journey.person))
    assert "go back and choose “Rest for a while”" in daniel.get(reverse("person:stop")).content.decode()
    daniel.post(reverse("person:rest"))
    home = daniel.get(reverse("person:home")).content.decode()
    assert "It has been resting since today." in home
    assert f'href="{reverse("person:stop")}">Stop this</a>' in home
    page = daniel.get(reverse("person:stop")).content.decode()
    assert "Rest for a while" not in page  # what is not there is not advised
    assert page.count("if you like") == 1
    assert "You do not have to" not in page
    daniel.post(reverse("person:stop"), {"reason": ""})
    assert "This has ended" in daniel.get(reverse("person:home")).content.decode()


def test_the_person_goes_on_where_they_stopped(place: Place) -> None:
    journey = STANDS[Stage.PLANNING](place)
    daniel = as_(an_account_of(place, journey.person))
    daniel.post(reverse("person:stop"), {"reason": "Too much"})
    home = daniel.get(reverse("person:home")).content.decode()
    assert "Go on where I stopped" in home
    assert "You can also ask again, at any time. Then it begins from the start." in home
    workers = as_(place.sam).get(reverse("practitioner:journey", args=[journey.pk])).content.decode()
    assert "only Daniel can take that back" in workers
    daniel.post(reverse("person:not_stopped"))
    with acting_as(place.as_sam):
        journey.refresh_from_db(fields=["stage"])
        assert journey.stage == Stage.PLANNING


def test_an_ending_by_the_worker_is_not_offered_to_the_person(place: Place) -> None:
    journey = standing_at(place, Stage.ENDED)
    assert "Go on where I stopped" not in as_(an_account_of(place, journey.person)).get(reverse("person:home")).content.decode()

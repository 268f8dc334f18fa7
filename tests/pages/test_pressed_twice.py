"""A button that is pressed twice does one thing: nothing in the whole database is there twice."""

from typing import Any

from django.apps import apps
from django.test import Client

from commonpurse.access.context import acting_as
from commonpurse.access.models import User
from commonpurse.organisations.models import Team
from tests.budgets_of_the_tests import a_checked_assessment, a_plan_being_written, a_worked_out_budget
from tests.journeys_of_the_tests import a_begun_assessment, an_account_of, an_answered_assessment, publish_the_reference
from tests.pages.test_given_back import hidden
from tests.people_of_the_tests import Place

NOT_WRITTEN_BY_THE_ACT = {"look", "session", "key", "refusal", "pagetime"}


def rows(place: Place) -> dict[str, int]:
    """How many there are of everything that Sam may see, by table."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("commonpurse.")]
    with acting_as(place.as_sam):
        return {model._meta.label: model._default_manager.count() for model in ours if model._meta.model_name not in NOT_WRITTEN_BY_THE_ACT}


def pressed_twice(place: Place, user: User, page: str, given: dict[str, Any], *, to: str = "") -> tuple[int, int]:
    """The status of both presses of one button on one page. The first must have written something, and the second nothing."""
    client = Client()
    client.force_login(user)
    form = {**hidden(client.get(page).content.decode()), **given}
    before = rows(place)
    first = client.post(to or page, form)
    after = rows(place)
    assert before != after, (page, first.status_code, first.content.decode()[-3000:])
    second = client.post(to or page, form)
    assert rows(place) == after, page
    return first.status_code, second.status_code


def test_the_short_steps_before_the_questions(place: Place) -> None:
    journey = a_begun_assessment(place).journey
    at = f"/work/journeys/{journey.pk}/before"
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("what-this-is", "", {}),
        ("who-helps", "", {"name": "Ruth Ellis", "relationship": "daughter", "footing": "own_words"}),
        ("who-helps", "nobody-helps", {}),
        ("advocate", "", {"very_hard_alone": "no", "offer": "not_needed"}),
        ("taking-part", "", {"has_capacity": "yes", "support_given": "At home, in the morning."}),
    ]
    for page, to, given in steps:
        assert pressed_twice(place, place.sam, f"{at}/{page}", given, to=f"{at}/{to}" if to else "") == (302, 302)


def test_a_carers_own_journey(place: Place) -> None:
    publish_the_reference()
    journey = an_answered_assessment(place).journey
    ruth = {"first_name": "Ruth", "last_name": "Ellis", "kind": "daughter"}
    assert pressed_twice(place, place.sam, f"/work/journeys/{journey.pk}/carers/start", ruth)[0] == 302


def test_what_the_person_sends(place: Place) -> None:
    assessment = an_answered_assessment(place)
    daniel = an_account_of(place, assessment.person)
    assert pressed_twice(place, daniel, "/my/questions/people", {"level": "2", "words": "My sister rings."}) == (302, 302)
    assert pressed_twice(place, daniel, "/my/questions", {}, to="/my/questions/advocate") == (302, 302)


def test_a_plan(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    a_plan_being_written(place, journey)
    at = f"/work/journeys/{journey.pk}/plan"
    for page, given in [
        ("outcomes", {"words": "To sleep."}),
        ("now", {"what": "Day centre", "who": "", "cost": "70", "period": "week"}),
    ]:
        assert pressed_twice(place, place.sam, f"{at}/{page}", given)[0] == 302


def test_a_decision_about_eligibility(place: Place) -> None:
    journey = a_checked_assessment(place).journey
    given = {"needs_arise": "yes", "outcomes": ["a", "b"], "significant_impact": "yes", "reasons": "He cannot cook or keep his home."}
    assert pressed_twice(place, place.sam, f"/work/journeys/{journey.pk}/eligibility", given)[0] == 302


def test_a_team(place: Place) -> None:
    at = f"/administer/{place.council.pk}/teams/new"
    assert pressed_twice(place, place.wen, at, {"name": "Crisis team"}) == (302, 302)
    assert Team.objects.filter(name="Crisis team").count() == 1

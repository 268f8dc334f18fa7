"""The worker who holds both: every form of both sides says whose it is, under a banner with the name, and is refused for the other."""

import re
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from commonpurse.access.context import acting_as
from commonpurse.journeys.models import Journey
from commonpurse.journeys.stages import Stage
from tests.budgets_of_the_tests import a_plan_being_written, a_worked_out_budget
from tests.carers_of_the_tests import Carer, a_carer
from tests.people_of_the_tests import Place

FORM = re.compile(r'<form method="post"[^>]*>.*?</form>', re.DOTALL)
WHOSE = re.compile(r'name="about_whom" value="([^"]*)"')
OF_NOBODY = ("/account/", "/leave")  # signing out, and the way out


@dataclass
class Both:
    place: Place
    journey: Journey
    ruth: Carer
    sam: Client


@pytest.fixture
def both(place: Place) -> Both:
    journey, _ = a_worked_out_budget(place)
    a_plan_being_written(place, journey).outcome()
    sam = Client()
    sam.force_login(place.sam)
    return Both(place, journey, a_carer(place, journey), sam)


def addresses(**known: object) -> list[str]:
    """Every address of the workers' room that is about a journey, as far as these arguments fill it."""
    room = next(one for one in get_resolver().url_patterns if isinstance(one, URLResolver) and one.namespace == "practitioner")
    fillable = [one for one in room.url_patterns if isinstance(one, URLPattern) and "journey_id" in one.pattern.converters]
    return [
        reverse(f"practitioner:{one.name}", kwargs={name: known[name] for name in one.pattern.converters})
        for one in fillable
        if set(one.pattern.converters) <= set(known)
    ]


def forms_on(page: str) -> list[str]:
    return [form for form in FORM.findall(page) if not any(f'action="{path}' in form for path in OF_NOBODY)]


def test_every_form_of_both_sides_says_whose_it_is_under_the_right_name(both: Both) -> None:
    seen = 0
    for journey, more in ((both.journey, {}), (both.ruth.journey, {"caring_id": both.ruth.caring.pk})):
        name = both.ruth.person.name if more else "Daniel Okafor"
        for address in addresses(journey_id=journey.pk, question_id="eating", whose="person", **more):
            answer = both.sam.get(address)
            if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
                continue
            page = answer.content.decode()
            banner = page.split('class="cp-person"')[1].split("</section>")[0]
            assert name in banner, address
            for form in forms_on(page):
                assert WHOSE.findall(form) == [str(journey.person_id)], (address, form[:200])
                seen += 1
    assert seen > 30


@pytest.mark.parametrize("name", ["pause", "end", "hand_over", "correct_person", "give_sign_in", "start_carer", "review", "health_basis"])
def test_what_was_opened_for_the_one_is_refused_for_the_other(both: Both, name: str) -> None:
    address = reverse(f"practitioner:{name}", kwargs={"journey_id": both.journey.pk})
    answer = both.sam.post(address, {"about_whom": both.ruth.person.pk, "reason": "A test.", "note": "A test."})
    assert answer.status_code == 409
    assert "opened for somebody else" in answer.content.decode()
    with acting_as(both.place.as_sam):
        assert Journey.objects.get(pk=both.journey.pk).stage == Stage.PLANNING


def test_the_negative_control_it_is_taken_for_the_right_one(both: Both) -> None:
    address = reverse("practitioner:pause", kwargs={"journey_id": both.journey.pk})
    assert both.sam.post(address, {"about_whom": both.journey.person_id, "note": "A test."}).status_code == 302
    with acting_as(both.place.as_sam):
        assert Journey.objects.get(pk=both.journey.pk).stage == Stage.PAUSED

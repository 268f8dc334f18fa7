"""The button that works the same sum out again: the same to the penny, or not; newer rules beside it, never applied."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache

from commonpurse.access.actors import OPERATOR
from commonpurse.access.context import acting_as
from commonpurse.access.models import User
from commonpurse.allocation.acts import publish
from commonpurse.assessments.answers import Value
from commonpurse.foundation.clock import at
from commonpurse.journeys.models import Journey
from tests.allocation.test_publishing import changed
from tests.allocation.test_replay import DEARER, only_the_words, tampered
from tests.browsing_of_the_tests import as_
from tests.budgets_of_the_tests import AT_NIGHT, NOT_SURE, a_worked_out_budget
from tests.conftest import Databases
from tests.journeys_of_the_tests import an_account_of
from tests.people_of_the_tests import Place, a_place
from tests.writes_of_the_tests import looks_written, writes_but_looks


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    yield
    cache.clear()


def again(user: User, journey: Journey) -> str:
    answer = as_(user).post(f"/work/journeys/{journey.pk}/budget/again")
    assert answer.status_code == 200
    return answer.content.decode()


def test_sam_and_helen_see_that_it_is_the_same_to_the_penny(place: Place) -> None:
    journey, runs = a_worked_out_budget(place)
    for user in (place.sam, place.helen):
        page = again(user, journey)
        assert "The same to the penny" in page
        assert f"£{runs[0].result['amount_pence'] // 100}" in page
        assert "There is no newer version in force" in page
    assert "Work the same sum out again" in as_(place.sam).get(f"/work/journeys/{journey.pk}/budget").content.decode()


@pytest.mark.parametrize("answers", [NOT_SURE, AT_NIGHT], ids=["a range", "costing asked for"])
def test_whatever_came_out_comes_out_again(place: Place, answers: dict[str, Value]) -> None:
    journey, _ = a_worked_out_budget(place, answers=answers)
    assert "The same to the penny" in again(place.sam, journey)


def test_both_sides_of_a_difference_are_worked_out(place: Place) -> None:
    journey, runs = a_worked_out_budget(place, differing={"people": Value(level=0)})
    page = again(place.sam, journey)
    for run in runs:
        assert f">£{run.result['amount_pence'] // 100}<" in page
        assert str(run.pk)[:8] in page


def test_newer_rules_stand_beside_it_plainly_not_applied(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with acting_as(OPERATOR):
        publish(changed(effective_from="2026-04-01\neffective_to = 2027-04-01"), by=OPERATOR)
    monkeypatch.setattr("tests.journeys_of_the_tests.publish_the_reference", only_the_words)
    journey, runs = a_worked_out_budget(place)
    with acting_as(OPERATOR):
        publish(DEARER.replace("effective_from = 2026-04-01", "effective_from = 2027-04-01").encode(), by=OPERATOR)
    sam = as_(place.sam)
    with at(datetime(2027, 4, 1, 12, tzinfo=UTC)):
        page = sam.post(f"/work/journeys/{journey.pk}/budget/again").content.decode()
        assert "version 2027.1" in page
        assert "Not applied" in page
        assert " more</td>" in page
        why = sam.get(f"/work/journeys/{journey.pk}/budget").content.decode()
    assert f">£{runs[0].result['amount_pence'] // 100}<" in why
    assert "2027.1" not in why
    assert date(2027, 4, 1) > runs[0].made_at.date()


def test_nothing_is_written_but_the_look(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    sam = as_(place.sam)
    before, looks = writes_but_looks(), looks_written()
    assert sam.post(f"/work/journeys/{journey.pk}/budget/again").status_code == 200
    assert writes_but_looks() == before
    assert looks_written() == looks + 1


def test_nobody_else_may(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    where = f"/work/journeys/{journey.pk}/budget/again"
    daniel = an_account_of(place, journey.person)
    assert [as_(user).post(where).status_code for user in (place.charlie, daniel)] == [404, 404]
    assert as_(place.sam).get(where).status_code == 405


def test_what_was_tampered_with_is_said_loudly(own_database: str, databases: Databases) -> None:
    place = a_place()
    journey, runs = a_worked_out_budget(place)
    amount = runs[0].result["amount_pence"]
    assert "The same to the penny" in again(place.sam, journey)
    tampered(databases, own_database, runs[0])
    page = again(place.sam, journey)
    assert "The same to the penny" not in page
    assert "Do not use this figure" in page
    assert str(amount + 100) in page
    assert str(amount) in page

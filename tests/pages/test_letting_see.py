"""What the one lets the other see: each part for itself, until a date or until withdrawn; the very same that was shown beforehand."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.access.models import User
from commonpurse.access.queries import shared_with
from commonpurse.access.registry import SHARED
from commonpurse.allocation.models import Run
from commonpurse.allocation.queries import shown_figure
from commonpurse.assessments import acts
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import AnswerEvent, Assessment, Helper, Voice
from commonpurse.assessments.queries.sharing import SECTIONS
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.foundation.clock import at, now, today
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.models import Journey
from commonpurse.people import acts as people
from commonpurse.people.models import Person
from commonpurse.values.missing import NotReady
from tests.browsing_of_the_tests import as_
from tests.budgets_of_the_tests import ANSWERS, a_worked_out_budget, budget_of
from tests.carers_of_the_tests import Carer, a_carer
from tests.journeys_of_the_tests import a_prepared_assessment, an_account_of
from tests.pages.test_neither_side_learns import Both, of_the_carers_side, of_the_mothers_side
from tests.people_of_the_tests import Place, actor_of, let_see
from tests.walls.test_a_carers_statements import rows_about

LONG_PAST = {"until-day": 1, "until-month": 1, "until-year": 2020}
HELPED = {**ANSWERS, "eating": replace(ANSWERS["eating"], unpaid_quarters=4)}


@dataclass
class Sides:
    """Daniel has a budget and an account; Ruth helps him, says what she sees, and has a journey of her own."""

    place: Place
    daniel: User
    journey: Journey
    ruth: Carer

    @property
    def as_daniel(self) -> Client:
        return as_(self.daniel)

    @property
    def as_ruth(self) -> Client:
        return as_(self.ruth.user)


@pytest.fixture
def sides(place: Place) -> Sides:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    ruth = a_carer(place, journey)
    with acting_as(place.as_sam) as sam:
        assessment = Assessment.objects.get(journey=journey)
        helper = acts.note_helper(assessment, name="Ruth Ellis", relationship="daughter", footing="own_words", by=sam)
        acts.let_helper_sign_in(helper, "not used", by=sam)  # she has an account, and it is that one
    return Sides(place, an_account_of(place, journey.person), journey, ruth)


def one(name: str, holder_id: UUID, what: str) -> str:
    return reverse(f"person:{name}", kwargs={"holder_id": holder_id, "what": what})


def shown(journey_id: UUID, what: str) -> str:
    return reverse("shown:part", kwargs={"journey_id": journey_id, "what": what})


def lets_see(client: Client, journey: Journey, holder_id: UUID, what: str, **until: int) -> int:
    return client.post(one("let_see", holder_id, what), {"about": journey.pk, **until}).status_code


@pytest.mark.parametrize("what", ["stage", "answers", "budget"])
def test_daniel_lets_ruth_see_one_part_and_no_other(sides: Sides, what: str) -> None:
    assert all(sides.as_ruth.get(shown(sides.journey.pk, each)).status_code == 404 for each in ("stage", "answers", "budget"))
    assert lets_see(sides.as_daniel, sides.journey, sides.ruth.user.pk, what) == 302
    for each in ("stage", "answers", "budget"):
        assert sides.as_ruth.get(shown(sides.journey.pk, each)).status_code == (200 if each == what else 404)


def test_what_was_shown_beforehand_is_what_is_seen(sides: Sides) -> None:
    figure = budget_of(sides.place, sides.journey).amount_pence or 0
    for what in ("stage", "answers", "budget"):
        before = part_of(sides.as_daniel.get(one("let_see", sides.ruth.user.pk, what)).content.decode(), '<section class="cp-card"')
        lets_see(sides.as_daniel, sides.journey, sides.ruth.user.pk, what)
        after = sides.as_ruth.get(shown(sides.journey.pk, what)).content.decode()
        said = [line.strip() for line in before.replace("Daniel Okafor", "Daniel").splitlines()[1:] if line.strip()]
        assert [line for line in said if line not in after.replace("Daniel Okafor", "Daniel")] == []
    assert f"£{figure // 100}" in sides.as_ruth.get(shown(sides.journey.pk, "budget")).content.decode()


def part_of(page: str, begins: str) -> str:
    return page.split(begins)[1].split("</section>")[0]


def test_only_his_own_words_are_among_the_answers(sides: Sides) -> None:
    lets_see(sides.as_daniel, sides.journey, sides.ruth.user.pk, "answers")
    page = sides.as_ruth.get(shown(sides.journey.pk, "answers")).content.decode()
    assert "Letters pile up" in page
    assert "Sam" not in page


def test_what_he_told_only_his_worker_is_not_among_them(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    ruth = a_carer(place, assessment.journey)
    daniel = an_account_of(place, assessment.person)
    with acting_as(place.as_sam) as sam:
        helper = acts.note_helper(assessment, name="Ruth Ellis", relationship="daughter", footing="own_words", by=sam)
        acts.let_helper_sign_in(helper, "not used", by=sam)
    with acting_as(actor_of(daniel)) as he:
        for question, words, only in (("home", "To everybody", False), ("people", "To Sam alone", True)):
            said = Value(level=1, limbs=("cannot",), words=words)
            acts.save_answer(assessment, question, Voice.PERSON, said, client_uuid=uuid4(), only_worker=only, by=he)
    beforehand = as_(daniel).get(one("let_see", ruth.user.pk, "answers")).content.decode()
    assert ("To everybody" in beforehand, "To Sam alone" in beforehand) == (True, False)
    lets_see(as_(daniel), assessment.journey, ruth.user.pk, "answers")
    page = as_(ruth.user).get(shown(assessment.journey_id, "answers")).content.decode()
    assert ("To everybody" in page, "To Sam alone" in page) == (True, False)
    with acting_as(ruth.actor):
        assert not AnswerEvent.objects.filter(question="people").exists()  # nor to the database's own wall


def test_she_lets_him_see_hers_whether_or_not_he_has_an_account(sides: Sides) -> None:
    assert lets_see(sides.as_ruth, sides.ruth.journey, sides.journey.person_id, "stage") == 302
    page = sides.as_daniel.get(shown(sides.ruth.journey.pk, "stage")).content.decode()
    assert "Ruth Ellis lets you see where the journey stands" in page
    assert "A few short questions come first" in page
    with acting_as(actor_of(sides.daniel)):
        assert set(rows_about(sides.ruth.person.pk)) == {"access_grant", "access_ground", "access_look"}
        assert not Person.objects.filter(pk=sides.ruth.person.pk).exists()


def test_he_takes_it_back_and_it_is_shut_at_once(sides: Sides) -> None:
    lets_see(sides.as_daniel, sides.journey, sides.ruth.user.pk, "budget")
    assert "Can see it, until you end it" in sides.as_daniel.get(reverse("person:letting_see")).content.decode()
    sides.as_daniel.post(one("stop_letting_see", sides.ruth.user.pk, "budget"), {"about": sides.journey.pk})
    assert sides.as_ruth.get(shown(sides.journey.pk, "budget")).status_code == 404
    with acting_as(sides.ruth.actor):
        assert shown_figure(sides.journey.pk) is None
    assert "Can see it" not in sides.as_daniel.get(reverse("person:letting_see")).content.decode()


@pytest.mark.parametrize("what", ["stage", "answers", "budget"])
def test_the_database_opens_no_more_than_the_page_does(sides: Sides, what: str) -> None:
    with acting_as(sides.ruth.actor):
        before = set(rows_about(sides.journey.person_id))
    lets_see(sides.as_daniel, sides.journey, sides.ruth.user.pk, what)
    with acting_as(sides.ruth.actor):
        assert set(rows_about(sides.journey.person_id)) == before | {"access_grant"}  # each is given by a function, without a row
        assert not AnswerEvent.objects.exists()
    with acting_as(sides.place.as_sam):
        run = Run.objects.get(journey=sides.journey)
    run.pk, run.batch = uuid4(), uuid4()
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(), acting_as(sides.ruth.actor):
        run.save(force_insert=True)


def test_a_figure_of_a_former_round_is_shown_to_nobody(sides: Sides) -> None:
    lets_see(sides.as_daniel, sides.journey, sides.ruth.user.pk, "budget")
    with acting_as(sides.place.as_sam) as sam:
        journeys.end(sides.journey, reason="Enough for now", by=sam)
        journeys.ask_again(sides.journey, by=sam)
    lets_see(sides.as_daniel, sides.journey, sides.ruth.user.pk, "budget")  # the ending had ended it
    assert "There is no figure yet" in sides.as_daniel.get(one("let_see", sides.ruth.user.pk, "budget")).content.decode()
    assert "There is no figure yet" in sides.as_ruth.get(shown(sides.journey.pk, "budget")).content.decode()


def test_it_ends_with_the_help_that_was_its_reason(sides: Sides) -> None:
    """Daniel may be in no state to end it himself when his worker takes Ruth off; and she may have left by then."""
    for what in ("stage", "answers", "budget"):
        lets_see(sides.as_daniel, sides.journey, sides.ruth.user.pk, what)
        lets_see(sides.as_ruth, sides.ruth.journey, sides.journey.person_id, what)
    with acting_as(sides.place.as_sam) as sam:
        acts.remove_helper(Helper.objects.get(user_id=sides.ruth.user.pk, ended_at=None), by=sam)
        people.end_caring(sides.ruth.caring, by=sam)
    for client, journey in ((sides.as_ruth, sides.journey), (sides.as_daniel, sides.ruth.journey)):
        assert [client.get(shown(journey.pk, what)).status_code for what in ("stage", "answers", "budget")] == [404, 404, 404]
    with acting_as(sides.ruth.actor):
        assert shown_figure(sides.journey.pk) is None


def test_it_ends_with_the_journey_and_does_not_come_back_unless_let_again(sides: Sides) -> None:
    until = today() + timedelta(days=10)
    day = {"until-day": until.day, "until-month": until.month, "until-year": until.year}
    lets_see(sides.as_daniel, sides.journey, sides.ruth.user.pk, "answers", **day)
    lets_see(sides.as_daniel, sides.journey, sides.ruth.user.pk, "budget")
    lets_see(sides.as_ruth, sides.ruth.journey, sides.journey.person_id, "stage")
    with acting_as(sides.place.as_sam) as sam:
        journeys.end(sides.journey, reason="By mistake", by=sam)
    assert "Your journey has ended. Nobody sees anything of it now." in sides.as_daniel.get(reverse("person:letting_see")).content.decode()
    assert lets_see(sides.as_daniel, sides.journey, sides.ruth.user.pk, "budget") == 200  # refused, and said why
    it_is_shut_to_ruth(sides)
    with acting_as(sides.place.as_sam) as sam:
        journeys.undo_step(sides.journey, by=sam)
    it_is_shut_to_ruth(sides)
    assert "does not come back by itself" in sides.as_daniel.get(reverse("person:letting_see")).content.decode()
    assert sides.as_daniel.get(shown(sides.ruth.journey.pk, "stage")).status_code == 200  # the negative control: hers goes on
    assert lets_see(sides.as_daniel, sides.journey, sides.ruth.user.pk, "budget") == 302
    assert sides.as_ruth.get(shown(sides.journey.pk, "budget")).status_code == 200


def it_is_shut_to_ruth(sides: Sides) -> None:
    """At both walls: what the application asks its own grants, and what the database gives whoever asks it alone."""
    assert [sides.as_ruth.get(shown(sides.journey.pk, what)).status_code for what in ("answers", "budget")] == [404, 404]
    with acting_as(sides.ruth.actor) as ruth:
        assert not shared_with(ruth, SHARED).exists()
        assert shown_figure(sides.journey.pk) is None
        assert not AnswerEvent.objects.filter(person_id=sides.journey.person_id, voice=Voice.PERSON).exists()


def test_until_a_date_it_ends_by_itself(sides: Sides) -> None:
    until = today() + timedelta(days=10)
    day = {"until-day": until.day, "until-month": until.month, "until-year": until.year}
    assert lets_see(sides.as_daniel, sides.journey, sides.ruth.user.pk, "budget", **day) == 302
    assert sides.as_ruth.get(shown(sides.journey.pk, "budget")).status_code == 200
    with at(now() + timedelta(days=11)):
        assert sides.as_ruth.get(shown(sides.journey.pk, "budget")).status_code == 404
    assert lets_see(sides.as_daniel, sides.journey, sides.ruth.user.pk, "budget", **LONG_PAST) == 200


def test_he_sees_that_she_looked(sides: Sides) -> None:
    lets_see(sides.as_daniel, sides.journey, sides.ruth.user.pk, "budget")
    sides.as_ruth.get(shown(sides.journey.pk, "budget"))
    page = sides.as_daniel.get(reverse("person:who_looked")).content.decode()
    assert "Ruth Ellis" in page
    assert "your budget" in page


def test_her_guess_becomes_the_amount_once_she_may_see_his_answers(sides: Sides) -> None:
    willing = reverse("person:willing", kwargs={"caring_id": sides.ruth.caring.pk, "need": "eating"})
    assert "which you may see" not in sides.as_ruth.get(willing).content.decode()
    lets_see(sides.as_daniel, sides.journey, sides.ruth.user.pk, "answers")
    assert "which you may see" in sides.as_ruth.get(willing).content.decode()


def test_nobody_lets_see_what_is_not_theirs_nor_to_anybody_at_all(sides: Sides) -> None:
    with acting_as(sides.place.as_sam) as sam, pytest.raises(Refused):
        acts.let_see(sides.journey, what="budget", holder_id=sides.ruth.user.pk, by=sam)
    with acting_as(actor_of(sides.daniel)) as daniel, pytest.raises(NotReady):
        acts.let_see(sides.journey, what="budget", holder_id=sides.place.charlie.pk, by=daniel)
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        let_see(sides.ruth.actor, sides.ruth.user.pk, sides.journey, AssessmentSection.SHOWN_BUDGET)
    assert lets_see(sides.as_daniel, sides.ruth.journey, sides.ruth.user.pk, "budget") == 200  # sent for another journey
    assert sides.as_ruth.get(shown(sides.journey.pk, "budget")).status_code == 404


def test_what_she_may_see_opens_no_page_for_workers(sides: Sides) -> None:
    """Priya's mother is Daniel's neighbour, say: a worker who is let see something finds it on its own page and nowhere else."""
    for section in SECTIONS.values():
        let_see(actor_of(sides.daniel), sides.place.charlie.pk, sides.journey, section)
    charlie = as_(sides.place.charlie)
    assert charlie.get(shown(sides.journey.pk, "answers")).status_code == 200
    for name in ("journey", "voices", "budget"):
        assert charlie.get(reverse(f"practitioner:{name}", kwargs={"journey_id": sides.journey.pk})).status_code == 404


def test_what_one_lets_see_changes_only_the_pages_for_it(place: Place) -> None:
    """The differential test, with something let be seen: every page of the other side is as before but for the home of what is shown."""
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    both = Both(place, a_carer(place, journey), journey, an_account_of(place, journey.person))
    mothers, hers = of_the_mothers_side(both), of_the_carers_side(both)
    with acting_as(both.ruth.actor) as ruth:
        for what in ("stage", "answers", "budget"):
            acts.let_see(both.ruth.journey, what=what, holder_id=journey.person_id, by=ruth)
    after = of_the_mothers_side(both)
    assert {address: page for address, page in after.items() if page != mothers[address]} == {}
    changed = {address for address, page in of_the_carers_side(both).items() if page != hers[address]}
    assert changed == {reverse("person:letting_see")}
    assert "Ruth Ellis" in as_(both.mother).get(reverse("shown:everything")).content.decode()


def test_the_list_of_what_is_let_be_seen_has_a_way_back(sides: Sides) -> None:
    assert f'href="{reverse("person:home")}">My home</a></p>' in sides.as_ruth.get(reverse("shown:everything")).content.decode()

"""What somebody lets another see opens that, on that journey, and nothing beside it: at each wall by itself."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from commonpurse.access import acts as access
from commonpurse.access.actors import Actor
from commonpurse.access.context import acting_as
from commonpurse.access.registry import SHARED
from commonpurse.allocation.acts import cost_by_hand
from commonpurse.allocation.models import Run
from commonpurse.allocation.queries import latest_budget, shown_figure
from commonpurse.allocation.rules import CostingLine
from commonpurse.allocation.sections import BudgetSection
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import AnswerEvent, Assessment, Voice
from commonpurse.assessments.queries.sharing import own_answers, shown_to
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import ShownStage, shown_stage
from commonpurse.journeys.sections import JourneySection
from commonpurse.journeys.stages import Holder, Stage
from tests.budgets_of_the_tests import ANSWERS, AT_NIGHT, NOT_SURE, a_worked_out_budget
from tests.conftest import Databases
from tests.journeys_of_the_tests import an_account_of
from tests.people_of_the_tests import Place, a_place, actor_of, give_past_the_wall, let_see
from tests.walls.test_a_carers_statements import rows_about
from tests.walls.test_each_wall_alone import without_row_security
from tests.walls.test_told_only_to_the_worker import LATER, OPENLY, SOFTLY, Told, by_the_database, told

OF_EVERY_GRANT = {"access_grant", "access_ground", "access_look"}  # one's own grant, why, and looks, whatever they open


def lets(owner: Actor, holder: Actor, journey: Journey, section: str) -> None:
    let_see(owner, holder.user_id, journey, section)


def as_if_given(holder: Actor, journey: Journey, section: str) -> None:
    """A whole section, which no act lets anybody see in this way."""
    give_past_the_wall(access.account(holder.user_id), journey.person_id, ground=SHARED, sections=[section])


def tables_open_to(actor: Actor, journey: Journey) -> set[str]:
    with acting_as(actor):
        return set(rows_about(journey.person_id)) - OF_EVERY_GRANT


@pytest.fixture
def said(place: Place) -> Told:
    return told(place)


def shown_answers(actor: Actor, journey: Journey) -> dict[str, int | None]:
    with acting_as(actor):
        return {question: value.level for question, value in own_answers(journey.pk)[1].items()}


def test_answers_give_ones_own_last_words_and_no_row(said: Told) -> None:
    """Not what stood there before, not who wrote it down, not who helped."""
    wen, journey = actor_of(said.place.wen), said.assessment.journey
    assert shown_answers(wen, journey) == {}
    said.says(LATER, only_worker=False, by=said.daniel, question="washing")
    lets(said.daniel, wen, journey, AssessmentSection.SHOWN_ANSWERS)
    assert shown_answers(wen, journey) == shown_answers(said.daniel, journey) == {"washing": 2}
    assert tables_open_to(wen, journey) == set()
    assert by_the_database(said.jo, said.assessment) == {("person", "washing", 1), ("person", "washing", 2)}
    as_if_given(wen, journey, AssessmentSection.ASSESSMENT)  # the negative control: the section by which workers read opens much more
    assert {"assessments_assessment", "assessments_answerevent", "assessments_preparation"} <= tables_open_to(wen, journey)


def test_nobody_elses_words_come_with_them(said: Told) -> None:
    wen = actor_of(said.place.wen)
    said.says(OPENLY, only_worker=False, by=said.ruth, question="home")
    lets(said.daniel, wen, said.assessment.journey, AssessmentSection.SHOWN_ANSWERS)
    assert set(shown_answers(wen, said.assessment.journey)) == {"washing"}
    assert ("carer", "home", 1) in by_the_database(said.jo, said.assessment)  # the negative control


def test_nor_the_answers_of_a_former_round(said: Told) -> None:
    wen, journey = actor_of(said.place.wen), said.assessment.journey
    lets(said.daniel, wen, journey, AssessmentSection.SHOWN_ANSWERS)
    assert set(shown_answers(wen, journey)) == {"washing"}  # the negative control
    with acting_as(said.place.as_sam) as sam:
        former = Assessment.objects.get(journey=journey)
        again = Assessment.objects.create(
            journey=journey, person_id=former.person_id, questionnaire=former.questionnaire, begun_by_id=sam.user_id
        )
    assert shown_answers(wen, journey) == {}
    assert tables_open_to(wen, journey) == set()
    assert again.begun_at > former.begun_at


def test_nor_those_of_another_journey(said: Told) -> None:
    wen, journey = actor_of(said.place.wen), said.assessment.journey
    with acting_as(said.place.as_sam) as sam:
        other = journeys.start_journey(journey.person, kind=Journey.Kind.CARER, team_id=said.place.team.pk, by=sam)
    lets(said.daniel, wen, other, AssessmentSection.SHOWN_ANSWERS)
    assert shown_answers(wen, journey) == {}
    lets(said.daniel, wen, journey, AssessmentSection.SHOWN_ANSWERS)
    assert set(shown_answers(wen, journey)) == {"washing"}  # the negative control


def test_the_functions_tell_a_stranger_nothing_without_row_security_either(own_database: str, databases: Databases) -> None:
    said = told(a_place())
    wen, journey = actor_of(said.place.wen), said.assessment.journey
    without_row_security(databases, own_database)
    with acting_as(wen):
        assert AnswerEvent.objects.filter(voice=Voice.CARER).exists()  # the negative control: the second wall is gone
        assert shown_to(wen) == []
    assert (shown_answers(wen, journey), stage_by_the_database(wen, journey)) == ({}, None)
    lets(said.daniel, wen, journey, AssessmentSection.SHOWN_ANSWERS)
    with acting_as(wen):
        assert [(one.journey_id, one.what) for one in shown_to(wen)] == [(said.assessment.journey_id, "answers")]
    assert (set(shown_answers(wen, journey)), stage_by_the_database(wen, journey)) == ({"washing"}, None)


def test_what_is_told_only_to_the_worker_later_is_taken_out(said: Told) -> None:
    wen, journey = actor_of(said.place.wen), said.assessment.journey
    lets(said.daniel, wen, journey, AssessmentSection.SHOWN_ANSWERS)
    assert set(shown_answers(wen, journey)) == {"washing"}  # the negative control
    said.says(SOFTLY, only_worker=True, by=said.daniel, question="washing")
    assert shown_answers(wen, journey) == {}


def test_whoever_must_never_see_a_person_gets_no_answers_and_no_stage(said: Told) -> None:
    wen, journey = actor_of(said.place.wen), said.assessment.journey
    lets(said.daniel, wen, journey, AssessmentSection.SHOWN_ANSWERS)
    lets(said.daniel, wen, journey, JourneySection.STAGE)
    assert shown_answers(wen, journey)
    assert stage_by_the_database(wen, journey)
    with acting_as(said.daniel) as daniel:
        access.never_let_see(user_id=wen.user_id, person_id=journey.person_id, by=daniel)
    assert shown_answers(wen, journey) == {}
    assert stage_by_the_database(wen, journey) is None


def stage_by_the_database(actor: Actor, journey: Journey) -> ShownStage | None:
    with acting_as(actor):
        try:
            return shown_stage(journey.pk)
        except Journey.DoesNotExist:
            return None


def test_a_stage_is_given_by_itself_and_no_row_of_a_journey(said: Told) -> None:
    """A row names the worker and the team, and says when it is late."""
    wen, journey = actor_of(said.place.wen), said.assessment.journey
    assert stage_by_the_database(wen, journey) is None
    lets(said.daniel, wen, journey, JourneySection.STAGE)
    with acting_as(said.place.as_sam):
        row = Journey.objects.get(pk=journey.pk)
    assert stage_by_the_database(wen, journey) == ShownStage(Stage(row.stage), row.stage_since, Holder(row.held_by))
    assert stage_by_the_database(said.daniel, journey) == stage_by_the_database(wen, journey)
    assert tables_open_to(wen, journey) == set()
    as_if_given(wen, journey, JourneySection.JOURNEY)
    assert {"journeys_journey", "journeys_journeyevent"} <= tables_open_to(wen, journey)  # the negative control


def test_a_stage_is_that_of_the_one_journey(said: Told) -> None:
    wen, journey = actor_of(said.place.wen), said.assessment.journey
    with acting_as(said.place.as_sam) as sam:
        other = journeys.start_journey(journey.person, kind=Journey.Kind.CARER, team_id=said.place.team.pk, by=sam)
    lets(said.daniel, wen, journey, JourneySection.STAGE)
    assert stage_by_the_database(wen, other) is None
    lets(said.daniel, wen, other, JourneySection.STAGE)
    assert stage_by_the_database(wen, other)  # the negative control


def test_one_part_gives_nothing_of_another(said: Told) -> None:
    wen, journey = actor_of(said.place.wen), said.assessment.journey
    lets(said.daniel, wen, journey, AssessmentSection.SHOWN_BUDGET)
    assert (shown_answers(wen, journey), stage_by_the_database(wen, journey)) == ({}, None)
    lets(said.daniel, wen, journey, JourneySection.STAGE)
    assert (shown_answers(wen, journey), bool(stage_by_the_database(wen, journey))) == ({}, True)
    lets(said.daniel, wen, journey, AssessmentSection.SHOWN_ANSWERS)
    assert set(shown_answers(wen, journey)) == {"washing"}  # the negative control


@dataclass
class WithABudget:
    place: Place
    journey: Journey
    daniel: Actor
    wen: Actor


@pytest.fixture
def budget(place: Place) -> WithABudget:
    journey, _ = a_worked_out_budget(place)
    return WithABudget(place, journey, actor_of(an_account_of(place, journey.person)), actor_of(place.wen))


def test_a_budget_opens_the_figure_and_no_run(budget: WithABudget) -> None:
    """A run holds every answer and every line."""
    with acting_as(budget.wen):
        assert shown_figure(budget.journey.pk) is None
    lets(budget.daniel, budget.wen, budget.journey, AssessmentSection.SHOWN_BUDGET)
    with acting_as(budget.daniel):
        whole, own = latest_budget(budget.journey.pk), shown_figure(budget.journey.pk)
    with acting_as(budget.wen):
        seen = shown_figure(budget.journey.pk)
        assert not Run.objects.exists()
    assert whole is not None
    assert seen is not None
    assert seen == own
    assert (seen.amount_pence, seen.each, seen.made_at, seen.scheme_words) == (
        whole.amount_pence,
        whole.each,
        whole.made_at,
        whole.scheme_words,
    )
    assert tables_open_to(budget.wen, budget.journey) == set()
    as_if_given(budget.wen, budget.journey, BudgetSection.BUDGET)
    assert tables_open_to(budget.wen, budget.journey) == {"allocation_run"}  # the negative control


MORE_HELP = {"eating": Value(level=3, limbs=("cannot",))}


@pytest.mark.parametrize(
    ("answers", "differing", "by_hand"),
    [(ANSWERS, MORE_HELP, False), (NOT_SURE, None, False), (AT_NIGHT, None, False), (AT_NIGHT, None, True)],
    ids=["two sides", "not to be said", "not yet costed", "costed by hand"],
)
def test_the_figure_is_that_of_the_whole_budget(
    place: Place, answers: Mapping[str, Value], differing: Mapping[str, Value] | None, by_hand: bool
) -> None:
    """The database picks out what Python puts together: the two never part."""
    journey, _ = a_worked_out_budget(place, answers=answers, differing=differing)
    with acting_as(place.as_sam) as sam:
        for hours in (1_000, 1_200) if by_hand else ():
            cost_by_hand(journey, lines=[CostingLine("Somebody awake at night", hours, 1_833)], why="Three nights.", by=sam)
        whole = latest_budget(journey.pk)
    wen = actor_of(place.wen)
    lets(actor_of(an_account_of(place, journey.person)), wen, journey, AssessmentSection.SHOWN_BUDGET)
    with acting_as(wen):
        seen = shown_figure(journey.pk)
    assert whole is not None
    assert seen is not None
    assert (seen.amount_pence, seen.each, seen.made_at) == (whole.amount_pence, whole.each, whole.made_at)
    assert (whole.differs, whole.costing is not None, whole.amount_pence is None) == (bool(differing), by_hand, answers == NOT_SURE)


def test_a_figure_of_a_former_round_is_given_to_nobody_and_what_happened_stays_shut(budget: WithABudget) -> None:
    lets(budget.daniel, budget.wen, budget.journey, AssessmentSection.SHOWN_BUDGET)
    with acting_as(budget.wen):
        assert shown_figure(budget.journey.pk) is not None  # the negative control
    with acting_as(budget.place.as_sam) as sam:
        journeys.end(budget.journey, reason="Enough for now", by=sam)
        journeys.ask_again(budget.journey, by=sam)
    lets(budget.daniel, budget.wen, budget.journey, AssessmentSection.SHOWN_BUDGET)  # the ending had ended it
    for actor in (budget.wen, budget.daniel, budget.place.as_sam):
        with acting_as(actor):
            assert shown_figure(budget.journey.pk) is None
    assert tables_open_to(budget.wen, budget.journey) == set()


def test_nor_one_of_a_former_assessment(budget: WithABudget) -> None:
    lets(budget.daniel, budget.wen, budget.journey, AssessmentSection.SHOWN_BUDGET)
    with acting_as(budget.place.as_sam) as sam:
        former = Assessment.objects.get(journey=budget.journey)
        Assessment.objects.create(
            journey=budget.journey, person_id=former.person_id, questionnaire=former.questionnaire, begun_by_id=sam.user_id
        )
        assert latest_budget(budget.journey.pk) is None
    with acting_as(budget.wen):
        assert shown_figure(budget.journey.pk) is None


def test_what_is_let_be_seen_of_one_journey_gives_no_figure_of_another(budget: WithABudget) -> None:
    with acting_as(budget.place.as_sam) as sam:
        other = journeys.start_journey(budget.journey.person, kind=Journey.Kind.CARER, team_id=budget.place.team.pk, by=sam)
    lets(budget.daniel, budget.wen, other, AssessmentSection.SHOWN_BUDGET)
    with acting_as(budget.wen):
        assert shown_figure(budget.journey.pk) is None
    lets(budget.daniel, budget.wen, budget.journey, AssessmentSection.SHOWN_BUDGET)
    with acting_as(budget.wen):
        assert shown_figure(budget.journey.pk) is not None  # the negative control


def test_the_figure_tells_a_stranger_nothing_without_row_security_either(own_database: str, databases: Databases) -> None:
    place = a_place()
    journey, _ = a_worked_out_budget(place)
    without_row_security(databases, own_database)
    with acting_as(actor_of(place.wen)):
        assert Run.objects.exists()  # the negative control: the second wall is gone
        assert shown_figure(journey.pk) is None


def test_whoever_must_never_see_a_person_gets_no_figure(budget: WithABudget) -> None:
    lets(budget.daniel, budget.wen, budget.journey, AssessmentSection.SHOWN_BUDGET)
    with acting_as(budget.daniel) as daniel:
        access.never_let_see(user_id=budget.wen.user_id, person_id=budget.journey.person_id, by=daniel)
    with acting_as(budget.wen):
        assert shown_figure(budget.journey.pk) is None

"""The demonstration: the same each time, at every stage, shut away from real people, and never a way in for anybody else."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client

from commonpurse.access.context import acting_as
from commonpurse.access.models import User
from commonpurse.access.queries import actor_for
from commonpurse.allocation.queries import frozen_runs, latest_budget
from commonpurse.allocation.replay import replayed
from commonpurse.assessments.models import AnswerEvent, CheckEvent
from commonpurse.assessments.queries import latest_answers, visible_to
from commonpurse.assessments.queries.second_eyes import readers_of
from commonpurse.assessments.queries.sharing import noted, shown_to
from commonpurse.demonstration import building, cast
from commonpurse.foundation.clock import LONDON, at, now, today
from commonpurse.insight.effort import cost_by_team
from commonpurse.journeys.acts import current_standing
from commonpurse.journeys.models import Journey, JourneyEvent
from commonpurse.journeys.stages import ROAD, Stage
from commonpurse.people.models import CarersStatement, Person
from commonpurse.people.queries import account_of
from commonpurse.plans.models import Agreement, Outcome
from commonpurse.plans.policy import may_agree_plan
from commonpurse.plans.queries import view_of, waiting_for
from commonpurse.theme.words import age
from commonpurse.values.nhs_number import is_made_up, is_nhs_number
from tests.conftest import Databases, use


@pytest.fixture(scope="module")
def built(databases: Databases, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration, built once for everything that only looks."""
    before, name = connections["default"].settings_dict["NAME"], databases.clone(demonstration=True)
    with django_db_blocker.unblock():
        use(name)
        building.build()
        yield
        use(before)
    databases.drop(name)


def told() -> list[tuple[str, str, int, int | None]]:
    """What stands where, without ids: name, stage, days there, indicative pence."""
    sam = actor_for(User.objects.get(sign_in_name="sam"))
    with acting_as(sam):
        found = []
        for journey in Journey.objects.select_related("person").order_by("person__last_name", "person__first_name"):
            budget = latest_budget(journey.pk)
            days = (today() - journey.stage_since.astimezone(LONDON).date()).days  # London's days: an hour before midnight too
            found.append((journey.person.name, journey.stage, days, budget.amount_pence if budget else None))
            where = current_standing(journey)
            assert (journey.stage, journey.held_by, journey.due_on) == (where.stage, where.held_by, where.due_on)
        return found


def test_a_reset_that_could_not_be_served_takes_nobody_away() -> None:
    """It refuses the port first: with a database of one's own the next refusal would be about that."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        program = [sys.executable, "-m", "commonpurse.config.command_line", "demonstration", "start", "--reset", "--port", port]
        somewhere = {"DATABASE_URL": "postgresql://app@127.0.0.1:1/none", "COMMONPURSE_SECRET": "x" * 60}
        done = subprocess.run(program, env=os.environ | somewhere, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert f"Port {port} cannot be used" in done.stderr


def test_it_is_the_same_each_time_counted_from_today(own_database: str, databases: Databases) -> None:
    building.build()
    first = told()
    another = databases.clone()
    use(another)
    with at(now() - timedelta(days=47)):
        building.build()
        earlier = told()
    use(own_database)
    databases.drop(another)
    assert earlier == first


def test_somebody_stands_at_every_stage_and_everybody_is_made_up(built: None) -> None:
    stages = {stage for _, stage, _, _ in told()}
    assert stages == {stage.value for stage in (*ROAD, Stage.PAUSED, Stage.ENDED)}
    with acting_as(actor_for(User.objects.get(sign_in_name="sam"))):
        numbers = [number for number in Person.objects.values_list("nhs_number", flat=True) if number]
        ages = {person.first_name: age(person.born) for person in Person.objects.all()}
    assert all(is_made_up(number) and is_nhs_number(number) for number in numbers)
    assert (ages["Daniel"], ages["Margaret"]) == (34, 84)


def test_maya_has_two_journeys_a_yes_for_a_half_a_word_for_her_worker_a_reader_and_a_conflict(built: None) -> None:
    users = {user.sign_in_name: user for user in User.objects.all()}
    person_id = users["maya"].person_id or users["maya"].pk
    with acting_as(actor_for(users["maya"])):
        assert {journey.kind for journey in Journey.objects.filter(person_id=person_id)} == {"adult", "carer"}
        assert [(said.need, said.quarters) for said in CarersStatement.objects.filter(carer_id=person_id)] == [("eating", 2)]
    with acting_as(actor_for(users["priya"])) as priya:
        assessment = visible_to(priya).get(person_id=person_id)
        assert [reader.name for reader in readers_of(assessment)] == ["Priya Nair"]
        said = {answer.question: answer for answer in latest_answers(assessment)}
    assert said["people"].only_worker
    assert {side.written_by_id for side in said["home"].sides} == {users["sam"].pk, users["priya"].pk}
    page = Client().get("/cast").content.decode()
    assert "both stand until somebody chooses" in page


def test_two_figures_wait_for_helen_and_the_plan_fits_the_higher(built: None) -> None:
    with acting_as(actor_for(User.objects.get(sign_in_name="helen"))) as helen:
        budgets = {plan.person.first_name: latest_budget(plan.journey_id) for plan in waiting_for(helen)}
        assert {name for name, budget in budgets.items() if budget and budget.differs} == {"Victor"}
        victor = waiting_for(helen).get(person__first_name="Victor")
        budget = budgets["Victor"]
        assert budget is not None
        low, high = sorted(side.result.amount_pence or 0 for side in budget.sides)
        assert low < view_of(victor, budget).total_pence <= high == budget.amount_pence
        assert may_agree_plan(helen, victor, weekly_pence=high)


def test_enough_have_come_for_a_teams_figures_and_too_few_carers(built: None) -> None:
    with acting_as(actor_for(User.objects.get(sign_in_name="helen"))) as helen:
        adults, carers = cost_by_team(helen)
    assert carers.hidden  # the negative control: what hidden looks like is shown too
    for measure in (adults.minutes, adults.visits, adults.questions, adults.again, adults.days_to_indicative, adults.days_to_agreement):
        assert measure is not None
        assert measure.at_least >= 10
    assert adults.minutes
    assert adults.minutes.median < adults.minutes.ninetieth


def test_who_came_as_hana_did_is_whole_and_is_somebody_of_their_own(built: None) -> None:
    """Worked out again to the penny, with a letter that names nobody else, and days that fit together."""
    hanas = {"Hana", "Yusuf", "9991012346"}
    with acting_as(actor_for(User.objects.get(sign_in_name="helen"))):
        hana = Agreement.objects.get(person__first_name="Hana")
        others = Agreement.objects.filter(journey__stage=Stage.LIVE).exclude(pk=hana.pk).select_related("person", "plan", "journey")
        assert len(others) == 7
        for agreement in others:
            person, budget = agreement.person, latest_budget(agreement.journey_id)
            text = json.dumps([agreement.statement, list(Outcome.objects.filter(person=person).values_list("words", flat=True))])
            assert person.name in text
            assert not any(word in text for word in hanas)
            assert budget is not None
            assert agreement.amount_pence == budget.amount_pence
            assert agreement.run_id == budget.counted.run_id
            assert [replayed(run).same for run in frozen_runs(budget)] == [True]
            assert agreement.statement["agreed_on"] < hana.statement["agreed_on"]
            events = list(JourneyEvent.objects.filter(journey=agreement.journey).order_by("number"))
            assert [one.at for one in events] == sorted(one.at for one in events)
            assert str(agreement.pk) in {one.facts.get("agreement") for one in events}
            assert AnswerEvent.objects.filter(person=person).count() == AnswerEvent.objects.filter(person=hana.person).count() == 11
        workers = {agreement.journey.worker_id for agreement in others}
        assert len(workers) == 2
    with acting_as(actor_for(User.objects.get(sign_in_name="charlie"))):
        assert not Agreement.objects.exists()


def test_no_two_of_them_have_the_same_answers_budget_or_plan(built: None) -> None:
    with acting_as(actor_for(User.objects.get(sign_in_name="helen"))):
        live = list(Agreement.objects.filter(journey__stage=Stage.LIVE).select_related("person"))
        for of_each in (
            lambda one: one.amount_pence,
            lambda one: json.dumps([line["what"] for line in one.statement["lines"]]),
            lambda one: one.statement["agreed_on"],
            lambda one: (one.person.born.month, one.person.born.day),
            lambda one: json.dumps(list(AnswerEvent.objects.filter(person=one.person).order_by("question").values_list("value"))),
        ):
            assert len({of_each(one) for one in live}) == len(live) == 8
        standing = Journey.objects.filter(person__first_name__in=["Ivor", "Nadine", "Kofi", "Petra", "Elsie", "Ravi"])
        assert {(one.stage, one.held_by) for one in standing} == {
            ("setting-up", "worker"),
            ("indicative", "worker"),
            ("checking", "worker"),
            ("self-assessment", "worker"),
        }


@dataclass(frozen=True)
class Shown:
    """What the demonstration shows of somebody. Days before today: when the journey began, and since when it stands where it does."""

    worker: str
    stage: str
    began: int
    since: int
    indicative_pence: int | None = None
    agreed_pence: int | None = None


THIRTEEN = {
    "Clive Osborne": Shown("sam", "live", 125, 73, 26_800, 26_800),
    "Amina Hussain": Shown("priya", "live", 133, 78, 18_200, 18_200),
    "Rosalind Peake": Shown("sam", "live", 135, 85, 23_500, 23_500),
    "Gareth Llewellyn": Shown("priya", "live", 150, 91, 18_300, 18_300),
    "Mei Tang": Shown("priya", "live", 154, 100, 14_000, 14_000),
    "Bronwen Addo": Shown("sam", "live", 172, 108, 19_700, 19_700),
    "Stanley Kowalczyk-Featherstonehaugh": Shown("priya", "live", 174, 117, 37_000, 37_000),
    "Ivor Pritchard": Shown("priya", "setting-up", 38, 10, 16_900, 16_900),
    "Nadine Achebe": Shown("sam", "setting-up", 71, 43, 15_000, 15_000),
    "Kofi Boateng": Shown("priya", "indicative", 22, 1, 22_700),
    "Petra Novak": Shown("priya", "checking", 12, 3),
    "Elsie Dunmore": Shown("sam", "self-assessment", 12, 12),
    "Ravi Menon": Shown("priya", "self-assessment", 5, 5),
}


def _shown(journey: Journey, sign_in_names: dict[UUID, str]) -> Shown:
    budget, agreement = latest_budget(journey.pk), Agreement.objects.filter(journey=journey).first()
    return Shown(
        sign_in_names[journey.worker_id],
        journey.stage,
        (today() - journey.started_on).days,
        (today() - journey.stage_since.astimezone(LONDON).date()).days,
        budget.amount_pence if budget else None,
        agreement.amount_pence if agreement else None,
    )


def test_each_who_came_as_somebody_else_did_stands_where_they_always_stood(built: None) -> None:
    """Figures of their own, and each row written by who did it: their own worker, or the manager who agreed."""
    names = {user.pk: user.sign_in_name for user in User.objects.all()}
    with acting_as(actor_for(User.objects.get(sign_in_name="helen"))):
        journeys = {one.person.name: one for one in Journey.objects.select_related("person") if one.person.name in THIRTEEN}
        assert {name: _shown(journey, names) for name, journey in journeys.items()} == THIRTEEN
        for name, journey in journeys.items():
            worker = THIRTEEN[name].worker
            wrote = {names[by] for by in AnswerEvent.objects.filter(person=journey.person).values_list("written_by_id", flat=True)}
            happened = {(names[one.by_id], one.kind == "plan_agreed") for one in journey.events.all()}
            assert wrote == {worker}
            assert happened - {(worker, False)} == ({("helen", True)} if THIRTEEN[name].agreed_pence else set())


def test_everybody_answered_after_their_journey_began_and_before_what_followed(built: None) -> None:
    """Within an act the clock stands in the past: counted from there, its days would lie twice as far back."""
    with acting_as(actor_for(User.objects.get(sign_in_name="helen"))):
        said = AnswerEvent.objects.select_related("assessment__journey")
        checked = CheckEvent.objects.select_related("assessment__journey")
        for happened, one in [("answers_sent", one) for one in said] + [("checked_together", one) for one in checked]:
            journey = one.assessment.journey
            then = journey.events.filter(kind=happened).first()
            assert journey.started_on <= one.at.astimezone(LONDON).date()
            assert then is None or one.at <= then.at
        assert said
        assert checked


def test_the_caseload_has_more_than_one_page(built: None) -> None:
    client = Client()
    client.post("/cast/sam")
    first, second = (client.get(f"/work/?show=everyone&page={number}").content.decode() for number in (1, 2))
    assert "govuk-pagination" in first
    assert first.count("data-row-link") == 25
    assert 0 < second.count("data-row-link") < 25
    assert "govuk-pagination" not in client.get("/work/?show=ended").content.decode()  # the negative control


def test_owen_has_no_account_and_lets_his_daughter_see_where_his_journey_stands(built: None) -> None:
    users = {user.sign_in_name: user for user in User.objects.all()}
    with acting_as(actor_for(users["priya"])):
        journey = Journey.objects.get(person__first_name="Owen")
        assert account_of(journey.person_id) is None
        ((key, said),) = noted(journey).items()
    assert key == (users["maya"].pk, "stage")
    assert (said.by_id, said.lets) == (journey.worker_id, True) == (users["priya"].pk, True)
    with acting_as(actor_for(users["maya"])) as maya:
        assert [(shown.journey_id, shown.what) for shown in shown_to(maya)] == [(journey.pk, "stage")]
    with acting_as(actor_for(users["ruth"])) as ruth:
        assert shown_to(ruth) == []  # the negative control


def test_each_of_the_cast_can_be_somebody_in_one_click(built: None) -> None:
    for member in cast.ALL:
        client = Client()
        answer = client.post(f"/cast/{member.key}")
        assert answer.status_code == (302 if member.signs_in else 404)
        if member.signs_in:
            assert client.get("/account/", follow=True).status_code == 200


def test_nobody_can_be_anybody_where_the_database_is_not_a_demonstration(own_database: str) -> None:
    """The setting alone opens nothing: the database must say so too."""
    from tests.people_of_the_tests import a_place

    a_place()
    assert Client().post("/cast/sam").status_code == 404


def test_no_mail_leaves() -> None:
    """Whatever mail server is set: in the demonstration the settings take the backend that keeps."""
    program = "from commonpurse.config import settings; print(settings.EMAIL_BACKEND)"
    told_to = {"COMMONPURSE_PLACE": "demonstration", "COMMONPURSE_MAIL_URL": "smtp://me:secret@mail.example.org:587"}
    done = subprocess.run([sys.executable, "-c", program], env=os.environ | told_to, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "commonpurse.foundation.mail.KeptBackend"


@pytest.mark.parametrize(
    ("told_to", "says"),
    [
        ({"COMMONPURSE_PLACE": "live", "COMMONPURSE_CAST": "on"}, "anybody could sign in as anybody"),
        ({"COMMONPURSE_PLACE": "somewhere"}, "It can be live or demonstration"),
    ],
    ids=["the cast outside the demonstration", "no such place"],
)
def test_starting_is_refused(told_to: dict[str, str], says: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "commonpurse.config.command_line", "check"],
        env=os.environ | told_to,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_every_page_says_that_it_is_a_demonstration(own_database: str) -> None:
    for path in ("/", "/cast", "/help-now", "/account/sign-in"):
        assert "Everybody in it is made up" in Client().get(path).content.decode()

"""The road that every story walks, one act after another, each on its own day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from commonpurse.access import acts as access
from commonpurse.access.actors import Actor
from commonpurse.access.context import acting_as
from commonpurse.access.queries import actor_for
from commonpurse.allocation import acts as allocation
from commonpurse.allocation.queries import latest_budget
from commonpurse.allocation.rules import CostingLine
from commonpurse.assessments import acts as assessments
from commonpurse.assessments.acts import checking, eligibility, health, second_eyes
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import Assessment, HealthBasis, Helper, Voice
from commonpurse.assessments.queries import answers_of
from commonpurse.assessments.queries.sharing import STAGE
from commonpurse.demonstration.cost import Cost
from commonpurse.demonstration.organisations import Place
from commonpurse.foundation.clock import LONDON, at, today
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.effort.rules import Side, Step
from commonpurse.journeys.models import Journey
from commonpurse.people import acts as people
from commonpurse.people.models import CarersStatement, Person
from commonpurse.people.queries import account_of, cares_for
from commonpurse.plans import acts as plans
from commonpurse.plans.models import LegalBasis, Period, Plan
from commonpurse.plans.rules import LineDraft

NAMESPACE = UUID("6d5f7a7e-6a26-4a3f-9d35-3b4a5f8c2a10")


def years_old(years: int, month: int, day: int) -> date:
    """A birthday that makes somebody this old today, whatever today is."""
    now = today()
    return date(now.year - years - ((now.month, now.day) < (month, day)), month, day)


class Road:
    """One person's way. Each method is one act, `days_ago` days before today, by a named worker."""

    def __init__(self, place: Place, *, worker: str = "sam") -> None:
        self.place, self.worker = place, worker
        self.told_on = today()  # asked once: inside an act the clock stands at the act's own day
        self.days_ago = 0
        self.person: Person
        self.journey: Journey
        self.assessment: Assessment
        self.plan: Plan
        self.helpers: dict[str, Helper] = {}
        self.carers: dict[str, Person] = {}
        self._minute = 0

    @property
    def cost(self) -> Cost:
        return Cost(self.journey)

    def on(self, days_ago: int) -> "Road":
        self.days_ago, self._minute = days_ago, 0
        return self

    def _by(self, key: str | None = None) -> "_Acting":
        return _Acting(self, key or self.worker, self._next_moment())

    def _own_account(self) -> Actor | None:
        """Who spends the person's own time, where they have an account: nobody else's time is theirs."""
        account = account_of(self.journey.person_id)
        return actor_for(account) if account else None

    def _next_moment(self) -> datetime:
        self._minute += 2
        day = self.told_on - timedelta(days=self.days_ago)
        return datetime.combine(day, time(10, 0), LONDON) + timedelta(minutes=self._minute)

    def starts(self, first_name: str, last_name: str, *, born: date, nhs_number: str) -> "Road":
        with self._by() as by:
            self.person = people.add_person(
                first_name=first_name, last_name=last_name, born=born, nhs_number=nhs_number, seen_by=self.place.team.pk, by=by
            )
            self.journey = journeys.start_journey(self.person, kind=Journey.Kind.ADULT, team_id=self.place.team.pk, by=by)
        return self

    def may_sign_in(self, sign_in_name: str) -> "Road":
        with self._by() as by:
            self.place.users[sign_in_name] = people.give_sign_in(self.person, sign_in_name=sign_in_name, by=by)[0]
        return self

    def has_close(self, name: str, kind: str, *, gives_unpaid_help: bool) -> "Road":
        with self._by() as by:
            people.note_relationship(self.person, name=name, kind=kind, gives_unpaid_help=gives_unpaid_help, by=by)
        return self

    def has_carer(self, first_name: str, last_name: str, kind: str, *, sign_in_name: str) -> "Road":
        """Start a carer's own journey beside this one, and give the carer an account for it."""
        with self._by() as by:
            own = assessments.start_beside(self.journey, first_name=first_name, last_name=last_name, kind=kind, by=by)
            self.place.users[sign_in_name] = people.give_sign_in(own.person, sign_in_name=sign_in_name, by=by)[0]
            self.carers[sign_in_name] = own.person
        return self

    def is_helped_by(self, sign_in_name: str, *, name: str, relationship: str) -> "Road":
        """Somebody who has an account says what they see with it, in their own words."""
        with self._by() as by:
            self.assessment = assessments.begin_assessment(self.journey, by=by)
            helper = assessments.note_helper(self.assessment, name=name, relationship=relationship, footing=Helper.Footing.OWN_WORDS, by=by)
            assessments.let_helper_use_account(helper, sign_in_name, by=by)
        return self

    def lets_see_where_it_stands(self, sign_in_name: str, *, how: str) -> "Road":
        """The word of somebody without an account, written down by the worker who is responsible."""
        with self._by() as by:
            holder = self.place.users[sign_in_name].pk
            key = uuid5(NAMESPACE, f"{self.journey.pk}{sign_in_name}stage")
            assessments.note_letting_see(self.journey, what=STAGE, holder_id=holder, how=how, key=key, by=by)
        return self

    def says_as_carer(self, sign_in_name: str, need: str, *, quarters: int) -> "Road":
        """The carer says yes to a part of one need, in their own account: of this road they see nothing."""
        with Road(self.place).on(self.days_ago)._by(sign_in_name) as by:
            caring = cares_for(self.carers[sign_in_name].pk).get(person=self.person)
            people.state_as_carer(caring, need=need, says=CarersStatement.Says.YES, quarters=quarters, by=by)
        return self

    def of_the_carer(self, sign_in_name: str) -> "Road":
        """The carer's own way, for themselves: a second journey on the same record, with the same worker."""
        road = Road(self.place, worker=self.worker).on(self.days_ago)
        with road._by() as by:
            road.person = self.carers[sign_in_name]
            road.journey = journeys.start_journey(road.person, kind=Journey.Kind.ADULT, team_id=self.place.team.pk, by=by)
        return road

    def has_section_117(self, since: date) -> "Road":
        with self._by() as by:
            health.record_health_basis(
                self.journey,
                kind=HealthBasis.Kind.SECTION_117,
                since=since,
                council="Northmere Council",
                care_board="Northmere Integrated Care Board",
                seen="Discharge letter",
                by=by,
            )
        return self

    def is_prepared(self) -> "Road":
        """The short steps before the questions, for somebody who can take part."""
        with self._by() as by:
            self.assessment = assessments.begin_assessment(self.journey, by=by)
            assessments.note_explained(self.assessment, by=by)
            assessments.note_nobody_helps(self.assessment, by=by)
            assessments.decide_advocacy(self.assessment, very_hard_alone=False, offer="not_needed", by=by)
            assessments.decide_capacity_to_take_part(
                self.assessment, has_capacity=True, support_given="A quiet room, and time. Asked again the next day.", by=by
            )
            assessments.open_questions(self.assessment, by=by)
            self.cost.of(Step.PREPARATION, 14, by=by).call(10, by=by)
        return self

    def answers(self, values: Mapping[str, Value], *, voice: Voice = Voice.PERSON) -> "Road":
        with self._by() as by:
            for question, value in values.items():
                key = uuid5(NAMESPACE, f"{self.person.pk}{question}{voice}")
                with at(self._next_moment()):
                    assessments.save_answer(self.assessment, question, voice, value, client_uuid=key, by=by)
        return self

    def tells_only_the_worker(self, sign_in_name: str, question: str, value: Value) -> "Road":
        with self._by(sign_in_name) as by:
            self._saves(question, value, "told softly", only_worker=True, by=by)
        return self

    def two_write_at_once(self, question: str, first: Value, other: Value, *, colleague: str) -> "Road":
        """The worker and a colleague write down one answer of the person, each on a page that was opened before the other saved."""
        with self._by():
            base = latest_of_the_person(self.assessment, question)
        for key, value in ((self.worker, first), (colleague, other)):
            with self._by(key) as by:
                self._saves(question, value, f"at once {key}", base=base, by=by)
        return self

    def _saves(self, question: str, value: Value, what: str, *, base: UUID | None = None, only_worker: bool = False, by: Actor) -> None:
        assessments.save_answer(
            self.assessment,
            question,
            Voice.PERSON,
            value,
            client_uuid=uuid5(NAMESPACE, f"{self.person.pk}{question}{what}"),
            base=base,
            only_worker=only_worker,
            by=by,
        )

    def asks_to_read(self, sign_in_name: str, reader: str) -> "Road":
        with self._by(sign_in_name) as by:
            second_eyes.ask_to_read(self.assessment, self.place.users[reader].pk, by=by)
        return self

    def sends_answers(self) -> "Road":
        with self._by() as by:
            assessments.send_answers(self.assessment, by=by)
            self.cost.of(Step.QUESTIONS, 16, by=by)
        if own := self._own_account():
            with acting_as(own):
                self.cost.of(Step.QUESTIONS, 24, side=Side.PERSON, by=own)
        return self

    def is_checked(self, values: Mapping[str, Value], *, differing: Mapping[str, tuple[Value, str]] | None = None) -> "Road":
        """Agree everything, but for `differing`: the practitioner's answer and a note."""
        with self._by() as by:
            for question, value in values.items():
                with at(self._next_moment()):
                    if differing and question in differing:
                        theirs, note = differing[question]
                        checking.record_difference(self.assessment, question, persons=value, practitioners=theirs, note=note, by=by)
                    else:
                        checking.agree_answer(self.assessment, question, value, by=by)
        with self._by() as by:
            checking.finish_checking(self.assessment, by=by)
            self.cost.of(Step.CHECKING, 22, by=by).visit(65, travel=30, by=by)
        return self

    def is_eligible(self, outcomes: str, reasons: str) -> "Road":
        with self._by() as by:
            eligibility.decide_eligibility(
                self.assessment, needs_arise=True, outcomes=outcomes, significant_impact=True, reasons=reasons, by=by
            )
        return self

    def is_not_eligible(self, outcomes: str, reasons: str, advice: str) -> "Road":
        with self._by() as by:
            eligibility.decide_eligibility(
                self.assessment, needs_arise=True, outcomes=outcomes, significant_impact=False, reasons=reasons, advice=advice, by=by
            )
        return self

    def gets_a_budget(self) -> "Road":
        with self._by() as by:
            allocation.work_out(self.journey, cause="The answers were checked together.", by=by)
            self.cost.of(Step.ELIGIBILITY, 11, by=by).of(Step.BUDGET, 5, by=by)
        return self

    def is_costed(self, lines: list[CostingLine], why: str) -> "Road":
        with self._by() as by:
            allocation.cost_by_hand(self.journey, lines=lines, why=why, by=by)
        return self

    def plans(
        self,
        outcomes: Sequence[str],
        lines: Sequence[tuple[str, str, str, int, Period, LegalBasis, int | None]],
        now: Sequence[tuple[str, str, int]],
    ) -> "Road":
        """Lines: what, who, how often, pence, period, legal basis, NHS percent. `now`: what there is now, who gives it, pence a week."""
        with self._by() as by:
            self.plan = plans.begin_plan(self.journey, by=by)
            for words in outcomes:
                plans.add_outcome(self.plan, words=words, seen_version=self._version(), by=by)
            for what, who, often, pence, period, basis, nhs in lines:
                draft = LineDraft(what, who, often, pence, period, basis, nhs)
                starts = today() + timedelta(days=14)
                plans.add_line(self.plan, draft=draft, starts_on=starts, outcome_id=None, seen_version=self._version(), by=by)
            for what, who, pence in now:
                plans.add_current_support(
                    self.plan, what=what, who=who, cost_pence=pence, period=Period.WEEK, seen_version=self._version(), by=by
                )
        return self

    def _version(self) -> int:
        return Plan.objects.values_list("version", flat=True).get(pk=self.plan.pk)

    def says_of_plan(self, *, agrees: bool, how: str, words: str = "") -> "Road":
        """What the person says of the plan, noted for them."""
        with self._by() as by:
            plans.say_of_plan(
                self.plan,
                agrees=agrees,
                words=words,
                how=how,
                key=uuid5(NAMESPACE, f"{self.plan.pk}{words}{how}"),
                seen_version=self._version(),
                by=by,
            )
        return self

    def sends_plan(self) -> "Road":
        with self._by() as by:
            plans.send_plan(self.plan, seen_version=self._version(), by=by)
            self.cost.of(Step.PLAN, 31, by=by)
        if own := self._own_account():
            with acting_as(own):
                self.cost.guessed(Step.PLAN, side=Side.PERSON, by=own)
        return self

    def is_sent_back(self, reasons: str, *, by_whom: str = "helen") -> "Road":
        with self._by(by_whom) as by:
            plans.return_plan(self.plan, reasons=reasons, seen_version=self._version(), by=by)
            self.cost.of(Step.AGREEMENT, 6, side=Side.MANAGER, by=by)
        return self

    def is_agreed(self, *, by_whom: str = "helen", reasons: str = "") -> "Road":
        with self._by(by_whom) as by:
            budget = latest_budget(self.journey.pk)
            if budget is None or budget.amount_pence is None:
                raise ValueError("A plan is agreed on a budget.")
            plans.agree_plan(
                self.plan,
                run_id=budget.counted.run_id,
                amount_pence=budget.amount_pence,
                reasons=reasons,
                seen_version=self._version(),
                by=by,
            )
            self.cost.of(Step.AGREEMENT, 9, side=Side.MANAGER, by=by)
        return self

    def goes_live(self) -> "Road":
        with self._by() as by:
            journeys.support_has_started(self.journey, by=by)
        return self

    def is_reviewed(self) -> "Road":
        with self._by() as by:
            journeys.begin_review(self.journey, by=by)
        return self

    def is_never_seen_by(self, key: str, why: str, *, officer: str = "omar") -> "Road":
        """A privacy officer says so, who opens nothing of the record."""
        user_id, person_id = self.place.actor(key).user_id, self.person.pk
        with at(self._next_moment()), acting_as(self.place.actor(officer)) as by:
            access.never_let_see(user_id=user_id, person_id=person_id, why=why, by=by)
        return self

    def is_paused(self, note: str) -> "Road":
        with self._by() as by:
            journeys.pause(self.journey, note=note, by=by)
        return self


def latest_of_the_person(assessment: Assessment, question: str) -> UUID | None:
    answer = answers_of(assessment, Voice.PERSON).get(question)
    return answer.uuid if answer else None


class _Acting:
    """One act's moment and actor, and the journey as it stands then."""

    def __init__(self, road: Road, key: str, moment: datetime) -> None:
        self.road, self.actor = road, road.place.actor(key)
        self.clock, self.context = at(moment), acting_as(self.actor)

    def __enter__(self):  # type: ignore[no-untyped-def]
        self.clock.__enter__()
        self.context.__enter__()
        if hasattr(self.road, "journey"):
            self.road.journey = Journey.objects.select_related("person", "team").get(pk=self.road.journey.pk)
        if hasattr(self.road, "assessment"):
            self.road.assessment = Assessment.objects.select_related("journey__person", "journey__team", "questionnaire", "person").get(
                pk=self.road.assessment.pk
            )
        return self.actor

    def __exit__(self, *error: object) -> None:
        self.context.__exit__(*error)  # type: ignore[arg-type]
        self.clock.__exit__(*error)  # type: ignore[arg-type]

"""The manager's list and decision, and that decision, letter and the person's letter are one record."""

import re
from uuid import uuid4

import pytest

from commonpurse.access.context import acting_as
from commonpurse.allocation.acts import cost_by_hand, work_out
from commonpurse.allocation.rules import CostingLine
from commonpurse.assessments.acts.health import end_health_basis
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import HealthBasis
from commonpurse.foundation.clock import today
from commonpurse.journeys.models import Journey
from commonpurse.organisations.models import Membership
from commonpurse.people.models import Person
from commonpurse.plans.models import Agreement
from commonpurse.plans.queries import statement_of
from commonpurse.theme.words import day
from commonpurse.values.money import pounds_and_pence
from tests.browsing_of_the_tests import as_
from tests.budgets_of_the_tests import (
    AT_NIGHT,
    Writing,
    a_plan_being_written,
    a_plan_sent,
    a_worked_out_budget,
    agree,
    an_agreed_plan,
    budget_of,
    total_of,
)
from tests.journeys_of_the_tests import a_started_journey, an_account_of
from tests.people_of_the_tests import Place, as_operator


def guard(writing: Writing) -> dict[str, str]:
    return {"about": str(writing.journey.person_id), "seen": str(writing.plan.version)}


def at(writing: Writing) -> str:
    return f"/manage/plans/{writing.plan.pk}"


def agreement_of(place: Place) -> Agreement | None:
    with acting_as(place.as_sam):
        return Agreement.objects.first()


def test_helen_reads_everything_and_agrees(place: Place) -> None:
    writing = a_plan_sent(place, s117=True)
    helen, where, budget = as_(place.helen), at(writing), budget_of(place, writing.journey)
    page = helen.get(where).content.decode()
    for said in ("Ceramics studio", "Three outcomes cannot be achieved", "Counting hours and local prices", "To be at the studio"):
        assert said in page
    sent = {**guard(writing), "do": "agree", "side": str(budget.sides[0].run_id), "amount": str((budget.amount_pence or 0) // 100)}
    answer = helen.post(where, sent)
    assert answer["Location"] == f"{where}/decision"
    assert helen.get(where)["Location"] == f"{where}/decision"


def figures(html: str) -> list[str]:
    """Every amount on the main part of a page."""
    main = html[html.index("<main") : html.index("</main>")]
    return re.findall(r"£[0-9,]+\.[0-9]{2}", main)


def test_decision_and_both_letters_say_the_same_to_the_penny(place: Place) -> None:
    lines = ({"legal_basis": "s117", "nhs_percent": 42, "cost_pence": 4_551}, {"cost_pence": 10_001, "period": "year"})
    writing, agreement = an_agreed_plan(place, s117=True, lines=lines)
    where = f"/manage/plans/{agreement.plan_id}"
    pages = [
        as_(place.helen).get(f"{where}/decision"),
        as_(place.helen).get(f"{where}/letter"),
        as_(place.sam).get(f"/work/journeys/{writing.journey.pk}/plan/letter"),
        as_(an_account_of(place, writing.journey.person)).get("/my/plan/letter"),
    ]
    found = [sorted(figures(page.content.decode())) for page in pages]
    assert found[1] == found[2] == found[3]
    statement = statement_of(agreement)
    for pence in (statement.total_pence, *statement.funders.values(), *(line.worth_pence for line in statement.lines)):
        assert pounds_and_pence(pence) in found[0]
        assert pounds_and_pence(pence) in found[3]
    html = pages[3].content.decode()
    assert "Section 117 aftercare: free for you" in html
    assert "We have not worked out yet whether you pay a part of it." in html


def test_an_agreed_plan_is_called_agreed_and_adds_up_to_what_was_agreed(place: Place) -> None:
    writing, agreement = an_agreed_plan(place)
    own = as_(an_account_of(place, writing.journey.person))
    page = " ".join(own.get("/my/plan").content.decode().split())
    assert "Proposed" not in page
    assert "What is proposed" not in page
    statement = statement_of(agreement)
    total = page.partition(f"Agreed, {statement.each}")[2]
    assert total.startswith(f'</span><span class="cp-line__amount">{pounds_and_pence(statement.total_pence)}')
    assert ("Not planned yet: still yours to plan" in page) is bool(statement.not_planned_pence)
    assert page.count('href="/my/budget"') == 1
    assert 'href="/my/budget">Where the indicative figure came from</a>' in page


@pytest.mark.parametrize("amount", ["whole", "lines"])
def test_to_staff_too_an_agreed_plan_is_agreed_and_no_longer_planned_or_proposed(place: Place, amount: str) -> None:
    writing = a_plan_sent(place)
    agreement = agree(writing, amount=total_of(writing) if amount == "lines" else None, reasons="As it was planned.")
    page = " ".join(as_(place.sam).get(f"/work/journeys/{writing.journey.pk}/plan").content.decode().split())
    for not_any_more in ("Left to plan", "Who would pay", "Planned, a week", "roposed"):
        assert not_any_more not in page
    statement = statement_of(agreement)
    assert page.count(f">{pounds_and_pence(statement.total_pence)}<") >= len(("under the table", "beside what there is now"))
    assert page.count("Not planned yet: still theirs to plan") == (2 if statement.not_planned_pence else 0)
    assert bool(statement.not_planned_pence) is (amount == "whole")


def test_a_plan_that_is_not_agreed_is_called_proposed(place: Place) -> None:
    writing = a_plan_sent(place)
    page = as_(an_account_of(place, writing.journey.person)).get("/my/plan").content.decode()
    assert "What is proposed" in page
    assert "What is agreed" not in page
    assert "</strong> a week. Left to plan" in " ".join(page.split())
    assert page.count('href="/my/budget"') == 1  # the card says it, and nothing says it again


def test_a_departure_without_reasons_keeps_what_was_typed(place: Place) -> None:
    writing = a_plan_sent(place)
    run = str(budget_of(place, writing.journey).sides[0].run_id)
    page = as_(place.helen).post(at(writing), {**guard(writing), "do": "agree", "side": run, "amount": "£150.50"}).content.decode()
    assert "is less than the indicative" in page
    assert 'value="£150.50"' in page
    assert agreement_of(place) is None


def test_above_the_limit_and_for_a_writer_there_is_no_way_to_agree(place: Place) -> None:
    writing = a_plan_sent(place)
    with as_operator():
        Membership.objects.filter(user=place.helen).update(approval_limit_pence=10_000)
    helen = as_(place.helen)
    page = helen.get(at(writing)).content.decode()
    assert "is above your limit of £100 a week" in page
    assert "Agree this plan" not in page
    assert "above your limit" in helen.get("/manage/").content.decode()
    run = str(budget_of(place, writing.journey).sides[0].run_id)
    assert helen.post(at(writing), {**guard(writing), "do": "agree", "side": run, "amount": "300"}).status_code == 403


def test_more_than_the_limit_is_said_at_the_amount_with_what_was_typed(place: Place) -> None:
    writing = a_plan_sent(place)
    run = str(budget_of(place, writing.journey).sides[0].run_id)
    sent = {**guard(writing), "do": "agree", "side": run, "amount": "400.01", "reasons": "More is needed."}
    page = as_(place.helen).post(at(writing), sent).content.decode()
    assert "is above your limit of £400 a week" in page
    assert "More is needed." in page
    assert agreement_of(place) is None


def test_a_figure_worked_out_anew_is_shown_and_then_agreed(place: Place) -> None:
    writing = a_plan_sent(place, s117=True)
    helen = as_(place.helen)
    old = str(budget_of(place, writing.journey).sides[0].run_id)
    with acting_as(place.as_sam) as sam:
        end_health_basis(HealthBasis.objects.get(), journey=writing.journey, until=today(), by=sam)
        work_out(writing.journey, cause="the ground ended", by=sam)
    sent = {**guard(writing), "do": "agree", "side": old, "amount": "332"}
    page = helen.post(at(writing), sent)
    new = str(budget_of(place, writing.journey).sides[0].run_id)
    assert page.status_code == 409
    assert f'name="side" value="{new}"' in page.content.decode()
    assert helen.post(at(writing), {**sent, "side": new})["Location"] == f"{at_plan(writing)}/decision"


def at_plan(writing: Writing) -> str:
    made = agreement_of(writing.place)
    return f"/manage/plans/{made.plan_id if made else None}"


def test_of_two_sides_one_is_chosen_with_reasons(place: Place) -> None:
    writing = a_plan_sent(place, differing={"people": Value(level=0)})
    helen, sent = as_(place.helen), {**guard(writing), "do": "agree", "amount": "279"}
    assert "still needs an answer" in helen.post(at(writing), sent).content.decode()
    sent["side"] = str(budget_of(place, writing.journey).sides[1].run_id)
    page = helen.post(at(writing), sent).content.decode()
    assert "Write why you chose this figure" in page
    assert agreement_of(place) is None
    helen.post(at(writing), {**sent, "reasons": "The visits of his sister are enough."})
    made = agreement_of(place)
    assert made is not None
    assert statement_of(made).sides[1].chosen


def test_after_the_agreement_the_budget_says_what_was_agreed_that_the_person_pays(place: Place) -> None:
    writing = a_plan_sent(place, s117=True)
    own = as_(an_account_of(place, writing.journey.person))
    assert "Not worked out yet. A separate look at money decides it later" in own.get("/my/budget").content.decode()
    agreement = agree(writing)
    page = own.get("/my/budget").content.decode()
    assert f"What was agreed says: {statement_of(agreement).person_pays}" in page
    assert "A separate look at money" not in page


NOBODY = "Nobody has chosen between them"


@pytest.mark.parametrize("side", [0, 1])
def test_the_person_reads_which_was_chosen_by_whom_and_where_the_reasons_stand(place: Place, side: int) -> None:
    writing = a_plan_sent(place, differing={"people": Value(level=0)})
    own = as_(an_account_of(place, writing.journey.person))
    addresses = ("/my/budget", "/my/budget/from/person", "/my/budget/from/practitioner")
    assert all(NOBODY in own.get(address).content.decode() for address in addresses)
    made = agree(writing, side=side, amount=27_900, reasons="The visits of his sister are enough.")
    which = ("your answers", f"{place.sam.name}&#39;s answers")[side]
    for page in (own.get(address).content.decode() for address in addresses):
        assert f"{place.helen.name} chose between them on {day(made.agreed_at)}: the figure from {which}." in page
        assert 'href="/my/plan/letter#why"' in page
        assert NOBODY[:6] not in page
    assert 'id="why"' in own.get("/my/plan/letter").content.decode()


def test_figures_worked_out_after_the_agreement_were_chosen_by_nobody(place: Place) -> None:
    writing = a_plan_sent(place, differing={"people": Value(level=0)}, s117=True)
    own = as_(an_account_of(place, writing.journey.person))
    agree(writing, amount=27_900, reasons="The visits of his sister are enough.")
    with acting_as(place.as_sam) as sam:
        end_health_basis(HealthBasis.objects.get(), journey=writing.journey, until=today(), by=sam)
        work_out(Journey.objects.get(pk=writing.journey.pk), cause="the ground ended", by=sam)
    for address in ("/my/budget", "/my/budget/from/person"):
        page = own.get(address).content.decode()
        assert "worked out after your budget was agreed, and nobody has chosen" in page
        assert " chose between them" not in page


def test_reasons_are_called_needed_where_they_are_and_each_side_has_its_own_second_opinion(place: Place) -> None:
    differing = a_plan_sent(place, differing={"eating": Value(level=3, limbs=("cannot",))})
    page = as_(place.helen).get(at(differing)).content.decode()
    assert "Your reasons (if you like)" not in page
    assert "Your reasons" in page
    for side in ("The person&#39;s answers", "The practitioner&#39;s answers"):
        assert re.search(rf"{side}: Counting hours and local prices gives", page)
    assert "by the higher figure" in page


def test_where_one_figure_stands_reasons_may_be_left_out(place: Place) -> None:
    """The negative control, until the person says that they do not agree."""
    writing = a_plan_sent(place)
    page = as_(place.helen).get(at(writing)).content.decode()
    assert "Your reasons (if you like)" in page
    assert "by the higher figure" not in page
    daniel = as_(an_account_of(place, writing.journey.person))
    form = {**guard(writing), "key": str(uuid4()), "words": "Not enough."}
    assert daniel.post("/my/plan/not-mine", form).status_code == 302
    assert "Your reasons (if you like)" not in as_(place.helen).get(at(writing)).content.decode()


def test_the_list_shows_both_figures_of_a_disagreement(place: Place) -> None:
    writing = a_plan_sent(place, differing={"people": Value(level=0)}, lines=({"cost_pence": 90_000},))
    html = as_(place.helen).get("/manage/").content.decode()
    for side in budget_of(place, writing.journey).sides:
        assert f">£{(side.result.amount_pence or 0) // 100}<" in html
    assert ("with the person&#39;s answers" in html, "with the practitioner&#39;s answers" in html) == (True, True)
    assert "more than the higher one" in html
    assert "two sides differ" not in html


def test_sent_back_with_reasons_that_both_read(place: Place) -> None:
    writing = a_plan_sent(place)
    helen = as_(place.helen)
    sent = {"back-about": str(writing.journey.person_id), "back-seen": str(writing.plan.version), "do": "return"}
    assert "still needs an answer" in helen.post(at(writing), sent).content.decode()
    assert helen.post(at(writing), {**sent, "back-reasons": "Who comes when he is unwell?"})["Location"] == "/manage/"
    assert "Who comes when he is unwell?" in as_(place.sam).get(f"/work/journeys/{writing.journey.pk}/plan").content.decode()
    assert "Who comes when he is unwell?" in as_(an_account_of(place, writing.journey.person)).get("/my/plan").content.decode()


def test_a_page_that_somebody_overtook_agrees_nothing(place: Place) -> None:
    writing = a_plan_sent(place)
    run = str(budget_of(place, writing.journey).sides[0].run_id)
    sent = {**guard(writing), "seen": "1", "do": "agree", "side": run, "amount": "316", "reasons": "As typed."}
    page = as_(place.helen).post(at(writing), sent)
    assert page.status_code == 409
    assert "As typed." in page.content.decode()
    assert agreement_of(place) is None


def test_the_list_finds_people_and_asks_a_fixed_number_of_times(place: Place, django_assert_max_num_queries: object) -> None:
    a_plan_sent(place)
    helen = as_(place.helen)
    helen.get("/manage/")
    with django_assert_max_num_queries(30) as one:  # type: ignore[operator]
        assert "Daniel Okafor" in helen.get("/manage/").content.decode()
    asked = len(one)
    a_plan_sent(place, journey=a_started_journey(place, person=place.person("Nell", "Adeyemi")))
    helen.get("/manage/")  # the day's first look at somebody new is written down
    with django_assert_max_num_queries(asked):  # type: ignore[operator]
        assert "Nell Adeyemi" in helen.get("/manage/").content.decode()
    assert "Nell Adeyemi" in helen.get("/manage/?find=adey").content.decode()
    assert "Daniel" not in helen.get("/manage/?find=adey").content.decode()
    assert "No plan waits for somebody" in helen.get("/manage/?find=zzz").content.decode()


def test_only_managers_come_in(place: Place) -> None:
    writing = a_plan_sent(place)
    for user in (place.sam, place.charlie, place.wen):
        assert as_(user).get("/manage/").status_code == 404
        assert as_(user).get(at(writing)).status_code == 404


@pytest.mark.parametrize("find", ["999 023 4566", "9990234566", "daniel 0ka%00", "okafor", "%00okafor"])
def test_somebody_is_found_as_in_the_caseload(place: Place, find: str) -> None:
    writing = a_plan_sent(place)
    with acting_as(place.as_sam):
        Person.objects.filter(pk=writing.journey.person_id).update(nhs_number="9990234566")
    page = as_(place.helen).get(f"/manage/?find={find}")
    assert page.status_code == 200
    assert ("Daniel Okafor" in page.content.decode()) == ("0ka" not in find)


def test_whoever_costed_it_reads_why_they_cannot_agree_it(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=AT_NIGHT)
    with acting_as(place.as_helen) as helen:
        cost_by_hand(journey, lines=[CostingLine("Somebody awake", 1_000, 1_833)], why="Three nights.", by=helen)
    writing = a_plan_being_written(place, journey)
    writing.outcome()
    writing.line()
    writing.send()
    page = as_(place.helen).get(at(writing)).content.decode()
    assert "You costed this budget by hand. Nobody agrees what they decided themselves. Ask another manager." in page
    assert "Agree this plan</button>" not in page
    run = str(budget_of(place, journey).sides[0].run_id)
    sent = {**guard(writing), "do": "agree", "side": run, "amount": "183.30"}
    assert as_(place.helen).post(at(writing), sent).status_code == 403
    assert agreement_of(place) is None

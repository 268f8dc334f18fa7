"""What if: the figure before and after, plainly marked; nothing is saved, and nothing of a carer is told."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from commonpurse.access.context import acting_as
from commonpurse.allocation.acts import work_out
from commonpurse.assessments.acts.eligibility import decide_eligibility
from commonpurse.assessments.answers import Value
from commonpurse.journeys.models import Journey
from tests.browsing_of_the_tests import as_
from tests.budgets_of_the_tests import (
    ANSWERS,
    AT_NIGHT,
    NOT_SURE,
    a_checked_assessment,
    a_worked_out_budget,
    an_agreed_plan,
    an_eligible_assessment,
    budget_of,
)
from tests.carers_of_the_tests import a_carer
from tests.journeys_of_the_tests import an_account_of
from tests.people_of_the_tests import Place
from tests.writes_of_the_tests import looks_written, writes_but_looks

MARK = "Nothing is saved, and this is not"


def where(journey: Journey) -> str:
    return f"/work/journeys/{journey.pk}/budget/what-if"


def sent(client: Client, journey: Journey, **changes: object) -> str:
    """Sam's page with these fields changed; a hyphen of a question is written as two underscores."""
    typed = {name.replace("__", "-"): str(value) for name, value in changes.items()}
    answer = client.post(where(journey), {"about": str(journey.person_id), "seen": "", **typed})
    assert answer.status_code == 200
    return answer.content.decode()


def figures(html: str) -> list[str]:
    return re.findall(r'cp-money__figure">([^<]*)<', html)


def test_sam_sees_both_figures_and_which_lines_change(place: Place) -> None:
    journey, runs = a_worked_out_budget(place)
    sam = as_(place.sam)
    empty = sam.get(where(journey)).content.decode()
    assert MARK in empty
    assert figures(empty) == []
    page = sent(sam, journey, level_washing=3)
    before = f"£{runs[0].result['amount_pence'] // 100}"
    assert MARK in page
    assert figures(page)[0] == before
    assert figures(page)[1] != before
    assert "a week more</strong> than now" in page
    assert "Washing, using the toilet and getting dressed" in page
    assert "“Someone has to do this with me, or for me, every day” is 18 points" in page.replace("&#34;", '"')
    assert 'cp-money--what-if">' in page
    assert '<option value="3" selected>' in page  # what was typed stays


def test_several_answers_change_at_once(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    sam = as_(place.sam)
    one, two = sent(sam, journey, level_washing=3), sent(sam, journey, level_washing=3, level_nights=3)
    assert figures(one)[0] == figures(two)[0]
    assert pounds(figures(two)[1]) > pounds(figures(one)[1])


def pounds(figure: str) -> int:
    return int(figure.replace("£", "").replace(",", ""))


def test_what_would_be_is_what_the_rules_then_give(place: Place) -> None:
    """The negative control of the whole page: the same answers, really checked, come to the same figure."""
    journey, _ = a_worked_out_budget(place)
    page = sent(as_(place.sam), journey, level_washing=3, worst_level_people=2, worst_weeks_people=20)
    people = Value(level=1, worst_level=2, worst_weeks=20)
    other = an_eligible_assessment(place, answers={**ANSWERS, "washing": Value(level=3, limbs=("cannot",)), "people": people})
    with acting_as(place.as_sam) as sam:
        (run,) = work_out(other.journey, cause="a test", by=sam)
    assert figures(page)[1] == f"£{run.result['amount_pence'] // 100}"


def test_nothing_is_written_but_the_look(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    sam, daniel = as_(place.sam), as_(an_account_of(place, journey.person))
    letter_and_list = [sam.get("/work/").content, daniel.get("/my/").content]
    before, looks = writes_but_looks(), looks_written()
    sent(sam, journey, level_washing=3)
    shown(daniel, journey, "washing", level_washing="3")
    assert writes_but_looks() == before
    assert looks_written() == looks + 2
    figure = budget_of(place, journey).amount_pence or 0
    assert f"£{figure // 100}" in sam.get(f"/work/journeys/{journey.pk}/budget").content.decode()
    for page, earlier in zip((sam.get("/work/").content, daniel.get("/my/").content), letter_and_list, strict=True):
        assert b"what-if" not in page
        assert b"What if" not in page
        assert page.count("£".encode()) == earlier.count("£".encode())


def test_it_stands_in_no_letter_and_on_no_plan(place: Place) -> None:
    writing, _ = an_agreed_plan(place)
    sam = as_(place.sam)
    sent(sam, writing.journey, level_washing=3)
    for address in ("plan/letter", "plan"):
        assert "What if" not in sam.get(f"/work/journeys/{writing.journey.pk}/{address}").content.decode()


def shown(client: Client, journey: Journey, question: str, **changes: str) -> str:
    typed = {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post("/my/budget/what-if", {"about": str(journey.person_id), "seen": "", "show": question, **typed}).content.decode()


def test_daniel_changes_one_answer_and_then_another_too(place: Place) -> None:
    journey, runs = a_worked_out_budget(place)
    daniel = as_(an_account_of(place, journey.person))
    assert "Which answer would change?" in daniel.get("/my/budget/what-if").content.decode()
    asked = daniel.get("/my/budget/what-if?question=washing").content.decode()
    assert "What if a usual week were like this" in asked
    page = shown(daniel, journey, "washing", level_washing="3")
    assert MARK in page
    assert figures(page)[0] == f"£{runs[0].result['amount_pence'] // 100}"
    assert 'type="hidden" name="level_washing" value="3"' in page
    kept = {"about": str(journey.person_id), "level_washing": "3"}
    next_one = daniel.post("/my/budget/what-if", {**kept, "question": "nights"}).content.decode()
    assert 'name="level_washing" value="3"' in next_one
    assert figures(next_one) == []
    both = shown(daniel, journey, "nights", level_washing="3", level_nights="3")
    assert pounds(figures(both)[1]) > pounds(figures(page)[1])
    once_more = daniel.post("/my/budget/what-if", {**kept, "level_nights": "3", "question": "nights"}).content.decode()
    assert re.search(r'name="level_nights"[^>]*value="3"[^>]*checked', once_more)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Change at least one answer."),
        ({"level_washing": 1}, "Change at least one answer."),
        ({"level_washing": 9}, "choose one of the answers that stand here."),
        ({"worst_level_washing": 3}, "Write about how many weeks a year"),
        ({"worst_weeks_washing": 5}, "Choose which is closest in the hardest weeks."),
        ({"level_people": 2, "worst_level_people": 1}, "The hardest weeks cannot be easier than a usual week."),
        ({"worst_level_washing": 3, "worst_weeks_washing": 53}, "Write about how many weeks a year"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_typed_is_lost(place: Place, changes: dict[str, int], said: str) -> None:
    journey, _ = a_worked_out_budget(place)
    page = sent(as_(place.sam), journey, **changes)
    assert said in page
    assert figures(page) == []
    assert page.count(said) <= 2  # in the summary, and at its field
    for name, value in changes.items():
        if "weeks" in name:
            assert f'name="{name}" value="{value}"' in page


def test_a_form_for_somebody_else_shows_no_figure(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    page = as_(place.sam).post(where(journey), {"about": str(place.sam.pk), "level_washing": "3"}).content.decode()
    assert "opened for somebody else" in page
    assert figures(page) == []


def test_hard_weeks_that_a_usual_week_overtakes_go_and_it_is_said(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers={**ANSWERS, "people": Value(level=1, worst_level=2, worst_weeks=10)})
    said = "The hard weeks are left out where a usual week would be as hard: The people in my life."
    assert said in sent(as_(place.sam), journey, level_people=3)
    assert said not in sent(as_(place.sam), journey, level_people=0)
    assert said not in sent(as_(place.sam), journey, level_people=3, worst_level_people="none")


def test_hard_weeks_can_be_taken_out_or_made_more(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    assert "a week less</strong> than now" in sent(as_(place.sam), journey, worst_level_people="none")
    assert "a week more</strong> than now" in sent(as_(place.sam), journey, worst_weeks_people=52)


def test_unpaid_help_takes_a_yes_for_granted_and_says_so(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    page = sent(as_(place.sam), journey, unpaid_washing=4)
    assert "takes for granted that somebody says, for themselves" in page
    assert "Washing, using the toilet and getting dressed" in page
    assert "a week less</strong> than now" in page
    without = sent(as_(place.sam), journey, level_washing=3)
    assert "for themselves, that they want to and are able to help with:" not in without


def test_what_a_carer_answered_changes_nothing_here_but_what_the_budget_counts(place: Place) -> None:
    """A no, a rather-not-say, and a yes that no run counts yet: the pages are the same to the byte, but for what is random."""
    journey, _ = a_worked_out_budget(place)
    ruth, sam = a_carer(place, journey), as_(place.sam)
    before = [settled(sam.get(where(journey)).content.decode()), settled(sent(sam, journey, unpaid_eating=2))]
    for says in ("no", "rather_not_say", "yes"):
        ruth.says("eating", says)
        assert [settled(sam.get(where(journey)).content.decode()), settled(sent(sam, journey, unpaid_eating=2))] == before
    with acting_as(place.as_sam) as by:
        work_out(journey, cause="a carer's word", by=by)  # the negative control: what the run counts is shown
    assert "unpaid help counts for" in sam.get(where(journey)).content.decode()


def settled(html: str) -> str:
    """Without what is signed with the moment, or made up anew, for each page."""
    return re.sub(r'((?:nonce|data-effort|name="(?:csrfmiddlewaretoken|typed_by)" value)=")[^"]*', r"\1", html)


def test_both_sides_of_a_difference_change_alike(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, differing={"people": Value(level=0)})
    page = sent(as_(place.sam), journey, level_washing=3)
    assert len(figures(page)) == 4
    own = shown(as_(an_account_of(place, journey.person)), journey, "washing", level_washing="3")
    assert "With your answers" in own
    assert len(figures(own)) == 4


def test_an_answer_that_was_open_can_be_supposed(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=NOT_SURE)
    page = sent(as_(place.sam), journey, level_nights=0)
    assert figures(page)[0] == "£332 to £511"
    assert figures(page)[1] == "£332"
    assert "no difference to tell" in page


def test_costing_by_hand_is_still_asked_for(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=AT_NIGHT)
    assert "A person would have to work out the cost" in sent(as_(place.sam), journey, level_washing=3)


def test_a_carer_has_one_for_her_own_year_from_her_own_answers(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    ruth = a_carer(place, journey)
    comes_to_her_own_budget(place, ruth.journey)
    hers = as_(ruth.user)
    assert "Which answer would change?" in hers.get("/my/budget/what-if").content.decode()
    page = shown(hers, ruth.journey, "home", level_home="3")
    assert figures(page) == ["£200", "£400"]
    assert "£200.00 a year more" in page
    assert "without pay" not in hers.get("/my/budget/what-if?question=home").content.decode()
    staffs = sent(as_(place.sam), ruth.journey, level_home=3)
    assert figures(staffs) == ["£200", "£400"]
    assert '<th scope="col">Unpaid help</th>' not in staffs


def comes_to_her_own_budget(place: Place, journey: Journey) -> None:
    """Eleven points of the twelve that give the next step."""
    answers = {name: Value(level=1) for name in ("health", "children", "other-people", "eating", "relationships")}
    answers |= {"home": Value(level=1), "work": Value(level=2), "community": Value(level=1), "free-time": Value(level=2)}
    answers = {name: replace(value, limbs=("cannot",)) for name, value in answers.items()}
    assessment = a_checked_assessment(place, answers=answers, journey=journey)
    with acting_as(place.as_sam) as sam:
        decide_eligibility(assessment, needs_arise=True, outcomes=["a"], significant_impact=True, reasons="It wears her out.", by=sam)
        work_out(assessment.journey, cause="a test", by=sam)


def test_who_may(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    daniel = an_account_of(place, journey.person)
    assert [as_(user).get(where(journey)).status_code for user in (place.helen, place.priya, place.charlie, daniel)] == [200, 200, 404, 404]
    assert as_(place.charlie).post(where(journey), {"level_washing": "3"}).status_code == 404
    assert as_(place.charlie).get("/my/budget/what-if").status_code == 404


def test_without_a_budget_there_is_no_what_if(place: Place) -> None:
    journey = an_eligible_assessment(place).journey
    assert as_(place.sam).get(where(journey))["Location"] == f"/work/journeys/{journey.pk}/budget"
    assert as_(an_account_of(place, journey.person)).get("/my/budget/what-if")["Location"] == "/my/budget"

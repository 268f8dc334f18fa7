"""Neither side shows the other anything: every page is the same, byte for byte but for nonces, whatever the other side answered."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from commonpurse.access.context import acting_as
from commonpurse.access.models import User
from commonpurse.allocation import acts as allocation
from commonpurse.assessments import acts as assessments
from commonpurse.assessments.acts.checking import agree_answer, finish_checking, reopen_checking
from commonpurse.assessments.acts.eligibility import decide_eligibility
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import CheckEvent, Voice
from commonpurse.assessments.queries import assessment_of, helping
from commonpurse.foundation.outbox import read_outbox
from commonpurse.journeys.models import Journey
from commonpurse.pages.effort.counting import KEY, MEASURED
from tests.budgets_of_the_tests import ANSWERS, a_plan_being_written, a_worked_out_budget
from tests.carers_of_the_tests import Carer, a_carer
from tests.journeys_of_the_tests import a_helper_who_signs_in, a_sent_assessment, an_account_of, an_answered_assessment
from tests.people_of_the_tests import Place, actor_of

CARERS_ANSWERS = {
    "health": Value(level=2),
    "children": Value(level=0),
    "other-people": Value(level=0),
    "home": Value(level=1, limbs=("distress",)),
    "eating": Value(level=1, limbs=("cannot",)),
    "relationships": Value(level=2, limbs=("distress",)),
    "work": Value(level=3, limbs=("cannot",)),
    "community": Value(level=1, limbs=("cannot",)),
    "free-time": Value(level=3, limbs=("cannot",)),
}
HELPED = {**ANSWERS, "eating": replace(ANSWERS["eating"], unpaid_quarters=4)}

CHANGES_BY_ITSELF = (
    (re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*'), r"\1"),
    (re.compile(r'(nonce=")[^"]*'), r"\1"),
    (re.compile(r'(data-effort=")[^"]*'), r"\1"),
    (re.compile(r'(name="typed_by" value=")[^"]*'), r"\1"),
    (re.compile(r'(name="(?:client_uuid|key|draft)"[^>]*value=")[^"]*'), r"\1"),
    (re.compile(r'(value=")[0-9a-f-]{36}("[^>]*name="(?:client_uuid|key|draft)")'), r"\1\2"),
)


@dataclass
class Both:
    place: Place
    ruth: Carer
    journey: Journey
    mother: User


@pytest.fixture
def both(place: Place) -> Both:
    """A person with a budget and a plan being written, an account, and a carer with a journey and an account of her own."""
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    a_plan_being_written(place, journey).outcome()
    mother = an_account_of(place, journey.person)
    return Both(place, a_carer(place, journey), journey, mother)


def pages(namespace: str, **known: object) -> list[str]:
    """Every address of a room that these arguments can fill."""
    room = next(one for one in get_resolver().url_patterns if isinstance(one, URLResolver) and one.namespace == namespace)
    fillable = [p for p in room.url_patterns if isinstance(p, URLPattern) and set(p.pattern.converters) <= set(known)]
    return [reverse(f"{namespace}:{p.name}", kwargs={name: known[name] for name in p.pattern.converters}) for p in fillable]


def shown(user: User, addresses: list[str]) -> dict[str, str]:
    """Looking is itself written down, so what this writes is given back."""
    client = Client()
    with transaction.atomic():
        client.force_login(user)
        _as_with_a_script(client)
        found = {address: as_it_stays(client, address) for address in addresses}
        transaction.set_rollback(True)
    return found


def _as_with_a_script(client: Client) -> None:
    """So that the gaps between these very requests are not counted as anybody's time."""
    session = client.session
    session[KEY] = MEASURED
    session.save()


def as_it_stays(client: Client, address: str) -> str:
    answer = client.get(address)
    page = f"{answer.status_code} {answer.headers.get('Location', '')}\n{answer.content.decode()}"
    for changing, kept in CHANGES_BY_ITSELF:
        page = changing.sub(kept, page)
    return page


def of_the_mothers_side(both: Both) -> dict[str, str]:
    staff = [one for one in pages("practitioner", journey_id=both.journey.pk, question_id="eating", whose="person") if "/journeys/" in one]
    theirs = pages("person", question_id="eating")
    assert len(staff) > 15
    assert len(theirs) > 8
    return {**shown(both.place.sam, staff), **{f"theirs {k}": v for k, v in shown(both.mother, theirs).items()}}


def of_the_carers_side(both: Both) -> dict[str, str]:
    hers = pages("person", question_id="work", caring_id=both.ruth.caring.pk, need="eating")
    assert len(hers) > 10
    return shown(both.ruth.user, hers)


def she_comes_to_her_own_budget(both: Both) -> None:
    place = both.place
    assessment = a_sent_assessment(place, answers=CARERS_ANSWERS, journey=both.ruth.journey)
    with acting_as(place.as_sam) as sam:
        for question, value in CARERS_ANSWERS.items():
            agree_answer(assessment, question, value, by=sam)
        finish_checking(assessment, by=sam)
        decide_eligibility(
            assessment, needs_arise=True, outcomes=["a", "b-vi"], significant_impact=True, reasons="She gave up her job.", by=sam
        )
        allocation.work_out(assessment.journey, cause="a test", by=sam)


def she_says(*words: tuple[str, str]) -> Callable[[Both], None]:
    def said(both: Both) -> None:
        for need, says in words:
            both.ruth.says(need, says)

    return said


WITHOUT_A_YES = {
    "nothing": she_says(),
    "a no": she_says(("eating", "no")),
    "would rather not say": she_says(("eating", "rather_not_say"), ("home", "rather_not_say")),
    "does not help": she_says(("eating", "not_helping")),
    "no, then rather not say, then no": she_says(("eating", "no"), ("eating", "rather_not_say"), ("eating", "no")),
    "a whole journey to a budget of her own": she_comes_to_her_own_budget,
}


@pytest.mark.parametrize("what", WITHOUT_A_YES)
def test_her_mothers_side_shows_nothing_of_what_she_answered(both: Both, what: str) -> None:
    before = of_the_mothers_side(both)
    WITHOUT_A_YES[what](both)
    read_outbox()
    assert of_the_mothers_side(both) == before


def test_a_yes_is_seen_and_only_as_unpaid_help_that_counts(both: Both) -> None:
    """The negative control: pages do change, by the figure and by the need that is helped with; her name is in none of what is new."""
    before = of_the_mothers_side(both)
    both.ruth.says("eating")
    read_outbox()
    after = of_the_mothers_side(both)
    changed = {address for address in before if before[address] != after[address]}
    assert reverse("practitioner:budget", kwargs={"journey_id": both.journey.pk}) in changed
    for address in changed:
        new_lines = set(after[address].splitlines()) - set(before[address].splitlines())
        assert not [line for line in new_lines if "Ruth" in line], address


def her_mother_is_checked_again(both: Both) -> None:
    with acting_as(both.place.as_sam) as sam:
        assessment = assessment_of(both.journey.pk)
        assert assessment is not None
        reopen_checking(assessment, by=sam)
        assessment.journey.refresh_from_db()
        seen = CheckEvent.objects.get(assessment=assessment, question="eating").pk
        agree_answer(assessment, "eating", Value(level=3, unpaid_quarters=2, limbs=("cannot",)), seen=seen, by=sam)
        finish_checking(assessment, by=sam)


def somebody_else_says_what_they_see(both: Both) -> None:
    with acting_as(both.place.as_sam) as sam:
        assessment = both.journey.assessments.get()
        assessments.note_helper(assessment, name="Alan Ellis", relationship="son", footing="own_words", by=sam)


def another_carer_says_yes(both: Both) -> None:
    a_carer(both.place, both.journey, "Alan", "Ellis").says("eating")
    read_outbox()


ON_THE_MOTHERS_SIDE = {
    "checked again": her_mother_is_checked_again,
    "another helper": somebody_else_says_what_they_see,
    "another carer's yes": another_carer_says_yes,
}


@pytest.mark.parametrize("what", ON_THE_MOTHERS_SIDE)
def test_her_pages_show_nothing_of_what_happens_on_her_mothers_side(both: Both, what: str) -> None:
    before = of_the_carers_side(both)
    ON_THE_MOTHERS_SIDE[what](both)
    assert of_the_carers_side(both) == before


def test_her_mothers_open_questions_show_nothing_of_what_she_says_about_her(place: Place) -> None:
    """She answers what her mother left open, and once in two places at once: neither is counted or named on her mother's pages."""
    assessment = an_answered_assessment(place, answers={"eating": Value(level=1, limbs=("cannot",)), "home": Value(not_sure=True)})
    _, ruth = a_helper_who_signs_in(place, assessment)
    mother = an_account_of(place, assessment.person)
    before = shown(mother, pages("person", question_id="home"))
    with acting_as(actor_of(ruth)) as by:
        helper = helping(by).get()
        for question, level in (("washing", 1), ("nights", 1), ("nights", 2)):  # the last two had not seen each other
            said = Value(level=level, limbs=("cannot",))
            assessments.save_answer(helper.assessment, question, Voice.CARER, said, said_by=helper, client_uuid=uuid4(), by=by)
    assert shown(mother, pages("person", question_id="home")) == before

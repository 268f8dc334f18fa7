"""Whom a carer helps: who may write it down, who may end it, what ends with it, and what stays."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from commonpurse.access import acts as access
from commonpurse.access.actors import Actor
from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.access.registry import CASE
from commonpurse.allocation.models import Run
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.foundation.clock import today
from commonpurse.foundation.models import Outbox
from commonpurse.foundation.outbox import read_outbox
from commonpurse.journeys.sections import JourneySection
from commonpurse.people import acts as people
from commonpurse.people.models import CarersStatement, Caring, Person
from commonpurse.people.policy import may_end_caring, may_note_caring
from commonpurse.people.queries import cares_for, helped_before, statements_of
from commonpurse.values.missing import NotReady
from tests.allocation.test_a_carers_word import HELPED
from tests.browsing_of_the_tests import as_
from tests.budgets_of_the_tests import a_worked_out_budget, budget_of
from tests.carers_of_the_tests import Carer, a_carer
from tests.journeys_of_the_tests import a_begun_assessment, a_helper_who_signs_in, a_started_journey, publish_the_reference
from tests.people_of_the_tests import Place, actor_of, noted_that_they_let_see, write_past_the_wall


def test_who_may_write_down_whom_a_carer_helps(place: Place) -> None:
    assessment = a_begun_assessment(place, a_started_journey(place, person=place.person("Margaret", "Ellis")))
    margaret, nell = assessment.person_id, place.person("Nell", "Shah")
    ruth = a_carer(place, assessment.journey, "Rose", "Ellis")
    _, alan = a_helper_who_signs_in(place, assessment)

    def allowed(actor: Actor, carer: Person, person_id: UUID) -> bool:
        with acting_as(actor):
            return bool(may_note_caring(actor, carer, person_id))

    assert allowed(place.as_sam, ruth.person, margaret)
    assert allowed(place.as_sam, ruth.person, nell.pk)
    assert not allowed(place.as_charlie, ruth.person, margaret)
    assert not allowed(ruth.actor, ruth.person, nell.pk)  # nobody says of themselves that they help a stranger
    assert not allowed(actor_of(alan), ruth.person, margaret)  # nor of somebody else
    with acting_as(place.as_charlie) as charlie, pytest.raises(Refused):
        people.note_caring(ruth.person, person_id=nell.pk, called="Nell", kind="friend", by=charlie)
    with acting_as(place.as_sam) as sam:  # the negative control
        people.note_caring(ruth.person, person_id=nell.pk, called="Nell", kind="friend", by=sam)


def test_ruth_ends_it_and_her_yes_ends_with_it(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    before = budget_of(place, journey).amount_pence
    ruth = a_carer(place, journey)
    ruth.says("eating")
    ruth.says("home", "no")
    read_outbox()
    assert budget_of(place, journey).amount_pence != before
    ruth.helps_no_more()
    read_outbox()
    assert budget_of(place, journey).amount_pence == before
    with acting_as(ruth.actor):
        assert not cares_for(ruth.person.pk).exists()
        assert helped_before(ruth.person.pk).get().called == "Daniel"
        assert {need: said.says for need, said in statements_of(ruth.caring).items()} == {"eating": "ended", "home": "no"}
        assert CarersStatement.objects.count() == 3  # what was said stays
    ruth.helps_no_more()  # twice is once
    with acting_as(place.as_sam):
        assert Run.objects.filter(journey=journey).count() == 3


@pytest.mark.parametrize("said", [None, "no", "rather_not_say", "not_helping"])
def test_ending_tells_nothing_where_there_was_no_yes(place: Place, said: str | None) -> None:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    ruth = a_carer(place, journey)
    if said:
        ruth.says("eating", said)
    ruth.helps_no_more()
    assert not Outbox.objects.exists()
    with acting_as(place.as_sam):
        assert CarersStatement.objects.count() == (1 if said else 0)


def test_a_yes_until_a_date_that_ended_with_the_help_does_not_end_twice(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    ruth = a_carer(place, journey)
    ruth.says("eating", "yes_until", until=today() + timedelta(days=30))
    ruth.helps_no_more()
    write_past_the_wall("update foundation_outbox set due_on = %s", today())
    read_outbox()
    with acting_as(place.as_sam):
        assert Run.objects.filter(journey=journey).count() == 1  # begun and ended before anybody heard: as it was


def test_after_the_end_she_says_nothing_more_about_it(place: Place) -> None:
    ruth = a_carer(place, a_started_journey(place))
    ruth.helps_no_more()
    with pytest.raises(NotReady):
        ruth.says("eating")


def test_sam_ends_it_with_her_and_says_nothing_else_in_her_place(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    ruth = a_carer(place, journey)
    ruth.says("eating")
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(), acting_as(place.as_sam):
        CarersStatement.objects.create(carer_id=ruth.person.pk, person_id=journey.person_id, need="eating", says="no")
    with acting_as(place.as_sam) as sam:
        people.end_caring(ruth.caring, by=sam)
    read_outbox()
    assert budget_of(place, journey).sides[0].given.answers["eating"].unpaid_quarters is None


def test_nobody_else_may_end_it(place: Place) -> None:
    journey = a_started_journey(place)
    ruth, alan = a_carer(place, journey), a_carer(place, journey, "Alan", "Ellis")
    for actor in (place.as_charlie, alan.actor):
        with acting_as(actor):
            assert not may_end_caring(actor, ruth.caring)
            with pytest.raises(Refused):
                people.end_caring(ruth.caring, by=actor)
    with acting_as(ruth.actor):
        assert Caring.objects.filter(ended_at=None).count() == 1


def test_a_team_that_holds_only_her_record_leaves_it_to_her(place: Place) -> None:
    """Her mother's record is another team's: only Ruth knows what her yeses are."""
    ruth = a_carer(place, a_started_journey(place))
    with acting_as(ruth.actor) as herself:  # as she asks another team
        access.open_record(CASE, holder=access.team(place.elsewhere.pk), person_id=ruth.person.pk, by=herself)
    with acting_as(place.as_charlie) as charlie:
        decision = may_end_caring(charlie, ruth.caring)
        assert (decision.allowed, "works with both" in decision.because) == (False, True)


def test_the_pages_say_beforehand_what_ending_does(place: Place) -> None:
    publish_the_reference()
    ruth = a_carer(place, a_started_journey(place, person=place.person("Margaret", "Ellis")))
    client, address = as_(ruth.user), reverse("person:end_caring", kwargs={"caring_id": ruth.caring.pk})
    assert "sees anything, because you have no yes" in client.get(address).content.decode()
    ruth.says("eating")
    page = client.get(address).content.decode()
    assert "Your yes ends today for: Eating and drinking." in page
    assert client.post(address, {"about": "somebody else"}).status_code == 200
    with acting_as(ruth.actor):
        assert cares_for(ruth.person.pk).exists()
    assert client.post(address, {"about": ruth.caring.person_id}).status_code == 302
    assert client.get(address).status_code == 404
    assert "Helping Margaret" not in client.get(reverse("person:home")).content.decode()


def test_sam_ends_it_from_her_page(place: Place) -> None:
    ruth = a_carer(place, a_started_journey(place, person=place.person("Margaret", "Ellis")))
    sam, here = as_(place.sam), {"journey_id": ruth.journey.pk}
    assert "Helps no more" in sam.get(reverse("practitioner:journey", kwargs=here)).content.decode()
    address = reverse("practitioner:end_caring", kwargs={**here, "caring_id": ruth.caring.pk})
    assert "Every yes of Ruth" in sam.get(address).content.decode()
    assert sam.post(address, {"about": ruth.person.pk}).status_code == 302
    page = sam.get(reverse("practitioner:journey", kwargs=here)).content.decode()
    assert "Margaret, until" in page
    assert sam.get(address).status_code == 404


AS_KNOWN, AS_NEUTRAL = "indicative budget is worked out again", "money was worked out for "


def test_ending_speaks_of_a_budget_only_where_the_reader_may_know_of_one(place: Place) -> None:
    """Before a budget, and where the carer may not know of one, the words are the same: so they tell her nothing."""
    publish_the_reference()
    early = a_carer(place, a_started_journey(place, person=place.person("Margaret", "Ellis")))
    early.says("eating")
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    late = a_carer(place, journey, "Rose", "Okafor")
    late.says("eating")
    assert [speaks(ruth.user, hers(ruth)) for ruth in (early, late)] == [AS_NEUTRAL, AS_NEUTRAL]
    assert [speaks(place.sam, sams(ruth)) for ruth in (early, late)] == [AS_NEUTRAL, AS_KNOWN]
    for section in (JourneySection.STAGE, AssessmentSection.SHOWN_BUDGET):  # as her mother would say
        noted_that_they_let_see(place.as_sam, late.user.pk, journey, section)
        assert speaks(late.user, hers(late)) == (AS_KNOWN if section == AssessmentSection.SHOWN_BUDGET else AS_NEUTRAL)


def hers(carer: Carer) -> str:
    return reverse("person:end_caring", kwargs={"caring_id": carer.caring.pk})


def sams(carer: Carer) -> str:
    return reverse("practitioner:end_caring", kwargs={"journey_id": carer.journey.pk, "caring_id": carer.caring.pk})


def speaks(user: object, address: str) -> str:
    """Which of the two is said: one of them is, and never both."""
    page = as_(user).get(address).content.decode()
    (said,) = [words for words in (AS_KNOWN, AS_NEUTRAL) if words in page]
    return said

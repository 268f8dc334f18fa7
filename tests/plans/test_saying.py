"""What the person says of their plan: theirs alone, the last one stands, and it stops nobody from deciding in words."""

from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from commonpurse.access.actors import Actor
from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.foundation.clock import now
from commonpurse.plans import acts as plans
from commonpurse.plans.models import Reply, Saying
from commonpurse.plans.queries import SaidOfPlan, said_of, statement_of
from commonpurse.values.missing import NotReady, Stale
from tests.budgets_of_the_tests import Writing, a_plan_being_written, a_plan_sent, a_worked_out_budget, agree
from tests.journeys_of_the_tests import an_account_of
from tests.people_of_the_tests import Place, actor_of

NO = "Thursdays are no good for me."
ON_PAPER = "He pointed at the card that says no, at home on Monday."


@pytest.fixture
def writing(place: Place) -> Writing:
    journey, _ = a_worked_out_budget(place)
    found = a_plan_being_written(place, journey)
    found.outcome()
    found.line()
    return found


def daniel(writing: Writing) -> Actor:
    return actor_of(an_account_of(writing.place, writing.journey.person))


def says(writing: Writing, by: Actor, *, agrees: bool = True, words: str = "", how: str = "", key: UUID | None = None) -> Saying:
    with acting_as(by) as actor:
        return plans.say_of_plan(
            writing.plan, agrees=agrees, words=words, how=how, key=key or uuid4(), seen_version=writing.plan.version, by=actor
        )


def standing(writing: Writing) -> SaidOfPlan:
    with acting_as(writing.place.as_sam):
        found = said_of(writing.plan)
    assert found is not None
    return found


def test_the_last_word_stands_and_the_ones_before_are_kept(writing: Writing) -> None:
    own = daniel(writing)
    says(writing, own)
    says(writing, own, agrees=False, words=NO)
    found = standing(writing)
    assert (found.agrees, found.words, found.how, found.by_id) == (False, NO, "", own.user_id)
    with acting_as(own):
        assert Saying.objects.count() == 2


def test_sent_twice_it_is_said_once(writing: Writing) -> None:
    own, key, seen = daniel(writing), uuid4(), writing.plan.version
    with acting_as(own):
        first, second = (
            plans.say_of_plan(writing.plan, agrees=True, words="", how="", key=key, seen_version=seen, by=own) for _ in range(2)
        )
        assert first == second
        assert Saying.objects.count() == 1


def test_a_yes_is_to_what_stood_there(writing: Writing) -> None:
    says(writing, daniel(writing))
    assert standing(writing).as_it_stands
    writing.outcome("To sleep.")
    assert not standing(writing).as_it_stands


def test_what_somebody_changed_meanwhile_is_not_agreed_to(writing: Writing) -> None:
    own, seen = daniel(writing), writing.plan.version
    writing.line(what="Something else")
    with acting_as(own), pytest.raises(Stale):
        plans.say_of_plan(writing.plan, agrees=True, words="", how="", key=uuid4(), seen_version=seen, by=own)


def test_a_no_has_words_and_what_is_noted_says_how(writing: Writing) -> None:
    with pytest.raises(NotReady, match="Say what is not right"):
        says(writing, daniel(writing), agrees=False)
    with pytest.raises(NotReady, match="Write how they said it"):
        says(writing, writing.place.as_sam, agrees=False, words=NO)
    says(writing, writing.place.as_sam, agrees=False, words=NO, how=ON_PAPER)
    assert standing(writing).how == ON_PAPER


def test_nobody_elses_word(writing: Writing) -> None:
    with pytest.raises(Refused):
        says(writing, writing.place.as_charlie, agrees=True, how="I think so.")


def test_a_standing_no_is_answered_in_words_and_then_sent(writing: Writing) -> None:
    says(writing, daniel(writing), agrees=False, words=NO)
    with pytest.raises(NotReady, match="does not agree with this plan"):
        writing.send()
    with acting_as(writing.place.as_sam) as sam:
        plans.send_plan(writing.plan, answer="The studio has no other day.", seen_version=writing.plan.version, by=sam)
        assert Reply.objects.get().words == "The studio has no other day."
    with pytest.raises(NotReady, match="Write why it is agreed all the same"):
        agree(writing)
    said = statement_of(agree(writing, reasons="It can be changed at the review.")).said
    assert said is not None
    assert (said.agrees, said.words, said.reply, said.as_agreed) == (False, NO, "The studio has no other day.", True)


def test_a_yes_asks_nothing_of_anybody(writing: Writing) -> None:
    own = daniel(writing)
    says(writing, own, agrees=False, words=NO)
    says(writing, own)
    writing.send()
    said = statement_of(agree(writing)).said
    assert said is not None
    assert said.agrees


def test_a_no_said_to_the_manager_reaches_the_page_that_was_open(place: Place) -> None:
    """Whoever opened the plan before that agrees nothing with the old page."""
    writing = a_plan_sent(place)
    seen = writing.plan
    says(writing, daniel(writing), agrees=False, words=NO)
    assert writing.plan.version > seen.version
    with pytest.raises(NotReady, match="Write why it is agreed all the same"):
        agree(writing)


def test_after_the_agreement_it_is_too_late_for_this_plan(place: Place) -> None:
    writing = a_plan_sent(place)
    plan = writing.plan
    agree(writing)
    own = daniel(writing)
    with acting_as(own):
        plan.refresh_from_db()
    with acting_as(own), pytest.raises(NotReady, match="agreed already"):
        plans.say_of_plan(plan, agrees=False, words=NO, how="", key=uuid4(), seen_version=plan.version, by=own)


INSERT = """
insert into plans_saying (id, plan_id, person_id, agrees, words, how, contents_sha256, by_id, at)
values (%s, %s, %s, true, '', %s, %s, %s, %s)
"""


def inserted(writing: Writing, *, how: str, by_id: UUID, acting: Actor) -> None:
    plan = writing.plan
    with acting_as(acting), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, [uuid4(), plan.pk, plan.person_id, how, "0" * 64, by_id, now()])


def test_the_second_wall_lets_nobody_write_in_the_persons_place(writing: Writing) -> None:
    """Past every act: a worker's row without `how` would be the person's own word."""
    own, sam, charlie = daniel(writing), writing.place.as_sam, writing.place.as_charlie
    refused = [("", sam.user_id, sam), ("", own.user_id, sam), ("as he said", own.user_id, own), ("as he said", charlie.user_id, charlie)]
    for how, by_id, acting in refused:
        with pytest.raises(DatabaseError, match="row-level security"):
            inserted(writing, how=how, by_id=by_id, acting=acting)
    inserted(writing, how="", by_id=own.user_id, acting=own)
    inserted(writing, how="as he said", by_id=sam.user_id, acting=sam)


def test_what_was_said_is_never_changed_nor_taken_out(writing: Writing) -> None:
    says(writing, daniel(writing), agrees=False, words=NO)
    for statement in ("update plans_saying set agrees = true", "delete from plans_saying"):
        with acting_as(writing.place.as_sam), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

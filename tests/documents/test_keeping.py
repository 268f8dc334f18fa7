"""What is given is kept: its bytes once, each giving; by both walls seen by the person and those who work with them, and nobody else."""

from dataclasses import replace
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction

from commonpurse.access.actors import Actor
from commonpurse.access.acts import account
from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.allocation.sections import BudgetSection
from commonpurse.documents.acts import About, give
from commonpurse.documents.blocks import Document, Format
from commonpurse.documents.models import Giving, KeptDocument
from commonpurse.documents.queries import given_on, kept_for
from commonpurse.documents.sections import DocumentSection
from commonpurse.documents.wordings.decision import plain_english
from commonpurse.journeys.grounds import HELPING
from commonpurse.journeys.models import Journey
from commonpurse.plans.sections import PlanSection
from commonpurse.values.missing import NotReady
from tests.documents.letters import margarets
from tests.journeys_of_the_tests import a_started_journey, an_account_of
from tests.people_of_the_tests import Place, actor_of, give_past_the_wall, write_past_the_wall


@pytest.fixture
def journey(place: Place) -> Journey:
    return a_started_journey(place)


def letter() -> Document:
    return plain_english(margarets())


def about(journey: Journey, *sections: str, for_staff: bool = False) -> About:
    return About(journey.person_id, journey.pk, sections or (PlanSection.PLAN,), for_staff=for_staff)


def given(journey: Journey, by: Actor, *, to_whom: str = "Margaret Ellis", for_staff: bool = False) -> KeptDocument:
    with acting_as(by):
        return give(letter(), Format.PDF, about(journey, for_staff=for_staff), to_whom=to_whom, way=Giving.Way.POST, by=by)


def test_the_bytes_are_kept_with_their_hash_and_what_they_were_made_from(place: Place, journey: Journey) -> None:
    kept = given(journey, place.as_sam)
    with acting_as(place.as_sam):
        row = KeptDocument.objects.get(pk=kept.pk)
    assert sha256(bytes(row.content)).hexdigest() == row.sha256
    assert bytes(row.content).startswith(b"%PDF-")
    assert (row.kind, row.format, row.dated.isoformat(), row.facts["format"]) == ("decision", "pdf", "2026-04-20", 1)


def test_the_same_bytes_are_kept_once_and_each_giving_is_written_down(place: Place, journey: Journey) -> None:
    kept = {given(journey, by, to_whom=name).pk for by in (place.as_sam, place.as_priya) for name in ("Margaret Ellis", "Ruth Ellis")}
    given(journey, place.as_sam, to_whom=" Ruth Ellis ")  # once more on the same day
    assert len(kept) == 1
    with acting_as(place.as_sam) as sam:
        rows = given_on(sam, journey.person_id, journey.pk)
    assert sorted((row.to_whom, row.by_id == place.sam.pk, row.way) for row in rows) == [
        ("Margaret Ellis", False, "Sent by post"),
        ("Margaret Ellis", True, "Sent by post"),
        ("Ruth Ellis", False, "Sent by post"),
        ("Ruth Ellis", True, "Sent by post"),
    ]


def test_another_letter_is_other_bytes(place: Place, journey: Journey) -> None:
    with acting_as(place.as_sam) as sam:
        for words in ("One", "Two"):
            document = plain_english(replace(margarets(), reasons=words))
            give(document, Format.TEXT, about(journey), to_whom="Margaret", way=Giving.Way.BY_HAND, by=sam)
        assert KeptDocument.objects.count() == 2


@pytest.mark.parametrize("table", ["documents_keptdocument", "documents_giving"])
@pytest.mark.parametrize("change", ["update {} set person_id = person_id", "delete from {}"])
def test_nobody_changes_or_removes_what_was_given(place: Place, journey: Journey, table: str, change: str) -> None:
    given(journey, place.as_sam)
    with acting_as(place.as_sam), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as c:
        c.execute(change.format(table))


def test_the_person_sees_their_letters_and_not_what_is_for_staff(place: Place, journey: Journey) -> None:
    own = actor_of(an_account_of(place, journey.person))
    given(journey, place.as_sam)
    for_staff = given(journey, place.as_sam, for_staff=True)
    with acting_as(own):
        assert [row.for_staff for row in KeptDocument.objects.all()] == [False]
        assert [row.for_staff for row in kept_for(own, journey.person_id, journey.pk)] == [False]
        assert len(given_on(own, journey.person_id, journey.pk)) == 1
        assert not Giving.objects.filter(kept_id=for_staff.pk).exists()
    with pytest.raises(Refused), acting_as(own):
        give(letter(), Format.PDF, about(journey, for_staff=True), to_whom="Me", way=Giving.Way.DOWNLOAD, by=own)


def test_a_stranger_sees_nothing_and_gives_nothing(place: Place, journey: Journey) -> None:
    given(journey, place.as_sam)
    with acting_as(place.as_charlie) as charlie:
        assert not KeptDocument.objects.exists()
        assert not Giving.objects.exists()
        assert not kept_for(charlie, journey.person_id, journey.pk)
    with pytest.raises(Refused), acting_as(place.as_charlie) as charlie:
        give(letter(), Format.PDF, about(journey), to_whom="Charlie", way=Giving.Way.DOWNLOAD, by=charlie)


def test_somebody_who_sees_one_part_reads_no_paper_of_it(place: Place, journey: Journey) -> None:
    """A grant of a section, for whatever reason but a case or one's own record, opens pages; the papers stay between two."""
    given(journey, place.as_sam)
    give_past_the_wall(account(place.charlie.pk), journey.person_id, ground=HELPING, sections=[PlanSection.PLAN, DocumentSection.PAPERS])
    with acting_as(place.as_charlie) as charlie:
        assert not KeptDocument.objects.exists()
        assert not kept_for(charlie, journey.person_id, journey.pk)


def test_every_part_that_it_shows_has_to_be_open(place: Place, journey: Journey) -> None:
    with acting_as(place.as_sam) as sam:
        give(letter(), Format.PDF, about(journey, PlanSection.PLAN, BudgetSection.BUDGET), to_whom="M", way=Giving.Way.POST, by=sam)
        assert KeptDocument.objects.exists()
        with pytest.raises(Refused):
            give(letter(), Format.PDF, about(journey, PlanSection.PLAN, "something-else"), to_whom="M", way=Giving.Way.POST, by=sam)
        write_past_the_wall("delete from access_grant where person_id = %s and section = 'budget'", journey.person_id)
        assert not KeptDocument.objects.exists()


def test_nobody_gives_in_somebody_elses_name(place: Place, journey: Journey) -> None:
    kept = given(journey, place.as_sam)
    with acting_as(place.as_sam), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Giving.objects.create(kept=kept, person_id=journey.person_id, to_whom="M", way=Giving.Way.POST, by_id=place.priya.pk)
    with acting_as(place.as_sam), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Giving.objects.create(kept=kept, person_id=place.person("An", "Other").pk, to_whom="M", way=Giving.Way.POST, by_id=place.sam.pk)


@pytest.mark.parametrize("to_whom", ["", "  ", "x" * 121])
def test_it_says_to_whom(place: Place, journey: Journey, to_whom: str) -> None:
    with pytest.raises(NotReady), acting_as(place.as_sam) as sam:
        give(letter(), Format.PDF, about(journey), to_whom=to_whom, way=Giving.Way.POST, by=sam)

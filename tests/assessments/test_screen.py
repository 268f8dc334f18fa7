"""Who sees the screen: what may stand there, how long it holds, and what must be said first."""

from datetime import UTC, datetime, timedelta

import pytest

from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.assessments.acts.screen import say_who_sees_the_screen, show_one_voice
from commonpurse.assessments.models import SeenBy
from commonpurse.assessments.queries.voices import screen_of, speakers
from commonpurse.assessments.screen import HOLDS_FOR, ONE_VOICE, Screen, Seen, as_it_holds
from commonpurse.foundation.clock import at, now
from commonpurse.values.missing import NotReady
from tests.journeys_of_the_tests import a_prepared_assessment
from tests.people_of_the_tests import Place

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seen", "whose", "shown"),
    [  # person and ruth answered, each one thing openly and one only to the worker; the person is chosen
        (Seen.ONE_VOICE, "", {"person"}),
        (Seen.ALONE, "", {"person", "person!", "ruth", "ruth!"}),
        (Seen.TWO_OF_US, "person", {"person", "person!"}),
        (Seen.ALL_AGREED, "", {"person", "ruth"}),
    ],
)
def test_what_may_stand_there(seen: Seen, whose: str, shown: set[str]) -> None:
    screen = Screen(seen, ("Daniel",), whose)
    found = {
        speaker + ("!" if close else "")
        for speaker in ("person", "ruth")
        for close in (False, True)
        if screen.shows(speaker, chosen="person", only_worker=close)
    }
    assert found == shown


@pytest.mark.parametrize(
    ("seen", "whose", "fit"),
    [
        (Seen.ONE_VOICE, "", True),
        (Seen.ALONE, "", True),
        (Seen.TWO_OF_US, "person", True),
        (Seen.TWO_OF_US, "ruth", False),
        (Seen.ALL_AGREED, "", False),
    ],
)
def test_what_is_one_speakers_alone_does_not_stand_there_with_another(seen: Seen, whose: str, fit: bool) -> None:
    assert Screen(seen, ("Daniel",), whose).fit_for("person") is fit


def test_it_ends_by_itself_after_a_visit() -> None:
    said = Screen(Seen.ALONE)
    assert as_it_holds(said, NOON, now=NOON + HOLDS_FOR - timedelta(seconds=1)).side_by_side
    assert as_it_holds(said, NOON, now=NOON + HOLDS_FOR) == ONE_VOICE


def test_all_who_are_there_are_named_and_asked(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    with acting_as(place.as_sam) as sam:
        with pytest.raises(NotReady, match="Say who is here"):
            say_who_sees_the_screen(assessment, Seen.ALL_AGREED, present=["", " "], all_said_yes=True, by=sam)
        with pytest.raises(NotReady, match="Ask everybody first"):
            say_who_sees_the_screen(assessment, Seen.ALL_AGREED, present=["Daniel"], by=sam)
        with pytest.raises(NotReady, match="Choose who sits with you"):
            say_who_sees_the_screen(assessment, Seen.TWO_OF_US, whose="somebody", by=sam)
        assert screen_of(assessment, sam) == ONE_VOICE
        for _ in range(2):  # twice is once
            say_who_sees_the_screen(assessment, Seen.ALL_AGREED, present=["Daniel", "Ruth ", "Daniel"], all_said_yes=True, by=sam)
        row = SeenBy.objects.get()
        assert (row.present, row.by_id) == (["Daniel", "Ruth"], place.sam.pk)


def test_it_is_taken_back_at_once_and_both_are_kept(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    with acting_as(place.as_sam) as sam:
        show_one_voice(assessment, by=sam)  # it was so already: nothing to write
        say_who_sees_the_screen(assessment, Seen.ALONE, by=sam)
        assert screen_of(assessment, sam).side_by_side
        show_one_voice(assessment, by=sam)
        assert screen_of(assessment, sam) == ONE_VOICE
        assert list(SeenBy.objects.order_by("pk").values_list("seen", flat=True)) == ["alone", "one_voice"]
        with at(now() + HOLDS_FOR * 2):
            say_who_sees_the_screen(assessment, Seen.ALONE, by=sam)
        assert SeenBy.objects.count() == 3


def test_it_is_one_workers_screen_and_not_the_teams(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    with acting_as(place.as_sam) as sam:
        say_who_sees_the_screen(assessment, Seen.ALONE, by=sam)
    with acting_as(place.as_priya) as priya:
        assert screen_of(assessment, priya) == ONE_VOICE
    with acting_as(place.as_charlie) as charlie, pytest.raises(Refused):
        say_who_sees_the_screen(assessment, Seen.ALONE, by=charlie)


def test_whoever_stands_nearest_comes_first_whether_or_not_they_said_anything(place: Place) -> None:
    assessment = a_prepared_assessment(place, capacity=False)
    with acting_as(place.as_sam):
        assert [speaker.name or speaker.key for speaker in speakers(assessment)] == [
            "Ruth Ellis",
            "observed",
            "practitioner",
            "Daniel Okafor",
        ]

"""One laptop on a kitchen table: the answers of one voice at a time, and nothing that says what the others said."""

from uuid import uuid4

import pytest

from commonpurse.access.context import acting_as
from commonpurse.assessments.acts import save_answer, send_answers
from commonpurse.assessments.acts.checking import record_difference
from commonpurse.assessments.acts.screen import say_who_sees_the_screen
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import Assessment, CheckEvent, Helper, SeenBy, Voice
from commonpurse.assessments.screen import Seen
from tests.browsing_of_the_tests import as_
from tests.journeys_of_the_tests import DANIELS_ANSWERS, a_helper_who_signs_in, an_answered_assessment, nobody_else_sees_the_screen
from tests.people_of_the_tests import Place

HIS, HERS, CLOSE = "Nights are fine.", "He walks about until four.", "I am afraid of him at night."
HIS_NIGHTS, HER_NIGHTS = Value(level=0, words=HIS), Value(level=3, limbs=("unsafe",), words=HERS)


@pytest.fixture
def table(place: Place) -> tuple[Assessment, Helper, str]:
    """Daniel and Ruth see his nights differently, and she has told the worker alone something more."""
    assessment = an_answered_assessment(place, answers={**DANIELS_ANSWERS, "nights": HIS_NIGHTS})
    helper, _ = a_helper_who_signs_in(place, assessment)
    with acting_as(place.as_sam) as sam:
        save_answer(assessment, "nights", Voice.CARER, HER_NIGHTS, client_uuid=uuid4(), said_by=helper, by=sam)
        close = Value(level=3, limbs=("unsafe",), words=CLOSE)
        save_answer(assessment, "people", Voice.CARER, close, client_uuid=uuid4(), said_by=helper, only_worker=True, by=sam)
        send_answers(assessment, by=sam)
    return assessment, helper, f"/work/journeys/{assessment.journey_id}/checking"


def test_only_the_chosen_voice_stands_there(place: Place, table: tuple[Assessment, Helper, str]) -> None:
    _, helper, at = table
    sam = as_(place.sam)
    first = sam.get(f"{at}/nights").content.decode()
    assert HIS in first
    assert HERS not in first
    assert "Nobody has answered" not in first
    second = sam.get(f"{at}/nights?whose={helper.pk}").content.decode()
    assert HERS in second
    assert HIS not in second
    listed = sam.get(at).content.decode()
    assert "all say the same" not in listed
    assert "/checking/alike" not in listed  # one press on many would say who else answered
    assert sam.get(f"{at}?whose=nobody").status_code == 200


def test_nothing_says_whether_they_differ_nor_that_something_is_kept_close(place: Place, table: tuple[Assessment, Helper, str]) -> None:
    """Ruth's row about people is told only to the worker: it looks like any question on which she said nothing."""
    assessment, helper, at = table
    with acting_as(place.as_sam) as sam:
        record_difference(assessment, "nights", persons=HIS_NIGHTS, practitioners=HER_NIGHTS, note="They differ.", by=sam)
    client = as_(place.sam)
    for page in (client.get(at), client.get(f"{at}/nights"), client.get(f"{at}?whose={helper.pk}")):
        text = page.content.decode()
        assert "You differ" not in text
        assert "They differ." not in text
    close, empty = (client.get(f"{at}/{question}?whose={helper.pk}").content.decode() for question in ("people", "work"))
    for text in (close, empty):
        assert "There is nothing to show here" in text
        assert CLOSE not in text
    nobody_else_sees_the_screen(place, assessment)
    text = client.get(f"{at}/people").content.decode()  # the negative control
    assert CLOSE in text
    assert "Told only to you" in text
    assert "They differ." in client.get(at).content.decode()


def test_side_by_side_once_all_said_yes_but_never_what_is_kept_close(place: Place, table: tuple[Assessment, Helper, str]) -> None:
    assessment, _, at = table
    sam = as_(place.sam)
    form = {"about": str(assessment.person_id), "who": "all_agreed", "present": ["Daniel Okafor"], "others": "Ruth Ellis, Aunt Bea"}
    refused = sam.post(at.replace("checking", "screen"), form).content.decode()
    assert "Ask everybody first" in refused
    assert "Aunt Bea" in refused  # nothing typed is lost
    assert sam.post(at.replace("checking", "screen"), {**form, "all_said_yes": "on"}).status_code == 302
    page = sam.get(f"{at}/nights").content.decode()
    assert HIS in page
    assert HERS in page
    assert "Daniel Okafor, Ruth Ellis, Aunt Bea" in page
    assert CLOSE not in sam.get(f"{at}/people").content.decode()
    assert sam.post(at.replace("checking", "screen/one-voice")).status_code == 302
    assert HERS not in sam.get(f"{at}/nights").content.decode()
    with acting_as(place.as_sam):
        assert list(SeenBy.objects.order_by("pk").values_list("seen", flat=True)) == ["all_agreed", "one_voice"]


def test_the_two_of_us_see_what_the_one_told_only_to_the_other(place: Place, table: tuple[Assessment, Helper, str]) -> None:
    assessment, helper, at = table
    sam = as_(place.sam)
    form = {"about": str(assessment.person_id), "who": f"with:{helper.pk}"}
    assert sam.post(at.replace("checking", "screen"), form).status_code == 302
    assert CLOSE in sam.get(f"{at}/people").content.decode()
    page = sam.get(f"{at}/nights?whose=person").content.decode()  # an old address does not open another voice
    assert HERS in page
    assert HIS not in page


def test_checking_goes_on_in_the_same_voice_and_loses_nothing(place: Place, table: tuple[Assessment, Helper, str]) -> None:
    """One voice on the screen, and still both figures are kept: the difference holds what Daniel said, though it is not shown."""
    _, helper, at = table
    sam = as_(place.sam)
    page = sam.get(f"{at}/nights?whose={helper.pk}").content.decode()
    theirs = page.split('name="theirs" value="')[1].split('"')[0]
    answer = sam.post(
        f"{at}/nights?whose={helper.pk}", {"seen": "", "theirs": theirs, "level": "3", "limbs": "unsafe", "note": "Both.", "differ": "1"}
    )
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?whose={helper.pk}")
    with acting_as(place.as_sam):
        row = CheckEvent.objects.get()
        assert (row.value["level"], row.practitioners_value["level"]) == (0, 3)


def test_writing_down_opens_what_is_close_only_where_it_may_be_seen(place: Place) -> None:
    assessment = an_answered_assessment(place)
    with acting_as(place.as_sam) as sam:
        save_answer(assessment, "people", Voice.PERSON, Value(level=1, words=CLOSE), client_uuid=uuid4(), only_worker=True, by=sam)
    at, client = f"/work/journeys/{assessment.journey_id}", as_(place.sam)
    assert CLOSE not in client.get(f"{at}/answers/person").content.decode()
    answer = client.get(f"{at}/answers/person/people")
    assert answer.status_code == 302
    assert answer["Location"] == f"{at}/screen"
    with acting_as(place.as_sam) as sam:
        say_who_sees_the_screen(assessment, Seen.TWO_OF_US, whose="person", by=sam)
    assert CLOSE in client.get(f"{at}/answers/person").content.decode()
    assert CLOSE in client.get(f"{at}/answers/person/people").content.decode()

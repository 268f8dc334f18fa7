"""An address that only takes what a button sends, opened by itself: mostly after signing in again. Calm words, never an empty page."""

import pytest
from django.test import Client

from tests.journeys_of_the_tests import a_sent_assessment, an_account_of
from tests.people_of_the_tests import Place


@pytest.mark.parametrize("address", ["/my/questions/send", "/my/questions/advocate"])
def test_a_button_pressed_after_being_signed_out_ends_on_calm_words(place: Place, address: str) -> None:
    daniel = an_account_of(place, a_sent_assessment(place).person)
    client = Client()
    asked = client.post(address)
    assert asked.status_code == 302
    assert f"next={address}" in asked["Location"]
    client.force_login(daniel)
    answer = client.get(address)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    page = answer.content.decode()
    assert "Please press the button once more" in page
    assert "nothing has changed" in page
    assert 'href="tel:999"' in page


def test_a_worker_is_told_the_same(place: Place) -> None:
    assessment = a_sent_assessment(place)
    client = Client()
    client.force_login(place.sam)
    answer = client.get(f"/work/journeys/{assessment.journey_id}/checking/finish")
    assert answer.status_code == 405
    assert "Go back to the page with the button" in answer.content.decode()

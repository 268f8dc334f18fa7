"""Signed out half-way: what was typed comes back after signing in, to the same user and for the same person, for half an hour."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from commonpurse.access.context import acting_as
from commonpurse.access.models import User
from commonpurse.assessments.models import AnswerEvent, Assessment
from commonpurse.foundation.clock import now
from commonpurse.pages.filled import NOT_SAVED
from commonpurse.pages.given_back import KEPT, MARK
from tests.browser import well_formed
from tests.browsing_of_the_tests import as_
from tests.budgets_of_the_tests import a_plan_being_written, a_worked_out_budget
from tests.journeys_of_the_tests import a_prepared_assessment, a_sent_assessment, an_account_of, an_answered_assessment
from tests.people_of_the_tests import PASSWORD, Place, write_past_the_wall

EATING = "/my/questions/eating"
WORDS = "I forget to eat & to drink, <mostly> in winter.\r\nThen my sister rings."
AUTOSAVE = {"X-Requested-With": "autosave"}


def signs_in(client: Client, user: User) -> None:
    """By the real page, as a browser that was just sent there."""
    sent = client.post("/account/sign-in", {"login": user.sign_in_name, "password": PASSWORD})
    assert sent.status_code == 302


def hidden(page: str) -> dict[str, list[str]]:
    """The hidden fields of a page, by name, as a browser would send them."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        if 'type="hidden"' in tag and (name := re.search(r'name="([^"]*)"', tag)):
            value = re.search(r'value="([^"]*)"', tag)
            found[name[1]] = [unescape(value[1]) if value else ""]
    return found


def sessions_end() -> None:
    """A night, a restart that cleared the store, or signing out in another tab: for the server it is the same."""
    write_past_the_wall("delete from access_session")


def typed(client: Client, address: str, **more: str | list[str]) -> dict[str, str | list[str]]:
    return {**hidden(client.get(address).content.decode()), **more}


def a_question(place: Place) -> tuple[Assessment, User, Client]:
    assessment = a_prepared_assessment(place)
    daniel = an_account_of(place, assessment.person)
    return assessment, daniel, as_(daniel)


def events(place: Place) -> int:
    with acting_as(place.as_sam):
        return AnswerEvent.objects.count()


def test_what_was_typed_comes_back_and_is_saved_by_the_own_press_only(place: Place) -> None:
    _, daniel, client = a_question(place)
    form = typed(client, EATING, level="1", limbs=["cannot", "distress"], words=WORDS)
    sessions_end()
    asked = client.post(EATING, form, follow=True)
    assert asked.redirect_chain == [(f"/account/sign-in?next={EATING}", 302)]
    assert "what you typed comes back" in asked.content.decode()
    assert "I forget to eat" not in asked.content.decode()
    signs_in(client, daniel)
    page = client.get(EATING).content.decode()
    assert NOT_SAVED in page
    assert "I forget to eat &amp; to drink, &lt;mostly&gt; in winter.\nThen my sister rings.</textarea>" in page
    assert re.search(r'<input[^>]*name="level"[^>]*value="1"[^>]*checked', page)
    assert len(re.findall(r'<input[^>]*name="limbs"[^>]*checked', page)) == 2
    assert "data-autosave" not in page  # nothing of it is saved while it stands there
    assert "not saved yet" in page
    assert well_formed(page) == ""
    assert events(place) == 0
    assert NOT_SAVED in client.get(EATING).content.decode()  # also when the page is opened once more
    pressed = {**hidden(page), "level": "1", "limbs": ["cannot", "distress"], "words": WORDS}
    assert client.post(EATING, pressed)["Location"] == "/my/questions/washing"
    assert NOT_SAVED not in client.get(EATING).content.decode()
    assert KEPT not in client.session
    assert events(place) == 1


def test_ones_home_leads_back_to_what_is_not_saved(place: Place) -> None:
    """Somebody who signs in at the front arrives at home, and would not know on which page it waits."""
    _, daniel, client = a_question(place)
    assert "not saved yet" not in client.get("/my/").content.decode()
    form = typed(client, EATING, level="1", limbs=["cannot"], words=WORDS)
    sessions_end()
    client.post(EATING, form)
    signs_in(client, daniel)
    home = client.get("/my/").content.decode()
    assert "Something that you typed is not saved yet" in home
    assert f'<a href="{EATING}">Go back to it</a>' in home
    assert "I forget to eat" not in home
    pressed = {**hidden(client.get(EATING).content.decode()), "level": "1", "limbs": ["cannot"], "words": WORDS}
    assert client.post(EATING, pressed).status_code == 302
    assert "not saved yet" not in client.get("/my/").content.decode()


def test_it_is_encrypted_where_it_is_kept(place: Place) -> None:
    _, _, client = a_question(place)
    form = typed(client, EATING, words=WORDS)
    sessions_end()
    client.post(EATING, form)
    kept = client.session[KEPT]
    assert list(kept) == [EATING]
    assert "forget" not in str(kept)


def test_somebody_else_who_signs_in_on_this_browser_sees_nothing_of_it(place: Place) -> None:
    """Another user, on their own page of the same address; and what was kept is gone then, for good."""
    assessment, daniel, client = a_question(place)
    form = typed(client, EATING, words=WORDS)
    ruth = place.person("Ruth", "Ellis")
    other = an_account_of(place, ruth)
    sessions_end()
    client.post(EATING, form)
    signs_in(client, other)
    for address in ("/my/", "/my/questions", EATING):
        answer = client.get(address)
        assert "I forget to eat" not in answer.content.decode()
        assert "not saved yet" not in answer.content.decode()
    assert KEPT not in client.session
    client.post("/account/sign-out")
    signs_in(client, daniel)
    assert "I forget to eat" not in client.get(EATING).content.decode()
    assert assessment.person_id != ruth.pk


def test_nothing_is_given_back_on_a_page_about_another_person(place: Place) -> None:
    """The address is the same and so is the user; whom the page is about is not."""
    _, daniel, client = a_question(place)
    form = typed(client, EATING, words=WORDS) | {"person": str(uuid4())}
    sessions_end()
    client.post(EATING, form)
    signs_in(client, daniel)
    page = client.get(EATING).content.decode()
    assert "I forget to eat" not in page
    assert NOT_SAVED not in page


def test_half_an_hour_and_no_longer(place: Place) -> None:
    _, daniel, client = a_question(place)
    form = typed(client, EATING, words=WORDS)
    sessions_end()
    client.post(EATING, form)
    signs_in(client, daniel)
    with time_machine.travel(now() + timedelta(minutes=29), tick=False):
        assert "I forget to eat" in client.get(EATING).content.decode()
    with time_machine.travel(now() + timedelta(minutes=31), tick=False):
        assert "I forget to eat" not in client.get(EATING).content.decode()
        assert KEPT not in client.session


@pytest.mark.parametrize("spoil", [lambda mark: mark[:-2] + "xx", lambda _: "", lambda _: "a:b:c"])
def test_without_a_true_mark_nothing_is_kept(place: Place, spoil: Callable[[str], str]) -> None:
    _, daniel, client = a_question(place)
    form = typed(client, EATING, words=WORDS)
    form[MARK] = spoil(str(form[MARK][0]))
    sessions_end()
    client.post(EATING, form)
    signs_in(client, daniel)
    assert "I forget to eat" not in client.get(EATING).content.decode()


def test_what_was_kept_and_then_tampered_with_is_nothing(place: Place) -> None:
    _, daniel, client = a_question(place)
    form = typed(client, EATING, words=WORDS)
    sessions_end()
    client.post(EATING, form)
    session = client.session
    sealed = session[KEPT][EATING]
    session[KEPT] = {EATING: sealed[:-8] + "AAAAAAA=", "/my/stop": sealed}
    session.save()
    signs_in(client, daniel)
    assert "I forget to eat" not in client.get(EATING).content.decode()
    assert "I forget to eat" not in client.get("/my/stop").content.decode()  # sealed for another page


def test_a_save_while_typing_is_told_that_it_is_none(place: Place) -> None:
    _, daniel, client = a_question(place)
    form = typed(client, EATING, words=WORDS)
    sessions_end()
    told = client.post(EATING, form, headers=AUTOSAVE)
    assert told.status_code == 401
    assert told.json()["message"].startswith("not saved: you were signed out.")
    assert "saved_at" not in told.json()
    assert client.post(EATING, {"words": "x"}, headers=AUTOSAVE).json()["message"].endswith("Copy what you typed, then sign in")
    signs_in(client, daniel)
    assert "I forget to eat" in client.get(EATING).content.decode()


def test_a_change_made_meanwhile_is_not_written_over_unseen(place: Place) -> None:
    """The answer that was on the screen comes back with the words, so that both stand side by side."""
    assessment = an_answered_assessment(place)
    daniel = an_account_of(place, assessment.person)
    client, elsewhere = as_(daniel), as_(daniel)
    form = typed(client, EATING, level="0", words="Typed before.")
    elsewhere.post(EATING, typed(elsewhere, EATING, level="2", words="Changed meanwhile."))
    sessions_end()
    client.post(EATING, form)
    signs_in(client, daniel)
    again = {**hidden(client.get(EATING).content.decode()), "level": "0", "words": "Typed before."}
    assert client.post(EATING, again)["Location"] == EATING
    assert client.get(EATING).content.decode().count('name="choose"') == 2


def test_signed_in_anew_in_another_tab(place: Place) -> None:
    """The old tab's proof no longer holds. Its own user gets the page back, filled; nobody else gets anything."""
    assessment = a_prepared_assessment(place)
    daniel = an_account_of(place, assessment.person)
    other = an_account_of(place, place.person("Ruth", "Ellis"))
    for user, comes_back in ((daniel, True), (other, False)):
        client = Client(enforce_csrf_checks=True)
        client.force_login(daniel)
        form = typed(client, EATING, words=WORDS)
        client.force_login(user)
        client.cookies["csrftoken"] = "a" * 32
        answer = client.post(EATING, form)
        assert (answer.status_code, answer.get("Location", "")) == ((302, EATING) if comes_back else (403, ""))
        assert ("I forget to eat" in client.get(EATING).content.decode()) is comes_back
    assert events(place) == 0


def test_a_forged_form_without_a_mark_is_refused_as_ever(place: Place) -> None:
    _, daniel, _ = a_question(place)
    client = Client(enforce_csrf_checks=True)
    client.force_login(daniel)
    assert client.post(EATING, {"words": WORDS}).status_code == 403
    assert KEPT not in client.session


def test_never_a_password(place: Place) -> None:
    _, _, client = a_question(place)
    form = typed(client, "/account/password", oldpassword=PASSWORD, password1="another long one", password2="another long one")
    sessions_end()
    assert client.post("/account/password", form)["Location"] == "/account/sign-in?next=/account/password"
    assert KEPT not in client.session


def test_the_way_back_leads_to_the_page_with_the_button(place: Place) -> None:
    """An address that only takes what a button sends is no page to come back to."""
    assessment = an_answered_assessment(place)
    daniel = an_account_of(place, assessment.person)
    client = as_(daniel)
    form = typed(client, "/my/questions/check")
    sessions_end()
    assert client.post("/my/questions/send", form)["Location"] == "/account/sign-in?next=/my/questions/check"
    signs_in(client, daniel)
    assert NOT_SAVED not in client.get("/my/questions/check").content.decode()  # a press is not typing


def test_the_same_for_a_plan_for_checking_together_and_for_reasons(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    a_plan_being_written(place, journey)
    sent = a_sent_assessment(place)
    pages: list[tuple[str, dict[str, str | list[str]], str]] = [
        (f"/work/journeys/{journey.pk}/plan/outcomes", {"words": "To sing in the choir again"}, "To sing in the choir again</textarea>"),
        (f"/work/journeys/{journey.pk}/plan/lines", {"what": "A lift to the choir", "who": "Taxi firm"}, 'value="A lift to the choir"'),
        (f"/work/journeys/{sent.journey_id}/checking/eating", {"level": "2", "note": "He eats at his sister’s."}, "He eats at his sister"),
        (f"/work/journeys/{journey.pk}/end", {"reason": "Moved to her son"}, "Moved to her son</textarea>"),
    ]
    client = as_(place.sam)
    forms = [typed(client, address, **given) for address, given, _ in pages]
    sessions_end()
    for (address, _, _), form in zip(pages, forms, strict=True):
        client.post(address, form)
    signs_in(client, place.sam)
    for address, _, shown in pages:
        page = client.get(address).content.decode()
        assert NOT_SAVED in page, address
        assert shown in page, address
        assert well_formed(page) == "", address

"""What each of the cast sends that their pages do not offer: other ids in every form, keys that are no keys, on after leaving."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from commonpurse.access import acts as access
from commonpurse.access.context import acting_as
from commonpurse.access.middleware import Request
from commonpurse.access.models import Look
from commonpurse.access.queries import actor_for
from commonpurse.assessments.acts.second_eyes import ask_to_read
from commonpurse.assessments.queries import visible_to
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.config import urls
from commonpurse.demonstration.organisations import TEAM_ELSEWHERE
from commonpurse.foundation.clock import now, today
from commonpurse.journeys.grounds import READING
from commonpurse.journeys.sections import JourneySection
from commonpurse.organisations.models import Membership, Team
from commonpurse.pages.opening import write_looks
from commonpurse.people.models import Person
from commonpurse.people.sections import PeopleSection
from tests.a_demonstration import World, world
from tests.browsing_of_the_tests import as_
from tests.conftest import at_full_size
from tests.journeys_of_the_tests import an_account_of, an_answered_assessment
from tests.people_of_the_tests import Place, as_operator, give_past_the_wall
from tests.routes.test_every_route import ROLES, ROUTES, ROWS, address_of

__all__ = ["world"]

ADD = "practitioner:add_person"
NORA = {"first_name": "Nora", "last_name": "Bell", "born_0": "4", "born_1": "3", "born_2": "1992"}


def test_one_key_of_two_senders_is_two_keys_and_tells_neither_of_the_other(place: Place) -> None:
    key, made = str(uuid4()), []
    for user, team, name in ((place.sam, place.team, "Nora"), (place.charlie, place.elsewhere, "Carol")):
        answer = as_(user).post(reverse(ADD), NORA | {"first_name": name, "team": str(team.pk), "key": key})
        assert answer.status_code == 302
        made.append(answer["Location"])
    assert made[0] != made[1]
    for actor, name in ((place.as_sam, "Nora"), (place.as_charlie, "Carol")):
        with acting_as(actor):
            assert [one.first_name for one in Person.objects.all()] == [name]


def test_a_key_is_never_an_id_and_opens_the_new_record_to_nobody(place: Place) -> None:
    daniel = place.person()
    for key in (daniel.pk, place.team.pk, place.sam.pk, place.council.pk, UUID(int=0)):
        answer = as_(place.charlie).post(reverse(ADD), NORA | {"team": str(place.elsewhere.pk), "key": str(key)})
        assert answer.status_code == 302
    with acting_as(place.as_charlie):
        made = {one.pk for one in Person.objects.all()}
    assert len(made) == 5
    assert not made & {daniel.pk, place.team.pk, place.sam.pk, place.council.pk, UUID(int=0)}
    with acting_as(place.as_sam):
        assert {one.pk for one in Person.objects.all()} == {daniel.pk}


def test_a_new_record_goes_to_no_team_of_others(place: Place) -> None:
    for team in (place.elsewhere.pk, uuid4(), "x"):
        answer = as_(place.sam).post(reverse(ADD), NORA | {"team": str(team), "key": str(uuid4())})
        assert answer.status_code == 200
    with acting_as(place.as_sam):
        assert not Person.objects.exists()
    assert as_(place.sam).post(reverse(ADD), NORA | {"team": str(place.team.pk), "key": str(uuid4())}).status_code == 302  # the control


def _asked_to_read(place: Place) -> tuple[str, UUID]:
    """Sam, as a member of the team, is asked to read before anything is sent. Gives the address and whose answers they are."""
    assessment = an_answered_assessment(place)
    daniel = an_account_of(place, assessment.person)
    with acting_as(actor_for(daniel)) as by:
        reader = ask_to_read(visible_to(by).get(pk=assessment.pk), place.sam.pk, by=by)
    return f"/helping/reading/{reader.pk}", assessment.person_id


def test_who_left_reads_no_more_what_they_were_asked_to_read_as_a_colleague(place: Place) -> None:
    at, person_id = _asked_to_read(place)
    sam = as_(place.sam)
    assert sam.get(at).status_code == 200
    with as_operator():
        Membership.objects.filter(user=place.sam).update(ends_on=today())
    assert sam.get(at).status_code == 404
    with acting_as(actor_for(place.sam)):
        assert not Person.objects.exists()
    # the negative control: held by the account, as it was before, it would have gone on
    sections = [PeopleSection.NAME, JourneySection.COURSE, AssessmentSection.SECOND_EYES]
    give_past_the_wall(access.account(place.sam.pk), person_id, ground=READING, sections=sections)
    assert sam.get(at).status_code == 200


def test_who_left_finds_nothing_at_any_page_with_the_browser_that_was_open(place: Place) -> None:
    journey = an_answered_assessment(place).journey
    sam, at = as_(place.sam), f"/work/journeys/{journey.pk}"
    assert sam.get(at).status_code == 200
    with as_operator():
        Membership.objects.filter(user=place.sam).update(ends_on=today() + timedelta(days=1))
    assert sam.get(at).status_code == 200  # the negative control: the last day is not over
    with as_operator():
        Membership.objects.filter(user=place.sam).update(ends_on=today())
    for page in (at, f"{at}/record", f"{at}/answers", f"{at}/budget", "/work/"):
        assert sam.get(page).status_code == 404, page


FORM = re.compile(r'<form[^>]*method="post"[^>]*>.*?</form>', re.DOTALL)
CONTROL = re.compile(r"<(?:input|option|select|textarea|button)[^>]*>")
AN_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


@dataclass
class Sent:
    """A form as a browser would send it: where, what stands in its fields, and which of these are ids."""

    who: str
    route: str
    address: str
    fields: dict[str, list[str]]
    ids: set[str]


def _part(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def _forms_at(who: str, route: str, address: str, page: str) -> Iterator[Sent]:
    for form in FORM.findall(page):
        fields, ids, select = dict[str, list[str]](), set[str](), ""
        for tag in CONTROL.findall(form):
            select = _part(tag, "name") if tag.startswith("<select") else select
            name = select if tag.startswith("<option") else _part(tag, "name")
            if not name or name in ("csrfmiddlewaretoken", "page_and_reader"):
                continue
            value = _part(tag, "value")
            fields.setdefault(name, []).append(value)
            if AN_ID.fullmatch(value) or name in ID_FIELDS:
                ids.add(name)
        fields = {name: values[:1] for name, values in fields.items()}
        if ids:
            yield Sent(who, route, _part(form, "action") or address, fields, ids)


ID_FIELDS = {"key", "about_whom", "team", "to", "helper", "reader", "account", "person", "assessment", "outcome", "run", "partner"}
ONES_OWN = {"key", "client_uuid", "base_event", "draft", "window", "throw_away", "seen"}
"""Made by the sender's own browser, or what it saw: they name nothing that is not the sender's, so they may be anything."""
NO_IDS = ("x", "", "0" * 600, "\x00", "2026-02-30")
ELSEWHERE = ("/leave", "/account/sign-out")  # about nobody


def _forms(world: World) -> list[Sent]:
    """Every form on every page that somebody of the cast may open and send, once each."""
    found: dict[tuple[Any, ...], Sent] = {}
    for route in ROUTES:
        for role, user in ROLES.items():
            get, post = ROWS[route][role].split("/")
            if user is None or get != "200" or post == "405":
                continue
            client, address = Client(), address_of(route, world)
            with transaction.atomic():
                client.force_login(world.users[user])
                page = client.get(address).content.decode()
                transaction.set_rollback(True)
            for sent in _forms_at(user, route, address, page):
                found.setdefault((sent.address, *sorted(sent.fields)), sent)
    return [sent for sent in found.values() if sent.address not in ELSEWHERE]


def _foreign(world: World) -> list[str]:
    """An account, a team, somebody's record and a letting-see of others, and an id of nothing."""
    others = (world.users["charlie"].pk, Team.objects.get(name=TEAM_ELSEWHERE).pk, world.journeys["Maya"], world.ids["reader_id"])
    return [str(one) for one in (*others, uuid4())]


def _status(world: World, sent: Sent, **changed: str) -> int:
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        client.force_login(world.users[sent.who])
        answer = client.post(sent.address, sent.fields | changed)
        transaction.set_rollback(True)
    return answer.status_code


def test_no_form_takes_an_id_of_others_and_none_breaks_on_what_is_no_id(world: World) -> None:
    forms = _forms(world)
    tries = [(sent, name, value) for sent in forms for name in sorted(sent.ids) for value in (*_foreign(world), *NO_IDS)]
    assert len(tries) > 500
    chance = random.Random(16)
    wrong = []
    for sent, name, value in tries if at_full_size() else chance.sample(tries, 100):
        status = _status(world, sent, **{name: value})
        if status >= 500 or (status == 302 and name not in ONES_OWN and value not in NO_IDS):
            wrong.append((sent.who, sent.route, sent.address, name, value, status))
    assert wrong == []
    as_they_came = [_status(world, sent) for sent in (forms if at_full_size() else forms[::4])]
    assert as_they_came.count(302) >= 3  # the negative control: with its own ids a form is taken


SHOWS_A_RECORD = 'class="cp-person"'


def _shown_without_a_look(world: World) -> tuple[set[str], set[str]]:
    """Routes whose answer to an empty form shows somebody's record: those that wrote a look of it, and those that wrote none."""
    with_a_look, without = set[str](), set[str]()
    for route in ROUTES:
        for role, name in (("practitioner", "sam"), ("manager", "helen")):
            if not ROWS[route][role].endswith("/200"):
                continue
            user, client = world.users[name], Client()
            with transaction.atomic():
                client.force_login(user)
                page = client.post(address_of(route, world)).content.decode()
                with acting_as(actor_for(user)):
                    looked = Look.objects.filter(user_id=user.pk, route=route, at__gte=now() - timedelta(minutes=1)).exists()
                transaction.set_rollback(True)
            if SHOWS_A_RECORD in page:
                (with_a_look if looked else without).add(route)
    return with_a_look, without


SHOWN_BY_A_REFUSED_FORM = {
    "manager:plan",
    "practitioner:eligibility",
    "practitioner:health_basis",
    "practitioner:check",
    "practitioner:start_carer",
}


def test_a_refused_form_that_shows_a_record_writes_the_look(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with_a_look, without = _shown_without_a_look(world)
    assert without == set()
    assert with_a_look >= SHOWN_BY_A_REFUSED_FORM
    monkeypatch.setattr(urls, "write_looks", _only_for_get)  # the negative control: as it was
    assert _shown_without_a_look(world)[1] == with_a_look


def _only_for_get(request: Request, response: HttpResponse) -> None:
    if request.method == "GET":
        write_looks(request, response)

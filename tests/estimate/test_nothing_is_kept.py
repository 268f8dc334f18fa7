"""Nothing of it is stored, nothing of it is logged, and no answer is in an address: walked through whole, with faults on the way."""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonpurse.assessments.answers import Value
from commonpurse.foundation import logs, server
from tests.conftest import Databases
from tests.estimates_of_the_tests import Trying, carried_in
from tests.journeys_of_the_tests import DANIELS_ANSWERS, publish_the_reference

CANARY = "three-canaries-in-bad-weeks"
ANSWERS = {**DANIELS_ANSWERS, "nights": None, "staying-well": Value(level=2, worst_level=3, worst_weeks=37)}


@pytest.fixture
def written() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    """What our settings write at their most talkative, and beside it what a plain log would have: the negative control."""
    root, ours, plain = logging.getLogger(), io.StringIO(), io.StringIO()
    before, level = root.handlers[:], root.level
    logs.configure({})
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(ours)
    root.addHandler(logging.StreamHandler(plain))
    root.setLevel(logging.DEBUG)
    for name in ("django.request", "django.security.csrf"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield ours, plain
    root.handlers[:] = before
    root.setLevel(level)
    logs.configure({})
    root.handlers[:] = before


def walk(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The whole of it: a mistake, a way back, something cut short, something too large, a fault of ours, the figure, the copy.

    Gives every text of a reader's that must be nowhere.
    """
    trying = Trying("adult", Client(enforce_csrf_checks=True, raise_request_exception=False))
    trying.presses("begin").presses("on", level="1", hard="yes", worst_level="3", worst_weeks=CANARY)
    assert "There is something to put right" in trying.page
    assert CANARY in trying.page  # nothing typed is lost
    trying.presses("skip").presses("back").presses("skip")
    trying = Trying("adult", trying.client).says(ANSWERS)
    whole = carried_in(trying.page)
    trying.presses("on", carried=whole[:-2] + CANARY)
    assert trying.answer.status_code == 400
    trying = Trying("adult", trying.client).says(ANSWERS)
    trying.presses("result", carried=CANARY * 100_000)
    assert trying.answer.status_code == 400
    trying = Trying("adult", trying.client).says(ANSWERS)
    with monkeypatch.context() as patched:
        patched.setattr("commonpurse.pages.estimate.views.estimate", _fails)
        failing = Trying("adult", trying.client).says(ANSWERS).presses("result")
    assert failing.answer.status_code == 500
    trying.presses("result")
    assert "What your budget might be" in trying.page
    assert trying.presses("copy").answer["Content-Type"].startswith("text/plain")
    return [CANARY, whole, whole.split(":")[0], "worst_weeks", "37", "bit of help", "staying-well", *(f'"{name}"' for name in ANSWERS)]


def _fails(_asked: Any, values: Any) -> None:
    raise ValueError(f"{CANARY}: {values}")


@pytest.mark.django_db
def test_no_log_has_an_answer(
    written: tuple[io.StringIO, io.StringIO], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    publish_the_reference()
    never = [text for text in walk(monkeypatch) if text != "37"]
    ours, plain = written
    said = ours.getvalue() + "".join(capfd.readouterr())
    assert "ValueError" in said  # the fault itself is told
    assert [text for text in never if text in said] == []
    assert CANARY in plain.getvalue()


@pytest.mark.django_db
def test_the_fault_itself_is_a_calm_page_without_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    publish_the_reference()
    trying = Trying("adult", Client(enforce_csrf_checks=True, raise_request_exception=False)).says(ANSWERS)
    monkeypatch.setattr("commonpurse.pages.estimate.views.estimate", _fails)
    page = trying.presses("result").page
    assert trying.answer.status_code == 500
    assert CANARY not in page
    assert "carried" not in page


EVERY_TABLE = "select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1"


def everything_in(databases: Databases, name: str) -> dict[str, Any]:
    """How many rows each table has, and what is in them, as their owner sees it."""
    with databases.as_owner(name) as owner:
        tables = [table for (table,) in owner.execute(EVERY_TABLE).fetchall()]
        return {
            table: owner.execute(f"select count(*), md5(string_agg(t::text, '' order by t::text)) from {table} t".encode()).fetchone()
            for table in tables
        }


def test_no_table_has_a_row_more_or_another(own_database: str, databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_the_reference()
    before = everything_in(databases, own_database)
    assert {"access_session", "allocation_run", "access_look", "foundation_cache"} <= set(before)
    walk(monkeypatch)
    assert everything_in(databases, own_database) == before
    Client().session.save()
    assert everything_in(databases, own_database) != before  # the count sees what is stored


@pytest.mark.django_db
def test_there_is_no_session_and_no_cookie_but_that_of_forms() -> None:
    publish_the_reference()
    trying = Trying("carer").presses("begin")
    while "Check what you said" not in trying.page:
        trying.presses("on", level="1")
    trying.presses("result")
    assert set(trying.client.cookies) == {"csrftoken"}
    assert "Who to call" in trying.page


@pytest.mark.django_db
def test_no_answer_is_in_an_address_and_no_page_is_kept_by_a_browser() -> None:
    publish_the_reference()
    trying = Trying("adult").says(ANSWERS).presses("result")
    assert trying.answer["Cache-Control"] == "no-store"
    assert trying.answer["Referrer-Policy"] == "same-origin"
    assert set(re.findall(r'action="([^"]+)"', trying.page)) == {reverse("estimate:ask_adult"), reverse("public:leave")}
    assert 'method="get"' not in trying.page.lower()
    assert [href for href in re.findall(r'href="([^"]+)"', trying.page) if "?" in href] == []


def test_the_web_server_writes_no_line_for_each_request(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[server.Process]] = []
    monkeypatch.setattr(server, "keep_running", started.append)
    server.run_server("127.0.0.1", 0, 1, said="")
    web, _ = started[0]
    assert not [each for each in web.command if "access-log" in each]

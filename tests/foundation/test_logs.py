"""What fails is told without whom it failed for: canaries pushed through failing views are in no log line and on no page."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client

from commonpurse.access.context import NoActor
from commonpurse.foundation import logs
from tests.conftest import Databases
from tests.foundation.failing_urls import CANARIES
from tests.people_of_the_tests import Place


class Logs:
    def __init__(self) -> None:
        self.ours, self.plain = io.StringIO(), io.StringIO()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.ours.getvalue().splitlines()]


@pytest.fixture
def written() -> Iterator[Logs]:
    """What our settings write, and beside it what a plain log would have written: the negative control."""
    root, made = logging.getLogger(), Logs()
    before = root.handlers[:]
    logs.configure({})
    (ours,) = root.handlers
    assert isinstance(ours, logging.StreamHandler)
    ours.setStream(made.ours)
    root.addHandler(logging.StreamHandler(made.plain))
    yield made
    root.handlers[:] = before


@pytest.fixture
def client(settings: Any) -> Client:
    settings.ROOT_URLCONF = "tests.foundation.failing_urls"
    return Client(raise_request_exception=False)


def failed(client: Client, room: str, place: Place) -> str:
    client.force_login(place.sam)
    answer = client.post(f"/{room}/failing/{CANARIES['secret']}", {"words": CANARIES["words"]})
    assert answer.status_code == 500
    return answer.content.decode()


def canaries_in(text: str) -> set[str]:
    return {what for what, canary in CANARIES.items() if canary in text}


def test_a_failing_page_says_where_it_failed_and_for_nobody_to_know_whom(place: Place, client: Client, written: Logs) -> None:
    page = failed(client, "account", place)
    assert canaries_in(written.plain.getvalue()) == set(CANARIES)  # the negative control
    assert canaries_in(written.ours.getvalue()) == canaries_in(page) == set()
    (line,) = written.lines
    assert (line["status"], line["method"], line["user_id"]) == (500, "POST", str(place.sam.pk))
    (error,) = line["errors"]
    assert error["type"] == "builtins.ValueError"
    assert error["where"][-1].endswith(" fails")


def test_what_the_database_says_of_a_row_stays_out(own_database: str, databases: Databases, client: Client, written: Logs) -> None:
    from tests.people_of_the_tests import a_place

    place = a_place()
    with databases.as_owner(own_database) as owner:
        owner.execute("alter table people_person no force row level security; alter table people_person disable row level security")
    page = failed(client, "work", place)
    assert "Key (nhs_number)=(" in written.plain.getvalue()  # the negative control
    assert canaries_in(written.plain.getvalue()) >= {"nhs_number", "secret"}
    assert canaries_in(written.ours.getvalue()) == canaries_in(page) == set()
    assert "DETAIL" not in written.ours.getvalue()
    database = [error for line in written.lines for error in line["errors"] if "constraint" in error]
    assert [(error["type"], error["constraint"]) for error in database] == [("psycopg.errors.UniqueViolation", "nhs_number_once")]


def test_an_address_that_was_made_up_stays_out(db: None, client: Client, written: Logs) -> None:
    host = f"{CANARIES['secret']}_.example"
    assert client.get("/", headers={"host": host}).status_code == 400
    assert host in written.plain.getvalue()
    assert host not in written.ours.getvalue()
    assert written.lines[0]["logger"] == "django.security.DisallowedHost"


def test_the_keys_of_invitations_and_passwords_stay_out(db: None, client: Client, written: Logs, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise SuspiciousOperation(CANARIES["secret"])

    monkeypatch.setattr("commonpurse.pages.account.invitation.invitation_for", fails)
    assert client.get(f"/account/invitation/{CANARIES['secret']}").status_code == 400
    monkeypatch.setattr("commonpurse.pages.account.views.ChoosePassword.get", lambda *_, **__: 1 / 0)
    monkeypatch.setattr("commonpurse.pages.account.views.ChoosePassword.dispatch", lambda *_, **__: 1 / 0)
    assert client.get(f"/account/forgotten-password/abc-{CANARIES['secret']}").status_code == 500
    assert CANARIES["secret"] in written.plain.getvalue()
    assert CANARIES["secret"] not in written.ours.getvalue()
    assert [line.get("route") for line in written.lines] == ["account:invitation", "account_reset_password_from_key"]


def test_what_a_library_puts_together_before_it_logs_is_told_by_its_place_alone(written: Logs) -> None:
    logger = logging.getLogger("some.library")
    logger.warning(f"could not write to {CANARIES['name']}")  # the very mistake
    logger.warning("could not write to %s", CANARIES["name"])
    assert canaries_in(written.ours.getvalue()) == set()
    assert [line.get("event") for line in written.lines] == [None, "could not write to %s"]
    assert all(line["place"].startswith("test_logs:") for line in written.lines)


def test_our_own_lines_hold_what_may_be_logged_and_nothing_else() -> None:
    given = {"event": "mail_kept", "count": 1, "to": CANARIES["name"], "name": CANARIES["name"]}
    assert logs.only_what_may_be_logged(None, "info", given) == {"event": "mail_kept", "count": 1}


def test_the_chain_of_errors_ends(written: Logs) -> None:
    first, second = NoActor(), ValueError()
    first.__cause__, second.__cause__ = second, first
    assert len(list(logs._errors(first))) == 2

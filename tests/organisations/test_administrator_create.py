"""`commonpurse administrator create`: how an empty place begins."""

import os
import subprocess
import sys
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import click
import pytest
from click.testing import CliRunner, Result
from django.test import Client
from django.urls import reverse

from commonpurse.access.models import User
from commonpurse.foundation import addresses, ready
from commonpurse.organisations.commands import commands
from commonpurse.organisations.models import Membership, Organisation
from commonpurse.values.missing import NotReady

PASSWORD = "three brass kettles whistle"
WEN = ("--email", "Wen@example.org", "--name", "Wen Li", "--organisation", "Northmere Council")


@pytest.fixture
def here(own_database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The command in this process, on the test's own database, which is migrated already."""
    monkeypatch.setattr(ready, "django", lambda **_: None)
    monkeypatch.setattr(ready, "migrated", lambda: None)
    return own_database


def create(*words: str, password: str = PASSWORD) -> Result:
    group = click.Group(commands={command.name or "": command for command in commands})
    return CliRunner().invoke(group, ["administrator", "create", *words, "--password-stdin"], input=f"{password}\n")


def said(result: Result) -> list[str]:
    """What was wrong, as the program prints it (config.command_line makes one line and exit 2 of it)."""
    assert isinstance(result.exception, NotReady)
    return [one.sentence for one in result.exception.missing]


def test_it_makes_the_organisation_and_an_administrator_who_can_sign_in(here: str, client: Client) -> None:
    result = create(*WEN)
    assert (result.exit_code, result.output) == (0, "Wen Li can sign in as wen@example.org, and invite the others.\n")
    assert Organisation.objects.get().kind == Organisation.Kind.COUNCIL
    answer = client.post(reverse("account_login"), {"login": "wen@example.org", "password": PASSWORD}, REMOTE_ADDR="10.0.0.7")
    assert answer.status_code == 302
    assert client.get(reverse("account:home"))["Location"] == reverse("administrator:home")


def test_a_second_time_it_is_refused_and_changes_nothing(here: str) -> None:
    create(*WEN)
    again = create("--email", "b@example.org", "--name", "B", "--organisation", "northmere council")
    assert said(again) == ["Northmere Council has an administrator already. They invite the others."]
    assert (User.objects.count(), Organisation.objects.count()) == (1, 1)


def test_an_address_that_has_an_account_is_refused_and_no_organisation_is_left_behind(here: str) -> None:
    create(*WEN)
    again = create("--email", "WEN@example.org", "--name", "Wen", "--organisation", "Northmere NHS Trust", "--kind", "nhs_trust")
    assert said(again) == ["There is an account with this e-mail address."]
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "password", "why"),
    [
        (("--email", "no address", "--name", "W", "--organisation", "O"), PASSWORD, "Write an e-mail address"),
        (("--email", "w@example.org", "--name", " ", "--organisation", "O"), PASSWORD, "Write a name"),
        (("--email", "w@example.org", "--name", "W", "--organisation", " "), PASSWORD, "Write a name"),
        (("--email", "w@example.org", "--name", "W" * 121, "--organisation", "O"), PASSWORD, "120 characters"),
        (("--email", "w@example.org", "--name", "W", "--organisation", "O"), "short", "too short"),
        (("--email", "w@example.org", "--name", "W", "--organisation", "O"), "", "too short"),
    ],
)
def test_what_is_wrong_is_said(here: str, words: tuple[str, ...], password: str, why: str) -> None:
    assert why in said(create(*words, password=password))[0]
    assert Membership.objects.count() == Organisation.objects.count() == 0


def test_without_a_terminal_the_password_comes_from_standard_input(here: str) -> None:
    group = click.Group(commands={command.name or "": command for command in commands})
    result = CliRunner().invoke(group, ["administrator", "create", *WEN], input="")
    assert result.exit_code == 2
    assert "--password-stdin" in result.output


def test_the_program_itself_says_one_line_and_exits_with_two(own_database: str) -> None:
    assert _program(own_database).returncode == 0
    again = _program(own_database)
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr.splitlines() == ["Northmere Council has an administrator already. They invite the others."]
    assert User.objects.get().check_password(PASSWORD)


def _program(database: str) -> Any:
    at = {role: urlunsplit(urlsplit(addresses.address(role))._replace(path=f"/{database}")) for role in ("app", "owner", "worker")}
    environment = os.environ | {"DATABASE_URL": at["app"], "DATABASE_OWNER_URL": at["owner"], "DATABASE_WORKER_URL": at["worker"]}
    words = ["-m", "commonpurse.config.command_line", "administrator", "create", *WEN, "--password-stdin"]
    return subprocess.run([sys.executable, *words], input=f"{PASSWORD}\n", env=environment, text=True, capture_output=True, check=False)

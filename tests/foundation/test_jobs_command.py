"""`commonpurse jobs run`: what failed before, and what is due, from the command line."""

from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner

from commonpurse.config.commands import jobs
from commonpurse.foundation import outbox, ready
from commonpurse.foundation.models import Outbox


def test_once_hears_what_waits_and_says_how_much(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[UUID] = []
    monkeypatch.setitem(outbox._hearers, "of the tests", [lambda one: heard.append(one)])
    monkeypatch.setattr(ready, "django", lambda **_: None)
    monkeypatch.setattr(ready, "migrated", lambda: None)
    one = uuid4()
    Outbox.objects.create(name="of the tests", ids={"one": str(one)})
    assert CliRunner().invoke(jobs, ["run", "--once"]).output == "Heard 1. Failed: 0.\n"
    assert heard == [one]
    assert CliRunner().invoke(jobs, ["run"]).output == "Heard 0. Failed: 0.\n"

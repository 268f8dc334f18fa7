"""What is said of a run: of one checkout, of two beside each other, and of a page that is not certain."""

from pathlib import Path
from typing import Any

import pytest
from bench.pages import SAVE, Batch, Place, report
from bench.processors import Machine
from bench.served.place import Facts
from bench.speed import tables

from bench import pages

QUIET = Machine(busy=10.0, stolen=0.0, whole=20.0)


def a_place(checkout: str, milliseconds: float, *, spread: float = 0.0) -> Place:
    facts = Facts(server=1, database="d", people=300, python="3.11", postgres="18.4", pages={}, saves=("priya", []))
    place = Place(Path(checkout), 1, facts, {}, bare=None)  # type: ignore[arg-type]  # nothing is asked of it
    wild = [1 - spread, 1 + spread] * 6
    place.pages[SAVE] = [Batch(milliseconds * each, milliseconds / 2) for each in wild]
    place.bares[SAVE] = [Batch(1.0, 0.5)] * 12
    return place


def found(*places: Place, passed: Machine = QUIET) -> dict[str, Any]:
    each = [pages._found(place, [SAVE], {SAVE: 27}) for place in places]
    pages._judge(each, passed, own=9.0)
    beside = pages._beside(list(places), [SAVE]) | {"run": each[1]} if len(places) > 1 else None
    return {"name": "a run", "why": {}, **each[0], "beside": beside}


@pytest.fixture(autouse=True)
def _no_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_commit", lambda checkout: checkout.name)


def test_a_page_is_told_in_times_of_the_bare_one() -> None:
    said = report(found(a_place("now", 20.0)))
    assert said["rows"][SAVE]["times bare"] == "20.0"
    assert said["goals"] == {"the machine was quiet enough": True}


def test_two_checkouts_are_told_in_times_of_each_other() -> None:
    run = found(a_place("now", 23.0), a_place("before", 20.0))
    said = report(run)
    assert said["rows"][SAVE]["times beside"] == "1.150"
    assert not said["goals"][f"no page is worse by more than a tenth than before beside: {SAVE} is worse by 15% than beside"]
    assert "Beside the code of before, in the same run" in tables([run])


def test_two_that_cost_the_same_are_no_worse() -> None:
    said = report(found(a_place("now", 20.0), a_place("before", 20.0)))
    assert said["goals"]["no page is worse by more than a tenth than before beside"]


def test_what_is_not_certain_is_said_and_not_given() -> None:
    run = found(a_place("now", 20.0, spread=0.5))
    assert run["pages"][SAVE]["ratio"] is None
    assert run["pages"][SAVE]["web_ms"] is None
    assert SAVE in run["too_loaded"]
    assert report(run)["rows"][SAVE]["times bare"] == "too loaded"


def test_only_what_is_not_certain_is_measured_again() -> None:
    certain, unsure = a_place("now", 20.0), a_place("now", 20.0, spread=0.5)
    assert pages._uncertain([certain], [SAVE]) == []
    assert pages._uncertain([unsure], [SAVE]) == pages._uncertain([certain, unsure], [SAVE]) == [SAVE]


def test_what_others_used_is_all_that_is_not_ours() -> None:
    assert "others used 55%" in found(a_place("now", 20.0), passed=Machine(busy=20.0, stolen=0.0, whole=20.0))["too_loaded"]

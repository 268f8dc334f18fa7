"""`commonpurse scheme compare` and `scheme factsheet`, as they are typed."""

import csv
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result

from commonpurse.allocation.commands.schemes import scheme_group
from commonpurse.formula import Answer, Given, allocate, read_scheme
from tests.allocation.calibration.made import REFERENCE

NEWER = (
    REFERENCE.replace(b'version = "2026.1"', b'version = "2027.1"')
    .replace(b"[20, 14000]", b"[20, 15000]")
    .replace(b"158000]]", b"150000]]")
)


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("schemes") / "newer.toml"
    file.write_bytes(NEWER)
    return file


def people(number: int, *, small: int = 0, seed: int = 5) -> list[dict[str, Any]]:
    """People without hard weeks; the last `small` of them are of a small group."""
    random, scheme = Random(seed), read_scheme(REFERENCE)
    rows = []
    for at in range(number):
        levels = {question.id: random.choice([0, 0, 1, 2, 3]) for question in scheme.questions}
        reason = "sensory" if at >= number - small else random.choice(["mental health", "memory", "physical"])
        rows.append({**levels, "reason": reason, "cost_pence": random.randint(100, 90_000)})
    return rows


def written(rows: list[dict[str, Any]], file: Path) -> Path:
    with file.open("w", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def run(*words: str) -> Result:
    return CliRunner().invoke(scheme_group, list(words))


def changes_of(rows: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    one, other = read_scheme(REFERENCE), read_scheme(NEWER)
    given = [Given({question.id: Answer(row[question.id]) for question in one.questions}) for row in rows]
    return [
        (row["reason"], *(allocate(scheme, each).amount_pence or 0 for scheme in (one, other)))
        for row, each in zip(rows, given, strict=True)
    ]


def test_who_gains_and_who_loses_is_what_the_explaining_engine_says(newer: Path, tmp_path: Path) -> None:
    rows = people(400)
    done = run(
        "compare", "reference-adult", str(newer), "--in", str(written(rows, tmp_path / "p.csv")), "--group", "reason", "--format", "json"
    )
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    changes = changes_of(rows)
    assert told["totals_pence"]["council"] == [sum(before for _, before, _ in changes), sum(after for _, _, after in changes)]
    for reason in ("mental health", "memory", "physical"):
        of_these = [(before, after) for name, before, after in changes if name == reason]
        shown = told["people"][reason]
        assert shown["all"] in (len(of_these), None)
        kinds = {
            "gain much": sum(after - before > before / 10 for before, after in of_these),
            "gain": sum(0 < after - before <= before / 10 for before, after in of_these),
            "the same": sum(after == before for before, after in of_these),
        }
        assert all(shown[kind] in (number, None) for kind, number in kinds.items())
    assert any(told["people"]["everybody"][kind] is not None for kind in ("gain", "the same"))


def test_a_group_of_nine_cannot_be_seen_or_found_by_subtraction(newer: Path, tmp_path: Path) -> None:
    file = written(people(300, small=9), tmp_path / "p.csv")
    told = json.loads(run("compare", "reference-adult", str(newer), "--in", str(file), "--group", "reason", "--format", "json").stdout)
    people_in_all = {name: row["all"] for name, row in told["people"].items()}
    assert people_in_all["sensory"] is None
    assert people_in_all["everybody"] == 300
    assert sum(number is None for number in people_in_all.values()) >= 2
    assert told["people"]["sensory"]["change_pence"] is None


def test_it_is_read_as_a_table(newer: Path, tmp_path: Path) -> None:
    done = run("compare", "reference-adult", str(newer), "--in", str(written(people(200), tmp_path / "p.csv")))
    assert "From reference-adult 2026.1 to reference-adult 2027.1, for 200 people." in done.stdout
    assert "everybody" in done.stdout


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda rows: [row | {"home": 9} for row in rows], "row 1: home: must be a whole number from 0 to 3, and is '9'"),
        (lambda rows: [{key: value for key, value in row.items() if key != "home"} for row in rows], "the column home is missing"),
        (lambda rows: [row | {"reason": str(at)} for at, row in enumerate(rows)], "has 100 different values"),
    ],
    ids=["a level out of range", "a column missing", "too many groups"],
)
def test_a_fault_is_a_sentence(change: Any, says: str, newer: Path, tmp_path: Path) -> None:
    file = written(change(people(100)), tmp_path / "p.csv")
    done = run("compare", "reference-adult", str(newer), "--in", str(file), "--group", "reason")
    assert done.exit_code == 2
    assert says in done.stderr
    assert done.stdout == ""


def test_schemes_for_different_people_are_not_compared(tmp_path: Path) -> None:
    done = run("compare", "reference-adult", "reference-carer", "--in", str(written(people(20), tmp_path / "p.csv")))
    assert done.exit_code == 2
    assert "Only schemes for the same people" in done.stderr


def test_a_fact_sheet_says_how_well_a_scheme_does_and_from_what(tmp_path: Path) -> None:
    rows = people(240, small=6)
    for row, (_, before, _) in zip(rows, changes_of(rows), strict=True):
        row["cost_pence"] = before
    file = written(rows, tmp_path / "cases.csv")
    told = json.loads(run("factsheet", "reference-adult", "--cases", str(file), "--group", "reason", "--format", "json").stdout)
    assert told["r_squared"]["value"] == 1.0
    assert told["sufficient"]["value"] == 1.0
    assert told["cases"]["number"] == 240
    assert "sensory" not in told["groups"]["reason"]
    assert "small groups together" in told["groups"]["reason"]
    sheet = run("factsheet", "reference-adult", "--cases", str(file)).stdout
    assert sheet.startswith("# Fact sheet: Reference scheme for adults, version 2026.1 (demonstration)\n")
    assert told["cases"]["sha256"][:12] in sheet
    assert "old unfairness" in sheet


def test_a_scheme_that_knows_its_cases_says_so(tmp_path: Path) -> None:
    file = written(people(120), tmp_path / "cases.csv")
    scheme = tmp_path / "fitted.toml"
    scheme.write_bytes(REFERENCE.replace(b'source = "Made', b'source = "Fitted to cases.csv. Made'))
    assert "made from these very cases" in run("factsheet", str(scheme), "--cases", str(file)).stdout
    assert "made from these very cases" not in run("factsheet", "reference-adult", "--cases", str(file)).stdout

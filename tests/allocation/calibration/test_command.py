"""`commonpurse calibrate`, as it is typed: a draft that reads, honest claims, and every fault of a file named."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from commonpurse.allocation.calibration.cases import Cases
from commonpurse.allocation.commands.calibrate import calibrate_command
from commonpurse.formula import read_scheme

from .made import cases_by, reference

Rows = list[dict[str, Any]]


def rows_of(cases: Cases) -> Rows:
    scheme, rows = reference(), []
    for at in range(len(cases)):
        row: dict[str, Any] = {
            "person": f"p{at}",
            "cost_pence": int(cases.cost[at]),
            "carer_willing_and_able": "true",
            "home_is": "AB"[at % 2],
        }
        for place, question in enumerate(scheme.questions):
            hard = cases.weeks[at, place] > 0
            row[question.id] = int(cases.levels[at, place])
            if question.fluctuates:
                row[f"{question.id}__worst"] = int(cases.worst[at, place]) if hard else ""
                row[f"{question.id}__weeks"] = int(cases.weeks[at, place]) if hard else ""
            if question.unpaid_support:
                row[f"{question.id}__unpaid"] = 4 - int(cases.left[at, place])
        rows.append(row)
    return rows


def written(rows: Rows, file: Path, *, names: list[str] | None = None) -> Path:
    with file.open("w", newline="") as opened:
        writer = csv.DictWriter(opened, names or list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def calibrate(file: Path, out: Path, *more: str, length: str = "9") -> Result:
    return CliRunner().invoke(calibrate_command, ["--cases", str(file), "--length", length, "--out", str(out), *more])


@pytest.fixture(scope="module")
def rows() -> Rows:
    return rows_of(cases_by(reference(), 300, seed=21, noise=0.2))


def test_a_draft_is_made_that_reads_with_what_can_be_claimed(rows: Rows, tmp_path: Path) -> None:
    out = tmp_path / "draft.toml"
    done = calibrate(written(rows, tmp_path / "cases.csv"), out, "--group", "home_is", "--format", "json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    scheme = read_scheme(out.read_bytes())
    assert [question.id for question in scheme.questions] == told["questions"]
    assert told["dropped"] == ["organising", "staying-well"]  # the only two that neither eligibility nor safety needs
    assert told["not_learned_from"]["r_squared"]["low"] > 0
    assert set(told["groups"]["home_is"]) == {"A", "B"}
    assert any("old unfairness" in said for said in told["warnings"])


def test_the_order_of_columns_and_what_else_is_there_change_nothing(rows: Rows, tmp_path: Path) -> None:
    names = list(rows[0])
    one = calibrate(written(rows, tmp_path / "a.csv"), tmp_path / "a.toml")
    other = calibrate(written(rows, tmp_path / "b.csv", names=list(reversed(names))), tmp_path / "b.toml")
    assert (one.exit_code, other.exit_code) == (0, 0)
    assert (tmp_path / "a.toml").read_text().replace("a.csv", "") == (tmp_path / "b.toml").read_text().replace("b.csv", "")


def test_the_shortest_is_drawn_and_told(rows: Rows, tmp_path: Path) -> None:
    drawing = tmp_path / "lengths.svg"
    done = calibrate(
        written(rows, tmp_path / "cases.csv"), tmp_path / "out.toml", "--keep", "nights", "--chart", str(drawing), length="auto"
    )
    assert done.exit_code == 0, done.output
    assert "11 questions:" in done.stdout
    assert "minutes saved" in done.stdout
    assert "of the spread of costs is explained" in drawing.read_text()
    assert "nights" in [question.id for question in read_scheme((tmp_path / "out.toml").read_bytes()).questions]


FAULTS = [
    ({"cost_pence": ""}, "row 5: cost_pence: the agreed cost is missing"),
    ({"cost_pence": -1}, "row 5: cost_pence: must be a whole number from 0 to 2,000,000, and is '-1'"),
    ({"cost_pence": 999_999_999}, "row 5: cost_pence: must be a whole number from 0 to 2,000,000, and is '999999999'"),
    ({"cost_pence": "£120"}, "row 5: cost_pence: must be a whole number from 0 to 2,000,000, and is '£120'"),
    ({"home": 7}, "row 5: home: must be a whole number from 0 to 3, and is '7'"),
    ({"home": ""}, "row 5: home: the answer is missing"),
    ({"carer_willing_and_able": "perhaps"}, "row 5: carer_willing_and_able: must be true or false, and is text"),
    ({"home__worst": "", "home__weeks": 10}, "row 5: home__weeks: worst_weeks need a worst_level"),
]


@pytest.mark.parametrize(("wrong", "says"), FAULTS, ids=[says.split(": ", 1)[1] for _, says in FAULTS])
def test_a_fault_is_named_with_row_and_column_and_nothing_is_written(wrong: dict[str, Any], says: str, rows: Rows, tmp_path: Path) -> None:
    faulty = [dict(row) for row in rows]
    faulty[4] |= wrong
    done = calibrate(written(faulty, tmp_path / "cases.csv"), tmp_path / "out.toml")
    assert done.exit_code == 2
    assert says in done.stderr.splitlines()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["cases.csv"]


def test_every_fault_is_listed_up_to_twenty_with_how_many_more(rows: Rows, tmp_path: Path) -> None:
    faulty = [row | {"home": 9} for row in rows]
    done = calibrate(written(faulty, tmp_path / "cases.csv"), tmp_path / "out.toml")
    assert done.stderr.splitlines()[-1] == "and 280 more"
    assert len(done.stderr.splitlines()) == 21


def test_files_that_teach_nothing_are_refused_with_a_sentence(rows: Rows, tmp_path: Path) -> None:
    for wrong, says in (
        ([row | {"cost_pence": 500} for row in rows], "every case has the same cost"),
        ([rows[0] | {"cost_pence": at} for at in range(300)], "every case has the same answers"),
        (rows[:7], "7 cases are fewer than the 11 questions"),
    ):
        done = calibrate(written(wrong, tmp_path / "cases.csv"), tmp_path / "out.toml")
        assert (done.exit_code, says in done.stderr, len(done.stderr.splitlines())) == (2, True, 1)
    shuffled = np.random.default_rng(3).permutation([row["cost_pence"] for row in rows])
    done = calibrate(
        written([row | {"cost_pence": cost} for row, cost in zip(rows, shuffled, strict=True)], tmp_path / "c.csv"), tmp_path / "o.toml"
    )
    assert done.exit_code == 2
    assert "do not foretell" in done.stderr
    assert not (tmp_path / "o.toml").exists()


def test_few_cases_and_copies_are_warned_of(rows: Rows, tmp_path: Path) -> None:
    done = calibrate(written(rows[:95], tmp_path / "cases.csv"), tmp_path / "out.toml", "--group", "home_is")
    assert "95 cases are few" in done.stdout
    done = calibrate(written(rows * 3, tmp_path / "many.csv"), tmp_path / "out.toml")
    assert "exact copies" in done.stdout


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--keep", "nonsense"], "--keep names nonsense"),
        (["--base", "no-such-scheme"], "There is no file and no scheme called"),
        (["--group", "nowhere"], "the column nowhere is missing"),
    ],
)
def test_a_wrong_word_is_one_sentence(more: list[str], says: str, rows: Rows, tmp_path: Path) -> None:
    done = calibrate(written(rows, tmp_path / "cases.csv"), tmp_path / "out.toml", *more)
    assert done.exit_code != 0
    assert says in done.stderr
    assert not (tmp_path / "out.toml").exists()


def test_a_length_shorter_than_what_is_kept_is_refused(rows: Rows, tmp_path: Path) -> None:
    done = calibrate(written(rows, tmp_path / "cases.csv"), tmp_path / "out.toml", length="3")
    assert "shorter than the 9 questions that are kept" in done.stderr


MEASURED = """
import resource, sys
from click.testing import CliRunner
from commonpurse.allocation.commands.calibrate import calibrate_command
done = CliRunner().invoke(calibrate_command, sys.argv[1:])
print(done.exit_code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, *done.output.splitlines()[-3:], sep="\\n")
"""


def test_a_million_copies_are_read_in_bounded_memory(rows: Rows, tmp_path: Path) -> None:
    file = written(rows, tmp_path / "cases.csv")
    heading, *lines = file.read_text().splitlines(keepends=True)
    with file.open("w") as opened:
        opened.write(heading)
        for _ in range(1_000_000 // len(lines)):
            opened.writelines(lines)
    words = ["--cases", str(file), "--length", "9", "--out", str(tmp_path / "out.toml")]
    done = subprocess.run([sys.executable, "-c", MEASURED, *words], capture_output=True, text=True, check=True)
    code, megabytes, *said = done.stdout.splitlines()
    assert code == "0", done.stdout
    assert int(megabytes) < 1_500
    assert any("Learned from 200,000 of the 999,900 cases" in line for line in said)
    assert any("exact copies" in line for line in said)


def test_nothing_is_written_where_one_of_two_files_cannot_be(rows: Rows, tmp_path: Path) -> None:
    file, out = written(rows, tmp_path / "cases.csv"), tmp_path / "out.toml"
    refused = calibrate(file, out, "--chart", str(tmp_path / "lengths.svg"))
    assert "say --length auto with it" in refused.output
    refused = calibrate(file, out, "--chart", str(tmp_path / "nowhere" / "lengths.svg"), length="auto")
    assert "there is no folder" in refused.output
    (tmp_path / "a-folder").mkdir()
    refused = calibrate(file, tmp_path / "a-folder", "--keep", "nights", "--chart", str(tmp_path / "lengths.svg"), length="auto")
    assert "Cannot write" in refused.output
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a-folder", "cases.csv"]


def test_a_value_where_the_scheme_allows_none_is_a_fault(rows: Rows, tmp_path: Path) -> None:
    faulty = [row | {"getting-about__worst": "", "getting-about__weeks": ""} for row in rows]
    assert calibrate(written(faulty, tmp_path / "cases.csv"), tmp_path / "out.toml").exit_code == 0
    faulty[4] |= {"getting-about__worst": 3, "getting-about__weeks": 10}
    done = calibrate(written(faulty, tmp_path / "cases.csv"), tmp_path / "other.toml")
    assert done.exit_code == 2
    assert "row 5: getting-about__worst: this question has no worst weeks" in done.stderr.splitlines()

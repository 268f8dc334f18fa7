"""Cases as they really come: the same person in many rows, pounds for pence, one group written in several ways."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from commonpurse.allocation.calibration.held_out import folds_of
from commonpurse.allocation.calibration.reading import COST, read_cases
from commonpurse.allocation.commands.schemes import scheme_group
from commonpurse.allocation.population.refusing import FileRefused

from .made import cases_by, reference
from .test_command import Rows, calibrate, rows_of, written

LINES = 5


@pytest.fixture(scope="module")
def rows() -> Rows:
    return rows_of(cases_by(reference(), 120, seed=9, noise=0.12))


@pytest.fixture(scope="module")
def noisy() -> Rows:
    """Costs that answers foretell badly: what is remembered of a person, and not of the others, shows."""
    return rows_of(cases_by(reference(), 200, seed=4, noise=0.6))


def compare_groups(file: Path, *more: str) -> Result:
    words = ["compare", "reference-adult", "reference-adult", "--in", str(file), *more]
    return CliRunner().invoke(scheme_group, words)


def factsheet(file: Path, *more: str) -> Result:
    return CliRunner().invoke(scheme_group, ["factsheet", "reference-adult", "--cases", str(file), *more])


def many_times(rows: Rows, *, apart: int = 100) -> Rows:
    """Stand every person there five times, a pound apart, as in five years' rows."""
    return [row | {"cost_pence": row["cost_pence"] + apart * line} for line in range(LINES) for row in rows]


# The same person


@pytest.mark.parametrize("names", ["person", "Person ID", "none"])
def test_all_rows_of_one_person_fall_into_one_part(names: str, rows: Rows, tmp_path: Path) -> None:
    given = many_times(rows)
    if names != "person":
        given = [{names: row["person"], **row} if names != "none" else row for row in given]
        given = [{name: value for name, value in row.items() if name != "person"} for row in given]
    cases = read_cases(written(given, tmp_path / "cases.csv"), reference())
    for seed in range(5):
        fold = folds_of(cases, 5, seed=seed).reshape(LINES, len(rows))
        assert (fold == fold[0]).all()
        assert len(np.unique(fold)) == 5


def test_rows_that_are_no_persons_twice_are_dealt_as_ever(rows: Rows, tmp_path: Path) -> None:
    """The negative control, and with it: people whose costs are far apart are not taken for one where nobody says so."""
    given = [{name: value for name, value in row.items() if name != "person"} for row in many_times(rows, apart=10_000)]
    fold = folds_of(read_cases(written(given, tmp_path / "cases.csv"), reference()), 5, seed=1).reshape(LINES, len(rows))
    assert (fold != fold[0]).any()


def r_squared(given: Rows, file: Path) -> float:
    done = calibrate(written(given, file), file.with_suffix(".toml"), "--format", "json")
    if done.exit_code == 2:
        return float(done.stderr.partition("they explain ")[2].partition(" ")[0])
    return float(json.loads(done.stdout)["not_learned_from"]["r_squared"]["value"])


def test_standing_there_five_times_makes_nobody_better_foretold(noisy: Rows, tmp_path: Path) -> None:
    once = r_squared(noisy, tmp_path / "once.csv")
    often = r_squared(many_times(noisy), tmp_path / "often.csv")
    strangers = [row | {"person": f"n{at}"} for at, row in enumerate(many_times(noisy))]
    assert often < once + 0.08
    assert r_squared(strangers, tmp_path / "strangers.csv") > often + 0.1  # the negative control: this is what was claimed before


def test_it_is_said_who_stands_there_twice(rows: Rows, tmp_path: Path) -> None:
    done = calibrate(written(many_times(rows), tmp_path / "cases.csv"), tmp_path / "out.toml")
    assert "The same person stands there more than once, and is counted each time: rows 1, 121, 241, 361 and 481;" in done.stdout
    assert "All rows of one person were kept together when people were left out: 600 rows of 120 people" in done.stdout
    assert "more than once" in factsheet(tmp_path / "cases.csv").stdout
    assert "more than once" in compare_groups(tmp_path / "cases.csv").stdout


# Pounds for pence


def in_pounds(rows: Rows, of: range) -> Rows:
    return [row | {"cost_pence": row["cost_pence"] // 100} if at in of else row for at, row in enumerate(rows)]


def test_pounds_for_pence_are_refused_with_what_they_come_to(rows: Rows, tmp_path: Path) -> None:
    file = written(in_pounds(rows, range(len(rows))), tmp_path / "cases.csv")
    for done in (calibrate(file, tmp_path / "out.toml"), factsheet(file)):
        assert done.exit_code == 2
        assert len(done.stderr.splitlines()) == 1
        assert "Are they pounds? It holds pence" in done.stderr
    assert not (tmp_path / "out.toml").exists()


def test_a_years_costs_for_a_weeks_are_refused(rows: Rows, tmp_path: Path) -> None:
    yearly = [row | {"cost_pence": min(row["cost_pence"] * 52, 2_000_000)} for row in rows if row["cost_pence"] < 38_000]
    done = calibrate(written(yearly, tmp_path / "cases.csv"), tmp_path / "out.toml")
    assert (done.exit_code, "Are they a year's" in done.stderr) == (2, True)


def test_single_outliers_are_named_with_their_rows(rows: Rows, tmp_path: Path) -> None:
    odd = [at for at, row in enumerate(rows) if row["cost_pence"] > 10_000][:3]
    given = [row | {"cost_pence": row["cost_pence"] // 100} if at in odd else row for at, row in enumerate(rows)]
    numbers = [at + 1 for at in odd]
    done = factsheet(written(given, tmp_path / "cases.csv"))
    assert f"cost_pence: rows {numbers[0]}, {numbers[1]} and {numbers[2]}: more than 30 times less than the scheme gives" in done.stdout
    assert "times less" not in factsheet(written(rows, tmp_path / "cases.csv")).stdout


def test_a_fund_in_pounds_is_refused(rows: Rows, tmp_path: Path) -> None:
    file, fund = written(rows, tmp_path / "cases.csv"), sum(row["cost_pence"] for row in rows)
    done = calibrate(file, tmp_path / "out.toml", "--fund", str(fund // 100))
    assert (done.exit_code, "Is it in pounds?" in done.stderr) == (2, True)
    assert calibrate(file, tmp_path / "out.toml", "--fund", str(fund)).exit_code == 0


def test_a_scheme_that_foretells_worse_than_nothing_is_said_to(rows: Rows, tmp_path: Path) -> None:
    done = factsheet(written([row | {"cost_pence": row["cost_pence"] // 12} for row in rows], tmp_path / "cases.csv"))
    assert "worse than if all were given the same" in done.stdout


def test_the_money_that_is_read_is_the_money_in_the_file(rows: Rows, tmp_path: Path) -> None:
    """Points, spaces and zeros before a number change no sum."""
    shapes = ("{}", "{}.00", " {}", "0{}", "{} ")
    given = [row | {COST: shapes[at % len(shapes)].format(row[COST])} for at, row in enumerate(rows)]
    assert int(read_cases(written(given, tmp_path / "cases.csv"), reference()).cost.sum()) == sum(row[COST] for row in rows)
    with pytest.raises(FileRefused, match="row 8: cost_pence: must be a whole number"):
        read_cases(written([*given[:7], given[7] | {COST: "1200.50"}, *given[8:]], tmp_path / "cases.csv"), reference())


# Groups

WAYS = ("White", "White ", "White\u00a0", "white", " WHITE", "W\u200bhite", "Ｗhite")


def test_one_group_written_in_several_ways_is_one_and_it_is_said(rows: Rows, tmp_path: Path) -> None:
    given = [row | {"ethnicity": WAYS[at % len(WAYS)] if at < 80 else "Black" if at < 110 else ""} for at, row in enumerate(rows)]
    file = written(given, tmp_path / "cases.csv")
    compared = json.loads(compare_groups(file, "--group", "ethnicity", "--format", "json").stdout)
    assert {group: people["all"] for group, people in compared["people"].items()} == {
        "Black": 30,
        "White": 80,
        "not said": 10,
        "everybody": 120,
    }
    assert any("are one group" in said and '"White"' in said for said in compared["remarks"])
    sheet = json.loads(factsheet(file, "--group", "ethnicity", "--format", "json").stdout)
    assert {group: of["people"] for group, of in sheet["groups"]["ethnicity"].items()} == {"White": 80, "Black": 30, "not said": 10}
    assert any("are one group" in said for said in sheet["warnings"])
    done = calibrate(file, tmp_path / "out.toml", "--group", "ethnicity")
    assert "ethnicity White: 80 people" in done.stdout


def test_groups_with_other_names_stay_apart(rows: Rows, tmp_path: Path) -> None:
    given = [row | {"ethnicity": ("White", "White Irish", "Whit")[at % 3]} for at, row in enumerate(rows)]
    compared = json.loads(compare_groups(written(given, tmp_path / "c.csv"), "--group", "ethnicity", "--format", "json").stdout)
    assert set(compared["people"]) == {"White", "White Irish", "Whit", "everybody"}
    assert not compared["remarks"]


def test_a_group_that_is_not_there_is_refused_with_what_may_be_meant(rows: Rows, tmp_path: Path) -> None:
    given = [row | {"ethnicity": "White"} for row in rows]
    done = calibrate(written(given, tmp_path / "cases.csv"), tmp_path / "out.toml", "--group", "Ethnicty")
    assert done.stderr.splitlines()[0].endswith("the column Ethnicty is missing; is ethnicity meant?")

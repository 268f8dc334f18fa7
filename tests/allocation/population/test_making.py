"""`commonpurse population make`: the same seed, the same people; shares as the assumptions say; and plainly marked as made up."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from click.testing import CliRunner
from hypothesis import given

from commonpurse.allocation.commands.calibrate import calibrate_command
from commonpurse.allocation.population.allocating import Work, computed
from commonpurse.allocation.population.making import BLOCK, Made, assumptions
from commonpurse.formula.many import NULL
from tests.formula.factories import as_toml, scheme_tables, thorough

from .typed import ADULT, people, read_back, typed

PAGE = Path(__file__).parents[3] / "docs" / "populations.md"
NUMBER = 40_000


@pytest.fixture(scope="module")
def table() -> pa.Table:
    return people(NUMBER, seed=1)


def make(out: Path, *more: object, number: int = 500, seed: int = 1) -> str:
    done = typed("make", "--people", number, "--seed", seed, "--out", out, *more)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_same_seed_makes_the_same_file_on_every_machine(tmp_path: Path) -> None:
    make(tmp_path / "one.csv")
    make(tmp_path / "other.csv", seed=2)
    written = (tmp_path / "one.csv").read_bytes()
    assert written != (tmp_path / "other.csv").read_bytes()
    assert sha256(written).hexdigest() == "e6fecda1312803e703f01a30214be9b5c955730ad3e4269930adf3c41d7c6dd0"


def test_the_first_people_are_the_same_however_many_follow(table: pa.Table) -> None:
    assert people(BLOCK + 10, seed=1).equals(table.slice(0, BLOCK + 10))


@pytest.mark.parametrize("ending", ["parquet", "arrow"])
def test_a_file_says_that_its_people_are_made_up(ending: str, tmp_path: Path) -> None:
    make(tmp_path / f"made.{ending}")
    made = read_back(tmp_path / f"made.{ending}")
    said = json.loads(made.schema.metadata[b"commonpurse.made"])
    assert (said["made"], said["seed"], said["scheme"]) == (True, 1, ADULT)
    assert set(pc.utf8_slice_codeunits(made.column("person"), 0, 5).to_pylist()) == {"made-"}


def test_shares_are_those_that_are_stated(table: pa.Table) -> None:
    said = assumptions()
    for age, of in said["ages"]["shares"].items():
        these = table.filter(pc.equal(table.column("age_band"), age))
        assert abs(these.num_rows / NUMBER - of / 1000) < 0.01
        for reason, share in said["reasons"]["shares"][age].items():
            found = pc.sum(pc.equal(these.column("reason"), reason)).as_py()
            assert abs(found / these.num_rows - share / 1000) < 0.015, (age, reason)


def test_mental_health_has_its_own_shape(table: pa.Table) -> None:
    """More hard weeks, more that the NHS pays, more in staying well; less in washing."""
    theirs = pc.equal(table.column("reason"), "Mental health support")
    mental, others = table.filter(theirs), table.filter(pc.invert(theirs))

    def share(some: pa.Table, name: str, least: int = 1) -> float:
        return float(pc.mean(pc.greater_equal(some.column(name).cast("int8").fill_null(0), least)).as_py())

    for more in ("staying-well__weeks", "paying_nhs", "staying-well", "people"):
        assert share(mental, more) > 1.5 * share(others, more), more
    assert share(mental, "washing") < 0.6 * share(others, "washing")


def test_needs_go_together(table: pa.Table) -> None:
    """Somebody with a large need in one question more often has one in another, among people with the same reason."""
    some = table.filter(pc.equal(table.column("reason"), "Physical support"))
    large = pc.greater_equal(some.column("eating").fill_null(0), 2)
    with_it = pc.mean(some.filter(large).column("home")).as_py()
    without = pc.mean(some.filter(pc.invert(large)).column("home")).as_py()
    assert with_it > without + 0.5


@given(tables=scheme_tables())
@thorough(15)
def test_every_answer_fits_any_scheme(tables: dict[str, Any]) -> None:
    work = Work(as_toml(tables))
    (made,) = Made(work, 200, 3).blocks()
    columns = {each.name: np.array(made.column(each.name).cast("int8").fill_null(NULL)) for each in work.compiled.inputs}
    assert set(computed(work, columns)["state"].tolist()) <= {0, 1, 2}


def test_cases_can_be_calibrated(tmp_path: Path) -> None:
    make(tmp_path / "cases.parquet", "--cases", number=400)
    words = ["--cases", str(tmp_path / "cases.parquet"), "--length", "11", "--out", str(tmp_path / "draft.toml"), "--format", "json"]
    done = CliRunner().invoke(calibrate_command, words)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["not_learned_from"]["r_squared"]["value"] > 0.7


def test_it_says_in_words_or_json_what_was_made(tmp_path: Path) -> None:
    assert "all of them made up from seed 1" in make(tmp_path / "one.csv", number=10)
    said = json.loads(make(tmp_path / "one.csv", "--format", "json", number=10))
    assert (said["people"], said["made"]) == (10, True)


@pytest.mark.parametrize("words", [["--people", "0"], ["--people", "many"], ["--seed", "-1"], ["--out", "people.txt"]])
def test_a_wrong_word_is_refused_and_nothing_written(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = typed("make", "--people", "10", "--seed", "1", "--out", "people.csv", *words)
    assert done.exit_code == 2
    assert not list(tmp_path.iterdir())


def test_the_page_states_every_assumption_and_what_is_invented() -> None:
    page = PAGE.read_text()
    for name, said in assumptions().items():
        if isinstance(said, dict):
            assert f"| {name} | {said['standing']} |" in page, name
            assert said.get("source", "").rpartition("; ")[2] in page

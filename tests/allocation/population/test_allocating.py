"""`commonpurse population allocate`: the same pence as the engine that explains, from any kind of file; and every fault named."""

import json
import subprocess
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from commonpurse.allocation.population import parts
from commonpurse.allocation.sources import scheme_source
from commonpurse.formula import allocate as explained
from commonpurse.formula import read_scheme
from commonpurse.formula.many import NULL
from commonpurse.formula.many.by_row import given_of

from .typed import ADULT, allocate, people, read_back, typed, with_value, written

ENDINGS = (".csv", ".parquet", ".arrow")
NUMBER = 300


@pytest.fixture(scope="module")
def table() -> pa.Table:
    return people(NUMBER)


def test_each_row_has_the_pence_of_the_engine_that_explains(table: pa.Table, tmp_path: Path) -> None:
    done = allocate(written(table, tmp_path / "in.parquet"), tmp_path / "out.parquet", "--format", "json")
    assert done.exit_code == 0, done.output
    scheme = read_scheme(scheme_source(ADULT))
    columns = {name: np.array(table.column(name).cast("int8").fill_null(NULL)) for name in table.schema.names[5:]}
    found = read_back(tmp_path / "out.parquet").to_pylist()
    for row, got in enumerate(found):
        result = explained(scheme, given_of(scheme, columns, row))
        assert got["person"] == f"made-{row + 1:06}"
        assert got["state"] == result.state
        assert got["amount_pence"] == result.amount_pence
        assert (got["gross_pence"], got["year_pence"]) == (result.gross_pence, result.year_pence)
        assert {each: got[f"funder_{each}_pence"] for each in result.funders or {}} == (result.funders or {})
        assert (got["range_low_pence"], got["range_high_pence"]) == (result.range_pence or (None, None))
        assert got["second_estimate_differs"] == result.second_estimate_differs
    told = json.loads(done.stdout)
    assert told["rows"] == NUMBER
    assert sum(told["states"].values()) == NUMBER
    assert told["pence"]["amount_pence"] == sum(each["amount_pence"] or 0 for each in found)
    assert {each["state"] for each in found} == {"amount", "needs_costing", "cannot_say_yet"}  # so that all of it was tried


@pytest.mark.parametrize(("ending", "other"), list(product(ENDINGS, ENDINGS)))
def test_any_kind_of_file_gives_the_same_in_any_kind(ending: str, other: str, table: pa.Table, tmp_path: Path) -> None:
    assert allocate(written(table, tmp_path / "first.parquet"), tmp_path / "first_out.parquet").exit_code == 0
    done = allocate(written(table, tmp_path / f"in{ending}"), tmp_path / f"out{other}")
    assert done.exit_code == 0, done.output
    assert read_back(tmp_path / f"out{other}").to_pylist() == read_back(tmp_path / "first_out.parquet").to_pylist()


def test_other_columns_come_first_and_pass_through_as_they_stand(table: pa.Table, tmp_path: Path) -> None:
    table = table.append_column("code", pa.array([f"{each:05}" for each in range(NUMBER)]))
    table = table.append_column("ward", pa.array(["West", None, 'Süd, "Mitte"'] * 100).dictionary_encode())
    table = table.select(list(reversed(table.schema.names)))
    done = allocate(written(table, tmp_path / "in.csv"), tmp_path / "out.arrow")
    assert done.exit_code == 0, done.output
    found = read_back(tmp_path / "out.arrow")
    assert found.schema.names[:8] == ["ward", "code", "ethnicity", "sex", "age_band", "reason", "person", "state"]
    assert found.column("code").to_pylist()[:2] == ["00000", "00001"]
    assert found.column("ward").to_pylist() == table.column("ward").to_pylist()


def test_the_result_says_by_which_scheme_and_that_its_people_were_made_up(table: pa.Table, tmp_path: Path) -> None:
    marked = table.replace_schema_metadata({**table.schema.metadata, b"pandas": b"{}"})
    allocate(written(marked, tmp_path / "in.parquet"), tmp_path / "out.parquet")
    metadata = read_back(tmp_path / "out.parquet").schema.metadata
    assert set(metadata) == {b"commonpurse.made", b"commonpurse.scheme"}
    assert json.loads(metadata[b"commonpurse.scheme"])["id"] == ADULT


def test_columns_that_a_question_does_not_need_may_be_left_out(table: pa.Table, tmp_path: Path) -> None:
    scheme = read_scheme(scheme_source(ADULT))
    bare = table.select([question.id for question in scheme.questions])
    assert allocate(written(bare, tmp_path / "in.csv"), tmp_path / "out.csv").exit_code == 0
    assert read_back(tmp_path / "out.csv").schema.names[0] == "state"


# Several files


def test_a_folder_of_parts_is_one_population_in_the_order_of_their_names(table: pa.Table, tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    for place, (name, length) in enumerate([("a.parquet", 100), ("b.parquet", 100), ("c.parquet", 100)]):
        written(table.slice(place * 100, length), tmp_path / "parts" / name)
    whole = written(table, tmp_path / "whole.parquet")
    assert allocate(whole, tmp_path / "one.csv").exit_code == 0
    done = allocate(tmp_path / "parts", tmp_path / "many.csv")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "many.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()


def test_a_large_parquet_file_is_parts_of_its_row_groups(table: pa.Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(with_value(table, "home", 250, 9), tmp_path / "in.parquet", row_group=50)
    monkeypatch.setattr(parts, "ROWS_OF_A_PART", 100)
    assert [(part.row_groups, part.first, part.rows) for part in parts.parts_of([file])] == [
        ((0, 1), 0, 100),
        ((2, 3), 100, 100),
        ((4, 5), 200, 100),
    ]
    assert "row 251: home: must be a whole number from 0 to 3, and is '9'" in allocate(file, tmp_path / "out.csv").stderr
    written(table, file, row_group=50)
    assert allocate(file, tmp_path / "some.csv").exit_code == 0
    monkeypatch.undo()
    assert allocate(file, tmp_path / "whole.csv").exit_code == 0
    assert (tmp_path / "some.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


# What is wrong

FAULTS = [
    ("home", 7, "row 5: home: must be a whole number from 0 to 3, and is '7'"),
    ("home", "-1", "row 5: home: must be a whole number from 0 to 3, and is '-1'"),
    ("home", "1.5", "row 5: home: must be a whole number from 0 to 3, and is '1.5'"),
    ("home", "often", "row 5: home: must be a whole number from 0 to 3, and is text"),
    ("home__weeks", 53, "row 5: home__weeks: must be a whole number from 0 to 52, and is '53'"),
    ("carer_willing_and_able", "perhaps", "row 5: carer_willing_and_able: must be true or false, and is text"),
    ("paying_nhs", 2, "row 5: paying_nhs: must be true or false, and is '2'"),
]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("column", "value", "says"), FAULTS, ids=[f"{column} {value}" for column, value, _ in FAULTS])
def test_a_value_at_fault_is_named_and_nothing_is_written(
    column: str, value: object, says: str, ending: str, table: pa.Table, tmp_path: Path
) -> None:
    file = written(with_value(table, column, 4, value), tmp_path / f"in{ending}")
    done = allocate(file, tmp_path / "out.parquet")
    assert (done.exit_code, done.stderr.splitlines()) == (2, [says])
    assert list(tmp_path.iterdir()) == [file]


TOGETHER = [
    ({"home": None, "home__unpaid": 1}, "row 5: home: level is missing"),
    ({"home": 2, "home__worst": 1, "home__weeks": 3}, "row 5: home__worst: worst_level must not be below the usual level"),
    ({"home": 2, "home__worst": None, "home__weeks": 3}, "row 5: home__weeks: worst_weeks need a worst_level"),
]


@pytest.mark.parametrize(("values", "says"), TOGETHER, ids=[says.split(": ", 1)[1] for _, says in TOGETHER])
def test_answers_that_do_not_fit_together_are_named(values: dict[str, object], says: str, table: pa.Table, tmp_path: Path) -> None:
    for column, value in values.items():
        table = with_value(table, column, 4, value)
    done = allocate(written(table, tmp_path / "in.csv"), tmp_path / "out.csv")
    assert done.exit_code == 2
    assert [line for line in done.stderr.splitlines() if line.startswith("row 5")] == done.stderr.splitlines()
    assert says.split(":")[1] in done.stderr
    assert not (tmp_path / "out.csv").exists()


def test_a_column_that_the_question_does_not_allow_may_be_there_only_empty(table: pa.Table, tmp_path: Path) -> None:
    empty = table.append_column("work__unpaid", pa.nulls(NUMBER, pa.int8()))
    assert allocate(written(empty, tmp_path / "in.csv"), tmp_path / "out.csv").exit_code == 0
    assert "work__unpaid" not in read_back(tmp_path / "out.csv").schema.names
    done = allocate(written(with_value(empty, "work__unpaid", 2, 0), tmp_path / "in.csv"), tmp_path / "other.csv")
    assert done.exit_code == 2
    assert done.stderr.startswith("row 3: work__unpaid: ")


def test_the_first_twenty_of_all_files_are_listed_and_how_many_more(table: pa.Table, tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    wrong = table.set_column(table.schema.names.index("home"), "home", pa.array([9] * NUMBER))
    for name in ("a.csv", "b.csv"):
        written(wrong, tmp_path / "parts" / name)
    said = allocate(tmp_path / "parts", tmp_path / "out.csv").stderr.splitlines()
    assert len(said) == 21
    assert said[0] == f"{tmp_path / 'parts' / 'a.csv'}: row 1: home: must be a whole number from 0 to 3, and is '9'"
    assert said[-1] == "and 580 more"


def test_a_fault_in_the_last_row_of_a_long_file_leaves_nothing_written(tmp_path: Path) -> None:
    file = written(with_value(people(70_000), "nights", 69_999, 8), tmp_path / "in.csv")
    done = allocate(file, tmp_path / "out.csv")
    assert done.stderr.splitlines() == ["row 70000: nights: must be a whole number from 0 to 3, and is '8'"]
    assert list(tmp_path.iterdir()) == [file]


def test_every_wrong_word_is_one_sentence_and_nothing_is_written(table: pa.Table, tmp_path: Path) -> None:
    good, out = written(table, tmp_path / "good.csv"), tmp_path / "out.csv"
    no_rows = written(table.slice(0, 0), tmp_path / "none.csv")
    missing = written(table.drop_columns(["home", "nights"]), tmp_path / "missing.csv")
    taken = written(table.append_column("state", table.column("sex")), tmp_path / "taken.csv")
    empty, odd, spoilt = tmp_path / "empty.csv", tmp_path / "people.xlsx", tmp_path / "spoilt.parquet"
    empty.write_bytes(b"")
    odd.write_bytes(b"x")
    spoilt.write_bytes(written(table, tmp_path / "whole.parquet").read_bytes()[:-20])
    (tmp_path / "folder").mkdir()
    twice = tmp_path / "twice.csv"
    twice.write_text("home,home\n1,1\n")
    ragged = tmp_path / "ragged.csv"
    ragged.write_text(good.read_text() + "1,2,3\n")
    before = sorted(tmp_path.iterdir())
    said = [
        (allocate(good, good), "good.csv is read, and would be written over"),
        (allocate(good, tmp_path / "out.txt"), "a file of columns ends in .csv, .parquet or .arrow"),
        (allocate(good, tmp_path / "nowhere" / "out.csv"), "there is no folder"),
        (allocate(odd, out), "a file of columns ends in .csv, .parquet or .arrow"),
        (allocate(tmp_path / "not-there.csv", out), "No such file"),
        (allocate(tmp_path / "folder", out), "there is no file in this folder"),
        (allocate(missing, out), "the column home is missing"),
        (allocate(missing, out), "the column nights is missing"),
        (allocate(taken, out), "the column state is one of the results' own"),
        (allocate(twice, out), "the column home stands there 2 times"),
        (allocate(no_rows, out), "there are no people in it"),
        (allocate(empty, out), "empty.csv: "),
        (allocate(spoilt, out), "spoilt.parquet: "),
        (allocate(ragged, out), "ragged.csv: "),
        (allocate(good, tmp_path / "folder"), "a file of columns ends in"),
        (allocate(good, out, scheme="no-such-scheme"), "no scheme called"),
        (allocate(good, out, "--address", "somewhere:6379"), "say --engine ray"),
        (typed("allocate", "--scheme", ADULT, "--in", good, "--in", good, "--out", out), "named more than once"),
        (typed("allocate", "--scheme", ADULT, "--in", good, "--in", no_rows, "--in", taken, "--out", out), "one of the results' own"),
    ]
    for done, sentence in said:
        assert done.exit_code != 0
        assert sentence in done.stderr
        assert "Traceback" not in done.output
    assert sorted(tmp_path.iterdir()) == before


def test_parts_with_other_columns_are_refused(table: pa.Table, tmp_path: Path) -> None:
    one, other = written(table, tmp_path / "one.csv"), written(table.drop_columns(["sex"]), tmp_path / "other.csv")
    done = typed("allocate", "--scheme", ADULT, "--in", one, "--in", other, "--out", tmp_path / "out.csv")
    assert done.stderr.splitlines() == [f"{other}: its columns are not those of {one}: it lacks sex"]


PEAK = """
import resource, sys
from commonpurse.allocation.commands.population import population_group
try:
    population_group(["allocate", "--scheme", "reference-adult", "--in", sys.argv[1], "--out", sys.argv[2]])
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)
"""


@pytest.mark.parametrize(("ending", "most"), [(".parquet", 50), (".csv", 120)])
def test_memory_does_not_grow_with_the_number_of_people(ending: str, most: int, tmp_path: Path) -> None:
    """A million rows are 170 MB of columns and results, and more as text: four times as many may take a part of that."""
    some = people(65_536)
    peaks = []
    for times in (4, 16):
        file = written(pa.concat_tables([some] * times), tmp_path / f"{times}{ending}", row_group=65_536)
        done = subprocess.run(
            [sys.executable, "-c", PEAK, str(file), str(tmp_path / f"out{times}{ending}")], capture_output=True, text=True, check=True
        )
        peaks.append(int(done.stderr.splitlines()[-1]))
    assert peaks[1] - peaks[0] < most, peaks

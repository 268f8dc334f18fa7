"""Files as they really come: read where that is certain, else refused in one sentence that says where; and the money stays the same."""

import shutil
from pathlib import Path
from time import perf_counter

import pyarrow as pa
import pyarrow.parquet
import pytest

from commonpurse.allocation.population import csv_files, files
from commonpurse.allocation.population.wanted import meant_by, misnamed, wanted_by
from commonpurse.allocation.sources import scheme_source, shipped_schemes
from commonpurse.formula import read_scheme
from commonpurse.formula.many import compile_scheme

from .as_they_come import CANARY, CERTAIN, NUMBER, UNCERTAIN, everything_that_counts, put, renamed, rows, text, with_cell
from .typed import ADULT, allocate, people, read_back, typed, written

SECONDS = 2.0


def amounts(file: Path, out: Path) -> list[object]:
    done = allocate(file, out)
    assert done.exit_code == 0, done.stderr
    return everything_that_counts(read_back(out).to_pylist())


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    folder = tmp_path_factory.mktemp("right")
    return amounts(put(folder / "in.csv", text(rows())), folder / "out.parquet")


@pytest.mark.parametrize("how", CERTAIN)
def test_the_same_people_get_the_same_money_however_they_are_written(how: str, right: list[object], tmp_path: Path) -> None:
    assert len(right) == NUMBER
    assert amounts(put(tmp_path / "in.csv", CERTAIN[how]()), tmp_path / "out.parquet") == right


@pytest.mark.parametrize("how", UNCERTAIN)
def test_what_is_not_certain_is_refused_with_its_place_and_no_part_of_a_row(how: str, tmp_path: Path) -> None:
    make, says = UNCERTAIN[how]
    file = put(tmp_path / "in.csv", make())
    started = perf_counter()
    done = allocate(file, tmp_path / "out.parquet")
    assert perf_counter() - started < 2 * SECONDS
    assert done.exit_code == 2
    assert says in done.stderr
    assert isinstance(done.exception, SystemExit)
    assert CANARY not in done.output
    assert list(tmp_path.iterdir()) == [file]


def test_where_letters_are_not_utf_8_it_is_said_how_to_save_the_file(tmp_path: Path) -> None:
    mac = put(tmp_path / "mac.csv", UNCERTAIN["an old Mac's letters"][0]())
    assert allocate(mac, tmp_path / "out.csv").stderr.count("CSV UTF-8") == 2
    western = allocate(put(tmp_path / "west.csv", CERTAIN["Windows-1252"]()), tmp_path / "out.csv")
    assert 'read as Windows-1252; row 3, column "reason"' in western.stdout
    assert "Zoë’s café, £5" in (tmp_path / "out.csv").read_text()


def test_what_was_passed_over_or_left_out_is_said(tmp_path: Path) -> None:
    titled = allocate(put(tmp_path / "in.csv", CERTAIN["titles above"]()), tmp_path / "out.csv")
    assert "2 lines above the names of the columns were passed over" in titled.stdout
    empty = allocate(put(tmp_path / "in.csv", CERTAIN["empty rows within and after"]()), tmp_path / "out.csv")
    assert "rows 9, 42, 43 and 44 are empty and left out" in empty.stdout
    assert f"{NUMBER} people" in empty.stdout


def test_faults_after_rows_that_were_left_out_keep_their_numbers(tmp_path: Path) -> None:
    given = with_cell("home", 30, "9")
    given.insert(9, [""] * len(given[0]))
    done = allocate(put(tmp_path / "in.csv", text(given)), tmp_path / "out.csv")
    assert done.stderr.splitlines() == ["row 31: home: must be a whole number from 0 to 3, and is '9'"]


def test_a_value_that_may_be_part_of_somebodys_row_is_not_repeated(tmp_path: Path) -> None:
    for value in (CANARY, "943 476 5919", "9434765919", "1942-03-01", "12 High Street"):
        done = allocate(put(tmp_path / "in.csv", text(with_cell("home", 4, value))), tmp_path / "out.csv")
        assert done.stderr.splitlines() == ["row 4: home: must be a whole number from 0 to 3, and is text"]


def test_the_last_row_is_no_total_only_because_of_a_word_within(right: list[object], tmp_path: Path) -> None:
    """The negative control: a ward may be called so."""
    given = with_cell("reason", NUMBER, "Somewhere totally else")
    assert amounts(put(tmp_path / "in.csv", text(given)), tmp_path / "out.parquet") == right


# Names


def slips_of(name: str) -> set[str]:
    """Ways in which a name comes out of somebody else's spreadsheet."""
    words = name.replace("__", "_").split("_")
    return {
        name.upper(),
        name.title(),
        f" {name} ",
        name.replace("__", "_"),
        name.replace("_", " "),
        name.replace("_", "-"),
        name.replace("__", "___"),
        name.replace("_", ""),
        *({name.replace("unpaid", "unpayed"), name.replace("unpaid", "un-paid")} if name.endswith("unpaid") else ()),
        *({name.replace("weeks", "week")} if name.endswith("weeks") else ()),
        *({"_".join(words[:1] + words[2:]), "_".join(words[::-1])} if len(words) > 3 else ()),
        *({name.replace("paying", each) for each in ("pays", "paid", "pay", "Paying")} if name.startswith("paying") else ()),
        *({name[:3] + name[4:], name[:2] + name[3] + name[2] + name[4:], name[:4] + "x" + name[4:]} if len(name) > 9 else ()),
    } - {name}


WANTED = {scheme.id: wanted_by(compile_scheme(scheme)) for scheme in shipped_schemes()}
SLIPS = [(scheme, each.name, slip) for scheme, wanted in WANTED.items() for each in wanted for slip in sorted(slips_of(each.name))]


@pytest.mark.parametrize("scheme", WANTED)
def test_every_slip_of_every_name_that_counts_is_known_for_what_was_meant(scheme: str) -> None:
    known = [each.name for each in WANTED[scheme]]
    exact = set(known)
    missed = [(name, slip) for of, name, slip in SLIPS if of == scheme and slip not in exact and meant_by(slip, known) != name]
    assert not missed
    assert sum(of == scheme for of, _, _ in SLIPS) > 100


OTHERS = [
    "reason",
    "age_band",
    "sex",
    "ethnicity",
    "home_is",
    "ward",
    "cost_pence",
    "code",
    "carer",
    "gender",
    "postcode_sector",
    "team",
    "date_of_review",
    "language",
    "works_for",
    "housing",
    "help",
    "notes",
    "children_centre",
    "person_id",
]


@pytest.mark.parametrize("name", OTHERS)
def test_other_names_pass_through(name: str, tmp_path: Path) -> None:
    for wanted in WANTED.values():
        assert not list(misnamed([name, *(each.name for each in wanted)], {each.name for each in wanted}))
    given = rows()
    given[0][1] = name
    assert allocate(put(tmp_path / "in.csv", text(given)), tmp_path / "out.csv").exit_code == 0


MOVED_MONEY = {
    "carer_willing_able": "carer_willing_and_able",
    "eating__unpayed": "eating__unpaid",
    "paying_NHS": "paying_nhs",
    "Home": "home",
}


@pytest.mark.parametrize(("slip", "name"), MOVED_MONEY.items())
@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_slip_in_a_name_is_refused_by_name_and_never_moves_money(name: str, slip: str, ending: str, tmp_path: Path) -> None:
    table = people(30)
    file = written(table.rename_columns([slip if each == name else each for each in table.schema.names]), tmp_path / f"in{ending}")
    done = allocate(file, tmp_path / "out.csv")
    assert done.exit_code == 2
    assert done.stderr.splitlines() == [
        f"{file}: the column {slip} counts for nothing, and is like {name}: name it {name}, or give it a name that is less like it"
    ]


def test_a_funder_that_nobody_knows_cannot_be_made_to_pay(tmp_path: Path) -> None:
    done = allocate(put(tmp_path / "in.csv", text(renamed("reason", "paying_police"))), tmp_path / "out.csv")
    assert done.exit_code == 2
    assert 'a funder "police" that does not pay here' in done.stderr


def test_questions_that_the_scheme_does_not_ask_pass_through(tmp_path: Path) -> None:
    """As where a shorter scheme is tried on the people of a longer one."""
    there = [each.name for each in WANTED[ADULT]]
    known = [name for name in there if not name.startswith("organising")]
    assert not list(misnamed(there, known))


# Several files


def folder_of(tmp_path: Path, *given: list[list[str]]) -> Path:
    folder = tmp_path / "parts"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for at, each in enumerate(given):
        put(folder / f"{at}.csv", text(each))
    return folder


def without(name: str) -> list[list[str]]:
    given = rows()
    at = given[0].index(name)
    return [[*row[:at], *row[at + 1 :]] for row in given]


@pytest.mark.parametrize("name", ["paying_nhs", "carer_willing_and_able", "home__unpaid", "reason"])
@pytest.mark.parametrize("odd", [0, 1, 2])
def test_the_one_file_whose_columns_differ_is_named(name: str, odd: int, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, *(without(name) if at == odd else rows() for at in range(3)))
    done = allocate(folder, tmp_path / "out.csv")
    like = folder / ("1.csv" if odd == 0 else "0.csv")
    assert done.stderr.splitlines() == [f"{folder / f'{odd}.csv'}: its columns are not those of {like}: it lacks {name}"]
    assert done.exit_code == 2
    assert not (tmp_path / "out.csv").exists()


def test_columns_may_stand_in_another_order_in_each_file(tmp_path: Path) -> None:
    turned = [list(reversed(row)) for row in rows()]
    assert allocate(folder_of(tmp_path, rows(), turned), tmp_path / "two.parquet").exit_code == 0
    found = everything_that_counts(read_back(tmp_path / "two.parquet").to_pylist())
    assert found[:NUMBER] == found[NUMBER:]


# The same person


def test_the_same_person_twice_is_said_by_rows_and_not_by_name(tmp_path: Path) -> None:
    given = with_cell("person", 7, f" {CANARY}")
    given[30][0] = f"{CANARY} "
    given.insert(10, [""] * len(given[0]))
    done = allocate(put(tmp_path / "in.csv", text(given)), tmp_path / "out.csv", "--format", "json")
    assert "The same person stands there more than once, and is counted each time: rows 7 and 31." in done.stdout
    assert CANARY not in done.output
    once = allocate(put(tmp_path / "in.csv", text(rows())), tmp_path / "out.csv")
    assert "more than once" not in once.stdout


def test_the_same_person_in_two_files_is_said_with_both(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, rows(), [rows()[0], rows()[5], *(["new", *row[1:]] for row in rows()[6:7])])
    said = allocate(folder, tmp_path / "out.csv").stdout
    assert f"counted each time: {folder / '0.csv'}: row 5, {folder / '1.csv'}: row 1." in said


def test_many_people_with_no_name_are_not_the_same_person(tmp_path: Path) -> None:
    given = rows()
    for row in given[1:]:
        row[0] = ""
    assert "more than once" not in allocate(put(tmp_path / "in.csv", text(given)), tmp_path / "out.csv").stdout


# Kinds of columns

KINDS = {
    "int8": pa.int8(),
    "uint64": pa.uint64(),
    "float32": pa.float32(),
    "float64": pa.float64(),
    "decimal128": pa.decimal128(9, 2),
    "decimal256": pa.decimal256(40, 3),
    "string": pa.string(),
    "large_string": pa.large_string(),
    "string_view": pa.string_view(),
    "binary": pa.binary(),
}


@pytest.mark.parametrize("ending", [".arrow", ".parquet"])
@pytest.mark.parametrize("kind", KINDS)
def test_whole_numbers_are_read_from_any_kind_of_column(kind: str, ending: str, tmp_path: Path) -> None:
    table = people(60)
    plain = written(table, tmp_path / "plain.parquet")
    names = [
        each.name
        for each in wanted_by(compile_scheme(read_scheme(scheme_source(ADULT))))
        if not each.flag and each.name in table.schema.names
    ]
    for name in [*names, "reason"]:
        column = table.column(name)
        if name == "reason":
            column = column.cast(KINDS[kind]) if "string" in kind else column
        else:
            column = column.cast(pa.string()).cast(KINDS[kind]) if "string" in kind or kind == "binary" else column.cast(KINDS[kind])
        table = table.set_column(table.schema.names.index(name), name, column)
    other = tmp_path / f"other{ending}"
    written(table, other)
    assert amounts(other, tmp_path / "out.parquet") == amounts(plain, tmp_path / "out.csv")


@pytest.mark.parametrize("value", ["1.5", "0x1", "1e0", "٣", "1,0", "--1", "1 1", "99999999999999999999", "1.0.0", "nan", "inf"])
def test_what_is_no_whole_number_is_none_in_text_either(value: str, tmp_path: Path) -> None:
    done = allocate(put(tmp_path / "in.csv", text(with_cell("home", 4, value))), tmp_path / "out.csv")
    assert (done.exit_code, done.stderr.startswith("row 4: home: must be a whole number")) == (2, True)


def test_numbers_too_large_for_anything_are_faults_in_their_row(tmp_path: Path) -> None:
    table = people(20)
    at = table.schema.names.index("home")
    for kind, value in ((pa.uint64(), 2**64 - 1), (pa.float64(), 1e309), (pa.float64(), 1e300), (pa.decimal128(38, 0), 10**37)):
        column = pa.array([*[1] * 4, value, *[1] * 15], kind)
        done = allocate(written(table.set_column(at, "home", column), tmp_path / "in.parquet"), tmp_path / "out.csv")
        assert (done.exit_code, done.stderr.startswith("row 5: home: must be a whole number")) == (2, True), kind


def test_a_cell_of_ten_megabytes_is_read(right: list[object], tmp_path: Path) -> None:
    given = with_cell("reason", 7, "a line\n" * 1_500_000)
    assert amounts(put(tmp_path / "in.csv", text(given)), tmp_path / "out.parquet") == right


def test_a_planted_bug_is_found(right: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: were semicolons not looked for, or broken rows passed over, the tests above would say so."""
    monkeypatch.setattr(csv_files, "_PARTINGS", (",",))
    assert allocate(put(tmp_path / "in.csv", CERTAIN["semicolons"]()), tmp_path / "out.csv").exit_code == 2
    for module in (csv_files, files):
        monkeypatch.setattr(module, "broken_rows", lambda *_: [])
    short = put(tmp_path / "in.csv", UNCERTAIN["a quotation mark that stays open"][0]())
    assert "row 6: " not in allocate(short, tmp_path / "out.csv").stderr


def test_the_same_name_of_a_second_file_is_typed_once(tmp_path: Path) -> None:
    one, other = put(tmp_path / "one.csv", text(rows())), put(tmp_path / "other.csv", text(without("paying_nhs")))
    done = typed("allocate", "--scheme", ADULT, "--in", one, "--in", other, "--out", tmp_path / "out.csv")
    assert done.stderr.splitlines() == [f"{other}: its columns are not those of {one}: it lacks paying_nhs"]


def test_files_of_one_folder_may_come_in_as_many_ways(right: list[object], tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    folder.mkdir()
    ways = [how for how in CERTAIN if "three megabytes" not in how]
    for at, how in enumerate(ways):
        put(folder / f"{at:02}.csv", CERTAIN[how]())
    assert amounts(folder, tmp_path / "out.parquet") == right * len(ways)

"""Importers under fire (T13 of the assurance plan): populations, cases, answers, schemes, questionnaires.

Whatever the bytes: read, or refused with sentences; never anything else, no part of a person's row, all or nothing, and no money lost.
"""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonpurse.allocation.answer_files import read_answers
from commonpurse.allocation.calibration import reading
from commonpurse.allocation.calibration.cases import Cases
from commonpurse.allocation.population import files as population_files
from commonpurse.allocation.population.files import Piece, read
from commonpurse.allocation.population.refusing import FileRefused
from commonpurse.allocation.population.wanted import Wanted, wanted_by
from commonpurse.assessments.questionnaire_file import read_questionnaire
from commonpurse.formula import read_scheme
from commonpurse.formula.faults import Faults
from commonpurse.formula.many import compile_scheme
from commonpurse.formula.texts import NotText, decoded
from tests.allocation.calibration.made import REFERENCE, cases_by, reference
from tests.allocation.calibration.test_command import rows_of
from tests.allocation.population.as_they_come import CANARY, CERTAIN, UNCERTAIN, put, rows, text
from tests.allocation.population.typed import people, written
from tests.formula.factories import FULL

fuzzed = settings(
    max_examples=100_000 if FULL else 120, deadline=None, derandomize=not FULL, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SECONDS, MEGABYTES = 2.0, 256

COMPILED = compile_scheme(reference())
WANTED = wanted_by(COMPILED)
COST = reading.COST


def a_population() -> list[list[str]]:
    return rows()[:9]


def some_cases() -> list[list[str]]:
    found = rows_of(cases_by(reference(), 24, seed=3, noise=0.1))
    return [[*found[0], "known_as"], *([*map(str, row.values()), CANARY] for row in found)]


POPULATION, CASES = a_population(), some_cases()

NASTY = st.sampled_from(
    [
        *("", " ", "\u00a0", "0", "1", "-1", "2.0", "2.", "1e309", "NaN", "inf", "0x1", "٣", "=1+1", "@SUM(A1)", "+1", "31/02/2026"),
        *(
            "true",
            "TRUE",
            "yes",
            "null",
            "None",
            '"',
            '""',
            "'",
            "a\nb",
            "a\r\nb",
            "a,b",
            "a;b",
            "\t",
            "\ufeff",
            "\u200b",
            "\ud7ff",
            "é",
            "𝔘",
        ),
        *("9" * 18, "9" * 19, "9" * 400, "-" + "9" * 30, "1,200", "£120", "Total", "99999999.00"),
    ]
)


@st.composite
def tables(draw: st.DrawFn, base: list[list[str]]) -> list[list[str]]:
    """A good table in which somebody has been: cells, rows and columns changed, doubled, moved and lost."""
    table = [list(row) for row in base]
    for _ in range(draw(st.integers(0, 4))):
        row = draw(st.integers(0, len(table) - 1))
        column = draw(st.integers(0, max(0, len(table[row]) - 1)))
        match draw(st.sampled_from(["cell", "short", "long", "double", "lose", "blank", "name", "turn"])):
            case "cell" if table[row]:
                table[row][column] = draw(NASTY)
            case "short":
                table[row] = table[row][: draw(st.integers(0, len(table[row])))]
            case "long":
                table[row] = [*table[row], draw(NASTY)]
            case "double":
                table.insert(row, list(table[row]))
            case "lose" if len(table) > 1:
                table.pop(row)
            case "blank":
                table.insert(row, [""] * len(base[0]))
            case "name" if table[0]:
                table[0][min(column, len(table[0]) - 1)] = draw(st.sampled_from([*base[0], "Home", "", "paying_x", "home "]))
            case "turn":
                table = [list(reversed(each)) for each in table]
    return table


@st.composite
def as_bytes(draw: st.DrawFn, base: list[list[str]]) -> bytes:
    """Such a table as a file, in any letters, parted by anything; and some of it spoilt."""
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "mac-roman", "cp850"]))
    written_down = text(draw(tables(base)), parting=draw(st.sampled_from(",,;\t|")), ends=draw(st.sampled_from(["\n", "\r\n", "\r"])))
    above = draw(st.sampled_from(["", "", "Extract of April\n\n", "sep=;\n", '"open\n', "\n\n\n"]))
    content = (above + written_down).encode(encoding, errors="replace")
    return spoilt(draw, content)


def spoilt(draw: st.DrawFn, content: bytes) -> bytes:
    for _ in range(draw(st.integers(0, 3))):
        at, to = sorted((draw(st.integers(0, len(content))), draw(st.integers(0, len(content)))))
        match draw(st.sampled_from(["put", "cut", "take", "double", "none"])):
            case "put":
                content = (
                    content[:at]
                    + draw(st.one_of(st.binary(max_size=4), st.sampled_from([b'"', b"\n", b"\0", b",", b"\xff"])))
                    + content[at:]
                )
            case "cut":
                content = content[:at]
            case "take":
                content = content[:at] + content[min(to, at + 40) :]
            case "double":
                content = content[:to] + content[at:]
    return content


def refused_well(error: Exception, *, may_say: str = "") -> None:
    """Every refusal is lines that a person can read, and nothing of a person's row."""
    lines = str(error).splitlines()
    assert lines
    assert all(line.strip() and line.isprintable() for line in lines), lines
    assert CANARY not in str(error).replace(may_say, "") if may_say else CANARY not in str(error)


def pieces(file: Path, wanted: list[Wanted]) -> list[Piece]:
    return list(read(file, wanted, wrong=lambda piece: ([*map(piece.fault, COMPILED.check(piece.columns))], 0)))


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as made:
        yield Path(made)


@fuzzed
@given(content=as_bytes(POPULATION))
def test_any_bytes_are_a_population_or_refused(content: bytes, folder: Path) -> None:
    file = put(folder / "in.csv", content)
    started = perf_counter()
    try:
        for piece in pieces(file, WANTED):
            COMPILED.compute({name: values.astype("int8") for name, values in piece.columns.items()})
    except FileRefused as error:
        refused_well(error)
    assert perf_counter() - started < SECONDS


@fuzzed
@given(content=as_bytes(CASES))
def test_any_bytes_are_cases_or_refused(content: bytes, folder: Path) -> None:
    with suppress_refusal():
        reading.read_cases(put(folder / "in.csv", content), reference(), groups=["home_is"])


class suppress_refusal(suppress):  # noqa: N801 - used as a word
    def __init__(self) -> None:
        super().__init__(FileRefused, Faults)

    def __exit__(self, kind, error, where) -> bool:  # type: ignore[no-untyped-def]
        if isinstance(error, (FileRefused, Faults)):
            refused_well(error)
        return bool(super().__exit__(kind, error, where))


def money_in(table: list[list[str]]) -> int:
    """Add up what a table says was agreed, as a person with a pocket calculator would."""
    names = next(row for row in table if COST in row)
    at, below = names.index(COST), table[table.index(names) + 1 :]
    return sum(int(row[at].strip().partition(".")[0]) for row in below if any(cell.strip() for cell in row))


def money_read(file: Path) -> int | None:
    try:
        found: Cases = reading.read_cases(file, reference())
    except FileRefused:
        return None
    return int(found.cost.sum())


@fuzzed
@given(table=tables(CASES), parting=st.sampled_from(",;\t|"))
def test_all_the_money_in_a_file_is_read_or_none(table: list[list[str]], parting: str, folder: Path) -> None:
    found = money_read(put(folder / "in.csv", text(table, parting=parting)))
    assert found is None or found == money_in(list(csv.reader(io.StringIO(text(table)))))


def test_the_money_in_a_good_file_is_read(folder: Path) -> None:
    assert money_read(put(folder / "in.csv", text(CASES))) == money_in(CASES)


def test_a_planted_bug_loses_money_and_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: were broken rows skipped without a word, the money would not be all there."""
    table = [*CASES[:5], CASES[5][:-1], *CASES[6:]]
    file = put(folder / "in.csv", text(table))
    assert money_read(file) is None
    monkeypatch.setattr(population_files._Opened, "refuse_broken_rows", lambda _: None)
    assert money_read(file) not in (None, money_in(table))


# Parquet and Arrow


@pytest.mark.parametrize("ending", [".parquet", ".arrow"])
def test_any_spoilt_file_of_columns_is_read_or_refused(ending: str, folder: Path) -> None:
    whole = written(people(40), folder / f"whole{ending}").read_bytes()

    @fuzzed
    @given(st.data())
    def spoil(data: st.DataObject) -> None:
        file = put(folder / f"in{ending}", data.draw(st.composite(spoilt)(whole)))
        with suppress_refusal():
            pieces(file, WANTED)

    spoil()


KINDS = [
    *(pa.null(), pa.bool_(), pa.int8(), pa.uint64(), pa.float16(), pa.float64(), pa.decimal128(9, 2), pa.decimal256(50, 0)),
    *(pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(), pa.binary_view(), pa.binary(3)),
    *(pa.date32(), pa.timestamp("us"), pa.time64("ns"), pa.duration("s"), pa.month_day_nano_interval()),
    *(pa.list_(pa.int8()), pa.struct([("a", pa.int8())]), pa.map_(pa.string(), pa.int8()), pa.dictionary(pa.int8(), pa.string())),
    *(pa.run_end_encoded(pa.int32(), pa.int8()), pa.dictionary(pa.int8(), pa.int64())),
]


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("name", ["home", "carer_willing_and_able", "person", "reason"])
def test_no_kind_of_column_is_too_strange(kind: pa.DataType, name: str, folder: Path) -> None:
    table = people(30)
    within = kind.value_type if pa.types.is_run_end_encoded(kind) else kind
    column = pa.array([None, *[_of(kind)] * 29], within)
    column = pc.run_end_encode(column) if pa.types.is_run_end_encoded(kind) else column
    file = folder / "in.arrow"
    written(table.set_column(table.schema.names.index(name), name, column), file)
    with suppress_refusal():
        pieces(file, WANTED)


def _of(kind: pa.DataType) -> object:
    within = kind.value_type if pa.types.is_dictionary(kind) or pa.types.is_run_end_encoded(kind) else kind
    for value in (1, b"\xff\xfe1", "1", {"a": 1}, [1], [("a", 1)], (1, 1, 1)):
        with suppress(pa.ArrowException, TypeError, ValueError, OverflowError):
            return pa.array([value], within)[0].as_py()
    return None


# Texts: answers, schemes, questionnaires

ANSWERS = json.dumps({"answers": {"home": {"level": 1, "worst_level": 3, "worst_weeks": 10}}, "paying_funders": ["nhs"]}, indent=1)
WORDS = (files("commonpurse.assessments") / "questionnaires" / "reference-adult.toml").read_bytes()


def _answers(source: bytes) -> None:
    try:
        read_answers(decoded(source), reference())
    except NotText as error:
        refused_well(error)


READERS: dict[str, tuple[bytes, Callable[[bytes], object]]] = {
    "answers": (ANSWERS.encode(), _answers),
    "a scheme": (REFERENCE, read_scheme),
    "a questionnaire": (WORDS, lambda source: read_questionnaire(source, reference())),
}


@pytest.mark.parametrize("what", READERS)
def test_any_text_is_read_or_refused(what: str) -> None:
    good, reader = READERS[what]

    @fuzzed
    @given(st.data())
    def spoil(data: st.DataObject) -> None:
        encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"]))
        part = data.draw(st.integers(0, 3)) if len(good) > 4_000 else 0  # most of a long file says nothing new
        content = good[: len(good) // (part + 1)].decode(errors="ignore").encode(encoding, errors="replace")
        with suppress_refusal():
            reader(data.draw(st.composite(spoilt)(content)))

    spoil()


@pytest.mark.parametrize("what", READERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_text_is_read_in_any_letters_that_are_certain(what: str, encoding: str) -> None:
    good, reader = READERS[what]
    assert reader(good) == reader(good.decode().encode(encoding)) or what == "a scheme"


@pytest.mark.parametrize("what", READERS)
def test_a_text_in_other_letters_is_refused_with_line_and_column_and_how_to_save_it(what: str) -> None:
    good, reader = READERS[what]
    at = good.index(b"\n", 20) + 1
    with pytest.raises((Faults, NotText), match=r"line 2: this is not text in UTF-8, from column 3 on; save the file again as UTF-8"):
        (decoded if what == "answers" else reader)(good[:at].split(b"\n")[0] + b"\n# \xa3" + good[at:])


# Time and memory

HUGE: dict[str, Callable[[], bytes]] = {
    **{name: CERTAIN[name] for name in ("a cell of three megabytes in many lines", "UTF-16", "Windows-1252")},
    **{name: UNCERTAIN[name][0] for name in ("a million columns", "too many columns", "bytes that are nothing", "a spreadsheet")},
    "a cell of ten megabytes": lambda: text([*rows()[:5], [*rows()[5][:1], "x\n" * 5_000_000, *rows()[5][2:]], *rows()[6:]]).encode(),
    "ten megabytes without an end": lambda: text(rows()).encode() + b'"' + b"x" * 10_000_000,
    "ten megabytes of quotation marks": lambda: text(rows()).encode() + b'"' * 10_000_001,
    "ten megabytes of empty rows": lambda: text(rows()).encode() + (b"," * (len(rows()[0]) - 1) + b"\n") * 200_000,
}

MEASURED = """
import resource, sys, time
from pathlib import Path
from commonpurse.allocation.population.allocating import Work, one_after_another, write_all
from commonpurse.allocation.population.parts import parts_of
from commonpurse.allocation.population.refusing import FileRefused
from commonpurse.allocation.sources import scheme_source
work = Work(scheme_source("reference-adult"), threads=1)
def through(file):
    try:
        write_all(work, one_after_another(work, parts_of([Path(file)])), Path(sys.argv[3]))
    except FileRefused as error:
        assert str(error)
through(sys.argv[1])
before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
through(sys.argv[2])
print(time.process_time() - started, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


@pytest.mark.parametrize("what", HUGE)
def test_no_file_takes_long_or_much_memory(what: str, tmp_path: Path) -> None:
    small, large = put(tmp_path / "small.csv", text(rows())), put(tmp_path / "large.csv", HUGE[what]())
    words = [sys.executable, "-c", MEASURED, str(small), str(large), str(tmp_path / "out.csv")]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


DEEP = ["[" * 10_000, '{"answers": ' * 10_000, '{"answers": {"home": ' + "[" * 10_000 + "]" * 10_000 + "}}"]


@pytest.mark.parametrize("content", DEEP, ids=["lists", "objects", "within an answer"])
def test_ten_thousand_levels_are_too_deep(content: str) -> None:
    with pytest.raises(Faults, match="nested too deeply"):
        read_answers(content, reference())

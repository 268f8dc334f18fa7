"""Reading a scheme from its TOML file: all of it, or every fault in it (docs/scheme-format.md, "The file")."""

import hashlib
import re
import tomllib
from typing import Any

from .checks import check_scheme, check_unique_ids
from .faults import Fault, SchemeFaults, quoted
from .scheme import Adjustment, Domain, Funder, Knot, Limits, Part, Question, Scheme
from .texts import NotText, decoded
from .toml_lines import lines_of
from .toml_tables import Notes, Table, is_whole

MOST_POINTS = 2_000
MOST_PENCE = 20_000_000
STATUSES = ("demonstration", "draft", "live", "retired")

_PERCENT = re.compile(r"(-?)([0-9]{1,15})(?:\.([0-9]{1,2}))?")
_AT = re.compile(r" \(at line (\d+), column \d+\)$")


def read_scheme(source: bytes) -> Scheme:
    """Read a scheme from the bytes of its file. Raises SchemeFaults with every fault and where it is."""
    try:
        text = decoded(source)
    except NotText as error:
        raise SchemeFaults([error.fault]) from None
    values = _toml(text)
    notes = Notes(lines_of(text.replace("\r\n", "\n")))
    scheme = _scheme(Table(values, (), notes), hashlib.sha256(source).hexdigest())
    check_scheme(scheme, notes)
    if notes.faults:
        raise SchemeFaults(notes.faults)
    return scheme


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise SchemeFaults([Fault("", "the file is nested too deeply")]) from None
    except ValueError as error:
        # A number of thousands of digits is a plain ValueError; all else names its line in its text.
        message = str(error)
        where = _AT.search(message)
        line = int(where[1]) if where else text.count("\n") + 1 if "end of document" in message else None
        raise SchemeFaults([Fault("", f"this is not TOML: {_AT.sub('', message)}", line)]) from None


def _scheme(file: Table, sha256: str) -> Scheme:
    if file.has("format") and not (is_whole(file.values["format"]) and file.values["format"] == 1):
        file.note("format", "format must be 1")
    elif not file.has("format"):
        file.note("format", "format is missing")
    rates = file.counts_by_name("rates")
    scheme = Scheme(
        id=file.id(),
        version=file.text("version"),
        title=file.text("title"),
        status=file.one_of("status", STATUSES),
        for_whom=file.one_of("for", ("adult", "carer")),
        pays=file.one_of("pays", ("weekly", "yearly")),
        effective_from=file.day("effective_from"),
        effective_to=file.day("effective_to", None),
        source=file.text("source"),
        weeks_per_year=file.whole("weeks_per_year", 52, least=1),
        unpaid_help=file.one_of("unpaid_help", ("share", "points")),
        funders=tuple(_funder(table) for table in _each(file, "funders")),
        questions=tuple(_question(table, rates) for table in _each(file, "questions")),
        domains=tuple(_domain(table) for table in _each(file, "domains")),
        parts=tuple(_part(table) for table in _each(file, "parts")),
        adjustments=tuple(_adjustment(table) for table in _each(file, "adjustments", required=False)),
        limits=_limits(file),
        to_pence=_rounding(file),
        rates=rates,
        second_estimate_tolerance_percent=file.whole("second_estimate_tolerance_percent", 20),
        sha256=sha256,
    )
    file.nothing_else()
    return scheme


def _each(file: Table, kind: str, *, required: bool = True) -> list[Table]:
    tables = file.tables(kind, required=required)
    check_unique_ids(tables)
    return tables


def _funder(table: Table) -> Funder:
    funder = Funder(table.id(), table.text("name"))
    table.nothing_else()
    return funder


def _question(table: Table, rates: dict[str, int]) -> Question:
    if not table.has("funding"):
        table.note("funding", "funding is missing")
    rate = table.text("rate") if table.has("rate") else None
    question = Question(
        id=table.id(),
        text=table.text("text"),
        domain=table.text("domain"),
        levels=table.texts("levels"),
        points=table.wholes("points"),
        fluctuates=table.flag("fluctuates"),
        unpaid_support=table.flag("unpaid_support"),
        funding=table.counts_by_name("funding"),
        minutes=table.wholes("minutes") if table.has("minutes") else None,
        rate=rate,
        rate_pence=None if rate is None else rates.get(rate),
    )
    table.nothing_else()
    return question


def _domain(table: Table) -> Domain:
    domain = Domain(table.id(), table.text("title"), table.one_of("combine", ("sum", "max")), table.whole("cap", None))
    table.nothing_else()
    return domain


def _part(table: Table) -> Part:
    part = Part(
        id=table.id(),
        title=table.text("title"),
        domains=table.texts("domains"),
        curve=table.one_of("curve", ("linear", "step")),
        knots=_knots(table),
        costing_over=table.whole("costing_over", None, most=MOST_POINTS),
    )
    table.nothing_else()
    return part


def _knots(table: Table) -> tuple[Knot, ...]:
    knots = table.items("knots")
    for position, knot in enumerate(knots, start=1):
        if problem := _not_a_knot(knot):
            table.note("knots", f"knot {position} {problem}")
    return tuple((points, pence) for points, pence in knots) if table.sound("knots") else ()


def _not_a_knot(knot: object) -> str:
    if not (isinstance(knot, list) and len(knot) == 2 and all(is_whole(number) for number in knot)):
        return "must be two whole numbers, [points, pence]"
    points, pence = knot
    if points < 0 or pence < 0:
        return "must not be negative"
    if points > MOST_POINTS:
        return f"has {quoted(points)} points: at most {MOST_POINTS:,} are allowed"
    return f"has {quoted(pence)} pence: at most {MOST_PENCE:,} are allowed" if pence > MOST_PENCE else ""


def _adjustment(table: Table) -> Adjustment:
    adjustment = Adjustment(table.id(), table.text("title"), _hundredths(table))
    table.nothing_else()
    return adjustment


def _hundredths(table: Table) -> int:
    """Read a percent, a decimal string so that no floating point comes near money, as hundredths of a percent."""
    text = table.text("percent")
    match = _PERCENT.fullmatch(text)
    if not match:
        if text:
            table.note("percent", f'percent {quoted(text)} must be a number in quotes with at most 2 decimals, like "-2.5"')
        return 0
    sign, whole, decimals = match.groups()
    hundredths = int(whole) * 100 + int((decimals or "").ljust(2, "0"))
    if sign and hundredths > 10_000:
        table.note("percent", f"percent must be at least -100, and is {text}")
    return -hundredths if sign else hundredths


def _limits(file: Table) -> Limits:
    table = file.table("limits")
    limits = Limits(table.whole("minimum_pence", None), table.whole("maximum_pence", None))
    table.nothing_else()
    return limits


def _rounding(file: Table) -> int:
    if not file.has("rounding"):
        file.note("rounding", "[rounding] is missing")
        return 1
    table = file.table("rounding")
    to_pence: int = table.whole("to_pence", least=1)
    table.nothing_else()
    return to_pence

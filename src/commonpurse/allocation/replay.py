"""A frozen run worked out again from its own frozen rules and answers, to the penny; and what newer rules would give. Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import zip_longest
from typing import Any
from uuid import UUID

from commonpurse.formula import Given, GivenFaults, Line, Result, Scheme, SchemeFaults, allocate, read_given, read_scheme
from commonpurse.formula.result import FORMAT
from commonpurse.values.frozen import format_of
from commonpurse.values.money import Pence

NOTHING = "nothing"
FIGURES = ("step", "id", "title", "units", "pence")
"""What a line of every format holds. Its sentence is compared only where it was written as sentences are written now."""


@dataclass(frozen=True)
class FrozenRun:
    """One run as it was written down: what went in, what came out, and the rules' own text with the checksum kept beside it."""

    run_id: UUID
    batch: UUID
    side: str
    made_at: datetime
    given: Any
    result: Any
    source: str
    sha256: str

    @property
    def has_todays_words(self) -> bool:
        """Whether its sentences were written in the format that is written now. Older ones stay as they were, and are not written again."""
        try:
            return isinstance(self.result, Mapping) and format_of(self.result) == FORMAT
        except ValueError:
            return False


@dataclass(frozen=True)
class Difference:
    """One thing that did not come out as it was frozen."""

    what: str
    frozen: str
    again: str


@dataclass(frozen=True)
class Replay:
    """`again` is None where the frozen rules or answers cannot be read any more."""

    run: FrozenRun
    rules: Scheme | None
    given: Given | None
    again: Result | None
    differences: tuple[Difference, ...]

    @property
    def same(self) -> bool:
        return not self.differences

    @property
    def amount_pence(self) -> Pence | None:
        return self.again.amount_pence if self.again else None

    @property
    def each(self) -> str:
        return "a year" if self.rules and self.rules.pays == "yearly" else "a week"


@dataclass(frozen=True)
class NewerRules:
    """A version that came into force after the one of a run, and is in force now."""

    title: str
    version: str
    since: date
    source: str


@dataclass(frozen=True)
class WithNewerRules:
    """What newer rules would give for the frozen answers. Never applied. `because`: why no difference can be said."""

    rules: NewerRules
    amount_pence: Pence | None
    more_pence: Pence | None
    because: str = ""


def replayed(run: FrozenRun) -> Replay:
    """Work a run out again, and name every difference."""
    try:
        rules = _rules(run.source)
    except SchemeFaults as error:
        return Replay(run, None, None, None, (_unreadable("The frozen rules", str(error.faults[0])),))
    found = list(_checksums(run, rules))
    try:
        given = read_given(json.dumps(run.given), rules)
        again = allocate(rules, given)
    except GivenFaults as error:
        return Replay(run, rules, None, None, (*found, *(_unreadable("The frozen answers", str(fault)) for fault in error.faults)))
    found += _compared(run.result if isinstance(run.result, Mapping) else {}, again.as_json(), words=run.has_todays_words)
    return Replay(run, rules, given, again, tuple(found))


def with_newer_rules(replay: Replay, newer: NewerRules) -> WithNewerRules:
    """The same answers under newer rules: said only where those rules ask for nothing else."""
    if replay.given is None or replay.amount_pence is None:
        return WithNewerRules(newer, None, None, "There is no figure to set it beside.")
    try:
        result = allocate(_rules(newer.source), replay.given)
    except GivenFaults as error:
        return WithNewerRules(newer, None, None, f"The newer rules ask something else ({error.faults[0]}), so these answers cannot say.")
    if result.amount_pence is None:
        return WithNewerRules(newer, None, None, "The newer rules ask more than was answered, so these answers cannot say.")
    return WithNewerRules(newer, result.amount_pence, result.amount_pence - replay.amount_pence)


@lru_cache(maxsize=64)
def _rules(source: str) -> Scheme:
    return read_scheme(source.encode())


def _unreadable(what: str, why: str) -> Difference:
    return Difference(what, "could be used when the run was frozen", f"cannot be used now: {why}")


def _checksums(run: FrozenRun, rules: Scheme) -> Iterator[Difference]:
    if run.sha256 != rules.sha256:
        yield Difference("The rules' checksum", run.sha256, rules.sha256)


def _compared(frozen: Mapping[str, Any], again: Mapping[str, Any], *, words: bool) -> Iterator[Difference]:
    """The figures one by one, then the explanation line by line: `words` too, or its figures alone."""
    for name in [*again, *(name for name in frozen if name not in again)]:
        if name not in {"lines", "format"} and frozen.get(name, NOTHING) != again.get(name, NOTHING):
            yield Difference(name, _written(frozen.get(name, NOTHING)), _written(again.get(name, NOTHING)))
    lines = frozen.get("lines")
    pairs = zip_longest(lines if isinstance(lines, list) else [], again["lines"])
    for number, (was, now) in enumerate(pairs, start=1):
        if was != now if words else _figures(was) != _figures(now):
            yield Difference(f"Line {number}{_titled(now or was)}", _line(was), _line(now))


def _figures(line: Any) -> Any:
    return {key: line[key] for key in FIGURES if key in line} if isinstance(line, dict) else line


def _titled(line: Any) -> str:
    return f", {line['title']}" if isinstance(line, dict) and line.get("title") else ""


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _line(stored: Any) -> str:
    if stored is None:
        return NOTHING
    try:
        line = Line.from_json(stored)
    except (TypeError, AttributeError):
        return _written(stored)
    return f"{line.figure}. {line.because}"

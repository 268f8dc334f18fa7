"""What if an answer were another one: the same rules, the figure before and after, and which lines change. Pure, and nothing is kept.

It knows of a carer's yes only what the frozen run knows: the unpaid help that it counts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from commonpurse.assessments.answers import Value
from commonpurse.formula import Answer, Given, Line, Result, Scheme, allocate
from commonpurse.formula.answers import QUARTERS
from commonpurse.values.money import Pence


@dataclass(frozen=True)
class Change:
    """What is to be another way in one answer; None leaves it as it is. Hard weeks are a level and a number, or none at all."""

    level: int | None = None
    worst_level: int | None = None
    worst_weeks: int | None = None
    no_hard_weeks: bool = False
    unpaid_quarters: int | None = None

    def __bool__(self) -> bool:
        return self != Change()

    def to(self, answer: Answer | None) -> Value:
        """The answer as it would be. Hard weeks that are left as they are go where a usual week becomes as hard as they."""
        level = _or(self.level, answer.level if answer else None)
        worst, weeks = (answer.worst_level, answer.worst_weeks) if answer else (None, None)
        if self.no_hard_weeks or (self.worst_level is None and worst is not None and level is not None and worst < level):
            worst, weeks = None, None
        return Value(
            level=level,
            worst_level=_or(self.worst_level, worst),
            worst_weeks=_or(self.worst_weeks, weeks),
            unpaid_quarters=_or(self.unpaid_quarters, answer.unpaid_quarters if answer else None),
        )


def _or(changed: int | None, present: int | None) -> int | None:
    return present if changed is None else changed


@dataclass(frozen=True)
class ChangedLine:
    """A line of the explanation that is another one; None where it is not there."""

    before: Line | None
    after: Line | None

    @property
    def name(self) -> str:
        line = self.after or self.before
        return line.name if line else ""

    @property
    def step(self) -> str:
        line = self.after or self.before
        return line.step if line else ""


@dataclass(frozen=True)
class WhatIf:
    """One run beside what it would be. `with_help`: the needs for which more unpaid help is supposed than the run counts."""

    before: Result
    after: Result
    changed: tuple[ChangedLine, ...]
    with_help: tuple[str, ...]
    no_longer_hard: tuple[str, ...]

    @property
    def more_pence(self) -> Pence | None:
        if self.before.amount_pence is None or self.after.amount_pence is None:
            return None
        return self.after.amount_pence - self.before.amount_pence


def what_if(rules: Scheme, given: Given, before: Result, changes: Mapping[str, Change]) -> WhatIf:
    """Raises GivenFaults where a change does not fit its question."""
    values = {name: change.to(given.answers.get(name)) for name, change in changes.items() if change}
    changed = {name: answer for name, value in values.items() if (answer := value.for_formula(covered=QUARTERS))}
    answers = {**given.answers, **changed}
    helped = any(answer.unpaid_quarters for answer in answers.values())
    after = allocate(rules, replace(given, answers=answers, carer_willing_and_able=helped))
    return WhatIf(
        before=before,
        after=after,
        changed=tuple(_changed(before, after)),
        with_help=tuple(each.text for each in rules.questions if _quarters(answers, each.id) > _quarters(given.answers, each.id)),
        no_longer_hard=tuple(
            rules.question(name).text for name in changed if _falls_away(given.answers.get(name), changes[name], changed[name])
        ),
    )


def _quarters(answers: Mapping[str, Answer], name: str) -> int:
    answer = answers.get(name)
    return (answer.unpaid_quarters or 0) if answer else 0


def _falls_away(before: Answer | None, change: Change, after: Answer) -> bool:
    """Whether hard weeks go that nobody took out."""
    return before is not None and bool(before.worst_weeks) and not after.worst_weeks and not change.no_hard_weeks


def _changed(before: Result, after: Result) -> Iterator[ChangedLine]:
    """In the order of the later explanation; what is gone comes last."""
    was = {(line.step, line.id): line for line in before.lines}
    now = {(line.step, line.id): line for line in after.lines}
    for key, line in now.items():
        if was.get(key) != line:
            yield ChangedLine(was.get(key), line)
    yield from (ChangedLine(line, None) for key, line in was.items() if key not in now)

"""What if an answer were another one: the form, and what is shown of it. Computed when asked, shown once, and kept nowhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from commonpurse.allocation.queries import IndicativeBudget, SideOfBudget
from commonpurse.allocation.what_if import Change, ChangedLine, WhatIf, what_if
from commonpurse.assessments.answers import Value
from commonpurse.assessments.questionnaire import Form
from commonpurse.assessments.rules import HOW_MANY_WEEKS, what_is_wrong_with
from commonpurse.assessments.wording import NOT_SURE, in_one_line
from commonpurse.formula import Answer
from commonpurse.formula.answers import QUARTERS, WEEKS
from commonpurse.formula.scheme import Question
from commonpurse.formula.words import share_of_help
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.theme.fields import WholeField

NO_HARD_WEEKS = "none"
AS_IT_IS = ("", "As it is")
NOTHING_CHANGED = "Nothing is another way than now. Change at least one answer."
SHOWN_FIRST = frozenset({"question", "question-after-help", "costing", "minimum", "maximum", "rounding"})
PARTS = ("level", "worst_level", "worst_weeks", "unpaid")
"""The parts of an answer, as the rules of answering name them; a field is a part and its question."""


@dataclass(frozen=True)
class Row:
    """One question with its fields, and how it is answered now: by side, or once where the sides agree."""

    question: Question
    now: list[tuple[str, str]]
    level: forms.BoundField
    worst_level: forms.BoundField | None
    worst_weeks: forms.BoundField | None
    unpaid: forms.BoundField | None
    level_now: int | None

    @property
    def fields(self) -> list[forms.BoundField]:
        return [field for field in (self.level, self.worst_level, self.worst_weeks, self.unpaid) if field is not None]

    @property
    def names(self) -> list[str]:
        return [field.name for field in self.fields]


class WhatIfForm(GuardedForm):
    """Every answer of a budget, each left as it is unless it is changed. The same change is made to both sides of a difference."""

    def __init__(self, data: Any = None, *, budget: IndicativeBudget, asked: Form, **options: Any) -> None:
        super().__init__(data, **options)
        self.budget, self.asked = budget, asked
        self.questions = [question for question in budget.rules.questions if asked.has(question.id)]
        for question in self.questions:
            self.fields |= {f"{part}_{question.id}": field for part, field in _fields(question, asked).items()}

    def rows(self) -> list[Row]:
        return [self.row(question.id) for question in self.questions]

    def row(self, name: str) -> Row:
        """One question. Raises KeyError."""
        level, worst, weeks, unpaid = (self[f"{part}_{name}"] if f"{part}_{name}" in self.fields else None for part in PARTS)
        if level is None:
            raise KeyError(name)
        answers = [side.given.answers.get(name) for side in self.budget.sides]
        levels = {answer.level if answer else None for answer in answers}
        now = list(_now(self.budget.sides, answers, self.budget.rules.question(name), self.asked))
        return Row(self.budget.rules.question(name), now, level, worst, weeks, unpaid, levels.pop() if len(levels) == 1 else None)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.errors:
            return given
        changes = self.changes()
        for name, change in changes.items():
            self._check(name, change)
        if not changes:
            raise ValidationError(NOTHING_CHANGED)
        return given

    def changes(self) -> dict[str, Change]:
        """What is another way than now, on either side."""
        found = {question.id: self._change(question.id) for question in self.questions}
        return {name: change for name, change in found.items() if self._differs(name, change)}

    def _change(self, name: str) -> Change:
        level, worst, weeks, unpaid = (self.cleaned_data.get(f"{part}_{name}") for part in PARTS)
        return Change(
            level=_number(level),
            worst_level=None if worst == NO_HARD_WEEKS else _number(worst),
            worst_weeks=None if worst == NO_HARD_WEEKS else weeks,
            no_hard_weeks=worst == NO_HARD_WEEKS,
            unpaid_quarters=_number(unpaid),
        )

    def _differs(self, name: str, change: Change) -> bool:
        answers = [side.given.answers.get(name) for side in self.budget.sides]
        return any(change.to(answer) != Change().to(answer) for answer in answers)

    def _check(self, name: str, change: Change) -> None:
        for side in self.budget.sides:
            value = change.to(side.given.answers.get(name))
            for missing in what_is_wrong_with(value, self.asked.question(name), self.asked):
                field = f"{missing.field}_{name}"
                if missing.sentence not in self.errors.get(field, []):
                    self.add_error(field if field in self.fields else None, missing.sentence)


def _fields(question: Question, asked: Form) -> dict[str, forms.Field]:
    levels = [(str(number), text) for number, text in enumerate(question.levels)]
    title = question.text
    found: dict[str, forms.Field] = {
        "level": forms.ChoiceField(label=f"{title}: a usual week", choices=[AS_IT_IS, *levels], required=False)
    }
    if question.fluctuates:
        hardest = [AS_IT_IS, (NO_HARD_WEEKS, "No hard weeks"), *levels]
        found["worst_level"] = forms.ChoiceField(label=f"{title}: the hardest weeks", choices=hardest, required=False)
        found["worst_weeks"] = WholeField(
            units=("week", "weeks"),
            label=f"{title}: how many hard weeks a year",
            min_value=1,
            max_value=WEEKS,
            required=False,
            error_messages={"invalid": HOW_MANY_WEEKS, "min_value": HOW_MANY_WEEKS, "max_value": HOW_MANY_WEEKS},
        )
    if question.unpaid_support:
        choices = asked.unpaid_help.get("choices") or [share_of_help(number).capitalize() for number in range(QUARTERS + 1)]
        quarters = [(str(number), text) for number, text in enumerate(choices)]
        found["unpaid"] = forms.ChoiceField(label=f"{title}: unpaid help", choices=[AS_IT_IS, *quarters], required=False)
    return found


def _number(typed: Any) -> int | None:
    return int(typed) if typed else None


def _now(sides: Sequence[SideOfBudget], answers: Sequence[Answer | None], question: Question, asked: Form) -> Iterator[tuple[str, str]]:
    """How it is answered: once where all sides say the same, else with whose it is."""
    said = [_said(answer, question, asked) for answer in answers]
    if len(set(said)) == 1:
        yield "", said[0]
    else:
        yield from ((side.title, words) for side, words in zip(sides, said, strict=True))


def _said(answer: Answer | None, question: Question, asked: Form) -> str:
    if answer is None:
        return NOT_SURE
    without_help = Value(answer.level, worst_level=answer.worst_level, worst_weeks=answer.worst_weeks)
    said = in_one_line(without_help, asked.question(question.id), asked)
    return f"{said}; unpaid help counts for {share_of_help(answer.unpaid_quarters)} of it" if answer.unpaid_quarters else said


@dataclass(frozen=True)
class LineShown:
    title: str
    before: str
    after: str
    because: str


@dataclass(frozen=True)
class Outcome:
    """What one side of a budget would be."""

    side: SideOfBudget
    found: WhatIf
    first: list[LineShown]
    more: list[LineShown]


def outcomes(form: WhatIfForm) -> list[Outcome]:
    """What every side would be, with the changes of a valid form."""
    rules, changes = form.budget.rules, form.changes()
    return [_outcome(side, what_if(rules, side.given, side.result, changes)) for side in form.budget.sides]


def _outcome(side: SideOfBudget, found: WhatIf) -> Outcome:
    first = [_shown(line) for line in found.changed if line.step in SHOWN_FIRST]
    return Outcome(side, found, first, [_shown(line) for line in found.changed if line.step not in SHOWN_FIRST])


def _shown(line: ChangedLine) -> LineShown:
    before, after = (one.figure if one else "not there" for one in (line.before, line.after))
    return LineShown(line.name, before, after, line.after.because if line.after else "This line goes.")

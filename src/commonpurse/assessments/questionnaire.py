"""The words around a scheme's questions, as they were published: read back from their frozen content. Pure.

`assessments.questionnaire_file` reads the TOML file that they come from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from json import dumps
from typing import Any

from commonpurse.values.frozen import FIRST, Grows, reader_for


@dataclass(frozen=True)
class Tick(Grows):
    """A tick under a question. `outcome` is not achieved when it is set; `cost_by_hand` asks for costing by hand."""

    id: str
    text: str
    outcome: str = ""
    cost_by_hand: bool = False


@dataclass(frozen=True)
class FormQuestion(Grows):
    """One question as people see it: title, levels and flags from the scheme, the words round it from the questionnaire."""

    id: str
    title: str
    domain: str
    levels: tuple[str, ...]
    fluctuates: bool
    unpaid_help: bool
    outcomes: tuple[str, ...]
    evidence_for: tuple[str, ...]
    why: str
    help: str
    note: str
    picture: str
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Form(Grows):
    """A whole published questionnaire."""

    code: str
    version: str
    kind: str
    intro: str
    who_reads: str
    limbs: tuple[tuple[str, str], ...]
    questions: tuple[FormQuestion, ...]
    worst_weeks: Mapping[str, str]
    unpaid_help: Mapping[str, Any]
    willing_and_able: Mapping[str, Any] = field(default_factory=dict)  # only of a carer's questionnaire

    @cached_property
    def _by_id(self) -> Mapping[str, FormQuestion]:
        return {question.id: question for question in self.questions}

    def question(self, question_id: str) -> FormQuestion:
        """Raises KeyError."""
        return self._by_id[question_id]

    def has(self, question_id: str) -> bool:
        return question_id in self._by_id

    def position(self, question_id: str) -> int:
        """Which question it is, counted from 1."""
        return [question.id for question in self.questions].index(question_id) + 1


def form_of(content: Mapping[str, Any]) -> Form:
    """The form that a published questionnaire's content holds (`assessments_questionnaire.content`). Raises NewerFormat."""
    return _form(dumps(content, sort_keys=True))


@lru_cache(maxsize=16)
def _form(text: str) -> Form:
    from json import loads

    return reader_for(loads(text), READERS)


READERS = {FIRST: Form.read}

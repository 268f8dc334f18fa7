"""What goes from page to page in a signed hidden field, because nothing is kept here: whose questions, which one, the answers so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core import signing

from commonpurse.assessments.answers import Value

SALT = "commonpurse.estimate."  # and the kind: what was signed for one questionnaire is nothing to the other
LONGEST = 20_000  # characters: a hundred questions fit
OPEN_FOR = timedelta(hours=4)

CHECK, RESULT = ".check", ".result"  # no question can be called so
NOTHING_SAID = Value().as_json()


class NotWhole(Exception):
    """What came back is not what went out: cut short, changed, or never ours."""


class OpenTooLong(Exception):
    """It is ours and whole, and it has been open for so long that somebody else may sit there now."""

    def __init__(self, carried: "Carried") -> None:
        self.carried = carried


@dataclass(frozen=True)
class Carried:
    """`at`: a question's id, or the page to check, or the result. `answers` by question; one that was skipped has none."""

    kind: str
    questionnaire: UUID
    at: str
    answers: Mapping[str, Value] = field(default_factory=dict)
    checking: bool = False  # one answer is being changed: then back to the list

    def moved(self, at: str, *, checking: bool = False) -> "Carried":
        return replace(self, at=at, checking=checking)

    def saying(self, question: str, value: Value | None) -> "Carried":
        others = {name: said for name, said in self.answers.items() if name != question}
        return replace(self, answers=others if value is None else {**others, question: value})

    @property
    def signed(self) -> str:
        return signing.dumps(
            {
                "questionnaire": str(self.questionnaire),
                "at": self.at,
                "checking": self.checking,
                "answers": {name: _short(value) for name, value in self.answers.items()},
            },
            salt=SALT + self.kind,
        )


def _short(value: Value) -> dict[str, Any]:
    """Only what was said. Compared with an empty answer: a level of 0 is said."""
    return {name: part for name, part in value.as_json().items() if part != NOTHING_SAID[name]}


def read_carried(text: str, kind: str) -> Carried:
    """Raises NotWhole or OpenTooLong. The signature is looked at before anything else is."""
    if len(text) > LONGEST:
        raise NotWhole
    try:
        return _read(kind, signing.loads(text, salt=SALT + kind, max_age=OPEN_FOR))
    except signing.SignatureExpired:
        raise OpenTooLong(_read(kind, signing.loads(text, salt=SALT + kind))) from None
    except signing.BadSignature:
        raise NotWhole from None


def _read(kind: str, stored: Any) -> Carried:
    try:
        answers = {name: Value.from_json(value) for name, value in stored["answers"].items()}
        return Carried(kind, UUID(stored["questionnaire"]), stored["at"], answers, stored["checking"])
    except (KeyError, TypeError, ValueError, AttributeError):  # signed by us, by an earlier version of this page
        raise NotWhole from None

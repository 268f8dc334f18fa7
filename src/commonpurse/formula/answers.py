"""The answers that a budget is made from: read strictly, and checked against a scheme before anything is computed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple, Self, TypeAlias

from .faults import Fault, GivenFaults, Path, listed, perhaps, quoted
from .json_places import NotJSON, PlacedJSON, read_json
from .scheme import Question, Scheme

WithoutHelp: TypeAlias = tuple[int, int | None, int | None]
"""An answer but for the help: its level, its worst level and its worst weeks."""

WEEKS = 52
QUARTERS = 4


class _Numbers(NamedTuple):
    """The fields of an answer. (A NamedTuple cannot have a `__new__` of its own.)"""

    level: int
    worst_level: int | None = None
    worst_weeks: int | None = None
    unpaid_quarters: int | None = None


class Answer(_Numbers):
    """One answer. `level` counts from 0; `worst_weeks` are weeks a year; `unpaid_quarters` are quarters of this need.

    Raises TypeError for anything but whole numbers: an answer is the key of what is kept, and to a key True is 1 and 2.0 is 2.
    """

    __slots__ = ()

    def __new__(
        cls, level: int, worst_level: int | None = None, worst_weeks: int | None = None, unpaid_quarters: int | None = None
    ) -> Self:
        made = super().__new__(cls, level, worst_level, worst_weeks, unpaid_quarters)
        for number in made:
            if type(number) is not int and (number is not None or level is None):
                raise TypeError(f"an answer must be whole numbers, and {number!r} is not one")
        return made

    @classmethod
    def _make(cls, iterable: Iterable[Any]) -> Self:  # type: ignore[override]  # mypy names its first parameter otherwise
        """Look at these numbers too: `_replace` goes through here."""
        return cls(*iterable)

    @property
    def without_help(self) -> WithoutHelp:
        return self[:3]

    def as_json(self) -> dict[str, int]:
        return {name: number for name, number in zip(ANSWER_KEYS, self, strict=True) if number is not None}


@dataclass(frozen=True)
class Given:
    """Everything that a scheme needs to know of a person. `lines` holds where each thing stood, if it came from a file."""

    answers: Mapping[str, Answer]
    carer_willing_and_able: bool = False
    paying_funders: tuple[str, ...] = ()
    cost_by_hand: bool = False
    lines: Mapping[Path, int] = field(default_factory=dict, compare=False, repr=False)

    def as_json(self) -> dict[str, Any]:
        """Give the shape that `read_given` reads."""
        return {
            "answers": {name: answer.as_json() for name, answer in self.answers.items()},
            "carer_willing_and_able": self.carer_willing_and_able,
            "paying_funders": list(self.paying_funders),
            "cost_by_hand": self.cost_by_hand,
        }


ANSWER_KEYS = Answer._fields
FLAGS = ("carer_willing_and_able", "cost_by_hand")
GIVEN_KEYS = ("answers", *FLAGS, "paying_funders")


def read_given(text: str, scheme: Scheme | None = None, *, first_line: int = 1) -> Given:
    """Read answers from JSON, and check them against a scheme if one is named.

    Raises GivenFaults with every fault and its line; the text's own first line is `first_line` of its file.
    """
    try:
        placed = read_json(text, first_line=first_line)
    except NotJSON as error:
        raise GivenFaults([error.fault]) from None
    shape = _Shape(placed)
    given = shape.given()
    faults = [*shape.faults, *(check(given, scheme) if scheme else ())]
    if faults:
        raise GivenFaults(faults)
    return given


class _Shape:
    """Takes from a JSON value what has the right shape and notes what has not."""

    def __init__(self, placed: PlacedJSON) -> None:
        self.value = placed.value
        self.lines = placed.lines
        self.faults = list(placed.faults)

    def given(self) -> Given:
        if not isinstance(self.value, dict):
            self._note((), "one JSON object was expected")
            return Given({})
        self._unknown_keys((), self.value, GIVEN_KEYS)
        willing, by_hand = (self._flag(name) for name in FLAGS)
        return Given(self._answers(), willing, self._paying_funders(), by_hand, self.lines)

    def _note(self, path: Path, problem: str) -> None:
        self.faults.append(Fault(_place(path), problem, self.lines.get(path)))

    def _unknown_keys(self, path: Path, values: dict[str, Any], known: tuple[str, ...]) -> None:
        for key in values:
            if key not in known:
                self._note((*path, key), f"unknown key {quoted(key)}{perhaps(key, known)}")

    def _flag(self, name: str) -> bool:
        value = self.value.get(name, False)
        if not isinstance(value, bool):
            self._note((name,), f"{name} must be true or false")
        return value is True

    def _paying_funders(self) -> tuple[str, ...]:
        value = self.value.get("paying_funders", [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self._note(("paying_funders",), "it must be a list of funders' ids")
            return ()
        return tuple(value)

    def _answers(self) -> dict[str, Answer]:
        values = self.value.get("answers")
        if not isinstance(values, dict):
            problem = "answers must be an object, one answer by question" if "answers" in self.value else "answers are missing"
            self._note(("answers",) if "answers" in self.value else (), problem)
            return {}
        read = ((name, self._answer(("answers", name), value)) for name, value in values.items())
        return {name: answer for name, answer in read if answer}

    def _answer(self, path: Path, value: Any) -> Answer | None:
        if not isinstance(value, dict):
            self._note(path, 'an answer must be an object, like {"level": 1}')
            return None
        self._unknown_keys(path, value, ANSWER_KEYS)
        numbers = {key: value[key] for key in ANSWER_KEYS if key in value}
        wrong = [key for key in numbers if type(numbers[key]) is not int]
        for key in wrong:
            self._note((*path, key), f"{key} must be a whole number")
        if "level" not in value:
            self._note(path, "level is missing")
        return None if wrong or "level" not in value else Answer(**numbers)


def check(given: Given, scheme: Scheme) -> tuple[Fault, ...]:
    """Give every reason why these answers do not fit this scheme, each with its line if they came from a file."""
    found = [*_wrong_answers(given, scheme), *wrong_funders(scheme, given.paying_funders)]
    return tuple(Fault(_place(path), problem, _line(path, given)) for path, problem in found)


def _wrong_answers(given: Given, scheme: Scheme) -> Iterator[tuple[Path, str]]:
    for name, answer in given.answers.items():
        question = scheme.find(name)
        if question is None:
            yield ("answers", name), f"there is no question {quoted(name)}{perhaps(name, (each.id for each in scheme.questions))}"
            continue
        for key, problem in wrong_with(answer, question):
            yield ("answers", name, key), problem


def wrong_with(answer: Answer, question: Question) -> list[tuple[str, str]]:
    """Give the key and the problem of everything in an answer that the question does not allow."""
    level, worst_level, worst_weeks, quarters = answer
    last = len(question.levels) - 1
    wrong = [] if 0 <= level <= last else [_not_within("level", level, last)]
    if worst_level is not None or worst_weeks is not None:
        wrong += _wrong_worst(question, level, worst_level, worst_weeks)
    if quarters is not None:
        if not question.unpaid_support:
            wrong.append(("unpaid_quarters", "unpaid help cannot be counted for this question"))
        if not 0 <= quarters <= QUARTERS:
            wrong.append(_not_within("unpaid_quarters", quarters, QUARTERS))
    return wrong


def _wrong_worst(question: Question, level: int, worst_level: int | None, worst_weeks: int | None) -> list[tuple[str, str]]:
    if worst_level is None:
        return [("worst_weeks", "worst_weeks need a worst_level")]
    if worst_weeks is None:
        return [("worst_level", "a worst_level needs worst_weeks")]
    last = len(question.levels) - 1
    wrong = [] if 0 <= worst_level <= last else [_not_within("worst_level", worst_level, last)]
    if not 0 <= worst_weeks <= WEEKS:
        wrong.append(_not_within("worst_weeks", worst_weeks, WEEKS))
    if not question.fluctuates:
        wrong.append(("worst_level", "this question has no worst weeks"))
    if not wrong and worst_level < level:
        wrong.append(("worst_level", f"the worst level {worst_level} is below the usual level {level}"))
    return wrong


def _not_within(name: str, value: int, most: int) -> tuple[str, str]:
    return name, f"{name} must be from 0 to {most}, and is {value}"


@lru_cache(maxsize=256)
def wrong_funders(scheme: Scheme, paying: tuple[str, ...]) -> tuple[tuple[Path, str], ...]:
    """Give the place and the problem of every funder that cannot be listed as paying."""
    return tuple(_wrong_funders(paying, *(funder.id for funder in scheme.funders)))


def _wrong_funders(paying: tuple[str, ...], first: str, *others: str) -> Iterator[tuple[Path, str]]:
    for position, name in enumerate(paying):
        path = ("paying_funders", position)
        if name == first:
            yield path, f"{quoted(name)} always pays and is not listed"
        elif name not in others:
            yield path, f"there is no funder {quoted(name)} to list" + (f": only {listed(others)}" if others else "")
        elif name in paying[:position]:
            yield path, f"the funder {quoted(name)} is listed twice"


def _place(path: Path) -> str:
    if path[:1] == ("answers",) and len(path) > 1:
        return f"answer {quoted(path[1])}"
    return str(path[0]) if path and path[0] == "paying_funders" else ""


def _line(path: Path, given: Given) -> int | None:
    """Give the line of the nearest thing round a path; None where the answers came from no file."""
    return next((given.lines[path[:length]] for length in range(len(path), -1, -1) if path[:length] in given.lines), None)

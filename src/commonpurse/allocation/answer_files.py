"""Reading a file of answers: one JSON object, or JSON Lines with one object a line. All of it fits, or none is used."""

from dataclasses import dataclass

from commonpurse.formula import Given, GivenFaults, Scheme, read_given
from commonpurse.formula.faults import Fault
from commonpurse.formula.json_places import NotJSON, read_json


@dataclass(frozen=True)
class Record:
    """One object of the file and the line where it starts."""

    text: str
    first_line: int


def read_answers(text: str, scheme: Scheme) -> list[Given]:
    """Read every set of answers in a file, in order. Raises GivenFaults with the faults of all of them."""
    given: list[Given] = []
    faults: list[Fault] = []
    for record in records(text):
        try:
            given.append(read_given(record.text, scheme, first_line=record.first_line))
        except GivenFaults as error:
            faults.extend(error.faults)
    if faults:
        raise GivenFaults(faults)
    return given


def records(text: str) -> list[Record]:
    """Divide a file. It is one object if the whole of it is one, however many lines that takes.

    A broken file must be told apart too: it is JSON Lines if any line is an object by itself, or if all begin as one.
    """
    whole = Record(text, 1)
    lines = [Record(line, number) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if len(lines) < 2 or _is_json(whole):
        return [whole]
    if all(line.text.lstrip().startswith("{") for line in lines) or any(_is_object(line) for line in lines):
        return lines
    return [whole]


def _is_json(record: Record) -> bool:
    try:
        read_json(record.text)
    except NotJSON:
        return False
    return True


def _is_object(record: Record) -> bool:
    return record.text.lstrip().startswith("{") and _is_json(record)

"""Reading a TOML table key by key. What is wrong is noted with its place, never raised, so that all faults are found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeGuard

from .faults import Fault, Path, listed, perhaps, quoted
from .toml_lines import line_of

_ID = re.compile(r"[a-z][a-z0-9-]*")
_LARGEST = 2**63 - 1
_ABSENT: Any = object()


def is_whole(value: object) -> TypeGuard[int]:
    """Say whether a value is a whole number; in Python `true` is an int too, and here it is not."""
    return type(value) is int


def place_of(kind: str, position: int, name: object) -> str:
    """Name a table as its author would: `questions[3] "washing"` is the third of the file."""
    return f"{kind}[{position + 1}]" + (f" {quoted(name)}" if isinstance(name, str) else "")


@dataclass
class Notes:
    """The faults found so far. A path with a fault is not sound: nothing more is concluded from what it holds."""

    places: dict[Path, int]
    faults: list[Fault] = field(default_factory=list)
    _spoiled: set[Path] = field(default_factory=set)

    def note(self, path: Path, place: str, problem: str) -> None:
        self._spoiled.update(path[:length] for length in range(1, len(path) + 1))
        self.faults.append(Fault(place, problem, line_of(path, self.places)))

    def sound(self, *paths: Path) -> bool:
        """Say whether nothing at or under these paths was at fault."""
        return not any(path in self._spoiled for path in paths)


class Table:
    """One table of the file. Each reader gives a value of its kind, or a harmless one after noting a fault."""

    def __init__(self, values: dict[str, Any], path: Path, notes: Notes, place: str = "") -> None:
        self.values = values
        self.path = path
        self.notes = notes
        self.place = place
        self._read: set[str] = set()

    def at(self, key: str) -> Path:
        return (*self.path, key)

    def note(self, key: str, problem: str) -> None:
        self.notes.note(self.at(key), self.place, problem)

    def sound(self, *keys: str) -> bool:
        return self.notes.sound(*(self.at(key) for key in keys))

    def has(self, key: str) -> bool:
        self._read.add(key)
        return key in self.values

    def _value(self, key: str, default: object) -> Any:
        if self.has(key):
            return self.values[key]
        if default is _ABSENT:
            self.note(key, f"{key} is missing")
        return _ABSENT

    def text(self, key: str) -> str:
        value = self._value(key, _ABSENT)
        if value is _ABSENT:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.note(key, f"{key} must be text")
            return ""
        return value

    def id(self) -> str:
        value = self.text("id")
        if value and not _ID.fullmatch(value):
            self.note("id", f"id {quoted(value)} must be small letters, digits and hyphens, a letter first")
        return value

    def one_of(self, key: str, choices: Sequence[str]) -> Any:
        value = self._value(key, _ABSENT)
        if value is not _ABSENT and value not in choices:
            self.note(key, f"{key} must be {listed(choices)}, not {quoted(value)}")
        return value if value in choices else choices[0]

    def flag(self, key: str) -> bool:
        value = self._value(key, _ABSENT)
        if value is not _ABSENT and not isinstance(value, bool):
            self.note(key, f"{key} must be true or false")
        return value is True

    def whole(self, key: str, default: Any = _ABSENT, *, least: int = 0, most: int = _LARGEST) -> Any:
        value = self._value(key, default)
        if value is _ABSENT:
            return least if default is _ABSENT else default
        if problem := _not_a_count(value, least, most):
            self.note(key, f"{key} {problem}")
            return least
        return value

    def day(self, key: str, default: Any = _ABSENT) -> Any:
        value = self._value(key, default)
        if value is _ABSENT:
            return date.min if default is _ABSENT else default
        if not isinstance(value, date) or isinstance(value, datetime):
            self.note(key, f"{key} must be a date, like 2026-04-01")
            return date.min
        return value

    def items(self, key: str) -> list[Any]:
        value = self._value(key, _ABSENT)
        if value is not _ABSENT and not isinstance(value, list):
            self.note(key, f"{key} must be a list")
        return value if isinstance(value, list) else []

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.items(key)
        if not all(isinstance(value, str) and value.strip() for value in values):
            self.note(key, f"{key} must all be text")
            return ()
        return tuple(values)

    def wholes(self, key: str) -> tuple[int, ...]:
        values = self.items(key)
        for position, value in enumerate(values, start=1):
            if problem := _not_a_count(value):
                self.note(key, f"{key} {problem} (number {position} of them)")
        return tuple(values) if self.sound(key) else ()

    def counts_by_name(self, key: str) -> dict[str, int]:
        """Read a table of whole numbers by free names, such as [rates] and funding."""
        table = self.table(key)
        return {name: table.whole(name) for name in table.values}

    def table(self, key: str) -> "Table":
        value = self._value(key, {})
        if value is not _ABSENT and not isinstance(value, dict):
            self.note(key, f"{key} must be a table")
        return Table(value if isinstance(value, dict) else {}, self.at(key), self.notes, self.place or f"[{key}]")

    def tables(self, key: str, *, required: bool = True) -> "list[Table]":
        """Read an array of tables; where `required`, there must be at least one."""
        if not required and key not in self.values:
            return []
        values = self.items(key)
        if not all(isinstance(value, dict) for value in values):
            self.note(key, f"{key} must be tables, each under [[{key}]]")
            return []
        if required and not values and self.sound(key):
            self.note(key, f"there are no {key}: at least one is needed")
        return [
            Table(value, (key, position), self.notes, place_of(key, position, value.get("id"))) for position, value in enumerate(values)
        ]

    def nothing_else(self) -> None:
        """Note every key that nothing has read."""
        for key in self.values:
            if key not in self._read:
                self.note(key, f"unknown key {quoted(key)}{perhaps(key, self._read - set(self.values))}")


def _not_a_count(value: object, least: int = 0, most: int = _LARGEST) -> str:
    if not is_whole(value):
        return f"must be a whole number, not {quoted(value)}"
    if value < 0 <= least:
        return f"must not be negative, and is {quoted(value)}"
    if value < least:
        return f"must be at least {least}, and is {quoted(value)}"
    return f"must be at most {most:,}, and is {quoted(value)}" if value > most else ""

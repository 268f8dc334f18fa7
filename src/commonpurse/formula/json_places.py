"""Reading JSON strictly, keeping the line of every key: what json.loads forgives (twice the same key, NaN) is a fault."""

import json
import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

from .faults import Fault, Path, quoted

_SPACE = re.compile(r"[ \t\n\r]*")
_MOST_DIGITS = 18
_DEEPEST = 20


class NotJSON(ValueError):
    """The text is not JSON. Carries one fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass
class PlacedJSON:
    """A value, the line of each of its keys by path, and what was at fault though it could be read."""

    value: Any
    lines: dict[Path, int]
    faults: list[Fault] = field(default_factory=list)


def read_json(text: str, *, first_line: int = 1) -> PlacedJSON:
    """Read one JSON value. Raises NotJSON, with the line where reading stopped."""
    return _Reader(text, first_line).whole()


class _Reader:
    def __init__(self, text: str, first_line: int) -> None:
        self.text = text
        self.first_line = first_line
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.faults: list[Fault] = []
        self.decoder = json.JSONDecoder(parse_constant=self._constant, parse_int=self._int)
        self._counted = (0, first_line)

    def whole(self) -> PlacedJSON:
        self._space()
        self.lines[()] = self._line()
        value = self._value(())
        self._space()
        if self.at < len(self.text):
            self._stop("there is text after the end of the JSON")
        return PlacedJSON(value, self.lines, self.faults)

    def _value(self, path: Path) -> Any:
        if len(path) > _DEEPEST:
            self._stop("the JSON is nested too deeply")
        start = self.text[self.at : self.at + 1]
        if start == "{":
            return self._object(path)
        if start == "[":
            return self._list(path)
        return self._scalar()

    def _scalar(self) -> Any:
        try:
            value, self.at = self.decoder.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            self.at = error.pos
            self._stop("this is not JSON: a value is missing or broken")
        return value

    def _object(self, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while self._another("{", "}", first=not values):
            line = self._line()
            key = self._key()
            if key in values:
                self.faults.append(Fault("", f"the key {quoted(key)} is there twice", line))
            self._space()
            self._take(":")
            self.lines[(*path, key)] = line
            values[key] = self._value((*path, key))
        return values

    def _key(self) -> str:
        if not self.text.startswith('"', self.at):
            self._stop("this is not JSON: a key in double quotes is missing")
        return str(self._scalar())

    def _list(self, path: Path) -> list[Any]:
        values: list[Any] = []
        while self._another("[", "]", first=not values):
            self.lines[(*path, len(values))] = self._line()
            values.append(self._value((*path, len(values))))
        return values

    def _another(self, opens: str, closes: str, *, first: bool) -> bool:
        """Move to the next member; False at the end of the object or list."""
        if first:
            self._take(opens)
        self._space()
        if self.text.startswith(closes, self.at):
            self.at += 1
            return False
        if not first:
            self._take(",", f"this is not JSON: a comma or {closes} is missing")
        return True

    def _take(self, mark: str, otherwise: str = "") -> None:
        if not self.text.startswith(mark, self.at):
            self._stop(otherwise or f"this is not JSON: {mark} is missing")
        self.at += 1
        self._space()

    def _space(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _line(self) -> int:
        position, line = self._counted
        self._counted = (self.at, line + self.text.count("\n", position, self.at))
        return self._counted[1]

    def _constant(self, name: str) -> NoReturn:
        self._stop(f"{name} is not a number in JSON")

    def _int(self, digits: str) -> int:
        if len(digits) > _MOST_DIGITS:
            self._stop("this number is too large")
        return int(digits)

    def _stop(self, problem: str) -> NoReturn:
        # A text that ends too early ends on its last line of words, not on the empty one after it.
        at = len(self.text.rstrip()) if self.at >= len(self.text.rstrip()) else self.at
        raise NotJSON(Fault("", problem, self.first_line + self.text.count("\n", 0, at)))

"""What is wrong with a file, each fault with its place, so that a person can go there and mend it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]

_LONGEST_QUOTE = 60
_LIKE = 0.7


@dataclass(frozen=True)
class Fault:
    """One fault. `place` is in the file's own terms (may be empty); `line` counts from 1, None where it is not known."""

    place: str
    problem: str
    line: int | None = None

    def __str__(self) -> str:
        where = [f"line {self.line}"] if self.line is not None else []
        if self.place:
            where.append(self.place)
        return ": ".join([*where, self.problem])


class Faults(ValueError):
    """A file was refused whole; every fault is listed, in the order of its lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line or 0))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class SchemeFaults(Faults):
    """A scheme was refused."""


class GivenFaults(Faults):
    """Answers were refused."""


def quoted(value: object) -> str:
    """Quote what somebody wrote so that it stays on one line and prints anywhere."""
    text = json.dumps(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 3]}..."


def perhaps(name: str, known: Iterable[str]) -> str:
    """Ask whether one of the known names was meant; "" where none is like it."""
    close = get_close_matches(name, list(known), n=1, cutoff=_LIKE)
    return f": is {quoted(close[0])} meant?" if close else ""


def listed(names: Iterable[str]) -> str:
    """Write names as a choice: "adult or carer"."""
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last

"""Where in a TOML text each key stands. tomllib reads values but keeps no places."""

import re
from collections.abc import Iterator

from .faults import Path

_KEY = r"[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_KEY})\s*\]\]?\s*(?:#.*)?$")
_PAIR = re.compile(rf"\s*({_KEY})\s*=")
_FENCE = re.compile(r"\"\"\"|'''")


def lines_of(text: str) -> dict[Path, int]:
    """Give the line (from 1) of each table and key that stands at the start of a line.

    Inline tables, dotted keys and what is inside a value have no place of their own: see `line_of`.
    """
    places: dict[Path, int] = {}
    table: Path = ()
    counts: dict[str, int] = {}
    for number, line in _outside_long_strings(text):
        if header := _HEADER.match(line):
            table = _table(header[1], _bare(header[2]), counts)
            places.setdefault(table, number)
            places.setdefault(table[:1], number)
        elif pair := _PAIR.match(line):
            places.setdefault((*table, _bare(pair[1])), number)
    return places


def line_of(path: Path, places: dict[Path, int]) -> int | None:
    """Give the line of the nearest thing round a path that has one."""
    for length in range(len(path), 0, -1):
        if path[:length] in places:
            return places[path[:length]]
    return None


def _table(brackets: str, name: str, counts: dict[str, int]) -> Path:
    if brackets == "[":
        return (name,)
    counts[name] = counts.get(name, -1) + 1
    return (name, counts[name])


def _bare(key: str) -> str:
    return key[1:-1] if key[0] in "\"'" else key


def _outside_long_strings(text: str) -> Iterator[tuple[int, str]]:
    fence = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not fence:
            yield number, line
        for mark in _FENCE.findall(line):
            fence = "" if mark == fence else fence or mark

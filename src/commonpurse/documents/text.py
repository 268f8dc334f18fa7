"""The smallest parts of a document: our own words, what somebody typed, and figures that point into the facts. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from commonpurse.values.money import Pence, pounds_and_pence
from commonpurse.values.text import as_kept

AN_AMOUNT = re.compile(r"£\s*[0-9]")


class AmountInWords(ValueError):
    """Our own words hold an amount of money. It belongs in a Figure, which points into the facts."""


class NotInTheFacts(LookupError):
    """A figure points to where the facts hold no such pence."""


@dataclass(frozen=True)
class Words:
    """Our own words. They hold no amount."""

    text: str
    strong: bool = False

    def __post_init__(self) -> None:
        if AN_AMOUNT.search(self.text):
            raise AmountInWords(self.text)


@dataclass(frozen=True)
class Typed:
    """What somebody wrote: a name, a reason, a line of a plan. It may hold anything, and is never read as markup."""

    text: str
    strong: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", as_kept(self.text))


@dataclass(frozen=True)
class Figure:
    """An amount of the facts. `at` says where it stands there: "lines/0/worth_pence". Written as "£195.00 a week"."""

    at: str
    pence: Pence
    each: str = ""
    strong: bool = False

    @property
    def text(self) -> str:
        return " ".join(part for part in (pounds_and_pence(self.pence), self.each) if part)


Part: TypeAlias = Words | Typed | Figure
Text: TypeAlias = tuple[Part, ...]


def text(*parts: str | Part) -> Text:
    """Put parts in a row; a plain string is our own words."""
    return tuple(Words(part) if isinstance(part, str) else part for part in parts)


def plain(parts: Text) -> str:
    return "".join(part.text for part in parts)


def standing_at(facts: Any, at: str) -> Pence:
    """The pence that stand in the facts at an address. Raises NotInTheFacts."""
    found = facts
    for step in at.split("/"):
        try:
            found = found[int(step)] if isinstance(found, Sequence) else found[step]
        except (KeyError, IndexError, ValueError, TypeError) as error:
            raise NotInTheFacts(at) from error
    if not isinstance(found, int) or isinstance(found, bool):
        raise NotInTheFacts(at)
    return found


@dataclass(frozen=True)
class Pointing:
    """The way to a Figure: it reads the pence where it points, so that nobody types them."""

    facts: Mapping[str, Any]

    def __call__(self, *steps: str | int, each: str = "", strong: bool = False) -> Figure:
        at = "/".join(str(step) for step in steps)
        return Figure(at, standing_at(self.facts, at), each, strong)

"""What is read of a file of columns: the names that mean something, and those that are meant by names close to them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from unicodedata import normalize

import numpy as np

from commonpurse.formula.faults import quoted
from commonpurse.formula.many import Compiled
from commonpurse.formula.many.columns import empty_of, paying_of

from .refusing import FileRefused

MOST_COLUMNS = 2_000
MOST_WHERE_NOTHING_MAY_BE = 127
PERSON = "person"
_PERSONS = ("person", "personid", "personnumber", "personref", "personreference", "clientid", "nhsnumber")
_ALIKE = 0.85
"""How much of two names must agree, in order, for one to be taken for a slip of the other (difflib's ratio)."""

_PAYING = re.compile(r"(?:pays?|paid|payer|payed|paying)[^a-z0-9]*(.+)")


@dataclass(frozen=True)
class Wanted:
    """A column to be read as whole numbers from 0 to `most`; as 0 and 1 where it is a `flag`. Empty is NULL."""

    name: str
    most: int
    flag: bool = False
    required: bool = True

    @property
    def dtype(self) -> np.dtype[Any]:
        return np.dtype(np.int8 if self.most <= np.iinfo(np.int8).max else np.int64)


def wanted_by(compiled: Compiled) -> list[Wanted]:
    """Everything that a scheme reads, and the columns in which it allows nothing: a value there is a fault, never passed over."""
    asked = [Wanted(each.name, each.most, flag=each.kind == "flag", required=each.required) for each in compiled.inputs]
    return asked + [Wanted(each.name, MOST_WHERE_NOTHING_MAY_BE, required=False) for each in empty_of(compiled.scheme)]


def refuse_columns(file: Path, names: Sequence[str], wanted: Sequence[Wanted]) -> None:
    """Refuse names that cannot be read, that stand there twice, that are missing, and those that were meant to be others."""
    if problems := list(_problems(names, wanted)):
        raise FileRefused("\n".join(f"{file}: {problem}" for problem in problems))


def _problems(names: Sequence[str], wanted: Sequence[Wanted]) -> Iterator[str]:
    known = {each.name for each in wanted}
    slips = list(misnamed(names, known)) if len(names) <= MOST_COLUMNS else []
    if len(names) > MOST_COLUMNS:
        yield f"there are {len(names):,} columns: at most {MOST_COLUMNS:,} are read"
        return
    if not slips and known.isdisjoint(names):
        # Nothing of such a row is said: where the names are missing, it is the first person's.
        required = [each.name for each in wanted if each.required]
        yield f"its first row does not name the columns: {', '.join(f'the column {name} is missing' for name in required)}"
        return
    yield from (f"column {place} has no name" for place, name in enumerate(names, start=1) if not name.strip())
    yield from (f"the column {_name(name)} stands there {count} times" for name, count in Counter(names).items() if count > 1 and name)
    yield from (said for said, _ in slips)
    explained = {meant for _, meant in slips}
    yield from (f"the column {each.name} is missing" for each in wanted if each.required and each.name not in {*names, *explained})


def _name(name: str) -> str:
    """Write a name as it stands where that is one plain word, else in quotes."""
    return name if re.fullmatch(r"[\w-]{1,60}", name) else quoted(name)


def misnamed(names: Sequence[str], known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give a sentence for each name that nobody reads but that is like one that counts, and the name that was meant."""
    known = list(known)
    there = set(names)
    for name in dict.fromkeys(names):
        if name in known or not name.strip():
            continue
        if meant := meant_by(name, known, there):
            said = f"the column {_name(name)} counts for nothing, and is like {meant}"
            yield f"{said}: name it {meant}, or give it a name that is less like it", meant
        elif funder := _unknown_funder(name, known):
            yield f"the column {name} is for a funder {quoted(funder)} that does not pay here beside the first: take it out", name


def meant_by(name: str, known: Sequence[str], there: Iterable[str] = ()) -> str:
    """Say which of the known names was meant, "" where none was. What is only alike was not meant where the name itself is `there`."""
    by_letters = {_letters(each): each for each in known}
    if meant := by_letters.get(_letters(name)):
        return meant
    if (paying := _PAYING.fullmatch(name.casefold())) and (meant := by_letters.get(_letters(paying_of(paying[1])))):
        return meant
    absent = {letters: each for letters, each in by_letters.items() if each not in there}
    words = _words(name)
    if len(words) > 1 and (meant := next((each for each in absent.values() if words <= _words(each)), "")):
        return meant
    close = get_close_matches(_letters(name), absent, n=1, cutoff=_ALIKE)
    return absent[close[0]] if close else ""


def _unknown_funder(name: str, known: Sequence[str]) -> str:
    """Say which funder a column would let pay that the rules do not know; as in a file of answers, that is a fault."""
    prefix = paying_of("")
    reads_money = any(each.startswith(prefix) or each == _BY_HAND for each in known)
    return name.removeprefix(prefix) if reads_money and name.startswith(prefix) and len(name) > len(prefix) else ""


_BY_HAND = "cost_by_hand"


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", normalize("NFKC", name).casefold())


def _words(name: str) -> set[str]:
    return set(re.split(r"[\W_]+", normalize("NFKC", name).casefold().strip(" _-")))


def person_column(names: Sequence[str]) -> str:
    """Say which column tells people apart, "" where none does: `person`, or a name that can mean nothing else."""
    by_letters = {_letters(name): name for name in reversed(names)}
    return PERSON if PERSON in names else next((by_letters[each] for each in _PERSONS if each in by_letters), "")


def other_columns(columns: dict[Path, Sequence[str]]) -> list[str]:
    """Every file of a population names the same columns, in any order: those that do not are named, beside one that most are like."""
    as_sets = {file: frozenset(names) for file, names in columns.items()}
    if len(set(as_sets.values())) <= 1:
        return []
    common, _ = Counter(as_sets.values()).most_common(1)[0]
    like = next(file for file, names in as_sets.items() if names == common)
    return [_other_columns(file, names, common, like) for file, names in as_sets.items() if names != common]


def _other_columns(file: Path, names: frozenset[str], common: frozenset[str], like: Path) -> str:
    lacks, adds = (", ".join(map(_name, sorted(some))) for some in (common - names, names - common))
    because = " and ".join([*([f"lacks {lacks}"] if lacks else []), *([f"adds {adds}"] if adds else [])])
    return f"{file}: its columns are not those of {like}: it {because}"

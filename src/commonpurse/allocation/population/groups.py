"""Names of groups as people write them: capitals, spaces and signs that nobody sees make no second group of one."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from unicodedata import category, normalize

import numpy as np
from numpy.typing import NDArray

from commonpurse.formula.faults import quoted

from .refusing import FileRefused

NOT_SAID = "not said"
_LISTED = 5


def refuse_missing(file: Path, groups: Iterable[str], names: Iterable[str]) -> None:
    """Raise FileRefused for each column of groups that is not there, with the one that may be meant."""
    names = list(names)
    missing = [name for name in groups if name not in names]
    if missing:
        raise FileRefused("\n".join(f"{file}: the column {name} is missing{_perhaps(name, names)}" for name in missing))


def _perhaps(name: str, names: list[str]) -> str:
    by_key = {key(each): each for each in names}
    close = get_close_matches(key(name), by_key, n=1, cutoff=0.8)
    return f"; is {by_key[close[0]]} meant?" if close else ""


def key(value: str) -> str:
    """Give what is the same in every way of writing one name."""
    seen = "".join(sign for sign in normalize("NFKC", value) if category(sign) != "Cf")
    return " ".join(seen.split()).casefold()


def as_one(column: str, values: NDArray[Any]) -> tuple[NDArray[np.object_], list[str]]:
    """Give each row's group under the way of writing that most rows have, and say which ways were taken together."""
    texts = np.array([NOT_SAID if value is None else str(value) for value in values.tolist()], dtype=object)
    ways, place, counts = np.unique(texts.astype(str), return_inverse=True, return_counts=True)
    by_key: dict[str, list[int]] = {}
    for at, way in enumerate(ways.tolist()):
        by_key.setdefault(key(way) or key(NOT_SAID), []).append(at)
    names = ways.astype(object)
    said = []
    for each, places in by_key.items():
        common = str(ways[max(places, key=lambda at: int(counts[at]))])
        names[places] = " ".join(common.split()) if each != key(NOT_SAID) else NOT_SAID
        if len(places) > 1:
            said.append(_said(column, names[places[0]], [str(ways[at]) for at in places]))
    more = [f"{column}: and {len(said) - _LISTED} more groups that were written in several ways."] if len(said) > _LISTED else []
    return names[place.ravel()], said[:_LISTED] + more


def _said(column: str, name: str, ways: list[str]) -> str:
    return f"{column}: {', '.join(map(quoted, ways[:_LISTED]))} are one group, {quoted(name)}."

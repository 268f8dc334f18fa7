"""Two schemes over one population: what each costs each funder, who gains and loses, by how much, in which group.

Small numbers are hidden, and cannot be worked out from what is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commonpurse.formula import Scheme
from commonpurse.formula.many import NULL, Compiled, compile_scheme
from commonpurse.formula.many.columns import pence_of

from .files import Piece, read
from .groups import NOT_SAID, as_one, refuse_missing
from .hiding import FEWEST, Hidden, hide
from .refusing import FileRefused, Found, Remark
from .same_person import SamePerson
from .wanted import Wanted

EVERYBODY = "everybody"
MOST_GROUPS = 60

KINDS = ("lose much", "lose", "the same", "gain", "gain much", "cannot say")
"""Much: more than a tenth of what the first scheme gives."""
CANNOT_SAY = KINDS.index("cannot say")
_MUCH = 10
_FIVE_POUNDS = 500


class NotAlike(FileRefused):
    """The two schemes cannot be laid beside each other; one sentence says why."""


@dataclass(frozen=True)
class Change:
    """Pence that people of a group gain (or, below nothing, lose): the middle one, and what a tenth are below and above.

    Rounded to five pounds, and only where ten people or more are on either side: no figure is one person's.
    """

    middle: int | None
    tenth: int | None
    ninetieth: int | None


@dataclass(frozen=True, eq=False)
class Comparison:
    """What came of it. `totals`: pence by scheme and funder. `changes`: only of groups of ten or more whose number is shown."""

    schemes: tuple[Scheme, Scheme]
    rows: int
    totals: Mapping[str, tuple[int, int]]
    column: str
    groups: Sequence[str]
    table: Hidden
    changes: Mapping[str, Change] = field(default_factory=dict)
    remarks: Sequence[str] = ()

    def row(self, group: str) -> list[int | None]:
        """Give the numbers of people by kind and in all, None where one is hidden."""
        at = self.table.counts.shape[0] - 1 if group == EVERYBODY else list(self.groups).index(group)
        return [self.table.shown(at, column) for column in range(len(KINDS) + 1)]


def compare(one: Scheme, other: Scheme, file: Path, *, group: str | None = None) -> Comparison:
    """Work both schemes out for every row of a file. Raises FileRefused, with faults named by row and column."""
    _refuse_unlike(one, other)
    compiled = compile_scheme(one), compile_scheme(other)
    amounts: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    texts: list[NDArray[Any]] = []
    totals = dict.fromkeys(_funders(one, other), (0, 0))
    remarks: list[Remark] = []
    people = SamePerson()
    for piece in read(file, _wanted(compiled), wrong=lambda piece: _wrong(compiled, piece), remarked=remarks.append):
        people.add(file, piece.rest)
        found = [each.compute(piece.columns) for each in compiled]
        amounts.append((found[0]["amount_pence"], found[1]["amount_pence"]))
        texts.append(_group_of(file, piece, group))
        both = (found[0]["amount_pence"] != NULL) & (found[1]["amount_pence"] != NULL)
        totals = {funder: _added(totals[funder], found, pence_of(funder), both) for funder in totals}
    if not amounts:
        raise FileRefused(f"{file}: there are no people in it")
    before, after = (np.concatenate([pair[at] for pair in amounts]) for at in (0, 1))
    named, ways = as_one(group or "", np.concatenate(texts))
    for each in remarks:
        people.left_out(file, each.left_out)
    said = [*(each.text for each in remarks), *people.remarks(), *ways]
    return replace(_compared((one, other), before, after, named, totals, group or ""), remarks=said)


def _refuse_unlike(one: Scheme, other: Scheme) -> None:
    if one.pays != other.pays or one.for_whom != other.for_whom:
        raise NotAlike(
            f"{one.id} is for {_plural(one)} and pays {one.pays}; {other.id} is for {_plural(other)} and pays {other.pays}. "
            "Only schemes for the same people and the same time can be compared."
        )


def _plural(scheme: Scheme) -> str:
    return f"{scheme.for_whom}s"


def _funders(one: Scheme, other: Scheme) -> list[str]:
    return list(dict.fromkeys(funder.id for scheme in (one, other) for funder in scheme.funders))


def _wanted(compiled: tuple[Compiled, Compiled]) -> list[Wanted]:
    """Read every column that either needs; where the two allow different values, the wider: each looks again at its own."""
    found: dict[str, Wanted] = {}
    for each in (column for scheme in compiled for column in scheme.inputs):
        known = found.get(each.name)
        most = max(each.most, known.most) if known else each.most
        found[each.name] = Wanted(
            each.name, most, flag=each.kind == "flag", required=each.required or (known is not None and known.required)
        )
    return list(found.values())


def _wrong(compiled: tuple[Compiled, Compiled], piece: Piece) -> Found:
    """Name what does not fit either scheme, once."""
    found = {(fault.row, fault.column): fault for each in compiled for fault in each.check(piece.columns)}
    return [piece.fault(fault) for _, fault in sorted(found.items())], 0


def _group_of(file: Path, piece: Piece, group: str | None) -> NDArray[Any]:
    if group is None:
        return np.full(piece.rows, EVERYBODY, dtype=object)
    if group in piece.columns:
        return np.array([NOT_SAID if value == NULL else str(value) for value in piece.columns[group].tolist()], dtype=object)
    refuse_missing(file, [group], piece.rest.schema.names)
    return np.array(piece.rest.column(group).to_pylist(), dtype=object)


def _added(so_far: tuple[int, int], found: Sequence[Mapping[str, NDArray[Any]]], column: str, rows: NDArray[np.bool_]) -> tuple[int, int]:
    one, other = (int(results[column][rows].sum()) if column in results else 0 for results in found)
    return so_far[0] + one, so_far[1] + other


def _compared(
    schemes: tuple[Scheme, Scheme],
    before: NDArray[np.int64],
    after: NDArray[np.int64],
    texts: NDArray[Any],
    totals: Mapping[str, tuple[int, int]],
    column: str,
) -> Comparison:
    said = (before != NULL) & (after != NULL)
    kind = _kinds(before, after, said)
    names, place = np.unique(texts.astype(str), return_inverse=True)
    if len(names) > MOST_GROUPS:
        raise FileRefused(f"The column {column} has {len(names)} different values. Choose one with at most {MOST_GROUPS}: bands, not ages.")
    cells = np.zeros((len(names), len(KINDS)), np.int64)
    np.add.at(cells, (place, kind), 1)
    table = hide(cells)
    groups = [str(name) for name in names]
    many = {EVERYBODY: said} | {name: said & (place == at) for at, name in enumerate(groups) if not table.hidden[at, -1]}
    changes = {name: _change(after[rows] - before[rows]) for name, rows in many.items() if int(rows.sum()) >= FEWEST}
    enough = int(said.sum()) >= FEWEST
    return Comparison(schemes, len(before), totals if enough else {}, column, groups if column else [], table, changes)


def _kinds(before: NDArray[np.int64], after: NDArray[np.int64], said: NDArray[np.bool_]) -> NDArray[np.intp]:
    change = after - before
    much = np.abs(change) * _MUCH > np.maximum(before, 0)
    kind = np.select(
        [~said, (change < 0) & much, change < 0, change == 0, (change > 0) & ~much],
        [CANNOT_SAY, KINDS.index("lose much"), KINDS.index("lose"), KINDS.index("the same"), KINDS.index("gain")],
        KINDS.index("gain much"),
    )
    return kind.astype(np.intp)


def _change(pence: NDArray[np.int64]) -> Change:
    return Change(*(_rounded(pence, share) for share in (0.5, 0.1, 0.9)))


def _rounded(pence: NDArray[np.int64], share: float) -> int | None:
    if min(share, 1 - share) * len(pence) < FEWEST:
        return None
    return round(float(np.quantile(pence, share)) / _FIVE_POUNDS) * _FIVE_POUNDS


def as_json(found: Comparison) -> dict[str, Any]:
    """Give it for machines: null where a number is hidden."""
    groups = [*found.groups, EVERYBODY]
    return {
        "schemes": [{"id": scheme.id, "version": scheme.version, "sha256": scheme.sha256} for scheme in found.schemes],
        "period": "week" if found.schemes[0].pays == "weekly" else "year",
        "hidden_below": FEWEST,
        "totals_pence": {funder: list(pence) for funder, pence in found.totals.items()},
        "group_column": found.column or None,
        "people": {
            group: {
                **dict(zip([*KINDS, "all"], found.row(group), strict=True)),
                "change_pence": _as_words(found.changes.get(group)),
            }
            for group in groups
        },
        "remarks": list(found.remarks),
    }


def _as_words(change: Change | None) -> dict[str, int | None] | None:
    return None if change is None else {"middle": change.middle, "a tenth below": change.tenth, "a tenth above": change.ninetieth}

"""From cases to a scheme's file with what can be claimed for it: the whole of `commonpurse calibrate`, but for reading and writing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commonpurse.formula import Scheme, read_scheme
from commonpurse.formula.answers import QUARTERS
from commonpurse.formula.many import NULL, compile_scheme
from commonpurse.formula.many.columns import CARER, unpaid_of, weeks_of, worst_of
from commonpurse.values.numbers import counted

from .calibrate import Wanted, calibrate
from .cases import FEW_CASES, Cases
from .held_out import Accuracy, by_groups, held_out, measures
from .scheme_file import Names, scheme_file
from .shortest import Length, lengths, shortest_good

FEW_OF_A_GROUP = 30
MOST_LEARNED = 200_000
_TRIES = 8
_STEP = 2_000

OLD_UNFAIRNESS = (
    "What was agreed in the past may carry old unfairness: who was believed, who asked, who could wait. "
    "A scheme fitted to it repeats that. Look at the groups, and at who is not among the cases at all."
)


class NoClaim(Exception):
    """The answers do not foretell the cost of people who were not learned from: there is nothing to make a scheme of."""


@dataclass(frozen=True, eq=False)
class Draft:
    """A scheme's file, and what can be claimed for it. `found` are pence that the scheme gives to the cases, by case."""

    source: bytes
    scheme: Scheme
    cases: Cases
    found: NDArray[np.int64]
    fund: int | None
    accuracy: Accuracy
    groups: Mapping[str, Mapping[str, Accuracy]]
    path: Sequence[Length]
    warnings: Sequence[str] = field(default_factory=tuple)

    @property
    def dropped(self) -> list[str]:
        return [name for name in self.cases.questions if self.scheme.find(name) is None]

    @property
    def sufficient(self) -> float:
        """The share of these very cases that have enough, as the engine works them out."""
        return float((self.found >= self.cases.cost).mean())


def draft_scheme(
    cases: Cases,
    base: bytes,
    names: Names,
    *,
    length: int | None,
    wanted: Wanted,
    seed: int,
    told: Callable[[str, int, int], None] | None = None,
) -> Draft:
    """Choose a length where none is given, calibrate, judge it on people not learned from, and write the scheme's file.

    Raises NoClaim, or NoCurve where the optimiser finds none.
    """

    def telling(step: str) -> Callable[[int, int], None] | None:
        return (lambda at, of: told(step, at, of)) if told else None

    fund = wanted.fund
    learned, wanted = _drawn(cases, wanted, seed=seed)
    path = lengths(learned, keep=wanted.keep, seed=seed, told=telling("Lengths")) if length is None else []
    wanted = replace(wanted, length=shortest_good(path).length if length is None else length)
    judged = held_out(learned, wanted, seed=seed, told=telling("People not learned from"))
    accuracy = judged.accuracy(seed=seed)
    _refuse_to_claim_nothing(accuracy)
    groups = by_groups(judged, seed=seed)
    source, found = _within_the_fund(cases, learned, wanted, base, names)
    return Draft(
        source=source,
        scheme=read_scheme(source),
        cases=cases,
        found=found,
        fund=fund,
        accuracy=accuracy,
        groups=groups,
        path=path,
        warnings=tuple(_warnings(cases, accuracy, groups, replace(wanted, fund=fund), found)),
    )


def _refuse_to_claim_nothing(accuracy: Accuracy) -> None:
    found = accuracy.r_squared
    if not accuracy.says_something:
        raise NoClaim(
            "These answers do not foretell these costs: on people who were not learned from, they explain "
            f"{found.value:.3f} of the spread (95 % interval {found.low:.3f} to {found.high:.3f}). No scheme is made of that."
        )


def _drawn(cases: Cases, wanted: Wanted, *, seed: int) -> tuple[Cases, Wanted]:
    """Draw as many as are learned from at most, with their share of the fund: memory stays bounded, and more would say no more."""
    if len(cases) <= MOST_LEARNED:
        return cases, wanted
    drawn = np.sort(np.random.default_rng(seed).choice(len(cases), MOST_LEARNED, replace=False))
    fund = None if wanted.fund is None else wanted.fund * MOST_LEARNED // len(cases)
    return cases.some(drawn), replace(wanted, fund=fund)


def _within_the_fund(cases: Cases, learned: Cases, wanted: Wanted, base: bytes, names: Names) -> tuple[bytes, NDArray[np.int64]]:
    """Whole pounds can add up to a little more than the fund: then aim a little lower, until the engine's own sums keep within it."""
    aim = wanted
    for turn in range(_TRIES):
        made = calibrate(learned, aim)
        source = scheme_file(made, learned, base, names)
        found = amounts(read_scheme(source), cases)
        over = 0 if wanted.fund is None else int(found.sum()) * len(learned) // len(cases) - wanted.fund
        if over <= 0 or aim.fund is None:
            return source, found
        aim = replace(aim, fund=max(aim.fund - max(over << turn, aim.fund // _STEP), 0))
    return source, found


def amounts(scheme: Scheme, cases: Cases) -> NDArray[np.int64]:
    """Give what a scheme gives to each case, in pence, as the engine works it out."""
    columns: dict[str, NDArray[Any]] = {}
    for place, name in enumerate(cases.questions):
        question = scheme.find(name)
        if question is None:
            continue
        hard = cases.weeks[:, place] > 0
        columns[name] = np.ascontiguousarray(cases.levels[:, place])
        if question.fluctuates:
            columns[worst_of(name)] = np.where(hard, cases.worst[:, place], NULL).astype(np.int8)
            columns[weeks_of(name)] = np.where(hard, cases.weeks[:, place], NULL).astype(np.int8)
        if question.unpaid_support:
            columns[unpaid_of(name)] = (QUARTERS - cases.left[:, place]).astype(np.int8)
    columns[CARER] = np.ones(len(cases), np.int8)
    found: NDArray[np.int64] = compile_scheme(scheme).compute(columns)["amount_pence"]
    return found


def _warnings(
    cases: Cases, accuracy: Accuracy, groups: Mapping[str, Mapping[str, Accuracy]], wanted: Wanted, found: NDArray[np.int64]
) -> list[str]:
    said = []
    if len(cases) < FEW_CASES:
        said.append(few_cases(len(cases)))
    small = [f"{column} {value}" for column, values in groups.items() for value, of in values.items() if of.cases < FEW_OF_A_GROUP]
    if small:
        said.append(f"Too few cases to say anything of {', '.join(small)}: fewer than {FEW_OF_A_GROUP} each.")
    enough = float((found >= cases.cost).mean())
    if enough < wanted.sufficiency - 0.01:
        why = "The fund is too small for it." if wanted.fund is not None else "The curve cannot reach it."
        said.append(f"{enough:.0%} of these people would have enough, not the {wanted.sufficiency:.0%} that was asked for. {why}")
    if wanted.fund is not None and int(found.sum()) > wanted.fund:
        said.append(f"Rounded to whole pounds, the amounts come to {int(found.sum()) - wanted.fund:,} pence more than the fund.")
    if len(cases) > MOST_LEARNED:
        said.append(f"Learned from {MOST_LEARNED:,} of the {len(cases):,} cases, drawn at random: more would say no more.")
    copies = len(cases) - len(np.unique(cases.alike))
    if copies > len(cases) / 2:
        said.append(
            f"{copies:,} of {counted(len(cases), 'case')} are exact copies of others. They were kept together when people were left out."
        )
    return [*cases.remarks, *repeated(cases), *said, OLD_UNFAIRNESS]


def repeated(cases: Cases) -> list[str]:
    """Say that rows were kept together, or that nothing could tell whether they should be."""
    people = len(np.unique(cases.belonging))
    if cases.persons is not None and len(np.unique(cases.persons)) < len(cases):
        rows = f"{counted(len(cases), 'row')} of {counted(people, 'person or copy', 'people or copies')}"
        return [f"All rows of one person were kept together when people were left out: {rows}."]
    if cases.persons is None and people < len(np.unique(cases.alike)):
        near = counted(len(cases) - people, "case is", "cases are")
        return [
            f"There is no column person, and {near} like others but for a few pounds. They were kept together when people were left out, "
            "as if they were the same people."
        ]
    return []


def few_cases(number: int) -> str:
    return f"{counted(number, 'case is', 'cases are')} few: with fewer than {FEW_CASES} the figures move much with each case that is added."


def as_json(draft: Draft) -> dict[str, Any]:
    scheme = draft.scheme
    return {
        "scheme": {"id": scheme.id, "version": scheme.version, "sha256": scheme.sha256},
        "cases": len(draft.cases),
        "questions": [question.id for question in scheme.questions],
        "dropped": draft.dropped,
        "counting_only_the_larger": [
            [question.id for question in scheme.questions_of(domain.id)] for domain in scheme.domains if domain.combine == "max"
        ],
        "share_of_these_with_enough": round(draft.sufficient, 4),
        "total_pence": int(draft.found.sum()),
        "cost_pence": int(draft.cases.cost.sum()),
        "fund_pence": draft.fund,
        "not_learned_from": measures(draft.accuracy),
        "groups": {column: {value: measures(of) for value, of in values.items()} for column, values in draft.groups.items()},
        "lengths": [each.as_json() for each in draft.path],
        "warnings": list(draft.warnings),
    }

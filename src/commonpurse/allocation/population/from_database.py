"""The agreed answers behind each journey's latest indicative budget, as columns of people without names.

What leaves: levels, weeks, quarters and flags, and a pseudonym. Its key is made for one reading and never kept, so nobody, we ourselves
included, can find the way back, or lay two readings beside each other. Rows stand by pseudonym: their order tells nothing either.
"""

import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from commonpurse.allocation.archive import Archive
from commonpurse.formula import Given, GivenFaults, Scheme, read_given
from commonpurse.formula.answers import Answer
from commonpurse.formula.many import NULL
from commonpurse.formula.many.columns import BY_HAND, CARER, paying_of, unpaid_of, weeks_of, worst_of

from .allocating import Outcome, Work, computed, with_results
from .files import ROWS_AT_A_TIME
from .parts import Part

NOT_ANSWERED = Answer(NULL)
DATABASE = Part(Path("database"))
PSEUDONYMOUS = {"commonpurse.pseudonymous": "people of a place, without names: the key of the pseudonyms is gone"}


@dataclass(frozen=True)
class People:
    """Who can be worked out, by pseudonym; and how many cannot: no answers agreed yet, or answers that do not fit the scheme."""

    found: tuple[tuple[str, Given], ...]
    in_dispute: int
    do_not_fit: int


def people_of(archive: Archive, scheme: Scheme) -> People:
    """Read those whose latest budget is of the scheme's own kind (adult or carer)."""
    key = secrets.token_bytes(32)
    found: dict[str, Given] = {}
    disputed: set[UUID] = set()
    do_not_fit = 0
    for journey, side, given in archive.latest_given(scheme.for_whom):
        if side != "agreed":
            disputed.add(journey)
            continue
        try:
            found[pseudonym(key, journey)] = read_given(json.dumps(_asked_by(scheme, given)), scheme)
        except GivenFaults:
            do_not_fit += 1
    return People(tuple(sorted(found.items(), key=lambda each: each[0])), len(disputed), do_not_fit)


def pseudonym(key: bytes, journey: UUID) -> str:
    return digest(key, journey.bytes, sha256).hex()[:20]


def _asked_by(scheme: Scheme, given: dict[str, Any]) -> dict[str, Any]:
    """Leave out what this scheme does not ask, and funders that it does not know."""
    asked, funders = {question.id for question in scheme.questions}, {funder.id for funder in scheme.funders[1:]}
    return given | {
        "answers": {name: answer for name, answer in given["answers"].items() if name in asked},
        "paying_funders": [funder for funder in given.get("paying_funders", []) if funder in funders],
    }


def results_of_people(work: Work, people: People) -> Iterator[Outcome]:
    for first in range(0, len(people.found), ROWS_AT_A_TIME):
        some = people.found[first : first + ROWS_AT_A_TIME]
        person = pa.RecordBatch.from_pydict({"person": [name for name, _ in some]}, metadata=PSEUDONYMOUS)
        yield DATABASE, with_results(work, person, computed(work, as_columns(work.scheme, [given for _, given in some])))


def as_columns(scheme: Scheme, people: Iterable[Given]) -> dict[str, NDArray[Any]]:
    rows = [dict(_row(scheme, given)) for given in people]
    return {name: np.array([row[name] for row in rows], np.int64) for name in rows[0]}


def _row(scheme: Scheme, given: Given) -> Iterator[tuple[str, int]]:
    for question in scheme.questions:
        answer = given.answers.get(question.id, NOT_ANSWERED)
        yield question.id, answer.level
        if question.fluctuates:
            yield worst_of(question.id), _or_null(answer.worst_level)
            yield weeks_of(question.id), _or_null(answer.worst_weeks)
        if question.unpaid_support:
            yield unpaid_of(question.id), _or_null(answer.unpaid_quarters)
    yield CARER, int(given.carer_willing_and_able)
    yield BY_HAND, int(given.cost_by_hand)
    for funder in scheme.funders[1:]:
        yield paying_of(funder.id), int(funder.id in given.paying_funders)


def _or_null(value: int | None) -> int:
    return NULL if value is None else value

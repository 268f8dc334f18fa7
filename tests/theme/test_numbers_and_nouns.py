"""Wherever a number stands before what it counts, the two agree: through `counted`, or in a sentence that no 1 can reach."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from commonpurse.values.numbers import counted

SOURCE = Path(__file__).parents[2] / "src" / "commonpurse"
NOUNS = (
    "answers|budgets|calls|cases|councils|days|differences|faults|funders|hours|journeys|letters|levels|lines|minutes|months|names|"
    "outcomes|parts|people|plans|points|quarters|questions|rows|runs|schemes|stages|things|ticks|times|visits|weeks|words|workers|years"
)
IN_A_TEMPLATE = re.compile(
    rf"\}}\}}\s+(?:hard |more |different |open |unpaid )?(?:{NOUNS})\b|%d\s+(?:more )?(?:{NOUNS})\b|~\s*[\"'] (?:{NOUNS})\b"
)
IN_A_STRING = re.compile(rf"\{{[^{{}}\"']+\}} (?:hard |more |different |open |unpaid )?(?:{NOUNS})\b")
NEVER_ONE = {
    # a limit or a constant above 1, or a list that is never one long
    "formula/words.py",
    "formula/explain_answers.py",
    "formula/explain_money.py",
    "formula/scheme.py",
    "formula/parse.py",
    "formula/explain_funders.py",
}
"""Files that make such sentences themselves: tests/formula looks at every one of them."""
ABOVE_ONE = (
    "LONGEST_WORDS",
    "MOST_LEARNED",
    "FEW_CASES",
    "HOURS_IN_A_WEEK",
    "show_value",
    "limit_value",
    "minutes_saved",
    "names.count(name)",  # only of names that stand there more than once
    "choices - 1",
    "{rows} rows",  # of columns, in many thousands
    "DAYS_TO_TAKE_BACK_AN_ENDING",
    "len(counted)} outcomes",  # two or more, by the regulations
    "{your} points",
    "{FAR} times",
    "{count} times",  # only of columns that stand there more than once
)
"""What cannot be 1: a constant, or what the lines before it have made sure of."""


def disagreeing(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        for found in pattern.finditer(line):
            near = line[max(0, found.start() - 60) : found.end()]
            if "counted" not in near and not any(name in near for name in ABOVE_ONE):
                yield f"{number}: {near.strip()}"


def files() -> Iterator[tuple[Path, re.Pattern[str]]]:
    for file in sorted([*SOURCE.rglob("*.html"), *SOURCE.rglob("*.py")]):
        if "migrations" not in file.parts and str(file.relative_to(SOURCE)) not in NEVER_ONE:
            yield file, IN_A_TEMPLATE if file.suffix == ".html" else IN_A_STRING


def test_numbers_agree_with_their_nouns_everywhere() -> None:
    found = [f"{file.relative_to(SOURCE)}:{one}" for file, pattern in files() for one in disagreeing(file.read_text(), pattern)]
    assert found == []


@pytest.mark.parametrize(
    ("said", "pattern"),
    [
        ("in about {{ value.worst_weeks }} hard weeks", IN_A_TEMPLATE),
        ('{{ "%d more lines" % number }}', IN_A_TEMPLATE),
        ('{{ days ~ " days" }}', IN_A_TEMPLATE),
        ('f"about {value.unpaid_quarters} quarters of it"', IN_A_STRING),
        ('f"{len(chosen)} answers"', IN_A_STRING),
    ],
)
def test_what_does_not_agree_is_found(said: str, pattern: re.Pattern[str]) -> None:
    assert list(disagreeing(said, pattern))


@pytest.mark.parametrize(("number", "said"), [(0, "0 weeks"), (1, "1 week"), (2, "2 weeks"), (52, "52 weeks"), (1200, "1,200 weeks")])
def test_a_number_with_its_noun(number: int, said: str) -> None:
    assert counted(number, "week") == said


def test_a_noun_of_its_own_kind() -> None:
    assert [counted(number, "person", "people") for number in (1, 2)] == ["1 person", "2 people"]

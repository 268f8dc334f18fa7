"""The page of a figure and `commonpurse allocate --format text` say the same, line by line."""

from collections import Counter
from dataclasses import fields
from importlib.resources import files

from hypothesis import given as for_all
from hypothesis import strategies as st

from commonpurse.allocation.commands.allocate import in_words
from commonpurse.formula import Answer, Given, Result, Scheme, allocate, read_scheme
from commonpurse.pages.shared.why import WhyLines, WhyRow, why_lines
from tests.formula.factories import answers_to, runs, thorough

ADULT = read_scheme((files("commonpurse.allocation") / "schemes" / "reference-adult.toml").read_bytes())


def on_the_page(result: Result) -> Counter[str]:
    why = why_lines(result.lines, notes={})
    values = [getattr(why, each.name) for each in fields(WhyLines)]
    found = [row for value in values for row in (value if isinstance(value, list) else [value]) if isinstance(row, WhyRow)]
    return Counter(f"{row.amount:>14}  {row.title}. {row.because}" for row in found)


def as_text(result: Result, scheme: Scheme) -> Counter[str]:
    return Counter(line[2:] for line in list(in_words(result, scheme))[:-2] if line.startswith("  "))


@thorough(100)
@for_all(runs())
def test_page_and_text_say_the_same(run: tuple[Scheme, Given]) -> None:
    scheme, given = run
    result = allocate(scheme, given)
    assert on_the_page(result) == as_text(result, scheme)
    assert sum(as_text(result, scheme).values()) == len(result.lines)


@thorough(100)
@for_all(st.data())
def test_page_and_text_say_the_same_by_the_reference_scheme(data: st.DataObject) -> None:
    result = allocate(ADULT, data.draw(answers_to(ADULT)))
    assert on_the_page(result) == as_text(result, ADULT)


def test_another_word_on_the_page_would_be_noticed() -> None:
    scheme = ADULT
    result = allocate(scheme, Given({question.id: Answer(1) for question in scheme.questions}))
    other = result._replace(lines=(*result.lines[1:], result.lines[1]))
    assert on_the_page(other) != as_text(result, scheme)

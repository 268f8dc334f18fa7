"""Every sum can be done again from what is shown, to the penny, and no shown number crosses a threshold that the true one did not."""

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from commonpurse.formula import Answer, Given, Line, Scheme, allocate, points, written_points
from commonpurse.formula.words import places_giving

from .calculator import in_pence
from .factories import a_part, a_question, runs, small, thorough
from .slowly import half_up

NUMBER = r"[\d,]+(?:\.\d+)?"
POUNDS = rf"£{NUMBER}"


def number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def shown(line: Line) -> Fraction:
    """The figure of a line as somebody reads it: points, or pence."""
    return Fraction(in_pence(line.figure)) if line.pence is not None else number(line.figure.split()[0])


def within_its_last_place(found: Fraction, written: str) -> bool:
    """Whether a number is written as this one, rounded half up at its own last place."""
    places = len(written.partition(".")[2])
    return Fraction(half_up(found * 10**places), 10**places) == number(written)


def penny(because: str) -> int:
    return 1 if "One penny more" in because else -1 if "One penny less" in because else 0


def sums(line: Line) -> Iterator[tuple[Fraction, Fraction]]:
    """What a calculator finds from the words and figures of a line, beside what the line shows."""
    said, figure = line.because, shown(line)
    if found := re.search(rf"({NUMBER}) points lie between (\d+) points? \(({POUNDS})\) and (\d+) points? \(({POUNDS})\): £", said):
        at, low, low_pence, high, high_pence = found.groups()
        rise = Fraction(in_pence(high_pence) - in_pence(low_pence), int(high) - int(low))
        yield Fraction(half_up(in_pence(low_pence) + (number(at) - int(low)) * rise)), figure
    if found := re.search(rf"(?:({POUNDS}), and )?({NUMBER})% of (?:the )?({POUNDS})", said):
        start, percent, of = found.groups()
        sign = -1 if "taken off" in said else 1
        yield Fraction((in_pence(start) if start else 0) + sign * half_up(number(percent) * in_pence(of) / 100)), figure
    if found := re.search(rf"leaves ({NUMBER}) of ({NUMBER}) points. {NUMBER}% of ({POUNDS})", said):
        left, whole, of = found.groups()
        yield Fraction(half_up(number(left) / number(whole) * in_pence(of))), figure
    if found := re.search(rf"({NUMBER}) of the ({NUMBER}) points that count .* that share of ({POUNDS})\.", said):
        part, whole, of = found.groups()
        yield Fraction(half_up(number(part) / number(whole) * in_pence(of)) + penny(said)), figure
    if found := re.search(rf"has ({POUNDS}) of the ({POUNDS}) that .* same share of ({POUNDS})\.(?: |$)", said):
        part, whole, of = found.groups()
        yield Fraction(half_up(Fraction(in_pence(part), in_pence(whole)) * in_pence(of)) + penny(said)), figure
    if found := re.match(rf"(\d+) weeks of ({POUNDS})\.", said):
        yield Fraction(int(found[1]) * in_pence(found[2])), figure
    if found := re.search(rf"year would be ({POUNDS}), not ({POUNDS})\.", said):
        yield Fraction(in_pence(found[2]) - in_pence(found[1])), figure


def test_the_example_that_was_wrong_can_be_done_again() -> None:
    """“15.1 of the 25.8 points” of £195.17 is £114.23; £114.16 was paid."""
    assert places_giving(11416, lambda both, _: half_up(Fraction(19517 * both[0], both[1])), (3140, 5368), 208) == ("15.096", "25.808")


@thorough(200)
@for_all(runs())
def test_every_shown_sum_comes_out_again_to_the_penny(run: tuple[Scheme, Given]) -> None:
    result = allocate(*run)
    for line in result.lines:
        for found, figure in sums(line):
            assert found == figure, line


def test_the_calculator_notices_a_sum_that_does_not_come_out() -> None:
    because = "15.1 of the 25.8 points that count are for Council to pay: that share of £195.17."
    line = Line("part-funder", "support.council", "Council: Support", because, None, 11416)
    ((found, figure),) = sums(line)
    assert [found, figure] == [11423, 11416]


@thorough(200)
@for_all(runs())
def test_sums_of_points_come_out_or_say_that_each_is_rounded(run: tuple[Scheme, Given]) -> None:
    for line in allocate(*run).lines:
        if found := re.search(rf"((?:{NUMBER} \+ )+{NUMBER}) = ({NUMBER}) points?\.(.*)", line.because):
            together = sum(map(number, found[1].split(" + ")))
            assert (together == number(found[2])) is (not found[3])
            assert number(found[2]) == shown(line)
        if found := re.search(r"“ is (\d+) points?\. (\w+) hard weeks? of 52 at (\d+) points?, not (\d+), adds? ([\d.]+)", line.because):
            assert line.facts is not None
            added = Fraction((line.facts["worst_points"] - line.facts["points"]) * line.facts["weeks"], 52)
            assert within_its_last_place(added, found[5])


@thorough(200)
@for_all(runs())
def test_the_facts_beside_a_sentence_give_its_figure(run: tuple[Scheme, Given]) -> None:
    """Nothing is read out of the words: kind and facts alone give every figure again."""
    for line in allocate(*run).lines:
        assert line.kind, line
        assert line.facts is not None
        expected = by_facts(line)
        assert expected is None or expected == (line.units if line.pence is None else line.pence), line


def hard(usual: int, facts: Mapping[str, Any], worst: str) -> int:
    """52 times what a week counts, with the hard weeks in it."""
    return 52 * usual + int((facts.get(worst, usual) - usual) * facts.get("weeks", 0))


def capped(found: int, facts: Mapping[str, Any]) -> int:
    return min(found, 208 * facts["at_most_points"]) if "at_most_points" in facts else found


def on_the_line(facts: Mapping[str, Any]) -> int:
    (low, low_pence), (high, high_pence) = facts["knots"]
    return half_up(low_pence + (Fraction(facts["units"], 208) - low) * Fraction(high_pence - low_pence, high - low))


BY_KIND: dict[str, Callable[[Mapping[str, Any]], int | None]] = {
    "level": lambda f: 208 * int(f["points"]),
    "hard-weeks": lambda f: 4 * hard(f["points"], f, "worst_points"),
    "after-help": lambda f: int(f["of_units"] * (4 - f["quarters"]) // 4),
    "hours": lambda f: half_up(Fraction((4 - f["quarters"]) * hard(f["minutes"], f, "worst_minutes") * f["rate_pence"], 208 * 60)),
    "added-up": lambda f: capped(sum(f["units"]), f) if "units" in f else None,
    "largest": lambda f: capped(max(f["units"]), f),
    "share-left": lambda f: half_up(Fraction(f["percent"]) * f["of_pence"] / 100),
    "between-knots": on_the_line,
    "flat": on_the_line,
    "percent-of": lambda f: half_up(Fraction(f["hundredths_of_a_percent"] * f["of_pence"], 10_000)),
    "rounded": lambda f: half_up(Fraction(f["pence"], f["to_pence"])) * int(f["to_pence"]),
    "pays-weekly": lambda f: int(f["weeks"] * f["pence"]),
    "pays-yearly": lambda f: int(f["weeks"] * f["pence"]),
    "worst-weeks": lambda f: int(f["year_pence"] - f["without_pence"]),
}


def by_facts(line: Line) -> int | None:
    return BY_KIND[line.kind](line.facts or {}) if line.kind in BY_KIND else None


@pytest.mark.parametrize("whole", [1, 5, 70, 1999])
def test_what_is_not_a_whole_point_is_never_written_as_one(whole: int) -> None:
    """Every threshold of a scheme is a whole point."""
    for off in range(-20, 21):
        written = number(points(208 * whole + off))
        assert (written > whole, written < whole) == (off > 0, off < 0)


@for_all(st.integers(0, 416_000))
def test_a_shown_number_of_points_is_on_its_own_side_and_close(units: int) -> None:
    written = number(points(units))
    assert abs(written - Fraction(units, 208)) <= Fraction(1, 20)
    assert (written == int(written)) is (units % 208 == 0)
    assert written_points(units).endswith("point" if units == 208 else "points")


def test_just_below_a_threshold_is_shown_below_it() -> None:
    """“70.0 points ... no money below 70”."""
    assert points(70 * 208 - 5) == "69.98"
    assert points(70 * 208 - 1) == "69.995"
    assert points(70 * 208) == "70"


def test_a_step_that_is_not_reached_says_so_with_a_number_below_it() -> None:
    scheme = small(
        unpaid_help="points",
        questions=[a_question(points=[0, 6, 7])],
        parts=[a_part(curve="step", knots=[[7, 500]], costing_over=6)],
    )
    result = allocate(scheme, Given({"eating": Answer(1, 2, 51)}))
    by_step = {line.step: line for line in result.lines}
    assert by_step["part-points"].figure == "6.98 points"
    assert by_step["part"].because == "There is no money below 7 points."
    assert by_step["costing"].because.startswith("6.98 points is more than 6 points.")

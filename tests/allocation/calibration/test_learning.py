"""A known scheme is found again; what only counts as the larger is noticed; shuffled costs teach nothing."""

from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise

import numpy as np
import pytest

from commonpurse.allocation.calibration.calibrate import Wanted, calibrate
from commonpurse.allocation.calibration.drafting import NoClaim, amounts, draft_scheme
from commonpurse.allocation.calibration.held_out import folds_of, held_out, r_squared
from commonpurse.allocation.calibration.points import as_whole
from commonpurse.allocation.calibration.scheme_file import Names, knots, scheme_file
from commonpurse.allocation.calibration.search import choices, choose
from commonpurse.allocation.calibration.shortest import lengths, shortest_good
from commonpurse.allocation.calibration.weights import fit, sums_of
from commonpurse.formula import read_scheme

from .made import REFERENCE, cases_by, plain_cases, reference

NAMES = Names("found-again", "1", "Found again", date(2026, 4, 1), "Made in a test.")


def test_a_known_scheme_is_found_again_from_what_it_gave() -> None:
    scheme = reference()
    cases = cases_by(scheme, 3_000, seed=7)
    found = calibrate(cases, Wanted(length=len(scheme.questions), sufficiency=0.5))
    learned = np.concatenate([points for _, points in sorted(as_whole(found.points).items())])
    known = np.concatenate([question.points for question in scheme.questions])
    assert np.corrcoef(learned, known)[0, 1] > 0.998
    again = read_scheme(scheme_file(found, cases, REFERENCE, NAMES))
    new = cases_by(scheme, 2_000, seed=8)
    apart = np.abs(amounts(again, new) - new.cost)
    assert float(apart.mean()) < 0.015 * float(new.cost.mean())


def test_points_are_whole_and_never_fall_and_the_file_reads_without_a_fault() -> None:
    cases = cases_by(reference(), 600, seed=3, noise=0.4)
    found = calibrate(cases, Wanted(length=7))
    for points in as_whole(found.points).values():
        assert points[0] == 0
        assert (np.diff(points) >= 0).all()
    scheme = read_scheme(scheme_file(found, cases, REFERENCE, NAMES))
    assert len(scheme.questions) == 7
    assert scheme.status == "draft"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_questions_of_which_only_the_larger_counts_are_noticed(seed: int) -> None:
    cases, mean = plain_cases(6_000, seed=seed, larger=(0, 1))
    cases = replace(cases, cost=np.rint(mean).astype(np.int64))
    found = calibrate(cases, Wanted(length=12))
    assert (0, 1) in found.points.together
    summed, mean = plain_cases(6_000, seed=seed)
    assert calibrate(summed, Wanted(length=12)).points.together == ()


def test_of_three_questions_only_the_largest_counts() -> None:
    cases, mean = plain_cases(6_000, seed=1, larger=(0, 1, 2))
    found = calibrate(replace(cases, cost=np.rint(mean).astype(np.int64)), Wanted(length=12))
    assert found.points.together == ((0, 1, 2),)


def test_costs_that_fall_as_needs_rise_give_no_points_and_the_same_for_all() -> None:
    cases, _ = plain_cases(600, seed=2, questions=4)
    turned = replace(cases, cost=cases.cost.max() - cases.cost)
    found = calibrate(turned, Wanted(length=4))
    assert found.points.most == 0
    assert found.predicted(turned) == pytest.approx(turned.cost.mean())


def test_each_longer_choice_explains_at_least_as_much_and_keeps_what_must_be_kept() -> None:
    cases, _ = plain_cases(2_000, seed=4, questions=10)
    keep = (9,)
    found = list(choices(cases, sums_of(cases.steps, cases.cost.astype(np.float64)), keep=keep))
    assert [len(each.questions) for each in found] == list(range(1, 11))
    assert all(9 in each.questions for each in found)
    assert all(later.unexplained <= earlier.unexplained * (1 + 1e-9) for earlier, later in pairwise(found))


def test_the_best_found_choice_is_the_best_there_is_where_every_one_can_be_tried() -> None:
    for seed in range(5):
        cases, _ = plain_cases(800, seed=seed, questions=8)
        sums = sums_of(cases.steps, cases.cost.astype(np.float64))
        every = [cases.columns_of(each) for each in combinations(range(8), 3)]
        best = min(sums.unexplained(fit(sums, columns), columns) for columns in every)
        assert choose(cases, sums, 3).unexplained == pytest.approx(best, rel=1e-9)


def test_so_many_have_enough_as_was_asked_for() -> None:
    cases = cases_by(reference(), 2_000, seed=5, noise=0.3)
    for sufficiency in (0.5, 0.8, 0.9):
        found = calibrate(cases, Wanted(length=11, sufficiency=sufficiency))
        assert float((found.amounts(cases) + 1 >= cases.cost).mean()) == pytest.approx(sufficiency, abs=0.015)


def test_the_fund_is_never_passed_whatever_is_asked_for() -> None:
    cases = cases_by(reference(), 800, seed=6, noise=0.3)
    fund = int(cases.cost.sum() * 0.9)
    outcome = draft_scheme(cases, REFERENCE, NAMES, length=11, wanted=Wanted(11, fund=fund), seed=1)
    assert int(outcome.found.sum()) <= fund
    assert any("The fund is too small" in said for said in outcome.warnings)


def test_shuffled_costs_give_no_claim_and_no_scheme() -> None:
    cases = cases_by(reference(), 1_500, seed=9, noise=0.2)
    shuffled = replace(cases, cost=np.random.default_rng(1).permutation(cases.cost))
    with pytest.raises(NoClaim, match="do not foretell"):
        draft_scheme(shuffled, REFERENCE, NAMES, length=11, wanted=Wanted(11), seed=1)
    assert draft_scheme(cases, REFERENCE, NAMES, length=11, wanted=Wanted(11), seed=1).accuracy.says_something


def test_what_is_claimed_for_people_not_learned_from_holds_for_new_people() -> None:
    scheme = reference()
    cases, new = (cases_by(scheme, 1_500, seed=seed, noise=0.3) for seed in (10, 11))
    claimed = held_out(cases, Wanted(11), seed=1).accuracy()
    found = calibrate(cases, Wanted(11))
    really = r_squared(new.cost.astype(np.float64), found.predicted(new))
    width = claimed.r_squared.high - claimed.r_squared.low
    assert claimed.r_squared.low - width < really < claimed.r_squared.high + width


def test_copies_of_a_case_are_never_on_both_sides() -> None:
    cases = cases_by(reference(), 50, seed=12)
    copied = cases.some(np.concatenate([np.arange(50)] * 4))
    fold = folds_of(copied, 5, seed=3)
    assert (fold.reshape(4, 50) == fold[:50]).all()
    assert len(set(fold.tolist())) == 5


def test_the_shortest_that_is_as_good_as_any_leaves_out_what_does_not_matter() -> None:
    cases, _ = plain_cases(4_000, seed=13, questions=10)  # five matter
    path = lengths(cases, seed=1)
    assert [each.length for each in path] == list(range(1, 11))
    good = shortest_good(path)
    assert 4 <= good.length <= 6
    assert set(good.questions) <= {"q1", "q2", "q3", "q4", "q5", *good.questions[-1:]}


def test_corners_rounded_to_pounds_still_keep_the_rule_of_shares() -> None:
    cases = cases_by(reference(), 400, seed=14, noise=0.5)
    found = calibrate(cases, Wanted(length=11))
    corners = knots(found.money, from_nothing=True)
    assert corners[0] == (0, 0)
    each_point = [pence / points for points, pence in corners[1:]]
    assert each_point == sorted(each_point)
    assert all(pence % 100 == 0 for _, pence in corners)

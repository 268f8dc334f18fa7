"""The PDF keeps to PDF/UA-1 and PDF/A-2a, is the same bytes each time, and reads in the order of the letter."""

from dataclasses import replace

import page as checker
import pytest
import typst

from commonpurse.documents.drawings import as_pdf as drawing
from commonpurse.documents.drawings.as_pdf import LARGE, NORMAL, as_pdf
from commonpurse.documents.wordings.decision import plain_english
from tests.documents.drawn import words_in_pdf
from tests.documents.letters import any_budget, margarets

PROFILES = {"PDF/UA-1": "ua1", "PDF/A-2a": "2a"}


@pytest.mark.parametrize("size", [NORMAL, LARGE])
@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES.keys())
def test_a_letter_keeps_to_both_standards(size: float, profile: str) -> None:
    for facts in (margarets(), any_budget(3), any_budget(8)):
        report = checker.validate_pdf_bytes(as_pdf(plain_english(facts), size=size), profile=profile)
        assert [failure.rule_id for failure in report.failures] == []
        assert report.is_compliant
        assert report.rules.total >= 100


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES.keys())
def test_the_checker_finds_a_planted_fault(profile: str) -> None:
    """The negative control: a title that no reader shows, and a PDF that claims nothing."""
    good = as_pdf(plain_english(margarets()))
    assert b"/DisplayDocTitle true" in good
    planted = {
        "ua1": good.replace(b"/DisplayDocTitle true", b"/DisplayDocTitle null"),
        "2a": typst.compile(b"= Hello\nNo standard."),
    }[profile]
    assert isinstance(planted, bytes)
    report = checker.validate_pdf_bytes(planted, profile=profile)
    assert not report.is_compliant
    assert report.failures


def test_the_same_letter_is_the_same_bytes() -> None:
    assert as_pdf(plain_english(margarets())) == as_pdf(plain_english(margarets()))


def test_large_print_says_the_same() -> None:
    document = plain_english(margarets())
    normal, large = (words_in_pdf(as_pdf(document, size=size)).split() for size in (NORMAL, LARGE))
    assert [word for word in large if word.startswith("£")] == [word for word in normal if word.startswith("£")]


def test_the_parts_come_in_the_order_of_a_letter() -> None:
    words = " ".join(words_in_pdf(as_pdf(plain_english(margarets()))).split())
    order = ["Quay Street", "Margaret Ellis", "20 April 2026", "Dear Margaret", "What you will have", "If you think this is wrong", "Yours"]
    places = [words.index(part) for part in order]
    assert places == sorted(places)


def test_what_somebody_typed_is_no_markup() -> None:
    typed = "#panic() $x$ *bold* `code` = heading @label <tag> //comment \\ [brackets] £5"
    document = plain_english(replace(margarets(), reasons=typed))
    assert typed in " ".join(words_in_pdf(as_pdf(document)).split())


def test_no_font_of_the_machine_is_used() -> None:
    assert all(not font.path or str(drawing.FONTS) in font.path for font in drawing._fonts().fonts())

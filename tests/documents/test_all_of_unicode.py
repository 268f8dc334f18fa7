"""Whatever somebody typed, every drawing is made, and nothing of it is lost."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonpurse.documents.drawings.as_pdf import NOT_SHOWN, _in_our_font, as_pdf, printable
from commonpurse.documents.drawings.as_text import as_text
from commonpurse.documents.facts.decision import DecisionFacts
from commonpurse.documents.wordings.decision import plain_english
from commonpurse.values.text import as_kept
from tests.documents.drawn import as_page, words_in_pdf
from tests.documents.letters import margarets

ANYTHING = st.text(st.characters(), max_size=40)  # surrogates too: a half of a pair


def typed_everywhere(words: str) -> DecisionFacts:
    good = margarets()
    line = replace(good.lines[0], what=words, who=words, how_often=words, outcome=words)
    contact = replace(good.contact, worker=words, address=words, complaints=words, telephone=words)
    return replace(
        good, person=words, called=words, reasons=words, eligibility_reasons=words, contact=contact, lines=(line, *good.lines[1:])
    )


@given(ANYTHING)
@settings(max_examples=150, deadline=None)
def test_every_drawing_is_made(words: str) -> None:
    document = plain_english(typed_everywhere(words))
    as_page(document).encode()
    assert all(line in as_text(document) for line in as_kept(words).split("\n"))
    as_text(document).encode()
    assert as_pdf(document).startswith(b"%PDF-")


@pytest.mark.parametrize("brk", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_break_is_one(brk: str) -> None:
    assert "one<br>two" in as_page(plain_english(replace(margarets(), reasons=f"one{brk}two")))


def test_a_control_character_leaves_a_mark_and_no_hole() -> None:
    text = as_text(plain_english(replace(margarets(), reasons="a\x00b\x07c\ud800d")))
    assert "a\u2400b\u2407c\ufffdd" in text


@pytest.mark.parametrize(("words", "shown"), [("Siân Ŵyn", "Siân Ŵyn"), ("Ελένη", "Ελένη"), ("Юрий", "Юрий")])
def test_names_of_many_alphabets_are_printed(words: str, shown: str) -> None:
    pdf = words_in_pdf(as_pdf(plain_english(replace(margarets(), person=words))))
    assert shown in pdf
    assert NOT_SHOWN[:30] not in pdf


def test_what_cannot_be_printed_stands_as_a_number_with_a_note_and_leaves_the_rest_alone() -> None:
    pdf = words_in_pdf(as_pdf(plain_english(replace(margarets(), person="李 Ελένη 😀", reasons="Юрий"))))
    assert "[U+674E]" in pdf
    assert "Юрий" in pdf
    assert "stand here as numbers in brackets" in " ".join(pdf.split())


@given(ANYTHING)
@settings(deadline=None)
def test_our_own_font_can_always_print_what_is_left(words: str) -> None:
    shown = _in_our_font(as_kept(words))
    lost = re.sub(r"\[U\+([0-9A-F]{4,6})\]", lambda found: chr(int(found[1], 16)), shown)
    assert lost == printable(as_kept(words))

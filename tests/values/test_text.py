"""Text as it is kept: every line break one character, nothing that cannot be seen, nothing lost."""

import unicodedata

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from commonpurse.values.text import as_kept, on_one_line

EVERYTHING = st.text(st.characters(exclude_categories=()))  # lone surrogates too


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
        ("a\x0bb", "a\nb"),  # Word's soft line break
        ("a\u2028b", "a\nb"),
        ("a\tb", "a\tb"),
        ("a\x00b", "a␀b"),
        ("a\x07b", "a␇b"),
        ("a\x7fb", "a␡b"),
        ("a\ud800b", "a\ufffdb"),
        ("Zoë 👩‍🦽 \u202eabc", "Zoë 👩‍🦽 \u202eabc"),
    ],
)
def test_what_is_kept(typed: str, kept: str) -> None:
    assert as_kept(typed) == kept


@for_all(EVERYTHING)
def test_nothing_is_lost_and_nothing_unseen_is_kept(text: str) -> None:
    kept = as_kept(text)
    assert len(kept) == len(text.replace("\r\n", "\n"))
    assert as_kept(kept) == kept
    assert all(letter in "\t\n" or unicodedata.category(letter) not in {"Cc", "Cs"} for letter in kept)
    assert "\n" not in on_one_line(text)
    kept.encode()

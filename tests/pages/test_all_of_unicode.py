"""Whatever is typed, pasted or sent: no page fails of it, and nothing of it is lost."""

from collections.abc import Iterator
from html import escape, unescape
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from django import forms
from hypothesis import HealthCheck, assume, settings
from hypothesis import given as for_all
from hypothesis import strategies as st
from lxml import html  # type: ignore[import-untyped]  # it has no types

from commonpurse import pages
from commonpurse.access.context import acting_as
from commonpurse.pages.filled import Typed, filled
from commonpurse.plans.models import Outcome
from commonpurse.theme.fields import WordsField
from commonpurse.values.text import as_kept, on_one_line
from tests.browsing_of_the_tests import as_
from tests.budgets_of_the_tests import Writing
from tests.formula.factories import thorough
from tests.pages.test_drafts import at, offers, window, writing

__all__ = ["writing"]
MOST = 300
SENT = st.text(st.characters(codec="utf-8"))  # what no browser sends is no UTF-8
PAGE = '<form action="/here"><input name="who" value=""><textarea name="words"></textarea></form>'


@thorough(200)
@for_all(SENT)
def test_a_kept_draft_is_given_back_whole(text: str) -> None:
    page = filled(PAGE, "/here", Typed("/here", {"who": [text], "words": [text]}))
    assume(text.strip())
    if page is None:  # nothing that can be seen has changed
        assert not as_kept(text).strip()
        return
    form = html.document_fromstring(page).forms[0]
    assert form.find(".//input").get("value") == on_one_line(text)
    assert (form.find(".//textarea").text or "").removeprefix("\n") == as_kept(text)


def forms_of_pages() -> Iterator[type[forms.Form]]:
    for module in walk_packages(pages.__path__, "commonpurse.pages."):
        import_module(module.name)
    found = [forms.Form]
    while found:
        form = found.pop()
        found += form.__subclasses__()
        if form.__module__.startswith("commonpurse.pages"):
            yield form


DJANGOS_OWN = {forms.CharField, forms.IntegerField, forms.DecimalField, forms.FloatField}


def test_every_field_of_words_or_a_number_reads_as_ours_do() -> None:
    fields = [(form, name, field) for form in forms_of_pages() for name, field in form.base_fields.items()]
    assert len(fields) > 100
    plain = {f"{form.__name__}.{name}" for form, name, field in fields if type(field) in DJANGOS_OWN and not is_a_password(field)}
    assert plain == set()


def is_a_password(field: forms.Field) -> bool:
    return isinstance(field.widget, forms.PasswordInput)


class Letter(forms.Form):
    words = WordsField(max_length=10, widget=forms.Textarea)


@pytest.mark.parametrize(
    ("sent", "fits"),
    [("12345\r\n789\r\n", True), ("1\r\n3\r\n5\r\n7\r\n90", True), ("1\r\n3\r\n5\r\n7\r\n901", False), ("1234567890", True)],
)
def test_a_line_break_counts_as_one_character_on_both_sides_of_the_wire(sent: str, fits: bool) -> None:
    assert Letter({"words": sent}).is_valid() is fits
    assert (len(sent.strip().replace("\r\n", "\n")) <= 10) is fits  # as the browser counts


PASTED = [
    "Bread\x0band butter",
    "a\x00b",
    "\x1b[31mred",
    "l1\r\nl2",
    "\u202ertl",
    "\ufffe",
    "\U0001f469\u200d\U0001f9bd" * 20,
    "<script>&amp;</script>",
    "\x85\u2028",
]


def kept_and_saved(writing: Writing, text: str) -> None:
    sam, page = as_(writing.place.sam), at(writing, "/outcomes")
    typing = window(sam, page)
    told = typing.types(words=text)
    assert told.status_code in {200, 422}
    assert sam.get(at(writing)).status_code == 200
    for use in offers(sam, page)[:1]:
        given = sam.get(use)
        assert given.status_code == 200
        assert as_kept(text) in unescape(given.content.decode())
    pressed = typing.press(words=text)
    fits = 0 < len(as_kept(text).strip()) <= MOST
    assert pressed.status_code == (302 if fits else 200)
    if fits:
        with acting_as(writing.place.as_sam):
            assert Outcome.objects.filter(words=as_kept(text).strip()).exists()
        assert escape(as_kept(text).strip().split("\n")[0], quote=False) in unescape_quotes(sam.get(at(writing)).content.decode())


def unescape_quotes(page: str) -> str:
    return page.replace("&#34;", '"').replace("&#39;", "'")


@pytest.mark.parametrize("text", PASTED)
def test_what_is_pasted_is_kept_given_back_and_saved(writing: Writing, text: str) -> None:
    kept_and_saved(writing, text)


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@for_all(text=SENT)
def test_whatever_is_typed_is_kept_given_back_and_saved(writing: Any, text: str) -> None:
    kept_and_saved(writing, text)

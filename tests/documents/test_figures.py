"""The figures of a document come from its facts, and are the same on the page, in the text and in the PDF."""

import os
from dataclasses import replace
from typing import Any

import pytest

from commonpurse.documents.blocks import Document, Paragraph, figures_of
from commonpurse.documents.text import AmountInWords, Figure, NotInTheFacts, Pointing, Typed, Words, text
from commonpurse.documents.wordings.decision import plain_english
from tests.documents.drawn import as_page, pence_in, pence_of_each, words_on_page
from tests.documents.letters import any_budget, margarets

BUDGETS = 1_000 if os.environ.get("COMMONPURSE_TEST_SIZE") == "full" else 60


@pytest.mark.parametrize("seed", range(BUDGETS))
def test_page_text_and_pdf_say_the_same_pence_in_the_same_order(seed: int) -> None:
    document = plain_english(any_budget(seed))
    figures = [figure.pence for figure in figures_of(document)]
    assert pence_of_each(document) == {"page": figures, "text": figures, "pdf": figures}


def test_another_pence_in_one_drawing_would_be_seen() -> None:
    """The negative control: the readers read pence, not only the words round them."""
    page = words_on_page(as_page(plain_english(margarets())))
    assert pence_in(page) != pence_in(page.replace("£133.00", "£133.01"))


def test_margarets_figures_are_these() -> None:
    assert [figure.text for figure in figures_of(plain_english(margarets()))] == [
        "£195.00 a week",
        "£133.00",
        "£61.00",
        "£52.00 once",
        "£1.00",
        "£10,140.00",
        "£195.00",
        "£176.00 a week",
    ]


def test_our_own_words_hold_no_amount_and_typed_ones_may() -> None:
    with pytest.raises(AmountInWords):
        Words("You pay £5 a week.")
    assert Typed("I pay £5 a week.").text == "I pay £5 a week."


def test_a_figure_reads_the_facts_and_nothing_else() -> None:
    facts: dict[str, Any] = {"total_pence": 19_500, "lines": [{"worth_pence": 1}], "agreed": True, "name": "Sam"}
    point = Pointing(facts)
    assert (point("total_pence").pence, point("lines", 0, "worth_pence").pence) == (19_500, 1)
    for nowhere in (("lines", 1, "worth_pence"), ("total",), ("agreed",), ("name",), ("lines",)):
        with pytest.raises(NotInTheFacts):
            point(*nowhere)


def test_a_document_with_a_figure_that_its_facts_do_not_hold_cannot_be_made() -> None:
    good = plain_english(margarets())
    for wrong in (Figure("total_pence", 19_501), Figure("nowhere", 19_500)):
        with pytest.raises(NotInTheFacts):
            replace(good, blocks=(Paragraph(text(wrong)),))
    assert isinstance(replace(good, blocks=(Paragraph(text(Figure("total_pence", 19_500))),)), Document)

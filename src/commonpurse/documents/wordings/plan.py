"""A plan to be kept: what should be different, what will help, what it costs and who would pay, beside what there is now."""

from collections.abc import Iterator
from datetime import date

from commonpurse.documents.blocks import Block, Document, FigureTable, Heading, KeyFacts, Kind, Listing, Paragraph, Row
from commonpurse.documents.facts.plan import AGREED, SENT, PlanFacts
from commonpurse.documents.text import Pointing, Text, Typed, text
from commonpurse.documents.wordings import letter
from commonpurse.documents.wordings.lines import how_it_is_counted, payers, rows_of, who_pays_rows
from commonpurse.documents.wordings.said import what_you_said


def plain_english(facts: PlanFacts) -> Document:
    blocks = _blocks(facts, Pointing(facts.as_json()))
    return letter.letter_of(facts, kind=Kind.PLAN, title="Your plan", dated=date.fromisoformat(facts.dated), blocks=blocks)


def _blocks(facts: PlanFacts, point: Pointing) -> Iterator[Block]:
    yield from letter.made_up(facts.contact)
    yield Paragraph(_where_it_stands(facts), tone="lead")
    if facts.outcomes:
        yield Heading(text("What should be different"))
        yield Listing(tuple(text("“", Typed(words), "”") for words in facts.outcomes))
    yield Heading(text("What will help"))
    if facts.lines or facts.not_planned_pence:
        yield _table(facts, point)
        yield from how_it_is_counted(facts.lines, facts.each)
    else:
        yield Paragraph(text("Nothing is written yet."))
    yield from _beside_the_first_figure(facts, point)
    yield from _who_pays(facts, point)
    if facts.now:
        yield Heading(text("What there is now"))
        rows = tuple(
            Row(text(Typed(one.what)), (text(Typed(one.who)),) if one.who else (), text(point("now", number, "worth_pence")))
            for number, one in enumerate(facts.now)
        )
        total = Row(text("All together"), (), text(point("now_pence")))
        yield FigureTable("What there is now", ("What", f"Now, {facts.each}"), rows, total)
    yield from what_you_said(facts.said)
    yield letter.in_another_way(facts.contact)


def _where_it_stands(facts: PlanFacts) -> Text:
    if facts.state == AGREED:
        return text("This plan is agreed. Your letter says what that means and what happens next.")
    if facts.state == SENT:
        return text("This plan was sent to a manager to be agreed. Nothing is agreed yet.")
    return text("This plan is being written. Nothing is agreed yet. ", *letter.ask(facts.contact), " if something should be different.")


def _table(facts: PlanFacts, point: Pointing) -> FigureTable:
    word = "Agreed" if facts.state == AGREED else "Planned"
    some_free = any(line.free for line in facts.lines) and not all(line.free for line in facts.lines)
    rows = rows_of(facts.lines, facts.each, point, shared=len(payers(facts.shares)) > 1, some_free=some_free)
    if facts.not_planned_pence:
        rows.append(Row(text("Not planned yet"), (text("You can still decide what this is for."),), text(point("not_planned_pence"))))
    total = Row(text("All together"), (), text(point("total_pence")))
    return FigureTable("What will help", ("What", f"{word}, {facts.each}"), tuple(rows), total)


def _beside_the_first_figure(facts: PlanFacts, point: Pointing) -> Iterator[Block]:
    """Planned, left and first figure: only while nothing is agreed, when it is the letter that says how they compare."""
    if facts.state == AGREED or facts.indicative_pence is None:
        return
    first = text("Your first figure (indicative) is ", point("indicative_pence", each=facts.each), ". ")
    if facts.over_pence:
        after = text("The plan is ", point("over_pence", each=facts.each), " more than that. It can still be agreed, with reasons.")
    elif facts.left_pence:
        after = text(point("left_pence", each=facts.each), " of it is left to plan.")
    else:
        after = text("The plan uses all of it.")
    yield Paragraph(text(*first, *after))


def _who_pays(facts: PlanFacts, point: Pointing) -> Iterator[Block]:
    if len(payers(facts.shares)) < 2:
        return
    yield Heading(text("Who pays" if facts.state == AGREED else "Who would pay"))
    yield KeyFacts(who_pays_rows(facts.shares, facts.each, point))

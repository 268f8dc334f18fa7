"""A first figure with its why: what it is, what it is not, and every line of the sum that gave it."""

from collections.abc import Iterator
from datetime import date

from commonpurse.documents.blocks import Block, Document, FigureTable, Heading, KeyFacts, Kind, Listing, Paragraph, Row
from commonpurse.documents.days import day
from commonpurse.documents.facts.indicative import IndicativeFacts, WhyLine, WhySide
from commonpurse.documents.text import Part, Pointing, Text, Typed, text
from commonpurse.documents.wordings import letter


def plain_english(facts: IndicativeFacts) -> Document:
    blocks = _blocks(facts, Pointing(facts.as_json()))
    return letter.letter_of(
        facts,
        kind=Kind.INDICATIVE,
        title="Your first figure, and where it comes from",
        dated=date.fromisoformat(facts.made_on),
        blocks=blocks,
    )


def _blocks(facts: IndicativeFacts, point: Pointing) -> Iterator[Block]:
    yield from letter.made_up(facts.contact)
    yield Paragraph(text("Dear ", Typed(facts.called), ","))
    yield Paragraph(_figure(facts, point), tone="lead")
    yield from _not_yet(facts)
    if facts.changed_since:
        yield Paragraph(text("Something that this rests on has changed since. We will work it out again."))
    yield from _costed(facts, point)
    for number, side in enumerate(facts.sides):
        yield from _side(facts, side, number, point)
    yield Heading(text("What you may have to pay"))
    yield Paragraph(text(Typed(facts.to_pay)))
    if facts.helped_with:
        yield Heading(text("Unpaid help"))
        needs = Typed("; ".join(facts.helped_with))
        yield Paragraph(text("Somebody who helps you without pay said yes to these, so their help counts: ", needs, "."))
    yield Heading(text("If you do not agree"))
    yield Paragraph(text(*_if_you_do_not_agree(facts)))
    yield from letter.explained(letter.INDICATIVE)
    yield letter.in_another_way(facts.contact)


def _figure(facts: IndicativeFacts, point: Pointing) -> Text:
    if facts.pence is None and len(facts.sides) > 1 and all(side.pence is not None for side in facts.sides):
        return _two_figures(facts, point)
    if facts.pence is not None:
        year = text(" That is ", point("year_pence", each="a year"), ".") if facts.year_pence is not None and facts.each != "a year" else ()
        return text("Your first figure is ", point("pence", each=facts.each, strong=True), ".", *year, _what_it_is_for(facts, "It"))
    if facts.least_pence is not None and facts.most_pence is not None:
        return text(
            "We cannot say your first figure yet. It is between ", point("least_pence"), " and ", point("most_pence", each=facts.each), "."
        )
    return text("We cannot say your first figure yet.")


def _two_figures(facts: IndicativeFacts, point: Pointing) -> Text:
    """Two figures stay two until somebody chooses."""
    parts: list[str | Part] = []
    for number, side in enumerate(facts.sides):
        title = side.title[0].lower() + side.title[1:]
        parts += [*([" and "] if parts else []), point("sides", number, "pence", each=facts.each, strong=True), " ", Typed(title)]
    verb = "were" if facts.agreed_on else "are"
    said = f"You and your worker saw some things differently, so there {verb} two first figures: "
    return text(said, *parts, ".", _what_it_is_for(facts, "They"))


def _what_it_is_for(facts: IndicativeFacts, it: str) -> str:
    one = it == "It"
    if facts.agreed_on:
        began = f"{'This was' if one else 'These were'} the start of your plan"
        return f" {began}, which was agreed on {day(date.fromisoformat(facts.agreed_on))}: your letter of that day says what you have."
    choice = "" if one else " A manager chooses between them later, and writes down why."
    what = "It is a starting point" if one else "They are starting points"
    return f"{choice} {what} for your plan: nothing is agreed yet, and you may be able to get more than this."


def _if_you_do_not_agree(facts: IndicativeFacts) -> Text:
    if facts.agreed_on:
        return text(
            "The letter about what was agreed says how to ask us to look again. ", *letter.ask(facts.contact), " if you do not have it."
        )
    return text("Nothing is decided yet. ", *letter.ask(facts.contact), " and we go through it together.")


def _not_yet(facts: IndicativeFacts) -> Iterator[Block]:
    if facts.needs_costing:
        yield Paragraph(text("A person has to work it out by hand with you: the rules alone cannot."))
    if facts.missing:
        yield Paragraph(text("There is no answer yet to:"))
        yield Listing(tuple(text(Typed(one)) for one in facts.missing))


def _costed(facts: IndicativeFacts, point: Pointing) -> Iterator[Block]:
    if not facts.costed:
        return
    yield Heading(text("Worked out by hand"))
    rows = [
        Row(
            text(Typed(line.what)),
            (
                text(
                    Typed(line.hours),
                    " hour" if line.hours == "1" else " hours",
                    " a week at ",
                    point("costed", number, "rate_pence"),
                    " an hour. ",
                    Typed(line.why),
                ),
            ),
            text(point("costed", number, "pence")),
        )
        for number, line in enumerate(facts.costed)
    ]
    total = Row(text("All together"), (text(Typed(facts.costed_why)),), text(point("costed_pence")))
    yield FigureTable("Worked out by hand", ("What", "Indicative, a week"), tuple(rows), total)


def _side(facts: IndicativeFacts, side: WhySide, number: int, point: Pointing) -> Iterator[Block]:
    two = len(facts.sides) > 1
    yield Heading(text("By the points alone" if facts.costed else "Line by line", *(text(": ", Typed(side.title)) if two else ())))
    if two and side.pence is not None:
        yield Paragraph(text("This gives ", point("sides", number, "pence", each=facts.each), "."))
    if not side.lines:
        yield Paragraph(text("There are no lines yet: a question has no answer, and we never guess."))
    else:
        rows = tuple(_row(line, number, place, point) for place, line in enumerate(side.lines))
        yield FigureTable("Line by line", ("What", "Points or money"), rows)
    payers = [share for share in side.shares if share.pence]
    if payers:
        yield Heading(text("Who would pay"), level=3)
        yield KeyFacts(
            tuple(
                (share.name, text(point("sides", number, "shares", place, "pence", each=facts.each)))
                for place, share in enumerate(side.shares)
                if share.pence
            )
        )
        yield Paragraph(text(Typed(facts.who_pays_because)), tone="soft")


def _row(line: WhyLine, side: int, place: int, point: Pointing) -> Row:
    amount = text(Typed(line.points)) if line.pence is None else text(point("sides", side, "lines", place, "pence"))
    return Row(text(Typed(line.title)), (text(Typed(line.because)),) if line.because else (), amount)

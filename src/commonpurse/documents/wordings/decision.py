"""The letter that says what was agreed: in its first three sentences what, from when, and what to do."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TypeAlias

from commonpurse.documents.blocks import Block, Document, FigureTable, Heading, KeyFacts, Kind, Listing, Paragraph, Quotation, Row
from commonpurse.documents.days import day, months_after, weeks_after
from commonpurse.documents.facts.decision import CARER, SECTION_117, DecisionFacts
from commonpurse.documents.rights import DIRECT_PAYMENT_WITHIN_MONTHS, FIRST_LOOK_WEEKS, REVIEW_WITHIN_MONTHS
from commonpurse.documents.text import Pointing, Text, Typed, text
from commonpurse.documents.wordings import letter
from commonpurse.documents.wordings.lines import how_it_is_counted, payers, rows_of, shared_between, who_pays_rows
from commonpurse.documents.wordings.said import what_you_said

Register: TypeAlias = Callable[[DecisionFacts], Document]


def plain_english(facts: DecisionFacts) -> Document:
    blocks = _blocks(facts, Pointing(facts.as_json()))
    return letter.letter_of(facts, kind=Kind.DECISION, title="Your personal budget", dated=facts.agreed, blocks=blocks)


WORDINGS: Mapping[str, Register] = {"en-GB": plain_english}


def _blocks(facts: DecisionFacts, point: Pointing) -> Iterator[Block]:
    yield from letter.made_up(facts.contact)
    yield Paragraph(text("Dear ", Typed(facts.called), ","))
    yield Paragraph(_in_three_sentences(facts, point), tone="lead")
    yield from what_is_agreed(facts, point)
    yield from what_it_costs_you(facts, point)
    yield from _why_this_amount(facts, point)
    yield from _why_support(facts)
    yield from _what_happens_next(facts)
    nhs_pays = any(share.name == "NHS" for share in payers(facts.shares))
    yield from letter.if_it_is_wrong(facts.contact, dated=facts.agreed, nhs_pays=nhs_pays, stays=_stays(facts))
    yield from letter.signed(facts.agreed_by, facts.contact, as_="Manager")
    yield from letter.explained(*_hard_words(facts))
    yield letter.in_another_way(facts.contact)


def _in_three_sentences(facts: DecisionFacts, point: Pointing) -> Text:
    starts = {line.starts for line in facts.lines}
    each_its_own = "; each part has its own day below" if len(starts) > 1 else ""
    return text(
        "We have agreed your plan: your personal budget is ",
        point("total_pence", each=facts.each, strong=True),
        f". It starts on {day(facts.first_start)}{each_its_own}. ",
        *letter.ask(facts.contact),
        " to say how you would like the money to be looked after.",
    )


def what_is_agreed(facts: DecisionFacts, point: Pointing, *, heading: str = "What you will have") -> Iterator[Block]:
    yield Heading(text(heading))
    shared = len(payers(facts.shares)) > 1
    rows = rows_of(facts.lines, facts.each, point, shared=shared, some_free=not facts.all_free)
    if facts.not_planned_pence:
        rows.append(_not_planned(facts, point))
    total = Row(
        text("All together"), (text("In a year: ", point("year_pence")),) if facts.each != "a year" else (), text(point("total_pence"))
    )
    yield FigureTable("What was agreed", ("What", f"Agreed, {facts.each}"), tuple(rows), total)
    yield from how_it_is_counted(facts.lines, facts.each)
    yield from _what_else_you_want(facts)
    if facts.now:
        yield Paragraph(
            text("Your help now costs ", point("now_pence", each=facts.each), ". It carries on until the new support has started.")
        )


def _what_else_you_want(facts: DecisionFacts) -> Iterator[Block]:
    """What should be different, where no line of the table says it is for that."""
    named = {line.outcome for line in facts.lines}
    others = [words for words in facts.outcomes if words not in named]
    if others:
        yield Paragraph(text("What else you want to be different:" if named - {""} else "What you want to be different:"))
        yield Listing(tuple(text("“", Typed(words), "”") for words in others))


def _not_planned(facts: DecisionFacts, point: Pointing) -> Row:
    notes = [text("You can still decide what this is for.")]
    if len(payers(facts.shares)) > 1:
        notes.append(shared_between(facts.not_planned_shares, point, "not_planned_shares"))
    return Row(text("Not planned yet"), tuple(notes), text(point("not_planned_pence")))


def what_it_costs_you(facts: DecisionFacts, point: Pointing) -> Iterator[Block]:
    """Never a charge for aftercare, health or carers' support; never the spread of a one-off as what somebody may pay.

    Source: Care Act 2014 section 14(4): a charge is never above what the support of that week costs.
    """
    yield Heading(text("Who pays, and what you pay"))
    yield from _who_pays(facts, point)
    if facts.all_free:
        yield Paragraph(text("You pay nothing. All of it is free for you."))
        return
    if facts.chargeable:
        yield Paragraph(
            text(
                "We have not worked out yet whether you pay a part of it. First we look at your money with you. We write to you before "
                "you pay anything. If you do pay, the council pays that much less. "
                "In no week do you pay more than your support costs in that week."
            )
        )
    if facts.free_pence:
        yield Paragraph(text(point("free_pence", each=facts.each), " of it is free for you, whatever money you have."))
    if facts.not_planned_pence and facts.kind != CARER:
        yield Paragraph(text("Whether you pay towards what is not planned yet depends on what it will be for."))


def _who_pays(facts: DecisionFacts, point: Pointing) -> Iterator[Block]:
    paying = payers(facts.shares)
    if len(paying) == 1:
        yield Paragraph(text("The money comes from the ", Typed(_in_a_sentence(paying[0].name)), "."))
    elif paying:
        yield KeyFacts(who_pays_rows(facts.shares, facts.each, point))


def _in_a_sentence(name: str) -> str:
    return name[0].lower() + name[1:] if name == "Council" else name


def _why_this_amount(facts: DecisionFacts, point: Pointing) -> Iterator[Block]:
    yield Heading(text("Why this amount"), anchor="why")
    if facts.sides:
        yield from _two_first_figures(facts, point)
    yield Paragraph(text(*_first_figure(facts, point), *_beside_the_first(facts), " Ask us for the page that shows how it was worked out."))
    if facts.reasons:
        yield Paragraph(text(Typed(facts.agreed_by), ", who decided, wrote:"))
        yield Quotation(text(Typed(facts.reasons)))
    yield from what_you_said(facts.said)


def _two_first_figures(facts: DecisionFacts, point: Pointing) -> Iterator[Block]:
    yield Paragraph(text("You and your worker did not agree about every answer, so there were two first figures:"))
    items = []
    for number, side in enumerate(facts.sides):
        chosen = ". We chose this one." if side.chosen else "."
        items.append(text(Typed(side.title), ": ", point("sides", number, "pence", each=facts.each), chosen))
    yield Listing(tuple(items))


def _first_figure(facts: DecisionFacts, point: Pointing) -> Text:
    """What the first figure was, unless it stands above or is the amount itself."""
    first = point("indicative_pence", each=facts.each)
    if facts.costed_by_hand:
        formula = text("The rules alone gave ", point("formula_pence", each=facts.each), ". ") if facts.formula_pence is not None else ()
        return text(*formula, "Your worker worked the first figure out by hand: ", first, ". ")
    return text("Your first figure was ", first, ". ") if facts.total_pence != facts.indicative_pence and not facts.sides else ()


def _beside_the_first(facts: DecisionFacts) -> Text:
    if facts.total_pence == facts.indicative_pence:
        return text("We agreed the same amount as your first figure.")
    more = "more" if facts.total_pence > facts.indicative_pence else "less"
    return text(f"We agreed {more} than that{' one' if facts.sides and not facts.costed_by_hand else ''}.")


def _why_support(facts: DecisionFacts) -> Iterator[Block]:
    yield Heading(text("Why you have a right to support"))
    yield Paragraph(text(f"We decided this on {day(date.fromisoformat(facts.eligible_on))}. These are the reasons that we wrote down:"))
    yield Quotation(text(Typed(facts.eligibility_reasons)))


def _what_happens_next(facts: DecisionFacts) -> Iterator[Block]:
    starts = facts.first_start
    soon = [day(weeks_after(starts, weeks)) for weeks in FIRST_LOOK_WEEKS]
    yield Heading(text("What happens next"))
    yield Listing(
        (
            text(
                "You choose how the money is looked after. It can be paid to you (a direct payment), held for you by an organisation, "
                "or kept by the council, which then pays for your support. It can be a mix. "
                "Somebody can help you choose."
            ),
            text(f"Between {soon[0]} and {soon[1]} we ask you how it is going."),
            text(
                f"By {day(months_after(starts, REVIEW_WITHIN_MONTHS))} we look at your whole plan with you, and then once a year. "
                f"If you have a direct payment, we look at how that works by {day(months_after(starts, DIRECT_PAYMENT_WITHIN_MONTHS))}."
            ),
            text("If anything changes before then, tell us. You do not have to wait."),
        ),
        numbered=True,
    )


def _stays(facts: DecisionFacts) -> str:
    return "What you have stays as it is while we look." if facts.now else ""


def _hard_words(facts: DecisionFacts) -> Iterator[tuple[str, str]]:
    yield letter.PERSONAL_BUDGET
    yield letter.INDICATIVE
    yield letter.DIRECT_PAYMENT
    if any(line.legal_basis == SECTION_117 for line in facts.lines):
        yield letter.SECTION_117
    yield letter.ADVOCATE

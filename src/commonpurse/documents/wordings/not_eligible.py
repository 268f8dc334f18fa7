"""The letter that says that the law's rules for support are not met now: what, from when, what to do; why; what helps instead."""

from collections.abc import Iterator

from commonpurse.documents.blocks import Block, Document, Heading, Kind, Paragraph, Quotation
from commonpurse.documents.days import day
from commonpurse.documents.facts.decision import CARER
from commonpurse.documents.facts.not_eligible import NotEligibleFacts
from commonpurse.documents.text import Text, Typed, text
from commonpurse.documents.wordings import letter


def plain_english(facts: NotEligibleFacts) -> Document:
    blocks = _blocks(facts)
    return letter.letter_of(facts, kind=Kind.NOT_ELIGIBLE, title="Our decision about council support", dated=facts.decided, blocks=blocks)


def _blocks(facts: NotEligibleFacts) -> Iterator[Block]:
    yield from letter.made_up(facts.contact)
    yield Paragraph(text("Dear ", Typed(facts.called), ","))
    yield Paragraph(_in_three_sentences(facts), tone="lead")
    if facts.goes_on:
        grounds = Typed(" and ".join(facts.goes_on))
        yield Paragraph(text("This changes nothing about your ", grounds, ". That is another law, and it goes on."))
    yield Heading(text("Why"))
    yield Paragraph(text("These are the reasons that we wrote down:"))
    yield Quotation(text(Typed(facts.reasons)))
    yield Paragraph(text(_the_rules(facts)), tone="soft")
    yield Heading(text("What can help instead"))
    yield Quotation(text(Typed(facts.advice)))
    yield Heading(text("What happens next"))
    yield Paragraph(text("We do nothing more unless you ask us. You can ask again on any day, and you do not need a reason."))
    yield from letter.if_it_is_wrong(facts.contact, dated=facts.decided, nhs_pays=False, stays="")
    yield from letter.signed(facts.decided_by, facts.contact)
    yield from letter.explained(letter.ADVOCATE)
    yield letter.in_another_way(facts.contact)


def _in_three_sentences(facts: NotEligibleFacts) -> Text:
    return text(
        f"We have decided that, under the law, we cannot give you council support now. We decided this on {day(facts.decided)}. ",
        *letter.ask(facts.contact),
        " if anything gets harder, or if you think that this is wrong.",
    )


def _the_rules(facts: NotEligibleFacts) -> str:
    """Source: Care and Support (Eligibility Criteria) Regulations 2015 (SI 2015/313), regulations 2 and 3."""
    if facts.kind == CARER:
        return (
            "The law looks at three things: whether you care for somebody who needs it, whether that harms your health or stops you from "
            "doing something that matters, and whether it weighs a lot on your wellbeing. All three have to be so."
        )
    return (
        "The law looks at three things: whether your needs come from an illness or a disability, whether there are two or more parts of "
        "daily life that you cannot manage without help, and whether that weighs a lot on your wellbeing. All three have to be so."
    )

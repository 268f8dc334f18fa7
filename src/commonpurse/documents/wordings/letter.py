"""What every letter has: who writes, to whom, whom to ask, how to ask again and complain, what hard words mean."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Protocol

from commonpurse.documents.blocks import Block, Document, Explained, Heading, Kind, Listing, Paragraph
from commonpurse.documents.days import day, months_after
from commonpurse.documents.facts.contact import Contact
from commonpurse.documents.rights import ANSWERED_WITHIN_WORKING_DAYS, COMPLAIN_WITHIN_MONTHS, HEALTH, SOCIAL_CARE, Ombudsman
from commonpurse.documents.text import Part, Text, Typed, text

DIRECT_PAYMENT = (
    "Direct payment",
    "Money that is paid to you, so that you choose and pay for your support yourself. "
    "Somebody you trust can look after it for you. You do not have to have one.",
)
SECTION_117 = (
    "Section 117 aftercare",
    "Free support from the council and the NHS together, for people who were in hospital under some parts of the Mental Health Act. "
    "It goes on until both say that it is no longer needed.",
)
PERSONAL_BUDGET = ("Personal budget", "The money that we have agreed for your support.")
INDICATIVE = ("First figure", "A rough idea of the money, worked out before your plan was written. It is also called an indicative budget.")
ADVOCATE = ("Advocate", "Somebody who is not from the council, who helps you to say what you want. They are free.")


class Facts(Protocol):
    """What the facts of every letter hold."""

    @property
    def contact(self) -> Contact: ...
    @property
    def person(self) -> str: ...
    @property
    def to(self) -> tuple[str, ...]: ...
    @property
    def reference(self) -> tuple[tuple[str, str], ...]: ...
    def as_json(self) -> dict[str, Any]: ...


def letter_of(facts: Facts, *, kind: Kind, title: str, dated: date, blocks: Iterable[Block]) -> Document:
    """From the team, to the person and whoever else has it, with a reference for staff at its foot."""
    return Document(
        kind=kind,
        title=title,
        dated=dated,
        sender=sender_of(facts.contact),
        to=tuple(text(Typed(line)) for line in (facts.person, *facts.to)),
        blocks=tuple(blocks),
        facts=facts.as_json(),
        foot=typed_reference(facts.reference),
    )


def sender_of(contact: Contact) -> tuple[Text, ...]:
    lines = [contact.team, " and ".join(contact.organisations), *contact.address.splitlines()]
    said = [text(Typed(line)) for line in lines if line.strip()]
    if contact.telephone:
        said.append(text("Telephone ", Typed(contact.telephone)))
    if contact.hours:
        said.append(text(Typed(contact.hours)))
    return tuple(said)


def made_up(contact: Contact) -> Iterator[Block]:
    if contact.made_up:
        yield Paragraph(text("This is a demonstration: every name, number and amount in it is made up."), tone="soft")


def whom_to_ask(contact: Contact) -> Text:
    """Name and number, as far as they are known: "Sam Reed on 01632 960117"."""
    who: Part = Typed(contact.worker) if contact.worker else Typed(contact.team)
    return text(who, *((" on ", Typed(contact.ask_telephone)) if contact.ask_telephone else ()))


def ask(contact: Contact) -> Text:
    """The beginning of a sentence that asks somebody to get in touch: "Please ring Sam Reed on 01632 960117"."""
    return text("Please ring " if contact.ask_telephone else "Please tell ", *whom_to_ask(contact))


def if_it_is_wrong(contact: Contact, *, dated: date, nhs_pays: bool, stays: str) -> Iterator[Block]:
    """Ask again, complain, go to the Ombudsman; each with whom, and until when."""
    until = day(months_after(dated, COMPLAIN_WITHIN_MONTHS))
    yield Heading(text("If you think this is wrong"))
    hours = text(" (", Typed(contact.ask_hours), ")") if contact.ask_hours else ()
    yield Listing(
        (
            text(
                "Ask us to look again. Tell ",
                *whom_to_ask(contact),
                *hours,
                ", or any manager of the team. You can do this on any day.",
                *([f" {stays}"] if stays else []),
            ),
            text("Bring somebody. A friend or relative can speak with you or for you, or ask us for an advocate."),
            text(
                "Complain. ",
                *(text(Typed(_closed(contact.complaints)), " ") if contact.complaints else _complain_to(contact)),
                f"Please do this by {until}, or tell us why it took longer. "
                f"We answer within {ANSWERED_WITHIN_WORKING_DAYS} working days to say that we have it.",
            ),
            _ombudsman(SOCIAL_CARE, "If our answer does not put it right, go to the ", f"They ask you to come by {until} if you can."),
            *([_ombudsman(HEALTH, "For what the NHS did, go to the ", f"They ask you to come by {until} too.")] if nhs_pays else []),
        ),
        numbered=True,
    )


def _complain_to(contact: Contact) -> Text:
    return text("Tell ", Typed(contact.council or contact.team), " that you want to complain. ")


def _ombudsman(one: Ombudsman, before: str, when: str) -> Text:
    where = ", ".join(part for part in (one.address, one.website) if part)
    return text(f"{before}{one.name}: telephone {one.telephone}, {where}. They are free, and not part of us. {when}")


def explained(*rows: tuple[str, str]) -> Iterator[Block]:
    yield Heading(text("What some words mean"))
    yield Explained(tuple((term, text(meaning)) for term, meaning in rows))


def signed(name: str, contact: Contact, *, as_: str = "") -> Iterator[Block]:
    """`as_`: what somebody decided it as, in their team."""
    yield Paragraph(text("Yours sincerely,"))
    role = (f"\n{as_}, ",) if as_ else ("\n",)
    team = Typed(contact.team)
    organisations = Typed(" and ".join(contact.organisations))
    yield Paragraph(text(Typed(name, strong=True), *role, team, *(("\nfor ", organisations) if contact.organisations else ())))


def in_another_way(contact: Contact) -> Block:
    said = text("If you would like this letter in large print, read aloud or in another language, ask ", *whom_to_ask(contact), ".")
    return Paragraph(said, tone="soft")


def typed_reference(rows: Sequence[tuple[str, str]]) -> tuple[tuple[str, Text], ...]:
    return tuple((name, text(Typed(value))) for name, value in rows)


def _closed(said: str) -> str:
    said = said.strip()
    return said if said.endswith((".", "!", "?")) else f"{said}."

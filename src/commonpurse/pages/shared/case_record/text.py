"""Headings and lines, and how they are written as text that can be pasted anywhere. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from commonpurse.allocation.sections import BudgetSection
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.plans.sections import PlanSection
from commonpurse.values.money import Pence, pounds_and_pence

PARTS = {"whole": "All of it", "assessment": "Only the assessment", "figure": "Only the figure", "plan": "Only the plan"}
SECTIONS = {"assessment": AssessmentSection.ASSESSMENT, "figure": BudgetSection.BUDGET, "plan": PlanSection.PLAN}


@dataclass(frozen=True)
class Heading:
    """A heading and the lines under it; an empty line stands for a gap."""

    title: str
    lines: tuple[str, ...]


def under(title: str, lines: Iterable[str]) -> Heading:
    """Typed text may hold lines of its own: each becomes a line here."""
    return Heading(title, tuple(part.rstrip() for line in lines for part in (line.splitlines() or [""])))


def as_text(headings: Iterable[Heading]) -> str:
    """Capitals mark a heading: other systems keep no bold and no sizes."""
    return "\n\n".join("\n".join((heading.title.upper(), *heading.lines)) for heading in headings) + "\n"


def amount(pence: Pence, each: str, word: str) -> str:
    """Write "£195.00 a week, indicative": a figure never stands without its period and its word."""
    return f"{pounds_and_pence(pence)} {each}, {word}"


def sentence(text: str) -> str:
    """Close a sentence that somebody typed without a full stop."""
    text = text.strip()
    return text if not text or text[-1] in ".!?”" else f"{text}."

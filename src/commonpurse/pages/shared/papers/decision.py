"""The facts of a decision letter: what an agreement froze, and whom to ask today."""

from commonpurse.allocation.models import Run
from commonpurse.documents.facts.contact import Contact
from commonpurse.documents.facts.decision import DecidedLine, DecisionFacts, Now, Said, Share, Side
from commonpurse.plans.models import Agreement
from commonpurse.plans.queries import statement_of
from commonpurse.plans.statement import PersonSaid, Statement, StatementLine
from commonpurse.values.money import Pence


def decision_facts(agreement: Agreement, contact: Contact) -> DecisionFacts:
    return facts_from(statement_of(agreement), contact, agreement=str(agreement.pk))


def facts_from(statement: Statement, contact: Contact, *, agreement: str) -> DecisionFacts:
    return DecisionFacts(
        person=statement.person,
        called=statement.called,
        kind=statement.kind,
        contact=contact,
        agreed_on=statement.agreed_on,
        agreed_by=statement.agreed_by,
        each=statement.each,
        total_pence=statement.total_pence,
        year_pence=statement.year_pence,
        lines=tuple(line_of(line) for line in statement.lines),
        not_planned_pence=statement.not_planned_pence,
        not_planned_shares=shares_of(statement.not_planned_funded_by),
        shares=shares_of(statement.funded_by),
        free_pence=statement.free_pence,
        indicative_pence=statement.indicative_pence,
        formula_pence=statement.formula_pence,
        costed_by_hand=statement.costed_by_hand,
        sides=tuple(Side(whose(side.title), side.pence, side.chosen) for side in statement.sides),
        outcomes=statement.outcomes,
        reasons=statement.reasons,
        eligible_on=statement.eligible_on,
        eligibility_reasons=statement.eligibility_reasons,
        now=tuple(Now(one.what, one.who, one.worth_pence) for one in statement.now),
        now_pence=statement.now_pence,
        reference=_reference(statement, agreement),
        said=said_of(statement.said),
    )


def whose(title: str) -> str:
    """The name of one side of a difference, as a letter to the person says it."""
    return {Run.Side.PERSON.label: "With your answers", Run.Side.PRACTITIONER.label: "With your worker's answers"}.get(title, title)


def line_of(line: StatementLine) -> DecidedLine:
    return DecidedLine(
        what=line.what,
        who=line.who,
        how_often=line.how_often,
        outcome=line.outcome,
        cost_pence=line.cost_pence,
        cost_each=line.cost_each,
        worth_pence=line.worth_pence,
        starts_on=line.starts_on,
        legal_basis=line.legal_basis,
        basis_words=line.basis_words,
        free=line.free,
        shares=shares_of(line.funded_by),
    )


def shares_of(funded_by: list[tuple[str, Pence]]) -> tuple[Share, ...]:
    return tuple(Share(name, pence) for name, pence in funded_by)


def said_of(said: PersonSaid | None) -> Said | None:
    return Said(said.agrees, said.words, said.how, said.said_on, said.as_agreed, said.reply) if said else None


def _reference(statement: Statement, agreement: str) -> tuple[tuple[str, str], ...]:
    """What a colleague needs to find the record: no sentence of the letter has it."""
    rules = f"{statement.scheme_title}, version {statement.scheme_version}, {statement.scheme_sha256[:12]}"
    bases = ", ".join(dict.fromkeys(line.basis_words for line in statement.lines))
    return (("Agreement", agreement[:8]), ("Rules", rules), ("Run", statement.run_id[:8]), *((("Law", bases),) if bases else ()))

"""Margaret's decision letter, and how to make any number of others whose figures add up."""

from collections.abc import Sequence
from random import Random

from commonpurse.documents.facts.contact import Contact
from commonpurse.documents.facts.decision import DecidedLine, DecisionFacts, Now, Said, Share, Side
from commonpurse.values.money import Pence, share_out

CONTACT = Contact(
    team="Northmere mental health team",
    organisations=("Northmere Council", "Northmere NHS Trust"),
    council="Northmere Council",
    address="2 Quay Street\nNorthmere NM1 4AB",
    telephone="01632 960110",
    hours="Monday to Friday, 9 am to 5 pm",
    worker="Sam Reed",
    worker_telephone="01632 960117",
    complaints="Write to Complaints, Northmere Council, 1 Market Place, Northmere NM1 1AA, or ring 01632 960100.",
)


def line(what: str, who: str, how_often: str, pence: Pence, worth: Pence | None = None, **more: object) -> DecidedLine:
    given: dict[str, object] = {
        "outcome": "",
        "cost_each": "a week",
        "starts_on": "2026-05-04",
        "legal_basis": "care_act",
        "basis_words": "Care Act",
        "free": False,
        "shares": (Share("Council", worth if worth is not None else pence), Share("NHS", 0)),
    }
    return DecidedLine(what=what, who=who, how_often=how_often, cost_pence=pence, worth_pence=worth or pence, **(given | more))  # type: ignore[arg-type]


def margarets() -> DecisionFacts:
    """Margaret Ellis, 84, who has dementia: help in the morning, company twice a week, a clock that says the day."""
    lines = (
        line("Help in the morning", "A personal assistant whom Margaret and Ruth choose", "every morning, 45 minutes", 13_300),
        line("Lunch and company", "Open Door Northmere", "Tuesdays and Fridays", 6_100, outcome="See people, and not only Ruth"),
        line("A clock that says the day and the time of day", "Any shop", "once", 5_200, 100, cost_each="once"),
    )
    return DecisionFacts(
        person="Margaret Ellis",
        called="Margaret",
        kind="adult",
        contact=CONTACT,
        agreed_on="2026-04-20",
        agreed_by="Helen Marsh",
        each="a week",
        total_pence=19_500,
        year_pence=1_014_000,
        lines=lines,
        not_planned_pence=0,
        not_planned_shares=(Share("Council", 0), Share("NHS", 0)),
        shares=(Share("Council", 19_500), Share("NHS", 0)),
        free_pence=0,
        indicative_pence=19_500,
        formula_pence=19_500,
        costed_by_hand=False,
        sides=(),
        outcomes=("Get up and dressed without a fight", "See people, and not only Ruth"),
        reasons="",
        eligible_on="2026-03-30",
        eligibility_reasons="Margaret cannot wash, dress or cook without somebody beside her, and is alone most of the day.",
        now=(Now("Morning visits", "Northmere Council", 17_600),),
        now_pence=17_600,
        reference=(
            ("Agreement", "4f6a2c1e"),
            ("Worked out by", "Reference adult scheme, version 2026.1, rules 3e23a1b0c9d8, run 21b09f3a"),
        ),
    )


def any_budget(seed: int) -> DecisionFacts:
    """A letter of lines that nobody thought of, whose lines, funders and total are the same money."""
    chance = Random(seed)
    each = chance.choice(["a week", "a week", "a year"])
    lines = tuple(_any_line(chance, each, number) for number in range(chance.randint(0, 7)))
    rest = _split(chance, chance.choice([0, 0, chance.randint(1, 90_000)]), nhs=chance.choice([0, 50]))
    shares = _together([*(one.shares for one in lines), rest])
    total = sum(share.pence for share in shares)
    indicative = total if chance.random() < 0.5 else max(0, total + chance.randint(-5_000, 5_000))
    now = tuple(Now(f"What there is {number}", "", chance.randint(1, 40_000)) for number in range(chance.randint(0, 3)))
    said = Said(
        chance.random() < 0.5, "I want to know who comes.", "On the telephone.", "2026-04-01", chance.random() < 0.5, "We hear you."
    )
    return DecisionFacts(
        person="Any Body",
        called="Any",
        kind="adult",
        contact=CONTACT,
        agreed_on="2026-04-20",
        agreed_by="Helen Marsh",
        each=each,
        total_pence=total,
        year_pence=total * 52 if each == "a week" else total,
        lines=lines,
        not_planned_pence=sum(share.pence for share in rest),
        not_planned_shares=rest,
        shares=shares,
        free_pence=sum(one.worth_pence for one in lines if one.free),
        indicative_pence=indicative,
        formula_pence=indicative,
        costed_by_hand=chance.random() < 0.3,
        sides=(Side("With your answers", indicative, True), Side("With your worker's answers", chance.randint(1, 99_999), False))
        if chance.random() < 0.3
        else (),
        outcomes=("Live as I like",),
        reasons="It is right." if indicative != total else "",
        eligible_on="2026-03-30",
        eligibility_reasons="Two outcomes cannot be achieved.",
        now=now,
        now_pence=sum(one.worth_pence for one in now),
        reference=(("Agreement", "4f6a2c1e"),),
        said=said if chance.random() < 0.4 else None,
    )


def _any_line(chance: Random, each: str, number: int) -> DecidedLine:
    cost = chance.choice([chance.randint(1, 2_000_000), chance.randint(1, 9_999)])
    cost_each = chance.choice(["a week", "a year", "once"])
    worth = cost if cost_each == each or (each == "a year" and cost_each == "once") else cost * 52 if each == "a year" else -(-cost // 52)
    basis = chance.choice(["care_act", "s117", "personal_health_budget"])
    nhs = {"care_act": 0, "s117": chance.randint(0, 100), "personal_health_budget": 100}[basis]
    starts = f"2026-05-{chance.randint(1, 9):02d}"
    return line(
        f"Line {number}",
        "Somebody",
        "often",
        cost,
        worth,
        cost_each=cost_each,
        starts_on=starts,
        legal_basis=basis,
        basis_words=basis,
        free=basis != "care_act",
        shares=_split(chance, worth, nhs=nhs),
    )


def _split(chance: Random, pence: Pence, *, nhs: int) -> tuple[Share, ...]:
    del chance
    council, health = share_out(pence, [100 - nhs, nhs])
    return (Share("Council", council), Share("NHS", health))


def _together(each: Sequence[tuple[Share, ...]]) -> tuple[Share, ...]:
    return tuple(Share(name, sum(shares[place].pence for shares in each)) for place, name in enumerate(("Council", "NHS")))

from commonpurse.access.registry import Personal, Record, Section, Shared
from commonpurse.access.row_security import lets_see

KEPT = "8 years after care ends"


def shown(table: str) -> str:
    return lets_see(Section.SHOWN_BUDGET, person=f"{table}.person_id", journey=f"{table}.journey_id")


records: list[Record] = [
    Shared("allocation_scheme", "published rules, about nobody", "append"),
    Personal("allocation_run", Section.BUDGET, "append", KEPT, also=(Section.SHOWN_BUDGET,), also_when=shown("allocation_run")),
    Personal("allocation_costing", Section.BUDGET, "append", KEPT, also=(Section.SHOWN_BUDGET,), also_when=shown("allocation_costing")),
]

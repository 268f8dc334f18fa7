from commonpurse.access.registry import Personal, Record, Section, Shared

KEPT = "8 years after care ends"

records: list[Record] = [
    Shared("allocation_scheme", "published rules, about nobody", "append"),
    Personal("allocation_run", Section.BUDGET, "append", KEPT),
    Personal("allocation_costing", Section.BUDGET, "append", KEPT),
]

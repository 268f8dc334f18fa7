from commonpurse.access.registry import Personal, Record, Section

KEPT = "8 years after care ends"

records: list[Record] = [
    Personal("plans_plan", Section.PLAN, "change", KEPT),
    Personal("plans_planwriter", Section.PLAN, "append", KEPT),
    Personal("plans_outcome", Section.PLAN, "change", KEPT),
    Personal("plans_planline", Section.PLAN, "change", KEPT),
    Personal("plans_currentsupport", Section.PLAN, "change", KEPT),
    Personal("plans_planreturn", Section.PLAN, "append", KEPT),
    Personal("plans_agreement", Section.PLAN, "append", KEPT),
]

from commonpurse.access.registry import Personal, Record, Section
from commonpurse.access.row_security import own_record_of

KEPT = "8 years after care ends"

ITS_WRITER = "{0}.by_id = (select app_actor()) and access_opens({0}.person_id, 'plan')"
OWN = own_record_of("plans_saying.person_id")

records: list[Record] = [
    Personal("plans_plan", Section.PLAN, "change", KEPT),
    Personal("plans_planwriter", Section.PLAN, "append", KEPT),
    Personal("plans_outcome", Section.PLAN, "change", KEPT),
    Personal("plans_planline", Section.PLAN, "change", KEPT),
    Personal("plans_currentsupport", Section.PLAN, "change", KEPT),
    Personal("plans_planreturn", Section.PLAN, "append", KEPT),
    Personal(  # without `how` it is the person's own word, and nobody else can write it
        "plans_saying",
        Section.PLAN,
        "append",
        KEPT,
        check=f"{ITS_WRITER.format('plans_saying')} and ({OWN}) = (plans_saying.how = '')",
    ),
    Personal("plans_reply", Section.PLAN, "append", KEPT, check=ITS_WRITER.format("plans_reply")),
    Personal("plans_agreement", Section.PLAN, "append", KEPT),
]

from commonpurse.access.registry import Personal, Record, Section, Shared

KEPT = "8 years after care ends"

records: list[Record] = [
    Shared("assessments_questionnaire", "published words, about nobody", "append"),
    Personal("assessments_assessment", Section.ASSESSMENT, "append", KEPT, also=(Section.OWN_WORDS,)),
    Personal("assessments_preparation", Section.ASSESSMENT, "append", KEPT),
    Personal("assessments_helper", Section.ASSESSMENT, "change", KEPT, own="user_id"),
    Personal("assessments_advocacydecision", Section.ASSESSMENT, "append", KEPT),
    Personal("assessments_answerevent", Section.ASSESSMENT, "append", KEPT, own="said_by_id"),
    Personal("assessments_checkevent", Section.ASSESSMENT, "append", KEPT),
    Personal("assessments_eligibilitydecision", Section.ASSESSMENT, "append", KEPT),
    Personal("assessments_healthbasis", Section.ASSESSMENT, "change", KEPT),
]

from commonpurse.access.registry import Personal, Record, Section

KEPT = "8 years after care ends"

records: list[Record] = [
    Personal("people_person", Section.IDENTITY, "change", KEPT, person="id", also=(Section.OWN_WORDS,)),
    Personal("people_relationship", Section.IDENTITY, "change", KEPT, redact=("name",)),
    Personal("people_capacitydecision", Section.ASSESSMENT, "append", KEPT),
    Personal("people_carersstatement", Section.CARING, "append", KEPT),
]

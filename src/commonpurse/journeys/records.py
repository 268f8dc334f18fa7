from commonpurse.access.registry import Personal, Record, Section

KEPT = "8 years after care ends"

records: list[Record] = [
    Personal("journeys_journey", Section.JOURNEY, "change", KEPT, also=(Section.OWN_WORDS,)),
    Personal("journeys_journeyevent", Section.JOURNEY, "append", KEPT),
]

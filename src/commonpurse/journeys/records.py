from commonpurse.access.registry import Personal, Record, Section
from commonpurse.access.row_security import IN_FORCE

KEPT = "8 years after care ends"

# No user id is in this table, so a helper's own rows cannot be told from another helper's: of helpers' time a helper reaches all.
# The person reaches none of it: how long somebody wrote about them is not theirs to know.
TIME_OF = (
    "exists (select 1 from access_grant g where g.holder_id = any ((select app_holders())::uuid[])"  # noqa: S608 - of our own words only
    " and g.person_id = journeys_pagetime.person_id and (('journey' = any (g.sections)"
    " and not (g.cause = 'own record' and journeys_pagetime.side = 'helper'))"
    f" or ('own-words' = any (g.sections) and journeys_pagetime.side = 'helper')) and {IN_FORCE})"
)

# Its writer's alone, and only while that part of the record is open to them.
DRAFT_OF = "journeys_draft.user_id = (select app_actor()) and access_opens(journeys_draft.person_id, journeys_draft.section)"

records: list[Record] = [
    Personal("journeys_journey", Section.JOURNEY, "change", KEPT, also=(Section.OWN_WORDS, Section.STAGE, Section.SECOND_EYES)),
    Personal("journeys_journeyevent", Section.JOURNEY, "append", KEPT),
    Personal("journeys_pagetime", Section.JOURNEY, "change", KEPT, policy=TIME_OF),
    Personal("journeys_contact", Section.JOURNEY, "append", KEPT),
    Personal("journeys_draft", Section.JOURNEY, "remove", "a fortnight, and nothing of it once it is saved", policy=DRAFT_OF, export=False),
]

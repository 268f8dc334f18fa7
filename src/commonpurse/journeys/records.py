from commonpurse.access.registry import Definer, Personal, Record, Section
from commonpurse.access.row_security import IN_FORCE, may_be_shown

KEPT = "8 years after care ends"

# No user id is in this table, so a helper's own rows cannot be told from another helper's: of helpers' time a helper reaches all.
# The person reaches none of it: how long somebody wrote about them is not theirs to know.
TIME_OF = (
    "exists (select 1 from access_grant g where g.holder_id = any ((select app_holders())::uuid[])"  # noqa: S608 - of our own words only
    " and g.person_id = journeys_pagetime.person_id and (('journey' = any (g.sections)"
    " and not (g.cause = 'own record' and journeys_pagetime.side = 'helper'))"
    f" or ('own-words' = any (g.sections) and journeys_pagetime.side = 'helper')) and {IN_FORCE})"
)

# Whom the person lets see where they stand gets just that, and reaches no row: it names the worker, the team and the day it is due.
SHOWN_STAGE = Definer(
    "journeys_shown_stage(uuid)",
    f"""
create or replace function journeys_shown_stage(of_journey uuid) returns table (stage varchar, stage_since timestamptz, held_by varchar)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select j.stage, j.stage_since, j.held_by from public.journeys_journey j
  where j.id = of_journey and {may_be_shown(Section.JOURNEY, Section.STAGE, person="j.person_id", journey="j.id")} $$;
""",  # noqa: S608 - of our own words only
    reads=("access_never",),
)

# Its writer's alone, and only while that part of the record is open to them.
DRAFT_OF = "journeys_draft.user_id = (select app_actor()) and access_opens(journeys_draft.person_id, journeys_draft.section)"

records: list[Record] = [
    Personal("journeys_journey", Section.JOURNEY, "change", KEPT, also=(Section.OWN_WORDS, Section.SECOND_EYES), definer=SHOWN_STAGE),
    Personal("journeys_journeyevent", Section.JOURNEY, "append", KEPT),
    Personal("journeys_pagetime", Section.JOURNEY, "change", KEPT, policy=TIME_OF),
    Personal("journeys_contact", Section.JOURNEY, "append", KEPT),
    Personal("journeys_draft", Section.JOURNEY, "remove", "a fortnight, and nothing of it once it is saved", policy=DRAFT_OF, export=False),
]

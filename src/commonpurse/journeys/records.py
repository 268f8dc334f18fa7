from commonpurse.access.registry import CASE, OWN_RECORD, READ, WRITE, Definer, Held, Opens, Personal, Record
from commonpurse.access.rules_in_sql import ACTOR, BY_SOMEBODY, holds, may_be_shown, own_record_of
from commonpurse.journeys.events import EFFECTS, Happened
from commonpurse.journeys.sections import JourneySection

KEPT = "8 years after care ends"

opens: list[Opens] = [
    Opens(CASE, JourneySection.JOURNEY, (READ, WRITE), by_itself=True),
    Opens(OWN_RECORD, JourneySection.JOURNEY),
    Opens(OWN_RECORD, JourneySection.OWN_STEPS, (WRITE,)),
]

JOURNEY, EVENT, TIME = "journeys_journey", "journeys_journeyevent", "journeys_pagetime"
TEAMS_STEP, OWN_STEP = Held(JourneySection.JOURNEY, WRITE), Held(JourneySection.OWN_STEPS, WRITE)
H = Happened
OWN_STEPS = (H.ADVOCATE_ASKED_FOR, H.ANSWERS_SENT, H.PAUSED, H.PICKED_UP, H.ENDED, H.ASKED_AGAIN, H.STEP_UNDONE)
STEPS_OF_ITS_OWN = (H.BUDGET_WORKED_OUT, H.REVIEW_BEGUN)  # what Common Purse's own jobs do
MANAGERS_STEPS = (H.PLAN_AGREED, H.PLAN_RETURNED)
MANAGES_IT = "exists (select 1 from journeys_journey j where j.id = {journey} and j.team_id = any ((select app_manages())::uuid[]))"


def _listed(kinds: tuple[Happened, ...]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)


MADE_JUST_NOW = "select 1 from journeys_journeyevent e where e.journey_id = new.id and e.made_in = pg_current_xact_id()::text::bigint"
LEADS_THERE = ", ".join(f"('{kind}', '{effect.to}')" for kind, effect in EFFECTS.items() if effect.to)
LEADS_BACK = _listed(tuple(kind for kind, effect in EFFECTS.items() if effect.back))
# A journey stands where its events led: it moves in the transaction in which one of them is written, and nowhere else.
MOVES_BY_EVENTS = f"""  if (new.stage, new.stage_since, new.held_by, new.due_on)
      is distinct from (old.stage, old.stage_since, old.held_by, old.due_on)
    and not exists ({MADE_JUST_NOW} and (new.stage = old.stage or (e.kind, new.stage) in ({LEADS_THERE}) or e.kind in ({LEADS_BACK})))
  then perform access_refuse('a journey moves only by what happened'); end if;
  if new.worker_id <> old.worker_id and not exists ({MADE_JUST_NOW} and e.kind = '{H.HANDED_OVER}')
  then perform access_refuse('a journey is handed over by an act of its own'); end if;
"""

# No user id is in this table, so a helper's own rows cannot be told from another helper's: of helpers' time a helper reaches all.
# The person reaches none of it: how long somebody wrote about them is not theirs to know.
TIME_OF = (
    f"({holds(f'{TIME}.person_id', JourneySection.JOURNEY)}"
    f" and not ({TIME}.side = 'helper' and {own_record_of(f'{TIME}.person_id')}))"
    f" or ({TIME}.side = 'helper' and {holds(f'{TIME}.person_id', JourneySection.COURSE)})"
)

OWN_TIME = own_record_of(f"{TIME}.person_id")
TIME_OF_ONES_SIDE = (
    f"({TIME}.side in ('person', 'carer') and {OWN_TIME})"
    f" or ({TIME}.side in ('practitioner', 'manager') and {holds(f'{TIME}.person_id', JourneySection.JOURNEY)}"
    f" and not {OWN_TIME} and {BY_SOMEBODY})"
    f" or ({TIME}.side = 'helper' and {holds(f'{TIME}.person_id', JourneySection.COURSE)})"
)

# Whom the person lets see where they stand gets just that, and reaches no row: it names the worker, the team and the day it is due.
SHOWN_STAGE = Definer(
    "journeys_shown_stage(uuid)",
    f"""
create or replace function journeys_shown_stage(of_journey uuid) returns table (stage varchar, stage_since timestamptz, held_by varchar)
  language sql stable security definer as $$
  select j.stage, j.stage_since, j.held_by from public.journeys_journey j
  where j.id = of_journey and {may_be_shown(JourneySection.JOURNEY, JourneySection.STAGE, person="j.person_id", journey="j.id")} $$;
""",
)

# Its writer's alone, and only while that part of the record is open to them.
DRAFT_OF = f"journeys_draft.user_id = {ACTOR} and {BY_SOMEBODY} and access_opens(journeys_draft.person_id, journeys_draft.section)"

records: list[Record] = [
    Personal(
        JOURNEY,
        JourneySection.JOURNEY,
        "change",
        KEPT,
        also=(JourneySection.COURSE,),
        adds=(TEAMS_STEP, Held(JourneySection.OWN_STEPS, WRITE, when=f"{JOURNEY}.kind = 'carer'")),
        also_added=BY_SOMEBODY,
        changes={
            **dict.fromkeys(("stage", "stage_since", "held_by", "due_on"), (TEAMS_STEP, OWN_STEP)),
            "worker_id": (TEAMS_STEP,),
        },
        guard=MOVES_BY_EVENTS,
        definer=SHOWN_STAGE,
    ),
    Personal(
        EVENT,
        JourneySection.JOURNEY,
        "append",
        KEPT,
        author="by_id",
        said=True,
        made_in="made_in",
        adds=(
            Held(
                JourneySection.JOURNEY,
                WRITE,
                when=f"({EVENT}.kind not in ({_listed(MANAGERS_STEPS)}) or {MANAGES_IT.format(journey=f'{EVENT}.journey_id')})"
                f" and ({BY_SOMEBODY} or {EVENT}.kind in ({_listed(STEPS_OF_ITS_OWN)}))",
            ),
            Held(
                JourneySection.OWN_STEPS,
                WRITE,
                when=f"{EVENT}.kind in ({_listed(OWN_STEPS)}) or ({EVENT}.kind = '{H.JOURNEY_STARTED}' and {EVENT}.number = 1)",
            ),
        ),
    ),
    Personal(
        TIME,
        JourneySection.JOURNEY,
        "change",
        KEPT,
        reads=TIME_OF,
        added_by=TIME_OF_ONES_SIDE,
        changed_by=TIME_OF_ONES_SIDE,
        changes={"measured": (), "estimated": ()},
    ),
    Personal("journeys_contact", JourneySection.JOURNEY, "append", KEPT, also_added=BY_SOMEBODY),
    Personal(
        "journeys_draft",
        JourneySection.JOURNEY,
        "remove",
        "a fortnight, and nothing of it once it is saved",
        reads=DRAFT_OF,
        added_by=DRAFT_OF,
        changed_by=DRAFT_OF,
        changes={"sealed": (), "last": (), "older": (), "at": ()},
        export=False,
    ),
]

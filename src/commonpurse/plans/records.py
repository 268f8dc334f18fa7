from commonpurse.access.registry import CASE, DECIDE, OWN_RECORD, READ, WRITE, Definer, Held, Opens, Personal, Record
from commonpurse.access.rules_in_sql import ACTOR, own_record_of
from commonpurse.plans.sections import PlanSection

KEPT = "8 years after care ends"

opens: list[Opens] = [
    Opens(CASE, PlanSection.PLAN, (READ, WRITE, DECIDE)),
    Opens(CASE, PlanSection.WISHES, (READ, WRITE)),
    Opens(OWN_RECORD, PlanSection.PLAN),
    Opens(OWN_RECORD, PlanSection.WISHES, (READ, WRITE)),
]

PLAN, SAYING, AGREEMENT, RETURN = "plans_plan", "plans_saying", "plans_agreement", "plans_planreturn"
WRITER = "plans_planwriter"
WRITES, WISHES = Held(PlanSection.PLAN, WRITE), Held(PlanSection.WISHES, WRITE)
IS_WRITTEN = "exists (select 1 from plans_plan p where p.id = {row}.plan_id and p.state = 'writing')"
STILL_WRITTEN = (
    f"  if not {IS_WRITTEN.format(row='new')} then perform access_refuse('what was sent or agreed is written no more'); end if;\n"
)
MANAGES_IT = (
    "exists (select 1 from plans_plan p join journeys_journey j on j.id = p.journey_id"
    " where p.id = {row}.plan_id and p.state = 'sent' and j.team_id = any ((select app_manages())::uuid[]))"
)
# Nobody agrees a plan that they wrote in, or their own.
WROTE_NOTHING_IN_IT = (
    f"not exists (select 1 from plans_plan p where p.id = {AGREEMENT}.plan_id and p.begun_by_id = {ACTOR})"
    f" and not exists (select 1 from plans_planwriter w where w.plan_id = {AGREEMENT}.plan_id and w.user_id = {ACTOR})"
    f" and not {own_record_of(f'{AGREEMENT}.person_id')}"
)
# Nor what rests on their own decision: about eligibility, or what it costs.
DECIDED_NOTHING_OF_IT = (
    "not exists (select 1 from (select d.decided_by_id from assessments_eligibilitydecision d"
    f" join assessments_assessment a on a.id = d.assessment_id where a.journey_id = {AGREEMENT}.journey_id"
    f" order by d.decided_at desc limit 1) last where last.decided_by_id = {ACTOR})"
    " and not exists (select 1 from (select c.made_by_id from allocation_costing c join allocation_run r on r.batch = c.batch"
    f" where r.id = {AGREEMENT}.run_id order by c.made_at desc limit 1) last where last.made_by_id = {ACTOR})"
)
HAPPENED_JUST_NOW = (
    "exists (select 1 from journeys_journeyevent e where e.journey_id = new.journey_id and e.kind in ({kinds})"
    " and e.made_in = pg_current_xact_id()::text::bigint)"
)
# A plan changes its state only by what happened in the same transaction, and is agreed only by its agreement.
MOVES_BY_EVENTS = f"""  if new.version <> old.version + 1 then perform access_refuse('each change of a plan is a version'); end if;
  if new.state <> old.state and not (case new.state
    when 'sent' then {HAPPENED_JUST_NOW.format(kinds="'plan_sent'")}
    when 'writing' then {HAPPENED_JUST_NOW.format(kinds="'plan_taken_back', 'plan_returned'")}
    when 'agreed' then {HAPPENED_JUST_NOW.format(kinds="'plan_agreed'")}
      and exists (select 1 from plans_agreement a where a.plan_id = new.id and a.agreed_by_id = app_actor())
    else false end)
  then perform access_refuse('a plan moves only by what happened'); end if;
"""

NOTED = "plans_note_writer()"
functions: list[Definer] = [
    Definer(
        NOTED,
        """
create or replace function plans_note_writer() returns trigger
  language plpgsql volatile security definer as $$
begin
  if current_setting('app.context', true) <> '' then
    insert into public.plans_planwriter (plan_id, person_id, user_id) values (new.plan_id, new.person_id, public.app_actor())
      on conflict do nothing;
  end if;
  return null;
end $$
""",
        reads=("plans_planwriter",),
        writes=("plans_planwriter",),
    ),
    Definer(
        "plans_wrote_before(uuid, uuid)",
        """
create or replace function plans_wrote_before(in_plan uuid, who uuid) returns boolean
  language sql stable security definer as $$
  select exists (select 1 from public.plans_plan p join public.plans_plan former on former.journey_id = p.journey_id
    join public.plans_planwriter w on w.plan_id = former.id
    where p.id = in_plan and former.id <> in_plan and w.user_id = who
      and public.access_opens(p.person_id, 'plan', 'write')) $$
""",
        reads=("plans_plan", "plans_planwriter"),
    ),
]

records: list[Record] = [
    Personal(
        PLAN,
        PlanSection.PLAN,
        "change",
        KEPT,
        author="begun_by_id",
        also_added=f"{PLAN}.state = 'writing'",
        changes={"state": (WRITES,), "version": (WRITES, WISHES)},
        guard=MOVES_BY_EVENTS,
    ),
    Personal(  # written by the database itself, whenever a row of the plan is; an act writes those of the former plan, of which it is made
        WRITER,
        PlanSection.PLAN,
        "append",
        KEPT,
        adds=(WISHES,),
        also_added=f"{WRITER}.user_id = {ACTOR} or plans_wrote_before({WRITER}.plan_id, {WRITER}.user_id)",
    ),
    Personal(
        "plans_outcome",
        PlanSection.WISHES,
        "change",
        KEPT,
        adds=(WISHES,),
        after=NOTED,
        also_added=IS_WRITTEN.format(row="plans_outcome"),
        changes={"words": (WRITES,), "position": (WRITES,), "removed_at": (WRITES,)},
        guard=STILL_WRITTEN,
    ),
    Personal(
        "plans_planline",
        PlanSection.PLAN,
        "change",
        KEPT,
        after=NOTED,
        also_added=IS_WRITTEN.format(row="plans_planline"),
        changes=dict.fromkeys(
            (
                "outcome_id",
                "what",
                "who",
                "how_often",
                "cost_pence",
                "period",
                "starts_on",
                "legal_basis",
                "shares",
                "position",
                "removed_at",
            ),
            (),
        ),
        guard=STILL_WRITTEN,
    ),
    Personal(
        "plans_currentsupport",
        PlanSection.PLAN,
        "change",
        KEPT,
        after=NOTED,
        also_added=IS_WRITTEN.format(row="plans_currentsupport"),
        changes=dict.fromkeys(("what", "who", "cost_pence", "period", "position", "removed_at"), ()),
        guard=STILL_WRITTEN,
    ),
    Personal(
        RETURN,
        PlanSection.PLAN,
        "append",
        KEPT,
        author="by_id",
        said=True,
        adds=(Held(PlanSection.PLAN, DECIDE, when=MANAGES_IT.format(row=RETURN)),),
    ),
    Personal(  # without `how` it is the person's own word, and nobody else can write it
        SAYING,
        PlanSection.WISHES,
        "append",
        KEPT,
        author="by_id",
        said=True,
        also_added=f"({own_record_of(f'{SAYING}.person_id')}) = ({SAYING}.how = '')",
    ),
    Personal("plans_reply", PlanSection.PLAN, "append", KEPT, author="by_id", said=True),
    Personal(
        AGREEMENT,
        PlanSection.PLAN,
        "append",
        KEPT,
        author="agreed_by_id",
        said=True,
        adds=(Held(PlanSection.PLAN, DECIDE, when=MANAGES_IT.format(row=AGREEMENT)),),
        also_added=f"{WROTE_NOTHING_IN_IT} and {DECIDED_NOTHING_OF_IT}",
    ),
]

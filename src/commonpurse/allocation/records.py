from commonpurse.access.registry import CASE, OWN_RECORD, READ, SHARED, WRITE, Definer, Opens, Personal, Record, Shared
from commonpurse.access.rules_in_sql import BY_SOMEBODY, may_be_shown
from commonpurse.allocation.sections import BudgetSection
from commonpurse.assessments.sections import AssessmentSection

KEPT = "8 years after care ends"

opens: list[Opens] = [
    Opens(CASE, BudgetSection.BUDGET, (READ, WRITE), by_itself=True),
    Opens(OWN_RECORD, BudgetSection.BUDGET),
    Opens(SHARED, AssessmentSection.SHOWN_BUDGET),
]

# A run holds every answer and every line. Whom the person lets see the figure gets the figure, and reaches no row.
# Which run counts is told in `queries.budgets_for` too: a figure of a former assessment or a former round is history.
SHOWN_FIGURE = Definer(
    "allocation_shown_figure(uuid)",
    f"""
create or replace function allocation_shown_figure(of_journey uuid)
  returns table (scheme_id uuid, made_at timestamptz, amount_pence integer, costed_pence integer)
  language sql stable security definer as $$
  select r.scheme_id, r.made_at, (r.result ->> 'amount_pence')::integer,
    (select c.amount_pence from public.allocation_costing c where c.batch = r.batch order by c.made_at desc limit 1)
  from public.allocation_run r
  where r.journey_id = of_journey
    and r.batch = (select n.batch from public.allocation_run n where n.journey_id = of_journey
      order by n.made_at desc, n.batch desc limit 1)
    and not exists (select 1 from public.assessments_assessment a where a.journey_id = of_journey and a.begun_at > r.made_at)
    and not exists (select 1 from public.journeys_journeyevent e
      where e.journey_id = of_journey and e.kind = 'asked_again' and e.at > r.made_at)
    and {may_be_shown(BudgetSection.BUDGET, AssessmentSection.SHOWN_BUDGET, person="r.person_id", journey="of_journey")} $$;
""",
    reads=("allocation_costing", "assessments_assessment", "journeys_journeyevent"),
)

records: list[Record] = [
    Shared("allocation_scheme", "published rules, about nobody", "append", proved="rules"),
    Personal("allocation_run", BudgetSection.BUDGET, "append", KEPT, author="made_by_id", said=True, definer=SHOWN_FIGURE),
    Personal("allocation_costing", BudgetSection.BUDGET, "append", KEPT, author="made_by_id", said=True, also_added=BY_SOMEBODY),
]

from commonpurse.access.definers import IN_FORCE
from commonpurse.access.registry import Definer, Record, Shared

STAFF = "about staff and where they work, not about people served; read to find out who is acting"
MEMBERSHIPS = "memberships"  # what a transaction proves before it may write these

# Where somebody works today, as the database finds out for itself who is acting (`access.sealed_context`).
PLACES = Definer(
    "access_places(uuid)",
    """
create or replace function access_places(who uuid) returns jsonb language sql stable security definer as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'role', m.role, 'organisation_id', m.organisation_id, 'team_id', m.team_id,
    'approval_limit_pence', m.approval_limit_pence) order by m.starts_on, m.id), '[]')
  from public.organisations_membership m
  where m.user_id = who and m.starts_on <= (public.app_now() at time zone 'Europe/London')::date
    and (m.ends_on is null or m.ends_on > (public.app_now() at time zone 'Europe/London')::date) $$
""",
    reads=("organisations_membership",),
)
# Whose office it is to look after who looks, in an organisation one of whose teams holds the record as its case.
PRIVACY_OFFICER = Definer(
    "access_is_privacy_officer_of(uuid)",
    f"""
create or replace function access_is_privacy_officer_of(whom uuid) returns boolean
  language sql stable security definer as $$
  select exists (select 1 from public.access_grant g join public.access_ground r on r.id = g.ground_id
    join public.organisations_team_organisations o on o.team_id = g.holder_id
    where g.person_id = whom and g.ground_kind = 'case' and g.holder_kind = 'team' and {IN_FORCE}
      and g.person_id <> all ((select public.app_never())::uuid[])
      and ('privacy:' || o.organisation_id) = any ((select app_offices())::text[])) $$
""",
    reads=("organisations_team_organisations",),
)

functions: list[Definer] = [PLACES, PRIVACY_OFFICER]

records: list[Record] = [
    Shared("organisations_organisation", STAFF, "change", proved=MEMBERSHIPS),
    Shared("organisations_team", STAFF, "change", proved=MEMBERSHIPS),
    Shared("organisations_team_organisations", STAFF, "remove", proved=MEMBERSHIPS),
    Shared("organisations_membership", STAFF, "change", proved=MEMBERSHIPS),
    Shared("organisations_invitation", STAFF, "change", proved=MEMBERSHIPS),
]

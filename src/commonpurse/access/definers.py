"""The functions and the view that look past row-level security: each belongs to `ledger_def`, which cannot sign in."""

from collections.abc import Iterator

from commonpurse.access.registry import CASE, Definer, Personal, all_opens, all_records, functions, grounds

# A minute's grace for a web server whose clock is ahead.
IN_FORCE = (
    "g.valid_from <= app_now() + interval '1 minute' and (g.valid_until is null or g.valid_until > app_now())"
    " and (r.ended_at is null or r.ended_at > app_now())"
)


def held() -> str:
    """The view of what the actor holds now. Nobody works on their own record, whoever their colleagues are; and Common Purse itself, which
    works things out as the team that holds a record, decides nothing and writes only where its jobs do.
    """
    itself = ", ".join(f"'{one.section}'" for one in all_opens() if one.by_itself)
    return f"""
create or replace view access_held with (security_barrier) as
select g.person_id, g.section, g.verb, g.ground_kind, g.ground_id, g.holder_kind, g.holder_id, g.journey_id
from access_grant g join access_ground r on r.id = g.ground_id
where g.holder = any ((select app_holders())::text[]) and {IN_FORCE} and g.person_id <> all ((select app_never())::uuid[])
  and not (g.ground_kind = '{CASE}' and g.person_id is not distinct from (select app_person()))
  and ((select app_capacity()) <> 'itself' or g.verb = 'read' or (g.verb = 'write' and g.section in ({itself})))
"""


DEFINERS = {
    "app_never()": """
create or replace function app_never() returns uuid[]
  language sql stable security definer as $$
  select coalesce(array_agg(n.person_id), '{}') from public.access_never n
  where n.user_id = (select public.app_actor()) and (n.ended_at is null or n.ended_at > public.app_now()) $$
""",
    "access_opens(uuid, text, text)": """
create or replace function access_opens(whom uuid, part text, to_do text default 'read') returns boolean
  language sql stable security definer as $$
  select exists (select 1 from public.access_held h where h.person_id = whom and h.section = part and h.verb = to_do) $$
""",
    "access_is_new(uuid)": """
create or replace function access_is_new(whom uuid) returns boolean
  language sql stable security definer as $$
  select not exists (select 1 from public.access_grant g where g.person_id = whom) $$
""",
    "access_teams_with_case(uuid)": f"""
create or replace function access_teams_with_case(whom uuid) returns setof uuid
  language sql stable security definer as $$
  select g.holder_id from public.access_grant g join public.access_ground r on r.id = g.ground_id
  where public.access_is_worker() and g.person_id = whom and g.ground_kind = 'case' and g.holder_kind = 'team' and {IN_FORCE}
  group by g.holder_id order by min(g.valid_from) $$
""",
}
"""They look past row-level security, so they belong to a role that cannot sign in, and only `app` may call them."""


def ground_of() -> Definer:
    """The ground on which somebody acts: of those that they hold, first the one that goes with the capacity in which they do."""
    likely = " ".join(f"when '{ground.kind}' then '{ground.capacity}'" for ground in grounds().values())
    return Definer(
        "access_ground_of(uuid, text, text)",
        f"""
create or replace function access_ground_of(whom uuid, part text, as_what text) returns uuid
  language sql stable security definer as $$
  select h.ground_id from public.access_held h where h.person_id = whom
  order by (case h.ground_kind {likely} end = replace(replace(as_what, 'manager', 'practitioner'), 'itself', 'practitioner')) desc,
    (h.section = part) desc, h.ground_id limit 1 $$
""",
    )


def statements() -> Iterator[str]:
    """All of them, those of the apps too. `app_never` comes before the view, and the view before whatever reads it."""
    yield "grant select on access_grant, access_ground, access_never to ledger_def"
    yield DEFINERS["app_never()"]
    yield held()
    yield "alter view access_held owner to ledger_def; revoke all on access_held from public; grant select on access_held to app"
    for signature, statement in DEFINERS.items():
        yield from _made(Definer(signature, statement))
    for function in (ground_of(), *functions()):
        yield from _made(function)
    for record in all_records():
        if isinstance(record, Personal) and record.definer:
            yield from _made(record.definer)
            yield f'grant select on "{record.table}" to ledger_def'


def _made(function: Definer) -> Iterator[str]:
    """One function, with the tables that it reaches. What a session of its caller's own might lay over them comes last on its path."""
    yield function.statement
    yield f"alter function {function.signature} owner to ledger_def"
    yield f"alter function {function.signature} set search_path = pg_catalog, public, pg_temp"
    yield f"revoke all on function {function.signature} from public; grant execute on function {function.signature} to app, owner"
    for privilege, tables in (("select", function.reads), ("insert", function.writes)):
        for table in tables:
            yield f'grant {privilege} on "{table}" to ledger_def'

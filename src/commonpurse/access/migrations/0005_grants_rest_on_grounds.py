from django.db import migrations

# What each section of each cause opened, in the words of now: for reading no less and no more, for writing what pages let it do.
OPENED = """
create temporary table opened_before (cause text, was text, section text, verb text) on commit drop;
insert into opened_before values
  ('case', 'access', 'access', 'read'), ('case', 'access', 'access', 'write'), ('case', 'access', 'access', 'decide'),
  ('case', 'identity', 'identity', 'read'), ('case', 'identity', 'identity', 'write'), ('case', 'identity', 'identity', 'decide'),
  ('case', 'caring', 'caring', 'read'),
  ('case', 'journey', 'journey', 'read'), ('case', 'journey', 'journey', 'write'),
  ('case', 'assessment', 'assessment', 'read'), ('case', 'assessment', 'assessment', 'write'),
  ('case', 'assessment', 'assessment', 'decide'),
  ('case', 'budget', 'budget', 'read'), ('case', 'budget', 'budget', 'write'),
  ('case', 'plan', 'plan', 'read'), ('case', 'plan', 'plan', 'write'), ('case', 'plan', 'plan', 'decide'),
  ('case', 'plan', 'wishes', 'read'), ('case', 'plan', 'wishes', 'write'),
  ('own record', 'access', 'access', 'read'), ('own record', 'access', 'access', 'write'),
  ('own record', 'identity', 'identity', 'read'),
  ('own record', 'journey', 'journey', 'read'), ('own record', 'journey', 'own-steps', 'write'),
  ('own record', 'assessment', 'assessment', 'read'), ('own record', 'assessment', 'own-answers', 'write'),
  ('own record', 'budget', 'budget', 'read'),
  ('own record', 'plan', 'plan', 'read'), ('own record', 'plan', 'wishes', 'read'), ('own record', 'plan', 'wishes', 'write'),
  ('helping', 'own-words', 'own-words', 'read'), ('helping', 'own-words', 'own-words', 'write'),
  ('helping', 'own-words', 'name', 'read'), ('helping', 'own-words', 'helps', 'read'), ('helping', 'own-words', 'course', 'read'),
  ('second reader', 'second-eyes', 'second-eyes', 'read'), ('second reader', 'second-eyes', 'second-eyes', 'write'),
  ('second reader', 'second-eyes', 'name', 'read'), ('second reader', 'second-eyes', 'course', 'read'),
  ('shared', 'stage', 'stage', 'read'), ('shared', 'shown-answers', 'shown-answers', 'read'),
  ('shared', 'shown-budget', 'shown-budget', 'read');
"""

TRANSLATED = """
-- Each grant of before becomes a ground with the same id. What the person lets see until a day keeps that day on its grants; what is
-- over is over for good, however it ended.
insert into access_ground (id, kind, person_id, about_id, given_by_id, began_at, ended_at)
select id, cause, person_id, case when cause not in ('case', 'own record') then cause_id end, given_by_id, valid_from,
  case when cause <> 'shared' or valid_until <= now() then valid_until end
from access_grant_before;

insert into access_grant (id, holder_kind, holder_id, person_id, section, verb, ground_kind, ground_id, journey_id, valid_from,
  valid_until, given_by_id, given_as)
select gen_random_uuid(), held.kind, held.id, b.person_id, o.section, o.verb, b.cause, b.id,
  case when b.cause in ('helping', 'second reader', 'shared') then b.cause_id end, b.valid_from,
  case when b.cause = 'shared' then b.valid_until end, b.given_by_id, 'not recorded'
from access_grant_before b
cross join lateral (select distinct unnest(b.sections)) as was (section)
join opened_before o on o.cause = b.cause and o.was = was.section
-- A worker who was asked to read reads as a member of the team, and no longer than that: by where they work now, or did when they were
-- asked. Whoever helps the person with this account reads with it, wherever they once worked.
left join lateral (
  select m.id from organisations_membership m
  join journeys_journey j on j.team_id = m.team_id
  cross join lateral (select m.ends_on is null or m.ends_on > (now() at time zone 'Europe/London')::date as goes_on) lasts
  where b.cause = 'second reader' and j.id = b.cause_id and m.user_id = b.holder_id and m.role in ('practitioner', 'manager')
    and m.starts_on <= (now() at time zone 'Europe/London')::date
    and (lasts.goes_on or (m.ends_on >= (b.valid_from at time zone 'Europe/London')::date
      and not exists (select from assessments_helper h join assessments_assessment a on a.id = h.assessment_id
        where a.journey_id = b.cause_id and h.user_id = b.holder_id and h.ended_at is null)))
  order by lasts.goes_on desc, m.starts_on, m.id limit 1) works on true
cross join lateral (select case
    when b.cause = 'case' then 'team'
    when works.id is not null then 'member'
    when b.cause = 'shared' and not exists (select from access_user u where u.id = b.holder_id) then 'person'
    else 'user' end as kind, coalesce(works.id, b.holder_id) as id) held;
"""

# Nothing of before is removed unless each grant opens what it opened, to whom and for as long as it did, and nothing else.
COMPARED = """
create temporary table expected on commit drop as
select distinct b.id, b.cause, b.cause as on_ground, b.person_id, b.person_id as of_ground, o.section, o.verb, b.holder_id, b.given_by_id,
  b.valid_from, coalesce(b.valid_until, 'infinity') as until
from access_grant_before b cross join lateral unnest(b.sections) as was (section)
left join opened_before o on o.cause = b.cause and o.was = was.section;
create temporary table found on commit drop as
select r.id, r.kind as cause, g.ground_kind as on_ground, g.person_id, r.person_id as of_ground, g.section, g.verb,
  coalesce(m.user_id, g.holder_id) as holder_id, g.given_by_id, g.valid_from, least(g.valid_until, r.ended_at, 'infinity') as until
from access_grant g join access_ground r on r.id = g.ground_id
left join organisations_membership m on m.id = g.holder_id and g.holder_kind = 'member';
do $$ declare lost integer; more integer; begin
  select count(*) into lost from (select * from expected except select * from found) l;
  select count(*) into more from (select * from found except select * from expected) m;
  if lost > 0 or more > 0 then
    raise exception '% rights of grants would be lost in translation and % would be new: nothing was changed', lost, more
      using hint = 'Look in access_grant for a cause or a section that this version does not know.';
  end if;
end $$;
"""

# A new table says nothing to the planner yet, and every policy begins from these two.
REMOVED = """
drop table access_grant_before cascade;
drop table if exists django_session;
set constraints all immediate;
analyze access_ground;
analyze access_grant;
"""


class Migration(migrations.Migration):
    """Every grant of before is translated into one a section and verb, resting on a ground; then what was before goes.

    Policies of before go with the table that they read; `commonpurse database migrate` makes those of now in the same transaction.
    Browsers are signed out once: the sessions of before do not say whose they are.
    """

    dependencies = [
        ("access", "0004_grounds_sessions_keys"),
        ("organisations", "0003_the_first_organisation_founded_it"),
        ("journeys", "0004_draft"),
        ("assessments", "0008_sharing_said"),
    ]

    operations = [migrations.RunSQL([OPENED, TRANSLATED, COMPARED, REMOVED], migrations.RunSQL.noop)]

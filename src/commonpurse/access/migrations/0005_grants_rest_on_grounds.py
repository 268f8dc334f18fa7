from django.db import migrations

TRANSLATED = """
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

-- Each grant of before becomes a ground with the same id; what the person lets see until a day keeps that day on its grants.
insert into access_ground (id, kind, person_id, about_id, given_by_id, began_at, ended_at)
select id, cause, person_id, case when cause = 'case' then null else cause_id end, given_by_id, valid_from,
  case when cause <> 'shared' then valid_until end
from access_grant_before;

insert into access_grant (id, holder_kind, holder_id, person_id, section, verb, ground_kind, ground_id, journey_id, valid_from,
  valid_until, given_by_id, given_as)
select gen_random_uuid(), held.kind, held.id, b.person_id, o.section, o.verb, b.cause, b.id,
  case when b.cause in ('helping', 'second reader', 'shared') then b.cause_id end, b.valid_from,
  case when b.cause = 'shared' then b.valid_until end, b.given_by_id, 'not recorded'
from access_grant_before b
cross join lateral unnest(b.sections) as was (section)
join opened_before o on o.cause = b.cause and o.was = was.section
cross join lateral (
  select 'team' as kind, b.holder_id as id where b.cause = 'case'
  union all
  select 'person', b.holder_id where b.cause = 'shared' and not exists (select from access_user u where u.id = b.holder_id)
  union all
  -- a worker who was asked to read reads as a member of the team, and no longer than that
  select coalesce(m.kind, 'user'), coalesce(m.id, b.holder_id) from (select 1) one left join lateral (
    select 'member' as kind, m.id from organisations_membership m join journeys_journey j on j.team_id = m.team_id
    where b.cause = 'second reader' and j.id = b.cause_id and m.user_id = b.holder_id and m.role in ('practitioner', 'manager')
    order by m.ends_on is null desc, m.starts_on desc limit 1) m on true
  where b.cause in ('own record', 'helping', 'second reader')
    or (b.cause = 'shared' and exists (select from access_user u where u.id = b.holder_id))
) held;
"""

# Nothing of before is removed while one section of one grant has no translation.
COMPARED = """
do $$ declare lost integer; begin
  select count(*) into lost from access_grant_before b cross join lateral unnest(b.sections) as was (section)
  where not exists (select from access_grant g where g.ground_id = b.id)
    or not exists (select from opened_before o where o.cause = b.cause and o.was = was.section);
  if lost > 0 then raise exception '% sections of grants have no translation: nothing was removed', lost; end if;
end $$;
drop table access_grant_before cascade;
drop table if exists django_session;
"""


class Migration(migrations.Migration):
    """Every grant of before is translated into one a section and verb, resting on a ground; then what was before goes.

    Policies of before go with the table that they read: until the next half of migrating nobody may read anything, which is the safe side.
    Browsers are signed out once: the sessions of before do not say whose they are.
    """

    dependencies = [
        ("access", "0004_grounds_sessions_keys"),
        ("organisations", "0003_the_first_organisation_founded_it"),
        ("journeys", "0004_draft"),
        ("assessments", "0008_sharing_said"),
    ]

    operations = [migrations.RunSQL([TRANSLATED, COMPARED], migrations.RunSQL.noop)]

-- Run by the owner after each migration (`access.row_security`). What each is for stands in `access/sealed_context.py`.

create or replace function access_masked(secret bytea, mask integer) returns bytea
  language plpgsql immutable set search_path = pg_catalog as $$
declare padded bytea := secret || decode(repeat('00', 64 - length(secret)), 'hex');
begin
  for at in 0 .. 63 loop padded := set_byte(padded, at, get_byte(padded, at) # mask); end loop;
  return padded;
end $$;
create or replace function access_hash_of(secret text) returns text language sql immutable set search_path = pg_catalog as $$
  select encode(sha256(convert_to(secret, 'UTF8')), 'hex') $$;
create or replace function access_is_worker() returns boolean language sql stable set search_path = pg_catalog as $$
  select pg_has_role(session_user, 'worker', 'member') $$;

create or replace function access_mac(key text, said text) returns text
  language sql stable security definer set search_path = pg_catalog as $$
  select encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(said, 'UTF8'))), 'hex')
  from public.access_key k where k.name = key $$;

create or replace function app_sealed() returns text[] language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  told text := current_setting('app.context', true);
  split integer := strpos(told, '#');
  parts text[];
begin
  if told is null or told = '' then raise exception 'nobody is acting' using errcode = 'insufficient_privilege'; end if;
  parts := string_to_array(substr(told, split + 1), '|');
  if substr(told, 1, split - 1) is distinct from public.access_mac('seal', substr(told, split + 1))
    or parts[11] is distinct from pg_backend_pid()::text or parts[12] is distinct from extract(epoch from transaction_timestamp())::text
  then raise exception 'who is acting was not said by this database, or not in this transaction' using errcode = 'insufficient_privilege';
  end if;
  return parts;
end $$;

create or replace function access_seal(who uuid, whose uuid, as_what text, for_what text, holding text[], teams text[], managing text[],
  offices text[], out before text, out nonce text) language plpgsql volatile security definer set search_path = pg_catalog as $$
declare said text;
begin
  before := coalesce(current_setting('app.context', true), '');
  nonce := gen_random_uuid()::text;
  said := concat_ws('|', who::text, coalesce(whose::text, ''), as_what, for_what, array_to_string(holding, ','),
    array_to_string(array(select split_part(h, ':', 2) from unnest(holding) h), ','), array_to_string(teams, ','),
    array_to_string(managing, ','), array_to_string(offices, ','), nonce, pg_backend_pid()::text,
    extract(epoch from transaction_timestamp())::text);
  perform set_config('app.context', public.access_mac('seal', said) || '#' || said, true);
end $$;

create or replace function access_seal_user(who uuid, whose uuid, places jsonb, as_what text, in_place_of uuid[],
  out before text, out nonce text)
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  roles text[] := array(select p ->> 'role' from jsonb_array_elements(places) p);
  teams text[] := array(select distinct p ->> 'team_id' from jsonb_array_elements(places) p
    where p ->> 'team_id' is not null and p ->> 'role' in ('practitioner', 'manager')) || in_place_of::text[];
  held text[] := array['user:' || who::text] || array(select 'member:' || (p ->> 'id') from jsonb_array_elements(places) p)
    || array(select 'team:' || t from unnest(teams) t);
  capacity text;
begin
  if whose is not null then held := held || ('person:' || whose::text); end if;
  -- What somebody says they act as holds only where they are it; else it is what they most likely are.
  capacity := case
    when as_what = 'own' and whose is not null then 'own'
    when as_what in ('practitioner', 'manager', 'privacy', 'administrator') and as_what = any (roles) then as_what
    when as_what = 'practitioner' and 'manager' = any (roles) then 'practitioner'
    when as_what in ('helper', 'shown') and who <> '00000000-0000-0000-0000-000000000000' then as_what
    when as_what in ('itself', 'operator') and public.access_is_worker() then as_what
    when 'manager' = any (roles) then 'manager'
    when 'practitioner' = any (roles) then 'practitioner'
    when 'privacy' = any (roles) then 'privacy'
    when 'administrator' = any (roles) then 'administrator'
    when whose is not null then 'own'
    when who <> '00000000-0000-0000-0000-000000000000' then 'helper'
    else 'visitor' end;
  select s.before, s.nonce into before, nonce from public.access_seal(who, whose, capacity,
    case capacity when 'own' then 'own record' when 'helper' then 'helping' when 'shown' then 'helping'
      when 'practitioner' then 'care and support' when 'manager' then 'care and support' when 'itself' then 'care and support' when 'privacy' then 'oversight'
      when 'administrator' then 'administration' else 'running the service' end,
    held, teams,
    array(select distinct p ->> 'team_id' from jsonb_array_elements(places) p where p ->> 'team_id' is not null and p ->> 'role' = 'manager'),
    array(select distinct (p ->> 'role') || ':' || (p ->> 'organisation_id') from jsonb_array_elements(places) p
      where p ->> 'role' in ('privacy', 'administrator'))) s;
end $$;

create or replace function access_begin(session text, as_what text,
  out before text, out nonce text, out session_data text, out session_expires timestamptz, out account jsonb, out places jsonb)
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare there record;
begin
  select s.user_id, s.data, s.expires_at into there from public.access_session s
    where s.key_hash = public.access_hash_of(session) and s.expires_at > statement_timestamp();
  session_data := there.data;
  session_expires := there.expires_at;
  select to_jsonb(u) into account from public.access_user u where u.id = there.user_id and u.is_active;
  places := case when account is null then '[]'::jsonb else public.access_places((account ->> 'id')::uuid) end;
  select s.before, s.nonce into before, nonce from public.access_seal_user(
    coalesce((account ->> 'id')::uuid, '00000000-0000-0000-0000-000000000000'), (account ->> 'person_id')::uuid, places, as_what, '{}') s;
end $$;

create or replace function access_begin_as(who uuid, in_place_of uuid[], as_what text, out before text, out nonce text)
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare theirs uuid;
begin
  if not public.access_is_worker() then
    raise exception 'only a job or a command may say for whom it acts' using errcode = 'insufficient_privilege';
  end if;
  select u.person_id into theirs from public.access_user u where u.id = who and u.is_active;
  select s.before, s.nonce into before, nonce from public.access_seal_user(who, theirs, public.access_places(who), as_what, in_place_of) s;
end $$;

create or replace function access_prove(aim text, proof text) returns text
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare before text := coalesce(current_setting('app.proved', true), ''); said text;
begin
  said := aim || '|' || (public.app_sealed())[10];
  if proof is distinct from public.access_mac('web', said) then
    raise exception 'it was not the web process that asked' using errcode = 'insufficient_privilege';
  end if;
  perform set_config('app.proved', public.access_mac('seal', 'proved ' || said) || '#' || aim, true);
  return before;
end $$;

create or replace function access_is_proved(aim text) returns boolean
  language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(current_setting('app.proved', true)
    = public.access_mac('seal', 'proved ' || aim || '|' || (public.app_sealed())[10]) || '#' || aim, false) $$;

create or replace function access_session_read(session text, out session_data text, out session_expires timestamptz)
  language sql stable security definer set search_path = pg_catalog as $$
  select s.data, s.expires_at from public.access_session s
  where s.key_hash = public.access_hash_of(session) and s.expires_at > statement_timestamp() $$;

create or replace function access_session_write(session text, who uuid, content text, until timestamptz, how text, proof text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare hashed text := public.access_hash_of(session); made integer;
begin
  if proof is distinct from public.access_mac('web',
    concat_ws('|', 'session', hashed, coalesce(who::text, ''), public.access_hash_of(content),
      (extract(epoch from until) * 1000000)::bigint::text))
  then raise exception 'it was not the web process that asked' using errcode = 'insufficient_privilege'; end if;
  if how = 'create' then
    insert into public.access_session (key_hash, user_id, data, began_at, expires_at)
      values (hashed, who, content, statement_timestamp(), until) on conflict do nothing;
  elsif how = 'update' then
    update public.access_session set user_id = who, data = content, expires_at = until where key_hash = hashed;
  elsif how = 'keep' then  -- the words alone: it lasts no longer by it
    update public.access_session set data = content where key_hash = hashed;
  else
    insert into public.access_session (key_hash, user_id, data, began_at, expires_at)
      values (hashed, who, content, statement_timestamp(), until)
      on conflict (key_hash) do update set user_id = excluded.user_id, data = excluded.data, expires_at = excluded.expires_at;
  end if;
  get diagnostics made = row_count;
  return made = 1;
end $$;

create or replace function access_session_lock(session text) returns text
  language sql volatile security definer set search_path = pg_catalog as $$
  select s.data from public.access_session s where s.key_hash = public.access_hash_of(session) for update $$;

create or replace function access_session_end(session text) returns void
  language sql volatile security definer set search_path = pg_catalog as $$
  delete from public.access_session s where s.key_hash = public.access_hash_of(session) $$;

create or replace function access_sessions_past() returns integer
  language sql volatile security definer set search_path = pg_catalog as $$
  with gone as (delete from public.access_session where expires_at <= statement_timestamp() returning 1) select count(*)::integer from gone $$;

create or replace function access_password_changed() returns trigger
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  delete from public.access_session where user_id = new.id;  -- the browser that changed it is given a new session by the same request
  return null;
end $$;

create or replace function app_actor() returns uuid language sql stable as $$ select (public.app_sealed())[1]::uuid $$;
create or replace function app_person() returns uuid language sql stable as $$
  select nullif((public.app_sealed())[2], '')::uuid $$;
create or replace function app_capacity() returns text language sql stable as $$
  select (public.app_sealed())[3] $$;
create or replace function app_purpose() returns text language sql stable as $$
  select (public.app_sealed())[4] $$;
create or replace function app_holders() returns text[] language sql stable as $$
  select string_to_array((public.app_sealed())[5], ',') $$;
create or replace function app_holder_ids() returns uuid[] language sql stable as $$
  select string_to_array((public.app_sealed())[6], ',')::uuid[] $$;
create or replace function app_teams() returns uuid[] language sql stable as $$
  select string_to_array((public.app_sealed())[7], ',')::uuid[] $$;
create or replace function app_manages() returns uuid[] language sql stable as $$
  select string_to_array((public.app_sealed())[8], ',')::uuid[] $$;
create or replace function app_offices() returns text[] language sql stable as $$
  select string_to_array((public.app_sealed())[9], ',') $$;

create or replace function access_must_be_proved() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  -- tg_argv: the aim, and the columns that change freely
  if current_user not in ('app', 'worker') then return coalesce(new, old); end if;
  if tg_op = 'UPDATE' and not exists (
    select 1 from jsonb_each(to_jsonb(new)) n join jsonb_each(to_jsonb(old)) o using (key)
    where n.value is distinct from o.value and not n.key = any (tg_argv[1:]))
  then return new; end if;
  if access_is_proved(tg_argv[0]) then return coalesce(new, old); end if;
  raise exception 'this is written only by an act that proves itself (%)', tg_argv[0] using errcode = 'insufficient_privilege';
end $$;

"""Who is acting, sealed: the functions (`sealed_context.sql`) by which the database itself finds out who that is.

The web process gives the key of a session, and nothing else (`access_begin`). `worker`, which no web process signs in as, may name a
user (`access_begin_as`). Both lay down who that is, what they hold and manage, in what capacity and for what, sealed (HMAC-SHA256)
with a key that only these functions read, for this one transaction of this one connection. `app_sealed` refuses anything else.

`access_prove`: the web process shows that it asks, and not a statement that was slipped in: it knows the key `web`, which no statement of
`app` can read. What must never be written by plain SQL (accounts, memberships, sessions, the outbox) asks for it.

Where somebody works is told by `access_places`, a function of the app that knows memberships.

Each definer function belongs to `ledger_def`, which cannot sign in. Threats: a forgotten filter and injected SQL. Not: code that runs
in the web process, which holds its visitors' keys and its own. See docs/decisions/0029.
"""

from collections.abc import Iterator
from importlib.resources import files

OPEN_TO_APP = (
    "app_sealed()",
    "access_begin(text, text)",
    "access_begin_as(uuid, uuid[], text)",
    "access_prove(text, text)",
    "access_is_proved(text)",
    "access_session_read(text)",
    "access_session_write(text, uuid, text, timestamptz, text, text)",
    "access_session_lock(text)",
    "access_session_end(text)",
    "access_sessions_past()",
    "access_password_changed()",
)
CLOSED_TO_APP = (
    "access_mac(text, text)",
    "access_seal(uuid, uuid, text, text, text[], text[], text[], text[])",
    "access_seal_user(uuid, uuid, jsonb, text, uuid[])",
)
"""Called by the other functions only: whoever could call these could seal what they like."""

SEALING_KEY = """
insert into access_key (name, inner_pad, outer_pad)
select 'seal', access_masked(k, 54), access_masked(k, 92)
from (select sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) as k) made
on conflict (name) do nothing
"""

NOW = "create or replace function app_now() returns timestamptz language sql stable set search_path = pg_catalog as $$ {body} $$"
STATEMENT = "select statement_timestamp()"
TOLD = "select coalesce(nullif(current_setting('app.told_time', true), '')::timestamptz, statement_timestamp())"
"""In a demonstration time is told, so that a story's acts happen on their days. A real place has no such setting."""


def statements(*, told_time: bool) -> Iterator[str]:
    yield NOW.format(body=TOLD if told_time else STATEMENT)
    yield files("commonpurse.access").joinpath("sealed_context.sql").read_text()
    for signature in (*OPEN_TO_APP, *CLOSED_TO_APP):
        yield f"alter function {signature} owner to ledger_def"
        yield f"revoke all on function {signature} from public, app"
    for signature in OPEN_TO_APP:
        yield f"grant execute on function {signature} to app, owner"
    for table in ("access_key", "access_user", "access_session"):
        yield f"grant select on {table} to ledger_def"
    yield "grant insert, update, delete on access_session to ledger_def"
    yield SEALING_KEY
    yield (
        "create trigger wall_4_sessions after update of password on access_user for each row"
        " when (old.password is distinct from new.password) execute function access_password_changed()"
    )

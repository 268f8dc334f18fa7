"""The database's roles, made ready by an administrator of the server.

`owner` migrates; `app` serves people, for whom it can act only by the key of their session; `worker` hears what is due and runs
commands: it may say for whom it acts, and does everything else as `app`; `ledger_def` owns the few functions that must see past
row-level security; `keeper` will do retention. Roles belong to the whole server, so this is no migration: a role that may create
roles cannot make one with BYPASSRLS, and one address cannot give two roles.
"""

import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

LOGIN_ROLES = ("owner", "app", "worker")
SERVING = ("app", "worker")
ROLES = {
    "owner": "login nobypassrls",
    "app": "login nobypassrls nocreatedb",
    "worker": "login nobypassrls nocreatedb",
    "ledger_def": "nologin bypassrls",
    "keeper": "nologin nobypassrls",
}
OLDEST, NEWEST = 15, 18
ONE_AT_A_TIME = 2_146_021_977
"""The advisory lock of the administrator's database: roles are the server's, and two that alter one at once collide."""


class RoleProblem(Exception):
    """The server cannot be made ready; the text says why and what to do."""


def prepare(admin_address: str, *, database: str, passwords: Mapping[str, str] | None = None, for_tests: bool = False) -> dict[str, str]:
    """Make roles and one database; safe to repeat, and at once. Returns the addresses for `owner`, `app` and `worker`.

    `passwords` sets those of the login roles; a role that is new and has none gets one made up.
    Raises RoleProblem when the server is too old or the administrator may not make these roles.
    """
    given = dict(passwords or {})
    try:
        with psycopg.connect(admin_address, autocommit=True) as server:
            _refuse_other_versions(server)
            server.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])  # let go when the connection closes
            for role in ROLES:
                _make_role(server, role, given)
            _grant_between_roles(server, for_tests=for_tests)
            _make_database(server, database)
            with psycopg.connect(_in_database(admin_address, database), autocommit=True) as inside:
                open_schema(inside)
    except psycopg.errors.InsufficientPrivilege as error:
        raise RoleProblem(
            f"This administrator may not do that ({error.diag.message_primary}). A role with BYPASSRLS needs a superuser."
        ) from error
    except psycopg.OperationalError as error:
        raise RoleProblem(f"The server cannot be reached: {' '.join(str(error).split())}") from error
    return {role: _for_role(admin_address, database, role, given.get(role, "")) for role in LOGIN_ROLES}


SHOWS_NOTHING = "track_activities=off"
"""A role sees in `pg_stat_activity` what its other connections run, with values and keys of sessions: injected SQL would read them."""

FITNESS = """
select r.rolname::text, r.rolsuper, r.rolbypassrls,
  exists (select from pg_roles o where o.rolname in ('owner', 'ledger_def') and pg_has_role(r.oid, o.oid, 'member')),
  exists (select from pg_roles o where o.rolname = 'worker' and pg_has_role(r.oid, o.oid, 'member')),
  current_setting('track_activities')::boolean
from pg_roles r where r.rolname = current_user
"""


def refuse_unfit(address: str) -> None:
    """Raise RoleProblem unless row-level security holds for whoever serves people: the second wall would not stand."""
    try:
        with psycopg.connect(address, autocommit=True) as server:
            found = server.execute(FITNESS).fetchone()
    except psycopg.OperationalError as error:
        raise RoleProblem(f"The database cannot be reached: {' '.join(str(error).split())}") from error
    name, superuser, bypasses, may_own, may_say, shows = found or ("", True, True, True, True, True)
    because = (
        (superuser and "is a superuser")
        or (bypasses and "has BYPASSRLS")
        or (may_own and "is the owner of the tables, or can become it")
        or (may_say and "may say for whom it acts")
    )
    if because:
        hint = "Set it to the address of the role 'app'."
        raise RoleProblem(f"DATABASE_URL names the role '{name}', which {because}: row-level security would not hold. {hint}")
    if shows:
        hint = "Run `commonpurse database prepare` once more."
        raise RoleProblem(f"The role '{name}' would show its statements to all its connections, and with them who is signed in. {hint}")


def new_password() -> str:
    return secrets.token_urlsafe(24)


def _refuse_other_versions(server: psycopg.Connection) -> None:
    major = server.info.server_version // 10_000
    if not OLDEST <= major <= NEWEST:
        raise RoleProblem(f"This server is PostgreSQL {major}. Common Purse runs on {OLDEST} to {NEWEST}.")


def _make_role(server: psycopg.Connection, role: str, passwords: dict[str, str]) -> None:
    exists = server.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
    verb = sql.SQL("alter role {} {}") if exists else sql.SQL("create role {} {}")
    server.execute(verb.format(sql.Identifier(role), sql.SQL(ROLES[role] + " nosuperuser nocreaterole")))
    if role in SERVING:
        server.execute(sql.SQL("alter role {} set track_activities = off").format(sql.Identifier(role)))
    if role in LOGIN_ROLES and (not exists or role in passwords):
        passwords.setdefault(role, new_password())
        server.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(passwords[role])))


def _grant_between_roles(server: psycopg.Connection, *, for_tests: bool) -> None:
    server.execute("grant ledger_def to owner")  # to hand it the functions that it owns; `app` can become nobody
    server.execute("grant app to worker")  # it acts as `app`, once it has said for whom
    if for_tests:
        server.execute("alter role owner createdb")
        server.execute("grant pg_signal_backend to owner")  # to drop a test's database while a session lingers


def _make_database(server: psycopg.Connection, database: str) -> None:
    server.execute("grant owner to current_user")
    if not server.execute("select 1 from pg_database where datname = %s", [database]).fetchone():
        server.execute(sql.SQL("create database {} owner owner template template0 encoding 'UTF8'").format(sql.Identifier(database)))
    server.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(database)))
    server.execute(sql.SQL("grant connect on database {} to app, worker, keeper").format(sql.Identifier(database)))


def open_schema(inside: psycopg.Connection) -> None:
    """Close the schema to everybody but our roles. For the database's owner, or a superuser."""
    inside.execute("alter schema public owner to owner")
    inside.execute("revoke all on schema public from public")
    inside.execute("grant usage on schema public to app, worker, keeper")
    inside.execute("grant usage, create on schema public to ledger_def")


def _in_database(address: str, database: str) -> str:
    return urlunsplit(urlsplit(address)._replace(path=f"/{database}"))


def _for_role(address: str, database: str, role: str, password: str) -> str:
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role}:{password or 'THE-PASSWORD-SET-BEFORE'}@{host}", path=f"/{database}"))

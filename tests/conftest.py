"""Real PostgreSQL, as the role that serves people. The owner migrates one template; every test worker gets a clone of it."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from commonpurse.foundation import addresses, ready

SOURCE = Path(__file__).parents[1] / "src" / "commonpurse"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where stories are required, a run without a browser fails, whatever else it ran."""
    from tests.browser import are_required, the_chromium

    if are_required() and the_chromium() is None and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(_what_became_of_the_stories(terminalreporter.stats))


def _what_became_of_the_stories(stats: dict[str, list[Any]]) -> str:
    from tests.browser import the_chromium

    if the_chromium() is None:
        return "browser stories: not run (no Chromium)"
    ran = {
        outcome: sum("story" in one.keywords and one.when == "call" for one in stats.get(outcome, [])) for outcome in ("passed", "failed")
    }
    if not any(ran.values()):
        return "browser stories: none among these tests"
    return f"browser stories: {sum(ran.values())} ran, {ran['failed']} failed"


def at_full_size() -> bool:
    return os.environ.get("COMMONPURSE_TEST_SIZE") == "full"


def _fingerprint() -> str:
    """Of everything that makes the template: migrations, and what row-level security is generated from."""
    files = [
        *SOURCE.glob("*/migrations/*.py"),
        *SOURCE.glob("*/records.py"),
        *(SOURCE / f"access/{name}.py" for name in ("definers", "registry", "rules_in_sql", "sealed_context")),
        *SOURCE.glob("access/row_*.py"),
        SOURCE / "access/sealed_context.sql",
        Path(__file__),
        *SOURCE.glob("*/sections.py"),
        *SOURCE.glob("*/grounds.py"),
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()[:12]


def _owner(database: str) -> str:
    if addresses.is_embedded():
        ready.embedded_database("commonpurse_tests")
        from commonpurse.foundation import embedded_postgres

        return embedded_postgres.the_cluster().address(role="owner", database=database)
    return urlunsplit(urlsplit(addresses.address("owner"))._replace(path=f"/{database}"))


def _meeting_place() -> str:
    """A database that the owner may connect to while making others."""
    return "commonpurse_tests" if addresses.is_embedded() else urlsplit(addresses.address("owner")).path.lstrip("/")


def _template() -> str:
    """Make the template of these migrations once, whoever asks first; the others wait."""
    name = f"cp_template_{_fingerprint()}"
    with psycopg.connect(_owner(_meeting_place()), autocommit=True) as owner:
        owner.execute("select pg_advisory_lock(7263)")
        _sweep(owner, keep=name)
        if not owner.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            building = f"{name}_building"
            owner.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(building)))
            _create(owner, building)
            _migrate(building)
            owner.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(building), sql.Identifier(name)))
    return name


LEFT = """
select datname from pg_database
where datname like 'cp\\_%%' and datname <> %s
  and not exists (select from pg_stat_activity where pg_stat_activity.datname = pg_database.datname)
  and not exists (  -- of a run that goes on: its session bears the name with which its databases begin
    select from pg_stat_activity
    where application_name like 'cp\\_%%' and (
      starts_with(pg_database.datname, application_name)
      or pg_database.datname = 'cp_template_' || split_part(application_name, '_', 2)))
"""


def _sweep(owner: psycopg.Connection, keep: str) -> None:
    """Drop what other migrations and ended runs left; never what a run that goes on needs, whether it is asking just now or not."""
    for (left,) in owner.execute(LEFT, [keep]).fetchall():
        with suppress(psycopg.errors.ObjectInUse):
            owner.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(left)))


def _create(owner: psycopg.Connection, name: str, *, template: str = "template0") -> None:
    strategy = sql.SQL("template {} strategy wal_log").format(sql.Identifier(template))
    owner.execute(sql.SQL("create database {} ").format(sql.Identifier(name)) + strategy)
    owner.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(name)))
    owner.execute(sql.SQL("grant connect on database {} to app, worker").format(sql.Identifier(name)))


def _migrate(database: str) -> None:
    """In a process of its own, as owner: this one stays `app` for good."""
    import subprocess
    import sys

    from commonpurse.foundation.roles import open_schema

    with psycopg.connect(_owner(database), autocommit=True) as inside:
        open_schema(inside)
    address = _owner(database)
    environment = os.environ | {"DATABASE_URL": address, "DATABASE_OWNER_URL": address}
    environment["COMMONPURSE_PLACE"] = "live"
    subprocess.run([sys.executable, "-m", "commonpurse.config.command_line", "database", "migrate", "--quiet"], check=True, env=environment)
    with psycopg.connect(_owner(database), autocommit=True) as inside:
        inside.execute(PAST_THE_WALL)


PAST_THE_WALL = """
create function tests_write(statement text) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
begin execute statement; end $$
"""
"""What no act writes and no rule lets anybody write: only in databases of the tests, to prove that what stands beside it holds."""


def use(name: str) -> None:
    """Point this process's connections at a database.

    The whole address, not the name alone: where the embedded server is new, the settings were loaded before it had passwords.
    """
    from django.db import connections

    connections.close_all()
    address = addresses.django_database("worker") | {"NAME": name}
    for alias in connections:
        for part in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS"):
            connections[alias].settings_dict[part] = connections.settings[alias][part] = address[part]


class Databases:
    """Clones of the template, dropped when a test or the run ends."""

    def __init__(self, worker: str) -> None:
        self.name, self.made = f"cp_{_fingerprint()}_{worker}_{os.getpid()}", 0
        self.sign_of_life = psycopg.connect(_owner(_meeting_place()), application_name=self.name, autocommit=True)
        self.template = _template()

    def clone(self, *, demonstration: bool = False, of: str = "") -> str:
        """An empty database, or a copy of one that nobody is connected to.

        For a demonstration, one that is marked so and in which time is told, as `database migrate` leaves it.
        """
        from commonpurse.access import sealed_context
        from commonpurse.foundation.place import MARK

        self.made += 1
        name = f"{self.name}_{self.made}"
        with psycopg.connect(_owner(_meeting_place()), autocommit=True) as owner:
            _create(owner, name, template=of or self.template)
        if demonstration:
            with self.as_owner(name) as owner:
                owner.execute(MARK)
                owner.execute(next(iter(sealed_context.statements(told_time=True))).encode())
        return name

    def bare(self) -> str:
        """A database without tables, for something to be restored into as its owner."""
        from commonpurse.foundation.roles import open_schema

        self.made += 1
        name = f"{self.name}_{self.made}"
        with psycopg.connect(_owner(_meeting_place()), autocommit=True) as owner:
            _create(owner, name)
        with self.as_owner(name) as inside:
            open_schema(inside)
        return name

    def copy(self, original: str) -> str:
        """A database as another one stands. Nobody may be in that one."""
        self.made += 1
        name = f"{self.name}_{self.made}"
        with psycopg.connect(_owner(_meeting_place()), autocommit=True) as owner:
            _create(owner, name, template=original)
        return name

    def address(self, name: str) -> str:
        """Where the owner finds a database."""
        return _owner(name)

    def drop(self, name: str) -> None:
        from django.db import connections

        connections.close_all()
        with psycopg.connect(_owner(_meeting_place()), autocommit=True) as owner:
            owner.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))

    def as_owner(self, name: str) -> psycopg.Connection:
        return psycopg.connect(_owner(name), autocommit=True)


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    made = Databases(getattr(request.config, "workerinput", {}).get("workerid", "main"))
    yield made
    made.sign_of_life.close()


@pytest.fixture(scope="session")
def django_db_setup(databases: Databases, django_db_blocker: Any) -> Iterator[None]:
    """pytest-django's `db` runs each test in a transaction of this clone, as `app`."""
    name = databases.clone()
    with django_db_blocker.unblock():
        use(name)
        yield
    databases.drop(name)


@pytest.fixture
def own_database(databases: Databases, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database of the test's own, with real commits: for identity, locks, deferred constraints and servers."""
    from django.db import connections

    before = connections["default"].settings_dict["NAME"]
    name = databases.clone()
    with django_db_blocker.unblock():
        use(name)
        yield name
        use(before)
    databases.drop(name)


@pytest.fixture
def place(db: None) -> Any:
    """Organisations, workers and a stranger, in the test's transaction."""
    from tests.people_of_the_tests import a_place

    return a_place()


@pytest.fixture
def somebody_acts(db: None) -> Iterator[None]:
    """For acts on tables of staff that a test calls without a page: what they write can be proved."""
    from commonpurse.access.actors import OPERATOR
    from commonpurse.access.context import acting_as

    with acting_as(OPERATOR):
        yield


@pytest.fixture(scope="session")
def one_chromium() -> Iterator[Any]:
    """The one Chromium of a run, for stories and for the theme: a second Playwright in the same process would be refused."""
    from tests.browser import chromium

    with chromium() as started:
        yield started

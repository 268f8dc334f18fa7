"""Have a database that answers, before Django opens its first connection."""

import os
import subprocess
import sys

import psycopg
from psycopg import sql

from commonpurse.foundation import addresses, embedded_postgres, roles


def embedded_database(name: str | None = None) -> str:
    """Start the embedded server and make roles and one database, where they are not there yet. Returns its name."""
    database = name or addresses.database_name()
    cluster = embedded_postgres.start()
    with embedded_postgres.only_one(cluster.base / "prepare.lock"):  # two at once would each make up passwords
        _make_roles_and(database, cluster)
    return database


def _make_roles_and(database: str, cluster: embedded_postgres.Cluster) -> None:
    known = {role: password for role in roles.LOGIN_ROLES if (password := cluster.password(role))}
    if len(known) == len(roles.LOGIN_ROLES) and _exists(cluster, database):
        return
    known = {role: known.get(role) or roles.new_password() for role in roles.LOGIN_ROLES}
    for role, password in known.items():
        embedded_postgres.keep_password(cluster, role, password)
    administrator = cluster.address(role=embedded_postgres.ADMINISTRATOR, database="postgres")
    roles.prepare(administrator, database=database, passwords=known, for_tests=True)


def drop_embedded_database(name: str) -> None:
    """Remove one database of the embedded server with everything in it; nothing happens where there is none."""
    cluster = embedded_postgres.start()
    administrator = cluster.address(role=embedded_postgres.ADMINISTRATOR, database="postgres")
    with psycopg.connect(administrator, autocommit=True) as server:
        server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def database() -> None:
    """Start the embedded server when no DATABASE_URL points elsewhere."""
    if addresses.is_embedded():
        embedded_database()


AS_THEY_ARE_MADE_NOW = "select count(*) = %s from pg_roles where rolname = any (%s) and %s = any (rolconfig)"


def _exists(cluster: embedded_postgres.Cluster, database: str) -> bool:
    """Whether the database is there, and the roles are as a new server has them."""
    try:
        with psycopg.connect(cluster.address(role="owner", database=database)) as server:
            found = server.execute(AS_THEY_ARE_MADE_NOW, [len(roles.SERVING), list(roles.SERVING), roles.SHOWS_NOTHING]).fetchone()
    except psycopg.OperationalError:
        return False
    return bool(found and found[0])


def django(*, role: addresses.Role = "app", needs_database: bool = True) -> None:
    """Set Django up for a command, as the role that it needs, with a database that answers."""
    import django as framework

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonpurse.config.settings")
    os.environ["COMMONPURSE_DATABASE_ROLE"] = role
    if needs_database:
        database()
    framework.setup()


def migrated() -> None:
    """Bring the database's tables up to date, as `owner`, in a process of its own: one process serves one role.

    Raises RoleProblem when the role that is to serve people next is one for whom row-level security does not hold.
    """
    command = [sys.executable, "-m", "commonpurse.config.command_line", "database", "migrate", "--quiet"]
    done = subprocess.run(command, check=False)  # noqa: S603 - ourselves
    if done.returncode:
        raise SystemExit(done.returncode)
    roles.refuse_unfit(addresses.address("app"))

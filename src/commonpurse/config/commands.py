"""`commonpurse database ...`: start, stop, prepare and migrate."""

import os

import click

from commonpurse.config import secret
from commonpurse.foundation import addresses, embedded_postgres, ready, roles
from commonpurse.foundation.server import run_server


@click.group()
def database() -> None:
    """The database: embedded, or your own."""


@database.command()
def start() -> None:
    """Start the embedded PostgreSQL, or join it; it outlives this command."""
    cluster = embedded_postgres.start()
    ready.database()
    click.echo(f"PostgreSQL runs in {cluster.base}.")


@database.command()
def stop() -> None:
    """End the embedded PostgreSQL."""
    click.echo("PostgreSQL has stopped." if embedded_postgres.stop() else "PostgreSQL was not running.")


@database.command()
@click.option("--admin-url", required=True, help="postgresql:// address of a superuser of your server")
@click.option("--database", "name", default="commonpurse", show_default=True)
@click.option("--tests", is_flag=True, help="let the role owner make databases, for running the tests on this server")
def prepare(admin_url: str, name: str, *, tests: bool) -> None:
    """Make roles and a database on your own server (PostgreSQL 15 to 18). Safe to repeat.

    Prints the three addresses to set. Passwords already in DATABASE_URL, DATABASE_OWNER_URL and DATABASE_WORKER_URL are used.
    """
    made = roles.prepare(admin_url, database=name, passwords=addresses.passwords_in_environment(), for_tests=tests)
    click.echo(f"DATABASE_URL={made['app']}")
    click.echo(f"DATABASE_OWNER_URL={made['owner']}")
    click.echo(f"DATABASE_WORKER_URL={made['worker']}")


@database.command()
@click.option("--quiet", is_flag=True)
def migrate(*, quiet: bool) -> None:
    """Bring tables, row-level security and privileges up to date, as the role owner: all of it, or where it fails nothing."""
    ready.django(role="owner")
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, transaction

    from commonpurse.access.context import masked_web_key
    from commonpurse.access.row_security import secure_after_migration
    from commonpurse.foundation.place import MARK

    with transaction.atomic():
        call_command("migrate", verbosity=0 if quiet else 1)
        if settings.IN_DEMONSTRATION:
            with connection.cursor() as cursor:
                cursor.execute(MARK)
        secure_after_migration(web_key=masked_web_key())
    if not quiet:
        click.echo("The database is up to date.")


@database.command(hidden=True)
@click.argument("apps", nargs=-1)
def makemigrations(apps: tuple[str, ...]) -> None:
    """Write migrations for changed models (for developers)."""
    os.environ["COMMONPURSE_PLACE"] = "demonstration"
    ready.django(role="owner")
    from django.core.management import call_command

    call_command("makemigrations", *apps)


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
def serve(port: int, host: str, workers: int) -> None:
    """Serve a real place: empty until `commonpurse administrator create`."""
    if os.environ.get("COMMONPURSE_PLACE") == "demonstration":
        raise click.ClickException(
            "COMMONPURSE_PLACE is demonstration. Unset it to serve real people, or run `commonpurse demonstration start`."
        )
    if not secret.is_kept():
        raise click.ClickException(
            "COMMONPURSE_SECRET is not set. With a database of your own give it 32 characters or more, the same at each start."
        )
    ready.database()
    ready.migrated()
    ready.django(role="worker")
    from commonpurse.foundation.place import is_demonstration

    if is_demonstration():
        raise click.ClickException("This database is a demonstration. Real people need one of their own: set DATABASE_URL to it.")
    run_server(host, port, workers, said=f"Common Purse is at http://{host}:{port}")


@click.command()
def check() -> None:
    """Check settings, models without migrations, and tables without records (for developers; `./run check` calls it)."""
    ready.django(role="owner")
    from django.core.management import call_command

    call_command("check", fail_level="WARNING", verbosity=0)
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
    except SystemExit as error:
        raise click.ClickException("A model has changed without a migration: commonpurse database makemigrations") from error


@click.group()
def jobs() -> None:
    """What one part told and another part is to hear: read the outbox."""


@jobs.command()
@click.option("--once/--forever", default=True, show_default=True, help="read it once, or once a minute until stopped")
def run(*, once: bool) -> None:
    """Hear what failed before, and what is due. `commonpurse serve` does the same by itself, once a minute."""
    ready.django(role="worker")
    if once:
        ready.migrated()
    from threading import Event

    from commonpurse.foundation.outbox import read_outbox
    from commonpurse.foundation.timer import keep_reading

    if once:
        found = read_outbox()
        click.echo(f"Heard {found.done}. Failed: {found.failed}.")
    else:
        keep_reading(Event())


commands = [database, serve, check, jobs]

"""Make the demonstration's database once: organisations, the cast, their stories. The same each time, with dates counted from today."""

import os
import sys
from typing import TYPE_CHECKING

import click

from commonpurse.foundation import addresses, ready

if TYPE_CHECKING:
    from commonpurse.demonstration.organisations import Place


def ready_to_show(*, reset: bool) -> None:
    """Have a demonstration database with its people in it. Raises click.ClickException where the database belongs to real people."""
    os.environ["COMMONPURSE_PLACE"] = "demonstration"
    if reset:
        _begin_again()
    ready.database()
    ready.migrated()
    ready.django(role="worker")
    from commonpurse.access.models import User
    from commonpurse.foundation.place import is_demonstration

    if not is_demonstration():  # it is marked as soon as it is made, while nobody is in it
        raise click.ClickException("This database has real people in it. The demonstration needs one of its own: unset DATABASE_URL.")
    if not User.objects.exists():
        build()


def _begin_again() -> None:
    if not addresses.is_embedded():
        raise click.ClickException("--reset removes the embedded demonstration only. Drop and make your own database yourself.")
    ready.drop_embedded_database(addresses.database_name())


def build() -> "Place":
    """Write everything, in one transaction: a demonstration is whole or not there."""
    from django.db import transaction

    from commonpurse.demonstration import organisations, stories

    with transaction.atomic():
        place = organisations.found()
        for number, story in enumerate(stories.ALL, start=1):
            _tell(f"Telling the stories: {number} of {len(stories.ALL)}")
            story(place)
    _tell("", end="\n" if sys.stderr.isatty() else "")
    return place


def _tell(said: str, *, end: str = "") -> None:
    """Progress: one line that changes on a terminal, one line a step otherwise."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{said:<60}{end}")
    elif said:
        sys.stderr.write(f"{said}\n")
    sys.stderr.flush()

"""`commonpurse scheme`: check, list and publish schemes. Only publishing needs a database."""

import click

from commonpurse.allocation.published import published_list
from commonpurse.allocation.sources import shipped_schemes
from commonpurse.formula import Scheme
from commonpurse.foundation import ready
from commonpurse.values.missing import NotReady

from .naming import FAULTY, bytes_of, read_or_refuse


@click.group("scheme")
def scheme_group() -> None:
    """Check and list allocation schemes."""


@scheme_group.command("check")
@click.argument("file")
def check_command(file: str) -> None:
    """Say whether a scheme's file can be used; if not, list every fault and where it is."""
    scheme = read_or_refuse(bytes_of(file))
    click.echo(f"{scheme.title}, version {scheme.version}, can be used: {len(scheme.questions)} questions, no faults.")


@scheme_group.command("list")
def list_command() -> None:
    """List the schemes that come with Common Purse, and those published where a database answers."""
    rows = [("id", "version", "for", "status", "title")]
    shipped = [(each.id, each.version, each.for_whom, each.status, each.title) for each in shipped_schemes()]
    published = [(each.id, each.version, each.for_whom, each.status, each.title) for each in published_list()]
    rows += [*shipped, *(each for each in published if each not in shipped)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@scheme_group.command("publish")
@click.argument("file")
@click.option("--questionnaire", metavar="FILE", help="The words around its questions, published beside it.")
def publish_command(file: str, questionnaire: str | None) -> None:
    """Publish a scheme for good, and the words around its questions with it: both, or neither."""
    source, words = bytes_of(file), bytes_of(questionnaire) if questionnaire else None
    scheme = read_or_refuse(source)
    ready.django()
    ready.migrated()
    try:
        _publish(source, scheme, words)
    except NotReady as error:
        for one in error.missing:
            click.echo(one.sentence, err=True)
        raise SystemExit(FAULTY) from None
    click.echo(f"{scheme.title}, version {scheme.version}, is published{' with its questionnaire' if words else ''}.")


def _publish(source: bytes, scheme: Scheme, words: bytes | None) -> None:
    from django.db import transaction

    from commonpurse.access.actors import OPERATOR
    from commonpurse.allocation.acts import publish
    from commonpurse.assessments.acts.publishing import publish_questionnaire

    with transaction.atomic():
        publish(source, by=OPERATOR)
        if words is not None:
            publish_questionnaire(words, scheme, by=OPERATOR)

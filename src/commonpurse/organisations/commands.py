"""`commonpurse administrator create`: the first administrator of an organisation. The others come by invitation."""

import sys

import click

from commonpurse.foundation import ready

KINDS = ("council", "nhs_trust", "voluntary")


@click.group()
def administrator() -> None:
    """The first administrator of an organisation."""


@administrator.command()
@click.option("--email", required=True)
@click.option("--name", required=True, help="as others know them")
@click.option("--organisation", required=True, help="its name; it is added where there is none with this name")
@click.option("--kind", type=click.Choice(KINDS), default="council", show_default=True)
@click.option("--password-stdin", is_flag=True, help="read the password from the first line of standard input")
def create(email: str, name: str, organisation: str, kind: str, *, password_stdin: bool) -> None:
    """Make the first administrator of an organisation, and the organisation where it is new."""
    password = _password(from_stdin=password_stdin)
    ready.django(role="worker")
    ready.migrated()
    made = _create(email, name, organisation, kind, password)
    click.echo(f"{made} can sign in as {email.strip().lower()}, and invite the others.")


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise click.UsageError("There is no terminal to ask for a password. Give it on standard input with --password-stdin.")
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt="Once more")
    return answer


def _create(email: str, name: str, organisation: str, kind: str, password: str) -> str:
    from commonpurse.access.actors import OPERATOR
    from commonpurse.access.context import acting_as
    from commonpurse.organisations import acts
    from commonpurse.organisations.models import Organisation

    with acting_as(OPERATOR):
        found = Organisation.objects.filter(name__iexact=" ".join(organisation.split())).first()
        found = found or acts.found_organisation(name=organisation, kind=Organisation.Kind(kind), by=OPERATOR)
        user = acts.appoint_first_administrator(found.pk, email=email, name=name, password=password, by=OPERATOR)
    return user.name


commands = [administrator]

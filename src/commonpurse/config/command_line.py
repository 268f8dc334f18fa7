"""The program `commonpurse`. Each app offers its commands in `commands.py`, as a list called `commands`.

A fault is one line on standard error, and the exit is 2.
"""

import sys
from importlib import import_module
from importlib.util import find_spec

import click

ROOMS = ("organisations", "allocation", "demonstration", "config")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="commonpurse")
def program() -> None:
    """Common Purse: from something has to change to money a person controls."""


def gather() -> click.Group:
    for room in ROOMS:
        name = f"commonpurse.{room}.commands"
        if find_spec(name):
            for command in import_module(name).commands:
                program.add_command(command)
    return program


def main() -> None:
    from commonpurse.foundation.faults import as_fault

    try:
        sys.exit(gather().main(standalone_mode=False))
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        click.echo(" ".join(error.format_message().split()), err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(141)
    except Exception as error:
        fault = as_fault(error)
        if fault is None:
            raise
        click.echo(fault, err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()

"""`commonpurse demonstration start`: a place with people in it, for looking round."""

import os

import click


@click.group()
def demonstration() -> None:
    """A demonstration with made-up people."""
    os.environ["COMMONPURSE_PLACE"] = "demonstration"


@demonstration.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--reset", is_flag=True, help="begin again from the start, with dates counted from today")
def start(port: int, host: str, *, reset: bool) -> None:
    """Set up, start, and print the address."""
    from commonpurse.demonstration import building
    from commonpurse.foundation.server import refuse_a_port_in_use, run_server

    if reset:
        refuse_a_port_in_use(host, port)  # before the people go away under a demonstration that runs
    building.ready_to_show(reset=reset)
    run_server(host, port, workers=1, said=f"Common Purse, the demonstration, is at http://{host}:{port} (end it with Ctrl-C)")


commands = [demonstration]

"""Where a scheme's file comes from: a file that was named, a scheme published in the database, or one shipped with the package."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from commonpurse.allocation.published import published_source
from commonpurse.formula import Scheme, read_scheme

SHIPPED = files("commonpurse.allocation") / "schemes"


class NoSuchScheme(LookupError):
    """No scheme was found under what was named; the message is a sentence for the person who named it."""


def scheme_source(id_or_file: str) -> bytes:
    """Give the bytes of a scheme's file: a path to a file, else an id published in the database, else one among the shipped schemes.

    Raises NoSuchScheme, or OSError where a file cannot be read.
    """
    path = Path(id_or_file)
    if path.is_file():
        return path.read_bytes()
    if (published := published_source(id_or_file)) is not None:
        return published
    for source in shipped_sources():
        if read_scheme(source).id == id_or_file:
            return source
    if path.exists():
        raise NoSuchScheme(f"{id_or_file} is not a file.")
    raise NoSuchScheme(f"There is no file and no scheme called {id_or_file!r}. See: commonpurse scheme list")


def shipped_sources() -> Iterator[bytes]:
    """Give the bytes of every shipped scheme, in the order of the files' names."""
    for file in sorted(SHIPPED.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            yield file.read_bytes()


def shipped_schemes() -> list[Scheme]:
    return [read_scheme(source) for source in shipped_sources()]

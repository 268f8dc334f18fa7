"""Frozen documents grow: each says in which format it was written, readers dispatch on that, and keep what they do not know.

What was written before formats were numbered is format 1. Nothing is ever written again in an older format, and nothing frozen is
written anew (docs/decisions/0027-frozen-documents-grow.md).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from types import NoneType, UnionType
from typing import Any, Self, TypeVar, get_args, get_origin, get_type_hints

FIRST = 1
Read = TypeVar("Read")


class NewerFormat(ValueError):
    """A document was written by a newer Common Purse than this one, and is never half read."""


def format_of(stored: Mapping[str, Any], *, key: str = "format") -> int:
    written = stored.get(key, FIRST)
    if type(written) is not int or written < FIRST:
        raise ValueError(f"{written!r} is no format of a frozen document")
    return written


def reader_for(stored: Mapping[str, Any], readers: Mapping[int, Callable[[Mapping[str, Any]], Read]], *, key: str = "format") -> Read:
    """Read a document by the reader of its own format. Raises NewerFormat."""
    written = format_of(stored, key=key)
    if written not in readers:
        raise NewerFormat(f"This was written in format {written}, and this version of Common Purse reads up to format {max(readers)}.")
    return readers[written](stored)


def known_and_more(stored: Mapping[str, Any], known: Collection[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Divide a document into what its reader knows and what it does not: the second is kept, and written again as it was."""
    return (
        {key: value for key, value in stored.items() if key in known},
        {key: value for key, value in stored.items() if key not in known},
    )


@dataclass(frozen=True)
class Grows:
    """A piece of a frozen document. `more` holds what was written with it and is not known here: kept, and written again as it was."""

    more: Mapping[str, Any] = field(default_factory=dict, kw_only=True, hash=False)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """Read a stored piece and the pieces in it: lists come back as tuples, tables as the pieces that the fields name."""
        hints = _hints(cls)
        known, more = known_and_more(stored, hints)
        return cls(**{name: _read(hints[name], value) for name, value in known.items()}, more=more)

    def as_json(self) -> dict[str, Any]:
        return {**{name: _as_json(getattr(self, name)) for name in _hints(type(self))}, **self.more}


def _hints(kind: type[Grows]) -> dict[str, Any]:
    if kind not in _KNOWN:
        hints = get_type_hints(kind)
        _KNOWN[kind] = {each.name: hints[each.name] for each in fields(kind) if each.name != "more"}
    return _KNOWN[kind]


_KNOWN: dict[type[Grows], dict[str, Any]] = {}


def _read(hint: Any, value: Any) -> Any:
    if isinstance(hint, type) and issubclass(hint, Grows):
        return hint.read(value)
    inner = get_args(hint)
    if get_origin(hint) is UnionType and value is not None:
        return _read(next(one for one in inner if one is not NoneType), value)
    if get_origin(hint) is tuple:
        each = (inner[0],) * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_read(one, item) for one, item in zip(each, value, strict=True))
    return value


def _as_json(value: Any) -> Any:
    if isinstance(value, Grows):
        return value.as_json()
    if isinstance(value, Mapping):
        return {key: _as_json(each) for key, each in value.items()}
    return [_as_json(each) for each in value] if isinstance(value, list | tuple) else value

"""Facts to JSON and back, with everything kept that this reader does not know."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Facts = TypeVar("Facts")
MORE = "more"


class UnknownFormat(ValueError):
    """The facts were written in a format that this version does not know."""


def as_json(facts: Any) -> Any:
    """Dataclasses as objects, tuples as lists; what an older reader did not know is back in its place."""
    if is_dataclass(facts):
        known = {field.name: as_json(getattr(facts, field.name)) for field in fields(facts) if field.name != MORE}
        return {**dict(getattr(facts, MORE, {})), **known}
    if isinstance(facts, Mapping):
        return {key: as_json(value) for key, value in facts.items()}
    if isinstance(facts, tuple | list):
        return [as_json(one) for one in facts]
    return facts


def from_json(kind: type[Facts], stored: Mapping[str, Any]) -> Facts:
    """Read one dataclass back. A key without a field goes to `more`, where the dataclass has it."""
    hints = get_type_hints(kind)
    known = {name: _read(hints[name], stored[name]) for name in hints if name != MORE and name in stored}
    rest = {key: value for key, value in stored.items() if key not in hints}
    return kind(**known, **({MORE: rest} if MORE in hints and rest else {}))


def _read(hint: Any, value: Any) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return None if value is None else _read(next(one for one in inner if one is not type(None)), value)
    if origin is tuple:
        each = inner if inner[-1] is not Ellipsis else (inner[0],) * len(value)
        return tuple(_read(one, item) for one, item in zip(each, value, strict=True))
    if is_dataclass(hint) and isinstance(hint, type):
        return from_json(hint, value)
    return value

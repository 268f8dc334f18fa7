"""Numbers as people write them: read strictly, and said with a noun that agrees.

A field that asks for a number takes a number. Words round it may turn it into another one ("3 months" is no 3 weeks, "-8" no 8), so
with other words than the field's own unit the answer is to ask.
"""

import re
from collections.abc import Collection

_WHOLE = r"[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2}"
_ABOUT = r"(?:(?:about|around|roughly|maybe|perhaps|~)\s*)?"
_WHOLE_NUMBER = re.compile(rf"{_ABOUT}({_WHOLE})(?:\s*([a-z%]+))?\.?", re.IGNORECASE)
_DECIMAL = re.compile(rf"({_WHOLE})(?:\.([0-9]+))?")
_TWO_PLACES = 2


class NotANumber(ValueError):
    """The text is not one number and nothing else. Whoever asked says in its own words what to write."""


class TooManyPlaces(NotANumber):
    """More than two figures stand after the point."""


def read_whole(text: str, *, units: Collection[str] = ()) -> int:
    """Read a whole number, not negative: "8", " 1,200 ", "about 8"; also "8 weeks" where `units` names that word. Raises NotANumber."""
    found = _WHOLE_NUMBER.fullmatch(text.strip())
    if found is None or (found[2] and found[2].lower() not in units):
        raise NotANumber(text)
    return int(found[1].replace(",", ""))


def read_hundredths(text: str) -> int:
    """Read a number with at most two places, not negative, as hundredths: "2.5" is 250. Raises NotANumber, TooManyPlaces."""
    found = _DECIMAL.fullmatch(text.strip())
    if found is None:
        raise NotANumber(text)
    rest = (found[2] or "").rstrip("0")
    if len(rest) > _TWO_PLACES:
        raise TooManyPlaces(text)
    return int(found[1].replace(",", "")) * 100 + int(rest.ljust(_TWO_PLACES, "0"))


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: "1 week", "2 weeks", "1,200 people"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"

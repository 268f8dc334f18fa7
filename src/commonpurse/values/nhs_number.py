"""NHS numbers: ten digits, the last a check digit, written in groups: 999 012 3454.

Source: NHS Data Dictionary, NHS NUMBER. Numbers that start 999 are never issued: made-up people have those.
"""

import re

from nhs_number.validate import is_valid

_SEPARATORS = re.compile(r"[\s-]")
_TEN_DIGITS = re.compile(r"[0-9]{10}")
_NEVER_ISSUED = "999"


class NotAnNHSNumber(ValueError):
    """The text is not an NHS number; the message says why in words that may be shown."""


def read_nhs_number(text: str) -> str:
    """Read an NHS number as somebody typed it, with spaces or hyphens or not, and give its ten digits.

    Raises NotAnNHSNumber.
    """
    digits = _SEPARATORS.sub("", text)
    if not _TEN_DIGITS.fullmatch(digits):
        raise NotAnNHSNumber("An NHS number has 10 digits.")
    if not is_valid(digits):
        raise NotAnNHSNumber("This is not an NHS number. Check each digit.")
    return digits


def is_nhs_number(text: str) -> bool:
    try:
        read_nhs_number(text)
    except NotAnNHSNumber:
        return False
    return True


def is_made_up(digits: str) -> bool:
    """Say whether a number belongs to nobody: it starts 999."""
    return digits.startswith(_NEVER_ISSUED)


def grouped(digits: str) -> str:
    """Write ten digits as people read them: "999 012 3456"."""
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"

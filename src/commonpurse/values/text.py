"""Text as somebody typed it, made fit to be kept, shown and counted, with nothing lost.

A browser counts a line break as one character and sends two; Word's soft line break is a control character, and so are others that
come with what is pasted: no page of ours could be filled with them again.
"""

_BREAKS = ("\r\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
_UNKNOWN = "\ufffd"
_KEPT = frozenset("\t\n")
_PICTURES = 0x2400
_DELETE, _PICTURE_OF_DELETE = 0x7F, "\u2421"

_SEEN = {
    **{code: chr(_PICTURES + code) for code in range(0x20) if chr(code) not in _KEPT},
    _DELETE: _PICTURE_OF_DELETE,
    **dict.fromkeys(range(0x80, 0xA0), _UNKNOWN),
    **dict.fromkeys(range(0xD800, 0xE000), _UNKNOWN),
    **dict.fromkeys((0xFFFE, 0xFFFF), _UNKNOWN),
}
"""What cannot be seen, as the sign that Unicode has for it: U+2400 and on."""


def as_kept(text: str) -> str:
    """Write every kind of line break as one character, and make what cannot be seen a sign that can. Twice is once."""
    for breaks in _BREAKS:
        text = text.replace(breaks, "\n")
    return text.translate(_SEEN)


def on_one_line(text: str) -> str:
    """The same for a field of one line: a line break is a space there."""
    return as_kept(text).replace("\n", " ")

"""Text from the bytes of a file: what says by its first bytes in which letters it is written, or is UTF-8. Nothing is guessed."""

from .faults import Fault

_MARKED = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
SAVE_IT = "save the file again as UTF-8 (Notepad: Save As, Encoding)"


class NotText(ValueError):
    """The bytes are not text that can be read with certainty. Carries one fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def decoded(source: bytes) -> str:
    """Give the text, without a mark at its beginning. Raises NotText, with the line and column where reading stopped."""
    mark, encoding = next((each for each in _MARKED if source.startswith(each[0])), (b"", _unmarked(source)))
    try:
        return source[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        before = source[len(mark) : len(mark) + error.start].decode(encoding, errors="replace")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        raise NotText(Fault("", f"this is not text in {_called(encoding)}, from column {column} on; {SAVE_IT}", line)) from None


def _unmarked(source: bytes) -> str:
    """A text of this house begins in ASCII: where each second byte of its beginning is nothing, it is UTF-16."""
    start = source[:4]
    if len(start) == 4 and 0 in start and 0 not in (start[0], start[2]) and start[1] == start[3] == 0:
        return "utf-16-le"
    if len(start) == 4 and start[0] == start[2] == 0 and 0 not in (start[1], start[3]):
        return "utf-16-be"
    return "utf-8"


def _called(encoding: str) -> str:
    return encoding.upper().removesuffix("-LE").removesuffix("-BE")


def in_utf8(source: bytes) -> bytes:
    """Give the same bytes where they are UTF-8, with its mark or without; else the same text in UTF-8. What is no text stays as it is."""
    try:
        source.decode()
    except UnicodeDecodeError:
        try:
            return decoded(source).encode()
        except NotText:
            return source
    return source

"""Which theme this is: a hash over all its static files, for their addresses."""

import hashlib
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"


def version_of(folder: Path) -> str:
    """Give 8 characters that change when any file of a folder changes, comes, goes or is renamed."""
    whole = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(f"{file.relative_to(folder).as_posix()}:{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()[:8]


@cache
def theme_version() -> str:
    return version_of(STATIC)

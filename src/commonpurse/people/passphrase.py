"""Starting passphrases that can be read aloud: five words of some 300, about 41 bits, behind rate limits."""

import secrets
from functools import cache
from importlib.resources import files


@cache
def words() -> tuple[str, ...]:
    return tuple((files("commonpurse.people") / "passphrase_words.txt").read_text().split())


def new_passphrase() -> str:
    return "-".join(secrets.choice(words()) for _ in range(5))

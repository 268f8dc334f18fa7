"""Who reads a copy, and whose it is."""

from dataclasses import dataclass

from commonpurse.access.actors import Actor


@dataclass(frozen=True)
class Reader:
    """`own`: it is about the reader, and holds no words of anybody beside them. `with_answers`: they stand in the same copy."""

    actor: Actor
    own: bool
    with_answers: bool = False

"""Allowed or not, because: every policy function answers with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Decision:
    """`because` may be shown to the person it concerns."""

    allowed: bool
    because: str

    def __bool__(self) -> bool:
        return self.allowed


class Refused(Exception):
    """The actor may see the thing, and may not do this with it."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.because)
        self.decision = decision


def yes(because: str) -> Decision:
    return Decision(allowed=True, because=because)


def no(because: str) -> Decision:
    return Decision(allowed=False, because=because)


def require(decision: Decision) -> None:
    """Raises Refused when the decision is no."""
    if not decision.allowed:
        raise Refused(decision)

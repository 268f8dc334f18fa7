"""Lines for step 10: the second opinion."""

from commonpurse.values.money import pounds

from .result import Line
from .second_estimate import SecondEstimate


def explain_second(second: SecondEstimate, amount: int) -> list[Line]:
    gives = f"Counting hours and local prices gives {pounds(second.pence)}"
    if second.differs:
        because = f"{gives}, not {pounds(amount)}. A person must judge between them."
    else:
        because = f"{gives}. That is close, so nobody needs to judge between them."
    lines: list[Line] = []
    for need in second.needs:
        lines += need.second_lines
    lines.append(Line("second-estimate", "second-estimate", "A second opinion", because, pence=second.pence))
    return lines

"""Lines for step 10: the second opinion."""

from collections.abc import Sequence

from commonpurse.values.money import pounds

from .amounts import PartMoney
from .result import Line
from .second_estimate import SecondEstimate


def explain_second(parts: Sequence[PartMoney], second: SecondEstimate, amount: int) -> list[Line]:
    gives = f"Counting hours and local prices gives {pounds(second.pence)}"
    if second.differs:
        because = f"{gives}, not {pounds(amount)}. A person must judge between them."
    else:
        because = f"{gives}. That is close, so nobody needs to judge between them."
    lines: list[Line] = []
    for part in parts:
        for domain in part.need.domains:
            for need in domain.needs:
                lines += need.second_lines
    facts = {"amount_pence": amount, "differs": second.differs}
    lines.append(Line("second-estimate", "second-estimate", "A second opinion", because, None, second.pence, "second-estimate", facts))
    return lines

"""Which questions stay whatever they say about the cost: eligibility or safety needs them."""

import tomllib
from importlib.resources import files
from typing import Any

WELLBEING = "WB"


def never_dropped(scheme_id: str) -> set[str]:
    """Give the questions of a shipped questionnaire that feed an eligibility outcome, or can ask for costing by hand.

    Wellbeing alone keeps no question: it is asked in the eligibility record itself.
    """
    for file in (files("commonpurse.assessments") / "questionnaires").iterdir():
        words = tomllib.loads(file.read_text()) if file.name.endswith(".toml") else {}
        if words.get("scheme") == scheme_id:
            return {each["id"] for each in words["questions"] if _is_needed(each)}
    return set()


def _is_needed(question: dict[str, Any]) -> bool:
    decides = any(outcome != WELLBEING for outcome in question.get("outcomes", []))
    return decides or any("outcome" in tick or tick.get("cost_by_hand") for tick in question.get("ticks", []))

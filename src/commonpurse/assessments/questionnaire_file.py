"""Reading a questionnaire from its TOML file and checking it against its scheme: all of it, or every fault with its place. Pure."""

import tomllib
from collections.abc import Iterable
from typing import Any

from commonpurse.formula import Fault, Scheme
from commonpurse.formula.checks import check_unique_ids
from commonpurse.formula.faults import Faults, quoted
from commonpurse.formula.scheme import Question
from commonpurse.formula.texts import NotText, decoded
from commonpurse.formula.toml_lines import lines_of
from commonpurse.formula.toml_tables import Notes, Table, is_whole

WELLBEING = "WB"
# Letters of regulations 2(2) and 3(2) of SI 2015/313.
OUTCOMES = {
    "adult": (*"abcdefghij", WELLBEING),
    "carer": ("a", *(f"b-{numeral}" for numeral in ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")), WELLBEING),
}
WORST_WEEKS = ("text", "level", "weeks", "note")
QUARTERS = 5


class QuestionnaireFaults(Faults):
    """A questionnaire was refused whole."""


def read_questionnaire(source: bytes, scheme: Scheme) -> dict[str, Any]:
    """Read the words from a file's bytes and put the scheme's titles and levels beside them: what is published.

    Raises QuestionnaireFaults with every fault and where it is.
    """
    text, values = _toml(source)
    notes = Notes(lines_of(text))
    content = _content(Table(values, (), notes), scheme)
    if notes.faults:
        raise QuestionnaireFaults(notes.faults)
    return content


def _toml(source: bytes) -> tuple[str, dict[str, Any]]:
    try:
        text = decoded(source).replace("\r\n", "\n")
        return text, tomllib.loads(text)
    except NotText as error:
        raise QuestionnaireFaults([error.fault]) from None
    except (ValueError, RecursionError) as error:
        raise QuestionnaireFaults([Fault("", f"this is not TOML: {error}")]) from None


def _content(file: Table, scheme: Scheme) -> dict[str, Any]:
    _check_format(file)
    limbs = [(limb.id(), limb.text("text")) for limb in _each(file, "limbs")]
    questions = [_question(table, scheme) for table in _each(file, "questions")]
    named = file.text("scheme")
    if named and named != scheme.id:
        file.note("scheme", f"scheme is {quoted(named)}, and it was read beside {quoted(scheme.id)}")
    _check_all_are_worded(file, (each["id"] for each in questions), scheme)
    content = {
        "code": file.id(),
        "version": file.text("version"),
        "kind": scheme.for_whom,
        "intro": file.text("intro").strip(),
        "who_reads": _optional(file, "who_reads"),
        "limbs": [list(limb) for limb in limbs],
        "questions": _in_the_schemes_order(questions, scheme),
        "worst_weeks": _worst_weeks(file, needed=any(question.fluctuates for question in scheme.questions)),
        "unpaid_help": _with_choices(file, "unpaid_help", needed=any(q.unpaid_support for q in scheme.questions), choices=QUARTERS),
        "willing_and_able": _with_choices(file, "willing_and_able", needed=False, choices=None),
    }
    _no_more_in(file, "limbs")
    file.nothing_else()
    return content


def _check_format(file: Table) -> None:
    if not file.has("format"):
        file.note("format", "format is missing")
    elif not (is_whole(file.values["format"]) and file.values["format"] == 1):
        file.note("format", "format must be 1")


def _each(file: Table, kind: str) -> list[Table]:
    tables = file.tables(kind)
    check_unique_ids(tables)
    return tables


def _no_more_in(file: Table, kind: str) -> None:
    for table in file.tables(kind, required=False):
        for key in ("id", "text"):
            table.has(key)
        table.nothing_else()


def _check_all_are_worded(file: Table, worded: Iterable[str], scheme: Scheme) -> None:
    if not file.sound("questions"):
        return
    known = set(worded)
    for question in scheme.questions:
        if question.id not in known:
            file.note("questions", f"the scheme asks {quoted(question.id)}, and there are no words for it here")


def _in_the_schemes_order(questions: list[dict[str, Any]], scheme: Scheme) -> list[dict[str, Any]]:
    places = {question.id: place for place, question in enumerate(scheme.questions)}
    return sorted(questions, key=lambda question: places.get(question["id"], len(places)))


def _question(table: Table, scheme: Scheme) -> dict[str, Any]:
    name = table.id()
    asked = next((question for question in scheme.questions if question.id == name), None)
    if name and asked is None:
        table.note("id", f"the scheme {quoted(scheme.id)} asks no question {quoted(name)}")
    question = {
        "id": name,
        **_from_the_scheme(asked),
        "outcomes": _outcomes(table, "outcomes", scheme),
        "evidence_for": _outcomes(table, "evidence_for", scheme),
        "why": table.text("why"),
        "help": _optional(table, "help"),
        "note": _optional(table, "note"),
        "picture": _optional(table, "picture"),
        "ticks": [_tick(tick, scheme) for tick in _ticks(table)],
    }
    table.nothing_else()
    return question


def _from_the_scheme(asked: Question | None) -> dict[str, Any]:
    if asked is None:
        return {"title": "", "domain": "", "levels": [], "fluctuates": False, "unpaid_help": False}
    return {
        "title": asked.text,
        "domain": asked.domain,
        "levels": list(asked.levels),
        "fluctuates": asked.fluctuates,
        "unpaid_help": asked.unpaid_support,
    }


def _optional(table: Table, key: str) -> str:
    return table.text(key) if table.has(key) else ""


def _outcomes(table: Table, key: str, scheme: Scheme) -> list[str]:
    letters = table.texts(key) if table.has(key) else ()
    for letter in letters:
        _check_outcome(table, key, letter, scheme)
    return list(letters)


def _check_outcome(table: Table, key: str, letter: str, scheme: Scheme) -> None:
    if letter not in OUTCOMES[scheme.for_whom]:
        table.note(key, f"{quoted(letter)} is no outcome of the regulations for {'carers' if scheme.for_whom == 'carer' else 'adults'}")


def _ticks(question: Table) -> list[Table]:
    """The ticks stand in one line of the file: they share the question's place, and are told apart by their own ids."""
    ticks = question.items("ticks") if question.has("ticks") else []
    if not all(isinstance(tick, dict) for tick in ticks):
        question.note("ticks", "ticks must be tables, like { id = ..., text = ... }")
        return []
    tables = [
        Table(tick, (*question.at("ticks"), at), question.notes, f"{question.place} tick {at + 1} {quoted(tick.get('id', ''))}")
        for at, tick in enumerate(ticks)
    ]
    check_unique_ids(tables)
    return tables


def _tick(table: Table, scheme: Scheme) -> dict[str, Any]:
    outcome = _optional(table, "outcome")
    if outcome:
        _check_outcome(table, "outcome", outcome, scheme)
    by_hand = table.flag("cost_by_hand") if table.has("cost_by_hand") else False
    tick = {"id": table.id(), "text": table.text("text"), "outcome": outcome, "cost_by_hand": by_hand}
    table.nothing_else()
    return tick


def _worst_weeks(file: Table, *, needed: bool) -> dict[str, str]:
    if not file.has("worst_weeks"):
        if needed:
            file.note("worst_weeks", "[worst_weeks] is missing, and the scheme has questions that fluctuate")
        return {}
    table = file.table("worst_weeks")
    words = {key: table.text(key) for key in WORST_WEEKS}
    table.nothing_else()
    return words


def _with_choices(file: Table, key: str, *, needed: bool, choices: int | None) -> dict[str, Any]:
    if not file.has(key):
        if needed:
            file.note(key, f"[{key}] is missing, and the scheme asks about unpaid help")
        return {}
    table = file.table(key)
    words = {"text": table.text("text"), "choices": list(table.texts("choices")), "note": table.text("note")}
    if choices is not None and table.sound("choices") and len(words["choices"]) != choices:
        table.note("choices", f"choices must be {choices}, for 0 to {choices - 1} quarters, and are {len(words['choices'])}")
    table.nothing_else()
    return words

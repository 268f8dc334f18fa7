"""What must hold between the parts of a scheme, so that it can be computed and more need never lowers an amount."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from .faults import Path, quoted
from .scheme import Domain, Funder, Part, Question, Scheme, whole_points
from .toml_tables import Notes, Table, place_of

MOST_POINTS = 2_000


def check_unique_ids(tables: Sequence[Table]) -> None:
    seen: set[str] = set()
    for table in tables:
        name = table.values.get("id")
        if isinstance(name, str):
            if name in seen:
                table.note("id", f"the id {quoted(name)} is used more than once")
            seen.add(name)


def check_scheme(scheme: Scheme, notes: Notes) -> None:
    """Note every fault between the tables. What was already at fault by itself is not looked at again."""
    check_dates_and_limits(scheme, notes)
    for position, question in enumerate(scheme.questions):
        check_question(question, scheme, _Spot(notes, ("questions", position), question.id))
    for position, domain in enumerate(scheme.domains):
        check_domain(domain, scheme, _Spot(notes, ("domains", position), domain.id))
    for position, part in enumerate(scheme.parts):
        check_part(part, scheme, _Spot(notes, ("parts", position), part.id))


class _Spot:
    """One table of the scheme, for noting faults in it."""

    def __init__(self, notes: Notes, path: Path, name: str) -> None:
        self.notes = notes
        self.path = path
        self.place = place_of(str(path[0]), int(path[1]), name)

    def note(self, key: str, problem: str) -> None:
        self.notes.note((*self.path, key), self.place, problem)

    def sound(self, *keys: str) -> bool:
        return self.notes.sound(*((*self.path, key) for key in keys))


def check_dates_and_limits(scheme: Scheme, notes: Notes) -> None:
    if (
        scheme.effective_to is not None
        and notes.sound(("effective_from",), ("effective_to",))
        and scheme.effective_to <= scheme.effective_from
    ):
        notes.note(("effective_to",), "", "effective_to must be after effective_from")
    least, most = scheme.limits.minimum_pence, scheme.limits.maximum_pence
    if least is not None and most is not None and notes.sound(("limits",)) and least > most:
        notes.note(("limits", "minimum_pence"), "[limits]", f"the minimum of {least} pence is above the maximum of {most}")


def check_question(question: Question, scheme: Scheme, spot: _Spot) -> None:
    check_domain_is_known(question, scheme, spot)
    check_lengths(question, spot)
    check_never_falls("points", question.points, spot)
    if spot.sound("points") and question.points and question.points[0] != 0:
        spot.note("points", f"the first points must be 0, and are {question.points[0]}")
    if question.minutes is not None:
        check_never_falls("minutes", question.minutes, spot)
        check_minutes_can_be_priced(question, scheme, spot)
    check_rate(question, scheme, spot)
    check_funding(question, scheme, spot)


def _known_ids(rows: Sequence[Funder] | Sequence[Domain]) -> "set[str] | _Everything":
    """Give the ids that may be named. Where an id could not be read, anything might have been meant."""
    known = {row.id for row in rows}
    return known if known and "" not in known else _Everything()


class _Everything:
    def __contains__(self, name: object) -> bool:
        return True


def check_domain_is_known(question: Question, scheme: Scheme, spot: _Spot) -> None:
    if question.domain and question.domain not in _known_ids(scheme.domains):
        spot.note("domain", f"there is no domain {quoted(question.domain)}")


def check_lengths(question: Question, spot: _Spot) -> None:
    lists: dict[str, Sequence[object]] = {"levels": question.levels, "points": question.points}
    if question.minutes is not None:
        lists["minutes"] = question.minutes
    sound = {name: len(values) for name, values in lists.items() if spot.sound(name)}
    for name, length in sound.items():
        if length < 2:
            spot.note(name, f"{name} must be at least two")
    if len(set(sound.values())) > 1:
        spot.note("levels", "levels, points and minutes must be equally many: " + ", ".join(f"{n} {name}" for name, n in sound.items()))


def check_never_falls(name: str, values: Sequence[int], spot: _Spot) -> None:
    for before, after in pairwise(values):
        if after < before:
            spot.note(name, f"{name} fall from {before} to {after}")


def check_minutes_can_be_priced(question: Question, scheme: Scheme, spot: _Spot) -> None:
    if question.rate is None:
        spot.note("minutes", "minutes need a rate")
    if scheme.pays == "yearly" and spot.notes.sound(("pays",)):
        spot.note("minutes", "minutes a week cannot be used where the scheme pays yearly")


def check_rate(question: Question, scheme: Scheme, spot: _Spot) -> None:
    if question.rate is not None and spot.sound("rate") and question.rate not in scheme.rates:
        spot.note("rate", f"there is no rate {quoted(question.rate)} in [rates]")


def check_funding(question: Question, scheme: Scheme, spot: _Spot) -> None:
    total = sum(question.funding.values())
    if total != 100 and spot.sound("funding"):
        spot.note("funding", f"funding adds up to {total}, not to 100")
    known = _known_ids(scheme.funders)
    for funder in question.funding:
        if funder not in known:
            spot.note("funding", f"funding names {quoted(funder)}, who is no funder")


def check_domain(domain: Domain, scheme: Scheme, spot: _Spot) -> None:
    placed = bool(scheme.questions) and all(question.domain for question in scheme.questions)
    if domain.id and placed and not scheme.questions_of(domain.id):
        spot.note("id", "no question is in this domain")
    parts_read = bool(scheme.parts) and all(spot.notes.sound(("parts", position, "domains")) for position in range(len(scheme.parts)))
    homes = sum(part.domains.count(domain.id) for part in scheme.parts)
    if domain.id and parts_read and homes != 1:
        spot.note("id", "this domain is in no part" if homes == 0 else "this domain is in more than one part")


def check_part(part: Part, scheme: Scheme, spot: _Spot) -> None:
    check_knots(part, spot)
    if spot.sound("domains", "knots") and part.knots:
        check_reach(part, scheme, spot)
    known = _known_ids(scheme.domains)
    for domain in part.domains:
        if domain not in known:
            spot.note("domains", f"there is no domain {quoted(domain)}")


def check_knots(part: Part, spot: _Spot) -> None:
    if not spot.sound("knots"):
        return
    if not part.knots:
        spot.note("knots", "a part needs at least one knot")
    for (points, pence), (next_points, next_pence) in pairwise(part.knots):
        if next_points <= points:
            spot.note("knots", f"knots must rise in points, and go from {points} to {next_points}")
        if next_pence < pence:
            spot.note("knots", f"the pence of knots fall from {pence} to {next_pence}")


def check_reach(part: Part, scheme: Scheme, spot: _Spot) -> None:
    share = scheme.unpaid_help == "share" and spot.notes.sound(("unpaid_help",)) and allows_unpaid_help(part, scheme)
    rules = [rule(part) for rule in SHARE_RULES] if share and spot.sound("curve") else []
    if _points_are_known(part, scheme, spot.notes):
        most = scheme.most_points(part)
        if most > MOST_POINTS:
            spot.note("domains", f"this part can reach {whole_points(most)}: at most {MOST_POINTS:,} are allowed")
        if share:
            rules.append(_must_reach_the_most(part, most))
    for broken in filter(None, rules):
        spot.note("knots", f'unpaid_help is "share": {broken}')


def _points_are_known(part: Part, scheme: Scheme, notes: Notes) -> bool:
    """Say whether the points that a part can reach can be added up, whatever else is at fault."""
    if not all(question.domain for question in scheme.questions):
        return False
    questions = [("questions", at, "points") for at, question in enumerate(scheme.questions) if question.domain in part.domains]
    domains = [("domains", at, key) for at, domain in enumerate(scheme.domains) if domain.id in part.domains for key in ("cap", "combine")]
    known = {domain.id for domain in scheme.domains}
    return notes.sound(*questions, *domains) and all(each in known and scheme.questions_of(each) for each in part.domains)


def allows_unpaid_help(part: Part, scheme: Scheme) -> bool:
    return any(question.unpaid_support for domain in part.domains for question in scheme.questions_of(domain))


def _must_be_linear(part: Part) -> str:
    return "" if part.curve == "linear" else "the curve of a part with unpaid help must be linear"


def _must_start_at_nothing(part: Part) -> str:
    return "" if part.knots[0] == (0, 0) else "the first knot of a part with unpaid help must be [0, 0]"


def _must_not_get_cheaper(part: Part) -> str:
    for (points, pence), (next_points, next_pence) in pairwise(knot for knot in part.knots if knot[0] > 0):
        if next_pence * points < pence * next_points:
            return f"the pence for each point must never fall, and do from [{points}, {pence}] to [{next_points}, {next_pence}]"
    return ""


def _must_reach_the_most(part: Part, most: int) -> str:
    last = part.knots[-1][0]
    return f"the last knot is at {whole_points(last)}, and the part can reach {most}" if last < most else ""


SHARE_RULES: tuple[Callable[[Part], str], ...] = (_must_be_linear, _must_start_at_nothing, _must_not_get_cheaper)
"""Source: docs/scheme-format.md, step 3. Without them more need could lower an amount when a carer helps."""

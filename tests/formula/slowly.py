"""The steps of docs/scheme-format.md once more: slowly, in fractions, from the file's own tables, sharing no code with the formula."""

from fractions import Fraction
from math import floor
from typing import Any


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2)) if value >= 0 else -floor(-value + Fraction(1, 2))


def curve(part: dict[str, Any], points: Fraction) -> Fraction:
    below = [knot for knot in part["knots"] if knot[0] <= points]
    above = [knot for knot in part["knots"] if knot[0] > points]
    if part["curve"] == "step":
        return Fraction(below[-1][1] if below else 0)
    if not below or not above:
        return Fraction(below[-1][1] if below else above[0][1])
    (x, y), (next_x, next_y) = below[-1], above[0]
    return Fraction(y + (points - x) * Fraction(next_y - y, next_x - x))


def largest_remainder(total: int, weights: list[Fraction]) -> list[int]:
    if sum(weights) == 0:
        return [total] + [0] * (len(weights) - 1)
    exact = [total * weight / sum(weights) for weight in weights]
    shares = [floor(each) for each in exact]
    order = sorted(range(len(weights)), key=lambda at: (shares[at] - exact[at], at))
    for at in order[: total - sum(shares)]:
        shares[at] += 1
    return shares


def quarters(given: dict[str, Any], answer: dict[str, Any]) -> int:
    return int(answer.get("unpaid_quarters", 0)) if given["carer_willing_and_able"] else 0


def of_the_year(values: list[int], answer: dict[str, Any], *, steady: bool = False) -> Fraction:
    usual, worst = values[answer["level"]], values[answer.get("worst_level", answer["level"])]
    weeks = 0 if steady else answer.get("worst_weeks", 0)
    return Fraction(52 * usual + (worst - usual) * weeks, 52)


class Slowly:
    def __init__(self, scheme: dict[str, Any], given: dict[str, Any]) -> None:
        self.scheme, self.given = scheme, given
        self.answers = given["answers"]

    def need(self, question: dict[str, Any], *, net: bool, steady: bool = False) -> Fraction:
        answer = self.answers[question["id"]]
        left = Fraction(4 - quarters(self.given, answer), 4) if net else 1
        return left * of_the_year(question["points"], answer, steady=steady)

    def domain(self, domain: dict[str, Any], *, net: bool, steady: bool) -> Fraction:
        needs = [self.need(each, net=net, steady=steady) for each in self.scheme["questions"] if each["domain"] == domain["id"]]
        found = sum(needs, Fraction(0)) if domain["combine"] == "sum" else max(needs)
        return min(found, Fraction(domain["cap"])) if "cap" in domain else found

    def points(self, part: dict[str, Any], *, net: bool, steady: bool = False) -> Fraction:
        domains = [domain for domain in self.scheme["domains"] if domain["id"] in part["domains"]]
        return sum((self.domain(domain, net=net, steady=steady) for domain in domains), Fraction(0))

    def part(self, part: dict[str, Any], *, net: bool = True, steady: bool = False) -> int:
        gross, left = self.points(part, net=False, steady=steady), self.points(part, net=net, steady=steady)
        if self.scheme["unpaid_help"] == "points":
            return half_up(curve(part, left))
        return half_up(curve(part, gross) * left / gross if gross else curve(part, Fraction(0)))

    def amount(self, *, net: bool = True, steady: bool = False) -> int:
        running = sum(self.part(part, net=net, steady=steady) for part in self.scheme["parts"])
        for adjustment in self.scheme.get("adjustments", []):
            running += half_up(running * Fraction(adjustment["percent"]) / 100)
        limits = self.scheme.get("limits", {})
        running = min(max(running, limits.get("minimum_pence", running)), limits.get("maximum_pence", max(running, 10**12)))
        multiple = self.scheme["rounding"]["to_pence"]
        return half_up(Fraction(running, multiple)) * int(multiple)

    def year(self, amount: int) -> int:
        return amount * int(self.scheme.get("weeks_per_year", 52)) if self.scheme["pays"] == "weekly" else amount

    def percent(self, question: dict[str, Any], funder: str) -> int:
        moved = [name for name in question["funding"] if name not in self.given["paying_funders"]]
        if funder == self.scheme["funders"][0]["id"]:
            return sum(question["funding"][name] for name in moved)
        return 0 if funder in moved else question["funding"].get(funder, 0)

    def counted(self, domain: dict[str, Any]) -> list[dict[str, Any]]:
        questions = [each for each in self.scheme["questions"] if each["domain"] == domain["id"]]
        if domain["combine"] == "sum":
            return questions
        most = max(self.need(each, net=True) for each in questions)
        return [each for each in questions if self.need(each, net=True) == most][:1]

    def funders(self) -> dict[str, int]:
        names = [funder["id"] for funder in self.scheme["funders"]]
        totals = [0] * len(names)
        for part in self.scheme["parts"]:
            counted = [each for domain in self.scheme["domains"] if domain["id"] in part["domains"] for each in self.counted(domain)]
            weights = [sum((self.need(each, net=True) * self.percent(each, name) for each in counted), Fraction(0)) for name in names]
            totals = [before + more for before, more in zip(totals, largest_remainder(self.part(part), weights), strict=True)]
        shares = largest_remainder(self.amount(), [Fraction(total) for total in totals])
        return dict(zip(names, shares, strict=True))

    def second(self) -> int | None:
        priced = [each for each in self.scheme["questions"] if "minutes" in each]
        return sum(self.price(each) for each in priced) if priced else None

    def price(self, question: dict[str, Any]) -> int:
        answer = self.answers[question["id"]]
        left = Fraction(4 - quarters(self.given, answer), 4)
        return half_up(left * of_the_year(question["minutes"], answer) * self.scheme["rates"][question["rate"]] / 60)

    def differs(self) -> bool:
        second, amount = self.second(), self.amount()
        tolerance = Fraction(self.scheme.get("second_estimate_tolerance_percent", 20), 100)
        return second is not None and abs(second - amount) > tolerance * max(second, amount)

    def needs_costing(self) -> bool:
        over = (self.points(part, net=False) > part["costing_over"] for part in self.scheme["parts"] if "costing_over" in part)
        return self.given["cost_by_hand"] or any(over)

    def result(self) -> dict[str, Any]:
        return {
            "state": "needs_costing" if self.needs_costing() else "amount",
            "amount_pence": self.amount(),
            "gross_pence": self.amount(net=False),
            "year_pence": self.year(self.amount()),
            "worst_weeks_year_pence": self.year(self.amount()) - self.year(self.amount(steady=True)),
            "funders": self.funders(),
            "second_estimate_pence": self.second(),
            "second_estimate_differs": self.differs(),
            "missing": [],
            "range_pence": None,
        }

"""What pages cost: seconds of the processors, of web and of database, beside a bare Django page of the same server.

The real server, as the demonstration starts it, serves a filled place to people who signed in over HTTP. Page and bare page take turns
in batches on kept-alive connections, bare before and after; of the pairs' ratios the middle one counts, and a page that is not yet
certain to a tenth is measured again, up to a limit. With `--beside CHECKOUT` another checkout serves
a place of its own by its own code, and both take turns in the same run: before and after.
"""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time_ns
from typing import Any

from .browsing import Answer, Browser, signed_in
from .pairs import Middle, ratios, too_loaded, worse, worse_beside
from .processors import Ended, Machine, backends, clocks_of, machine_now, parents, processor, spent, tree
from .served.place import ADDRESS, COUNT, COUNTED, Facts

HERE = Path(__file__).parents[1]
PEOPLE = int(os.environ.get("COMMONPURSE_BENCH_PEOPLE", "300"))
WORKERS = 1  # as the demonstration; one connection is served by one worker
ROUNDS, AT_MOST, WARM = 12, 36, 3
IN_A_BATCH, BARE_IN_A_BATCH, TRIES = 10, 30, 5
SAVE = "practitioner: save an answer"
LEVELS = ("0", "not-sure")
TITLE = "Pages: milliseconds of the processors a request, and times the bare page"


@dataclass
class Batch:
    """Milliseconds of the processors for one request."""

    web: float
    database: float

    @property
    def both(self) -> float:
        return self.web + self.database


@dataclass
class Place:
    checkout: Path
    port: int
    facts: Facts
    browsers: dict[str, Browser]
    bare: Browser
    saved: int = 0
    pages: dict[str, list[Batch]] = field(default_factory=dict)
    bares: dict[str, list[Batch]] = field(default_factory=dict)
    spent: int = 0

    @property
    def names(self) -> list[str]:
        return [*self.facts["pages"], SAVE]


def run(*, beside: Path | None = None, against: Path | None = None, keep: str = "") -> dict[str, Any]:
    with ExitStack() as open_places:
        places = [open_places.enter_context(_served(checkout)) for checkout in ([HERE, beside.resolve()] if beside else [HERE])]
        names = [name for name in places[0].names if all(name in place.names for place in places)]
        queries = {place.checkout: {name: _queries(place, name) for name in names} for place in places}
        before, own = machine_now(), process_time_ns()
        for at in range(-WARM, AT_MOST):
            if to_do := names if at < ROUNDS else _uncertain(places, names):
                print(f"  round {at + WARM + 1}: {len(to_do)} pages", file=sys.stderr)
                _round(places, to_do, at)
        passed, own = machine_now().since(before), process_time_ns() - own + sum(place.spent for place in places)
    found = [_found(place, names, queries[place.checkout]) for place in places]
    _judge(found, passed, own / 1e9)
    kept = found[0] | {"beside": _beside(places, names) | {"run": found[1]} if beside else None}
    if keep:
        from .speed import keep as keep_it

        keep_it(kept, keep)
    return report(kept, json.loads(against.read_text()) if against else None)


@contextmanager
def _served(checkout: Path) -> Iterator[Place]:
    """A place of a checkout, filled and served by its own interpreter."""
    port = _free_port()
    command = [_interpreter(checkout), "-m", "bench.served.place", str(port), str(PEOPLE), str(WORKERS)]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"} | {"PYTHONPATH": _code(checkout)}
    print(f"  filling a place of {PEOPLE} people for {checkout.name} at {_commit(checkout)}", file=sys.stderr)
    process = subprocess.Popen(command, cwd=checkout, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin
    assert process.stdout
    try:
        line = process.stdout.readline()
        if not line:
            raise SystemExit(f"The place of {checkout} was not served: see what it said above. It needs bench/served of its own.")
        facts: Facts = json.loads(line)
        members = {user for user, _ in facts["pages"].values()} | {facts["saves"][0]}
        yield Place(checkout, port, facts, {member: signed_in(port, member) for member in members}, Browser(port))
    finally:
        process.stdin.close()
        process.wait(60)


def _interpreter(checkout: Path) -> str:
    """The checkout's own; where it has none, ours, which then finds the checkout's code by PYTHONPATH."""
    own = checkout / Path(sys.prefix).name / "bin" / "python"
    return str(own) if own.exists() else sys.executable


def _code(checkout: Path) -> str:
    return f"{checkout}{os.pathsep}{checkout / 'src'}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _uncertain(places: list[Place], names: list[str]) -> list[str]:
    """The pages whose ratio, to the bare page or to the other checkout's, is not certain to a tenth so far."""

    def pairs(name: str) -> list[Middle]:
        beside = [_ratios(places[0].pages[name], places[1].pages[name], "both")] if len(places) > 1 else []
        return beside + [_ratios(place.pages[name], place.bares[name], "both") for place in places]

    return [name for name in names if not all(each.is_certain for each in pairs(name))]


def _round(places: list[Place], names: list[str], at: int) -> None:
    """Every page once, between two batches of the bare one and, in the same breath, the other checkout's; who is first changes."""
    for name in names:
        for place in places if at % 2 else reversed(places):
            first, page, last = (
                _again_if_ended(turn) for turn in (partial(_bare, place), partial(_page, place, name), partial(_bare, place))
            )
            if at >= 0:
                place.pages.setdefault(name, []).append(page)
                bare = Batch((first.web + last.web) / 2, (first.database + last.database) / 2)
                place.bares.setdefault(name, []).append(bare)


def _again_if_ended(turn: Callable[[], Batch]) -> Batch:
    for _ in range(TRIES):
        try:
            return turn()
        except Ended:
            continue
    raise SystemExit(f"A process of the place ended in each of {TRIES} batches: nothing can be measured here.")


def _bare(place: Place) -> Batch:
    return _measured(place, [partial(place.bare.get, ADDRESS)] * BARE_IN_A_BATCH, 200)


def _page(place: Place, name: str) -> Batch:
    if name == SAVE:
        saver = place.browsers[place.facts["saves"][0]]
        return _measured(place, [partial(saver.post, *each) for each in _to_save(place)], 302)
    member, address = place.facts["pages"][name]
    return _measured(place, [partial(place.browsers[member].get, address)] * IN_A_BATCH, 200)


def _to_save(place: Place) -> list[tuple[str, dict[str, str]]]:
    """As many questions, each opened before and with another answer than it had."""
    member, questions = place.facts["saves"]
    place.saved += 1
    level, browser = LEVELS[place.saved % len(LEVELS)], place.browsers[member]
    given = {"level": level, "words": f"Said {place.saved}."}
    return [(address, browser.get(address).hidden(address) | given) for address in questions[:IN_A_BATCH]]


def _measured(place: Place, asks: Sequence[Callable[[], Answer]], expected: int) -> Batch:
    before = _clocks(place)
    for ask in asks:
        status = ask().status
        assert status == expected, (place.checkout, status)
    after = _clocks(place)
    web, database = (spent(*each) for each in zip(before, after, strict=True))
    place.spent += web + database
    return Batch(web / len(asks) / 1e6, database / len(asks) / 1e6)


def _clocks(place: Place) -> tuple[dict[int, int], dict[int, int]]:
    return clocks_of(tree(place.facts["server"], parents())), clocks_of(backends(place.facts["database"]))


def _queries(place: Place, name: str) -> int:
    """Of the second time: the first finds caches empty."""
    if name == SAVE:
        saver = place.browsers[place.facts["saves"][0]]
        answers = [saver.post(*each, {COUNT: "on"}) for each in _to_save(place)[:2]]
    else:
        member, address = place.facts["pages"][name]
        answers = [place.browsers[member].get(address, {COUNT: "on"}) for _ in range(2)]
    return int(answers[1].headers[COUNTED])


def _found(place: Place, names: list[str], queries: dict[str, int]) -> dict[str, Any]:
    return {
        "commit": _commit(place.checkout),
        "on": datetime.now(UTC).date().isoformat(),
        "python": place.facts["python"],
        "postgres": place.facts["postgres"],
        "people": place.facts["people"],
        "processor": processor(),
        "cores": os.cpu_count(),
        "in_a_batch": IN_A_BATCH,
        "pages": {
            name: {"queries": queries[name], "pairs": len(place.pages[name])} | _row(place.pages[name], place.bares[name]) for name in names
        },
    }


def _row(pages: list[Batch], bares: list[Batch]) -> dict[str, float]:
    both = _ratios(pages, bares, "both")
    return {
        "web_ms": round(median(batch.web for batch in pages), 2),
        "database_ms": round(median(batch.database for batch in pages), 2),
        "bare_web_ms": round(median(batch.web for batch in bares), 3),
        "bare_database_ms": round(median(batch.database for batch in bares), 3),
        "web_ratio": round(_ratios(pages, bares, "web").value, 2),
        "database_ratio": round(_ratios(pages, bares, "database").value, 2),
        "ratio": round(both.value, 2),
        "from": round(both.low, 2),
        "to": round(both.high, 2),
    }


def _ratios(these: list[Batch], those: list[Batch], part: str) -> Middle:
    return ratios([getattr(batch, part) for batch in these], [getattr(batch, part) for batch in those])


def _beside(places: list[Place], names: list[str]) -> dict[str, Any]:
    """How many times the other checkout's page each page costs, in pairs of this run."""
    here, there = (place.pages for place in places)
    found: dict[str, dict[str, float | None]] = {}
    for name in names:
        both = _ratios(here[name], there[name], "both")
        figures = {
            "web": _ratios(here[name], there[name], "web").value,
            "database": _ratios(here[name], there[name], "database").value,
            "ratio": both.value,
        }
        found[name] = {part: round(figure, 3) if both.is_certain else None for part, figure in figures.items()}
        found[name] |= {"from": round(both.low, 3), "to": round(both.high, 3)}
    return {"pages": found}


def _judge(found: list[dict[str, Any]], passed: Machine, own: float) -> None:
    """Say whether the machine was too loaded, and take away the figures that would be false."""
    shares = {"others": max(0.0, passed.busy - own) / passed.whole, "stolen": passed.stolen / passed.whole}
    for each in found:
        rows = each["pages"].items()
        uncertain = [name for name, row in rows if not Middle(row["ratio"], row["from"], row["to"]).is_certain]
        each |= {name: round(share, 3) for name, share in shares.items()} | {"too_loaded": too_loaded(**shares, uncertain=uncertain)}
        for name in uncertain:
            row = each["pages"][name]
            row |= dict.fromkeys(row.keys() - {"queries", "pairs", "from", "to"})


def report(kept: dict[str, Any], against: dict[str, Any] | None = None) -> dict[str, Any]:
    rows = {name: _shown(row) for name, row in kept["pages"].items()}
    goals = {kept["too_loaded"] or "the machine was quiet enough": not kept["too_loaded"]}
    if kept["beside"]:
        for name, row in kept["beside"]["pages"].items():
            was = kept["beside"]["run"]["pages"][name]["queries"]
            rows[name] |= {"queries beside": was, "times beside": _text(row["ratio"], 3)}
        goals |= _no_worse(f"than {kept['beside']['run']['commit']} beside", worse_beside(kept["beside"]["pages"]))
    if against:
        before = against["runs"][-1]
        goals |= _no_worse(f"than {before['commit']}", worse(kept["pages"], before["pages"]))
    return {"title": TITLE, "rows": rows, "goals": goals, "runs": [kept]}


def _no_worse(than: str, found: dict[str, str]) -> dict[str, bool]:
    said = "; ".join(f"{name} {how}" for name, how in found.items())
    return {f"no page is worse by more than a tenth {than}{': ' if said else ''}{said}": not found}


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "queries": row["queries"],
        "web ms": _text(row["web_ms"], 1),
        "database ms": _text(row["database_ms"], 1),
        "web times": _text(row["web_ratio"], 1),
        "database times": _text(row["database_ratio"], 1),
        "times bare": _text(row["ratio"], 1),
        "between": f"{row['from']:.1f}-{row['to']:.1f}",
    }


def _text(figure: float | None, places: int) -> str:
    return "too loaded" if figure is None else f"{figure:.{places}f}"


def _commit(checkout: Path) -> str:
    """What is measured: the last commit that changed what serves people, and whether anything of it was changed since."""
    git = ["git", "-C", str(checkout)]
    said = [
        subprocess.run([*git, *more, "--", "src"], capture_output=True, text=True, check=True).stdout.strip()
        for more in (["log", "-1", "--format=%h", "--abbrev=12"], ["status", "--porcelain"])
    ]
    return said[0] + (" with changes" if said[1] else "")

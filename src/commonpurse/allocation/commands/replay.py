"""`commonpurse replay`: frozen runs worked out again. 0: the same to the penny; 1: something differs; 2: not found, or bad input."""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import click

from commonpurse.allocation.archive import Archive
from commonpurse.allocation.replay import FrozenRun, Replay, WithNewerRules, replayed, with_newer_rules
from commonpurse.foundation.clock import LONDON, today
from commonpurse.values.money import pounds_and_pence
from commonpurse.values.numbers import counted

from .naming import archive_or_refuse, as_text_or_json

DIFFERS = 1
BEGINNING = re.compile(r"[0-9a-f]{8}[0-9a-f-]{0,28}")
OLDER_WORDS = "Its sentences are in an older format: they stay as they were written, and their figures are compared."
SIDES = {"agreed": "the agreed answers", "person": "the person's answers", "practitioner": "the practitioner's answers"}


@click.command("replay")
@click.argument("run", required=False)
@click.option("--all", "every", is_flag=True, help="Every run there is, with one summary.")
@as_text_or_json
def replay_command(run: str | None, *, every: bool, shape: str) -> None:
    """Work a frozen RUN out again from its own rules and answers, and say whether it is the same to the penny.

    RUN is its id, or the beginning that its page shows. Of two sides both are worked out. Nothing is written.
    """
    if (run is None) != every:
        raise click.ClickException("Name one run, or say --all.")
    beginning = _beginning(run) if run else ""
    with archive_or_refuse() as archive:
        same = _every(archive, shape) if every else _one(archive, beginning, shape)
    sys.exit(0 if same else DIFFERS)


def _beginning(run: str) -> str:
    beginning = run.strip().lower()
    if not BEGINNING.fullmatch(beginning):
        raise click.ClickException(f"{run!r} is not a run's id, nor the first 8 or more signs of one.")
    return beginning


def _one(archive: Archive, beginning: str, shape: str) -> bool:
    batches = archive.batches(beginning)
    if len(batches) != 1:
        said = "More than one run begins" if batches else "There is no run whose id begins"
        raise click.ClickException(f"{said} with {beginning}.")
    shown = [(replay, _newer(archive, replay)) for replay in map(replayed, archive.of_batch(batches[0]))]
    if shape == "json":
        click.echo(json.dumps({"same": all(replay.same for replay, _ in shown), "runs": [_as_json(*one) for one in shown]}))
    else:
        click.echo("\n\n".join("\n".join(_in_words(*one)) for one in shown))
    return all(replay.same for replay, _ in shown)


def _newer(archive: Archive, replay: Replay) -> WithNewerRules | None:
    newer = archive.newer_than(replay.run, today())
    return with_newer_rules(replay, newer) if newer else None


def _every(archive: Archive, shape: str) -> bool:
    count, differing = archive.count(), []
    for run in _with_progress(archive.every_run(), count):
        replay = replayed(run)
        if not replay.same:
            differing.append(replay)
    if shape == "json":
        click.echo(json.dumps({"runs": count, "same": count - len(differing), "differing": [_as_json(one, None) for one in differing]}))
    else:
        for one in differing:
            click.echo("\n".join([*_in_words(one, None), ""]))
        differ = "0 differ" if not differing else f"{len(differing)} differ" if len(differing) > 1 else "1 differs"
        click.echo(f"{counted(count, 'run')} worked out again: {count - len(differing)} the same to the penny, {differ}.")
    return not differing


def _with_progress(runs: Iterator[FrozenRun], count: int) -> Iterable[FrozenRun]:
    """A bar where somebody is watching."""
    if not sys.stderr.isatty():
        yield from runs
        return
    with click.progressbar(runs, length=count, label="Replaying", file=sys.stderr) as bar:
        yield from bar


def _in_words(replay: Replay, newer: WithNewerRules | None) -> Iterator[str]:
    run, rules = replay.run, replay.rules
    named = f"{rules.title}, version {rules.version}" if rules else "rules that cannot be read"
    made = run.made_at.astimezone(LONDON)
    yield f"Run {run.run_id}, {SIDES.get(run.side, run.side)}, {made.day} {made:%B %Y}: {named}."
    if replay.same:
        yield f"The same to the penny: {_figure(replay)}, {counted(len(replay.again.lines) if replay.again else 0, 'line')}."
        if not run.has_todays_words:
            yield OLDER_WORDS
    else:
        yield f"NOT the same: {counted(len(replay.differences), 'difference')}."
        for one in replay.differences:
            yield f"  {one.what}: frozen {one.frozen} | again {one.again}"
    if newer:
        yield f"{newer.rules.title}, version {newer.rules.version}, in force since {newer.rules.since}, {_would_give(newer, replay.each)}"


def _figure(replay: Replay) -> str:
    if replay.amount_pence is not None:
        return f"{pounds_and_pence(replay.amount_pence)} {replay.each}"
    low, high = replay.again.range_pence if replay.again and replay.again.range_pence else (0, 0)
    return f"between {pounds_and_pence(low)} and {pounds_and_pence(high)} {replay.each}, not said closer"


def _would_give(newer: WithNewerRules, each: str) -> str:
    if newer.amount_pence is None or newer.more_pence is None:
        return f"is newer. {newer.because}"
    how = "the same" if not newer.more_pence else f"{pounds_and_pence(abs(newer.more_pence))} {'more' if newer.more_pence > 0 else 'less'}"
    return f"would give {pounds_and_pence(newer.amount_pence)} {each}: {how}. It is not applied."


def _as_json(replay: Replay, newer: WithNewerRules | None) -> dict[str, Any]:
    return {
        "run": str(replay.run.run_id),
        "side": replay.run.side,
        "made_at": replay.run.made_at.isoformat(),
        "same": replay.same,
        "amount_pence": replay.amount_pence,
        "differences": [{"what": one.what, "frozen": one.frozen, "again": one.again} for one in replay.differences],
        "newer": newer
        and {
            "version": newer.rules.version,
            "amount_pence": newer.amount_pence,
            "more_pence": newer.more_pence,
            "because": newer.because,
        },
    }

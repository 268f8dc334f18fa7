"""Two writers, one assessment, whatever the order: what was acknowledged is there, and nothing was overwritten unseen.

Each writer is a page: it shows something, types over it, saves, sometimes hears no answer and sends the same once more or types on,
sometimes opens anew, sometimes chooses. Both run in threads, in real transactions. What each page had seen is noted here, apart from
the rule that is under test. COMMONPURSE_SEED chooses other schedules.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from threading import Barrier
from time import sleep
from uuid import UUID, uuid4

import pytest
from django.db import connections

from commonpurse.access.actors import Actor
from commonpurse.access.context import acting_as
from commonpurse.assessments import acts, queries
from commonpurse.assessments import standing as rule
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import AnswerEvent, Assessment, Voice
from commonpurse.values.missing import Stale
from tests.journeys_of_the_tests import DANIELS_ANSWERS, a_prepared_assessment
from tests.people_of_the_tests import Place, a_place

SCHEDULES = 200
STEPS = 5
SEED = int(os.environ.get("COMMONPURSE_SEED", "20261122"))
LINES = [(question, voice) for voice in (Voice.PERSON, Voice.OBSERVED, Voice.PRACTITIONER) for question in DANIELS_ANSWERS]


@dataclass
class Writer:
    """One page in one browser. `seen`: for each save, everything that was ever on this screen before it."""

    assessment: Assessment
    question: str
    voice: Voice
    by: Actor
    random: Random
    base: UUID | None = None
    sides: tuple[UUID, ...] = ()
    unanswered: list[UUID] = field(default_factory=list)
    on_screen: set[UUID] = field(default_factory=set)
    acknowledged: dict[UUID, Value] = field(default_factory=dict)
    saw: dict[UUID, frozenset[UUID]] = field(default_factory=dict)
    typed: int = 0

    def goes(self) -> None:
        for _ in range(STEPS):
            self.random.choice([self.types, self.types, self.types_and_hears_nothing, self.opens_anew, self.settles])()
            sleep(self.random.random() / 500)

    def types(self, *, hears: bool = True) -> None:
        self.typed += 1
        value = Value(level=self.random.randrange(3), words=f"{self.by.name} {self.typed}")
        uuid = uuid4()
        saved = self._saved(lambda: self._save(value, uuid))
        self.acknowledged[saved.event] = value  # the server had answered, whether the answer came or not
        if hears:
            self.base, self.unanswered = saved.event, []
        else:
            self.unanswered.append(uuid)

    def types_and_hears_nothing(self) -> None:
        self.types(hears=False)

    def _save(self, value: Value, uuid: UUID) -> acts.SavedAnswer:
        self.saw[uuid] = frozenset(self.on_screen)
        over = tuple(self.unanswered)
        saved = acts.save_answer(self.assessment, self.question, self.voice, value, client_uuid=uuid, base=self.base, over=over, by=self.by)
        self.on_screen.add(saved.event)
        return saved

    def opens_anew(self) -> None:
        with acting_as(self.by):
            latest = queries.answers_of(self.assessment, self.voice).get(self.question)
        if latest is None:
            return
        self.base, self.unanswered = latest.uuid, []
        self.sides = tuple(side.uuid for side in latest.sides)
        self.on_screen |= {latest.uuid, *self.sides}

    def settles(self) -> None:
        """Look, and choose one of two where there are two."""
        self.opens_anew()
        if not self.sides:
            return None
        chosen, press = self.random.choice(self.sides), uuid4()
        self.saw[press] = frozenset(self.on_screen)
        try:
            saved = self._saved(
                lambda: acts.choose_answer(
                    self.assessment, self.question, self.voice, chosen, shown=self.sides, client_uuid=press, by=self.by
                )
            )
        except Stale:
            return self.opens_anew()
        self.base, self.unanswered = saved.event, []
        self.on_screen.add(saved.event)
        return None

    def _saved(self, act: Callable[[], acts.SavedAnswer]) -> acts.SavedAnswer:
        with acting_as(self.by):
            return act()


def run(writers: list[Writer]) -> None:
    gate = Barrier(len(writers))

    def one(writer: Writer) -> None:
        try:
            gate.wait(10)
            writer.goes()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(writers)) as pool:
        for done in [pool.submit(one, writer) for writer in writers]:
            done.result()


def lost_and_overwritten(place: Place, writers: list[Writer]) -> tuple[int, int]:
    """How many acknowledged answers are not there; and how many stand no more though nobody who wrote later had seen them."""
    first = writers[0]
    with acting_as(place.as_sam):
        rows = {
            row.uuid: row for row in AnswerEvent.objects.filter(assessment=first.assessment, question=first.question, voice=first.voice)
        }
        latest = queries.answers_of(first.assessment, first.voice)[first.question]
    acknowledged = {uuid: value for writer in writers for uuid, value in writer.acknowledged.items()}
    lost = sum(uuid not in rows or Value.from_json(rows[uuid].value) != value for uuid, value in acknowledged.items())
    seen = frozenset().union(*(saw for writer in writers for uuid, saw in writer.saw.items() if uuid in rows))
    stand = [latest, *latest.beside]
    kept = {one.uuid for one in stand}
    same = [one.value for one in stand]
    return lost, sum(uuid not in kept and uuid not in seen and value not in same for uuid, value in acknowledged.items())


def schedules(place: Place, number: int) -> tuple[int, int, int]:
    """Run that many; gives what was lost, what was overwritten unseen, and in how many a conflict stood at the end."""
    lost = overwritten = conflicts = 0
    random = Random(SEED)
    assessment = None
    for at in range(number):
        if at % len(LINES) == 0:
            assessment = a_prepared_assessment(place, journey=None)
        assert assessment is not None
        question, voice = LINES[at % len(LINES)]
        writers = [Writer(assessment, question, voice, by, Random(random.random())) for by in (place.as_sam, place.as_priya)]
        for writer in writers:
            writer.types()  # both opened the page before anything was there
        run(writers)
        one_lost, one_overwritten = lost_and_overwritten(place, writers)
        lost, overwritten = lost + one_lost, overwritten + one_overwritten
        with acting_as(place.as_sam):
            conflicts += bool(queries.answers_of(assessment, voice)[question].beside)
    return lost, overwritten, conflicts


def test_random_schedules_lose_nothing_and_overwrite_nothing_unseen(own_database: str) -> None:
    lost, overwritten, conflicts = schedules(a_place(), SCHEDULES)
    assert (lost, overwritten) == (0, 0)
    assert 0 < conflicts < SCHEDULES  # some were settled and some stand: both roads were walked


def test_where_the_later_silently_wins_it_is_noticed(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the rule that this replaced."""
    for module in (acts.answering, queries.answers):
        monkeypatch.setattr(module, "standing", lambda line: list(line[-1:]))
    assert rule.standing([]) == []
    lost, overwritten, _ = schedules(a_place(), 20)
    assert lost == 0
    assert overwritten > 0

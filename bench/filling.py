"""A place with as many people as are wanted. Each is a copy, row by row, of somebody whose rows the real acts wrote.

The acts would take a quarter of an hour for 10,000 people; copying their rows takes a minute, and every row is as an act leaves it.
Copies have names and NHS numbers of their own (999...: never issued), ids of their own, and no account.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from random import Random
from uuid import UUID

import psycopg
from psycopg import sql

A_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FIRST = [
    "Ada",
    "Bram",
    "Cleo",
    "Dev",
    "Elin",
    "Farid",
    "Gwen",
    "Hugo",
    "Isla",
    "Jonas",
    "Kofi",
    "Leila",
    "Milo",
    "Noor",
    "Owen",
    "Petra",
    "Quinn",
    "Rosa",
    "Samir",
    "Tess",
    "Uma",
    "Vera",
    "Wyn",
    "Yara",
    "Zeno",
]
LAST = [
    "Abbot",
    "Brandt",
    "Castle",
    "Doyle",
    "Ekwueme",
    "Farrow",
    "Grant",
    "Hollis",
    "Iqbal",
    "Jarvis",
    "Kettle",
    "Lowry",
    "Mensah",
    "Nolan",
    "Okoro",
    "Pryce",
    "Quill",
    "Rahman",
    "Sharp",
    "Tully",
]
LOOKS_EACH = 20
WRITTEN_COLUMNS = """
select column_name from information_schema.columns
where table_name = %s and is_identity = 'NO' and is_generated = 'NEVER' order by ordinal_position
"""
CASES_ALONE = {
    "access_grant": " and ground_kind <> 'own record'",
    "access_ground": " and kind <> 'own record'",
}  # nobody signs in as a copy
REFERENCES = "select conrelid::regclass::text, confrelid::regclass::text from pg_constraint where contype = 'f'"
ASIDE = "create temporary table {aside} on commit drop as select {columns} from {table} limit 0"


@dataclass(frozen=True)
class TeamOf:
    """A team, the practitioners among whom its people are shared, and its manager."""

    id: UUID
    workers: list[UUID]
    manager: UUID


@dataclass
class Pattern:
    """One person's rows, table by table in the order in which they can be inserted, cut at everything that a copy changes."""

    tables: dict[str, list[str]]
    owned: frozenset[str]
    name: str = ""


@dataclass
class Filler:
    owner: psycopg.Connection
    home: TeamOf
    random: Random = field(default_factory=lambda: Random(1948))
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def fill(self, patterns: list[UUID], teams: Mapping[int, TeamOf], *, number: int) -> None:
        """Add this many people, in turns of the patterns; person n is in the team that `teams` gives for n."""
        self.columns = {table: self._columns_of(table) for table in self._tables()}
        cut = [self._pattern(person) for person in patterns]
        blocks: dict[str, list[str]] = {table: [] for table in self.columns}
        for at in range(number):
            self._copy(cut[at % len(cut)], teams[at], at, blocks)
        for table, rows in blocks.items():
            self._insert(table, "".join(rows))

    def _tables(self) -> list[str]:
        """Every table about people, after those that it refers to."""
        from commonpurse.access.registry import personal

        wanted = {record.table: record.person for record in personal()}
        rows = self.owner.execute(REFERENCES).fetchall()
        before: dict[str, set[str]] = {table: {to for of, to in rows if of == table and to in wanted and to != table} for table in wanted}
        ordered: list[str] = []
        while len(ordered) < len(wanted):
            ordered += sorted(table for table in wanted if table not in ordered and before[table] <= set(ordered))
        self.person_column = wanted
        return ordered

    def _columns_of(self, table: str) -> list[str]:
        return [name for (name,) in self.owner.execute(WRITTEN_COLUMNS, [table]).fetchall()]

    def _pattern(self, person: UUID) -> Pattern:
        texts = {table: self._rows_of(table, person) for table in self.columns}
        owned = {str(person), *(one for table, text in texts.items() for one in self._own_ids(table, text))}
        row = dict(zip(self.columns["people_person"], texts["people_person"].rstrip("\n").split("\t"), strict=True))
        name = f"{row['first_name']} {row['last_name']}"
        cutting = re.compile(f"({A_UUID.pattern}|{re.escape(name)})")
        return Pattern({table: cutting.split(text) for table, text in texts.items() if text}, frozenset(owned), name)

    def _rows_of(self, table: str, person: UUID) -> str:
        if table == "access_look":
            return ""
        columns = sql.SQL(", ").join(map(sql.Identifier, self.columns[table]))
        where = sql.SQL("where {} = {}").format(sql.Identifier(self.person_column[table]), sql.Literal(person))
        case = sql.SQL(CASES_ALONE.get(table, ""))
        asked = sql.SQL("copy (select {} from {} {}{}) to stdout").format(columns, sql.Identifier(table), where, case)
        with self.owner.cursor().copy(asked) as out:
            return b"".join(bytes(block) for block in out).decode()

    def _own_ids(self, table: str, text: str) -> Iterator[str]:
        """The ids that each row of this person was given."""
        at = [place for place, name in enumerate(self.columns[table]) if name in {"id", "uuid", "batch"}]
        for line in text.splitlines():
            values = line.split("\t")
            yield from (values[place] for place in at if A_UUID.fullmatch(values[place]))

    def _copy(self, pattern: Pattern, team: TeamOf, at: int, blocks: dict[str, list[str]]) -> None:
        new = {old: str(UUID(int=self.random.getrandbits(128), version=4)) for old in pattern.owned}
        first, last = FIRST[at % len(FIRST)], LAST[(at // len(FIRST)) % len(LAST)]
        worker = str(team.workers[at % len(team.workers)])
        staff = {str(self.home.id): str(team.id), str(self.home.manager): str(team.manager)}
        changed = {**dict.fromkeys(map(str, self.home.workers), worker), **staff, **new, pattern.name: f"{first} {last}"}
        for table, pieces in pattern.tables.items():
            blocks[table].append("".join(changed.get(piece, piece) for piece in pieces))
        blocks["people_person"][-1] = self._person(new, blocks["people_person"][-1], first, last)

    def _person(self, new: Mapping[str, str], row: str, first: str, last: str) -> str:
        values = dict(zip(self.columns["people_person"], row.rstrip("\n").split("\t"), strict=True))
        values |= {"first_name": first, "last_name": last, "known_as": "", "nhs_number": next_nhs_number(self.numbers)}
        return "\t".join(values.values()) + "\n"

    def _insert(self, table: str, text: str) -> None:
        """Through a table of this session: `copy` is refused where row-level security stands, and the owner stands under it too."""
        columns = sql.SQL(", ").join(map(sql.Identifier, self.columns[table]))
        names = {"columns": columns, "table": sql.Identifier(table), "aside": sql.Identifier(f"aside_{table}")}
        with self.owner.transaction():
            self.owner.execute(sql.SQL(ASIDE).format(**names))
            with self.owner.cursor().copy(sql.SQL("copy {aside} from stdin").format(**names)) as into:
                into.write(text)
            self.owner.execute(sql.SQL("insert into {table} ({columns}) select {columns} from {aside}").format(**names))

    def looked_at(self) -> None:
        """Everybody's record was looked at a few times, and the planner knows what there is, as it does in service."""
        self.owner.execute(
            "insert into access_look (person_id, user_id, section, route, at, as_capacity, purpose)"
            " select j.person_id, j.worker_id, 'journey', 'practitioner:journey', now() - make_interval(days => n),"
            " 'practitioner', 'care and support'"
            " from journeys_journey j, generate_series(1, %s) n",
            [LOOKS_EACH],
        )
        self.owner.execute("vacuum analyze")


def next_nhs_number(numbers: Iterator[int]) -> str:
    """The next valid number that is never issued. Source: NHS Data Dictionary, NHS NUMBER (modulus 11)."""
    for number in numbers:
        digits = f"9995{number:05d}"
        check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return f"{digits}{check % 11}"
    raise StopIteration

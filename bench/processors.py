"""Seconds of the processors that other processes spent: a web server with its workers, the backends of a database, the whole machine."""

import os
import platform
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


class Ended(Exception):
    """A process ended while it was measured, and took its seconds with it: the measuring must be done again."""


def clock_of(pid: int) -> int:
    """Nanoseconds, user and system, that a process spent with all its threads, ended ones too.

    `utime` and `stime` in /proc/PID/stat say the same in hundredths of a second, too coarse for ten requests.
    Source of the number of a process's clock: Linux, include/linux/posix-timers_types.h (MAKE_PROCESS_CPUCLOCK, CPUCLOCK_SCHED).
    """
    return time.clock_gettime_ns((~pid << 3) | 2)


def clocks_of(pids: Iterable[int]) -> dict[int, int]:
    found = {}
    for pid in pids:
        try:
            found[pid] = clock_of(pid)
        except OSError:
            continue  # it ended since it was listed; `spent` says so where it matters
    return found


def spent(before: Mapping[int, int], after: Mapping[int, int]) -> int:
    """Nanoseconds between two looks. A process that came between counts whole. Raises Ended where one is gone."""
    if gone := before.keys() - after.keys():
        raise Ended(f"Ended while measured: {sorted(gone)}")
    return sum(clock - before.get(pid, 0) for pid, clock in after.items())


def parent_in(stat: str) -> int:
    """The parent's number in a line of /proc/PID/stat; the name before it may hold spaces and brackets."""
    return int(stat.rpartition(")")[2].split()[1])


def tree(root: int, parents: Mapping[int, int]) -> set[int]:
    """A process and all that it started, and they."""
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found and pid not in found}:
        found |= more
    return found


def serves(title: str, database: str) -> bool:
    """Whether a process's title is that of a PostgreSQL backend of this database ("postgres: app NAME [local] idle")."""
    return title.startswith("postgres:") and database in title.split()


def parents() -> dict[int, int]:
    return {pid: parent_in(stat) for pid, stat in _each("stat")}


def backends(database: str) -> set[int]:
    return {pid for pid, title in _each("cmdline") if serves(title.replace("\0", " "), database)}


def _each(file: str) -> Iterable[tuple[int, str]]:
    for process in PROC.iterdir():
        if process.name.isdigit():
            try:
                yield int(process.name), (process / file).read_text(errors="replace")
            except OSError:
                continue  # it ended while we looked


@dataclass(frozen=True)
class Machine:
    """Seconds since the machine started, of all its processors together."""

    busy: float
    stolen: float
    whole: float

    def since(self, before: "Machine") -> "Machine":
        return Machine(self.busy - before.busy, self.stolen - before.stolen, self.whole - before.whole)


def machine_in(stat: str, ticks: int) -> Machine:
    """Read the first line of /proc/stat. Source: proc_stat(5): user nice system idle iowait irq softirq steal."""
    user, nice, system, idle, waiting, interrupts, soft, stolen = map(int, stat.splitlines()[0].split()[1:9])
    busy = user + nice + system + interrupts + soft
    return Machine(busy / ticks, stolen / ticks, (busy + idle + waiting + stolen) / ticks)


def machine_now() -> Machine:
    return machine_in((PROC / "stat").read_text(), os.sysconf("SC_CLK_TCK"))


def processor() -> str:
    """Name the kind of processor: figures hold for no other."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())

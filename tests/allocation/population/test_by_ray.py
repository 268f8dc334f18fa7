"""`--engine ray`: two real workers give the same bytes as the plain loop, and one that is killed in mid-run changes nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from time import monotonic, sleep

import pyarrow as pa
import pytest

from .typed import ADULT, people, with_value, written

PARTS, ROWS = 8, 40_000
CLUSTER = """
import ray, sys
ray.init("local", num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=200 << 20)
print(ray.get_runtime_context().gcs_address, flush=True)
sys.stdin.read()
ray.shutdown()
"""
TYPED = "import sys; from commonpurse.allocation.commands.population import population_group; population_group(sys.argv[1:])"
ONCE = f"from commonpurse.allocation.population import by_ray; by_ray.TRIES_AGAIN = 0; {TYPED}"
TOGETHER = {**os.environ, "RAY_USAGE_STATS_ENABLED": "0", "RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": token_hex(32)}
WORKING = b"ray::worked_out"
PATIENCE = 120


class Cluster:
    def __init__(self) -> None:
        pipe = subprocess.PIPE
        self.head = subprocess.Popen([sys.executable, "-c", CLUSTER], stdin=pipe, stdout=pipe, env=TOGETHER, text=True)
        assert self.head.stdout
        assert self.head.stdin
        self.address = self.head.stdout.readline().strip()

    def end(self) -> None:
        self.head.communicate(timeout=PATIENCE)

    def working(self) -> set[int]:
        """The processes of this cluster that are working a part out just now."""
        titles = {int(each.name): _read(each / "cmdline") for each in Path("/proc").iterdir() if each.name.isdecimal()}
        return {process for process, title in titles.items() if title.startswith(WORKING) and self.head.pid in _parents(process)}


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _parents(process: int) -> Iterator[int]:
    while process > 1:
        after_name = _read(Path(f"/proc/{process}/stat")).rpartition(b") ")[2].split()
        process = int(after_name[1]) if after_name else 0
        yield process


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    found = Cluster()
    yield found
    found.end()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight parts of the three kinds: those of CSV take longest."""
    folder = tmp_path_factory.mktemp("parts")
    table = people(ROWS)
    for part in range(PARTS):
        written(table, folder / f"{part}{('.csv', '.parquet', '.csv', '.arrow')[part % 4]}")
    return folder


@contextmanager
def running(folder: Path, out: Path, *more: str, code: str = TYPED) -> Iterator["subprocess.Popen[str]"]:
    words = ["allocate", "--scheme", ADULT, "--in", str(folder), "--out", str(out), *more]
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code, *words], stdout=pipe, stderr=pipe, env=TOGETHER, text=True) as process:
        yield process


def on_ray(cluster: Cluster) -> tuple[str, ...]:
    return "--engine", "ray", "--address", cluster.address


def kill_one_that_works(cluster: Cluster, process: "subprocess.Popen[str]") -> int:
    until = monotonic() + PATIENCE
    while monotonic() < until and process.poll() is None:
        for worker in cluster.working():
            os.kill(worker, signal.SIGKILL)
            return worker
        sleep(0.002)
    raise AssertionError(f"nobody was seen working: {process.communicate()}")


def test_two_workers_give_the_same_bytes_and_one_killed_in_mid_run_changes_nothing(cluster: Cluster, folder: Path, tmp_path: Path) -> None:
    with running(folder, tmp_path / "loop.parquet") as loop:
        assert loop.wait(PATIENCE) == 0
    seen: set[int] = set()
    with running(folder, tmp_path / "ray.parquet", *on_ray(cluster)) as process:
        killed = kill_one_that_works(cluster, process)
        while process.poll() is None:
            seen |= cluster.working()
            sleep(0.002)
        assert process.returncode == 0, process.communicate()
    assert len(seen - {killed}) >= 2, "the other one, and who came for the one that was killed"
    assert (tmp_path / "ray.parquet").read_bytes() == (tmp_path / "loop.parquet").read_bytes()


def test_without_a_second_try_the_killed_worker_is_missed_and_nothing_is_written(cluster: Cluster, folder: Path, tmp_path: Path) -> None:
    """The negative control: it was in mid-run that the worker was killed."""
    with running(folder, tmp_path / "out.parquet", *on_ray(cluster), code=ONCE) as process:
        kill_one_that_works(cluster, process)
        said = process.communicate(timeout=PATIENCE)[1]
        assert process.returncode == 2
    assert "every worker that had it was lost, 1 in all (WorkerCrashedError)" in said
    assert "Traceback" not in said
    assert not list(tmp_path.iterdir())


def test_faults_are_named_as_in_the_plain_loop(cluster: Cluster, tmp_path: Path) -> None:
    table = people(2_000)
    (tmp_path / "parts").mkdir()
    for part, wrong in enumerate([table, with_value(table, "home", 7, 9), with_value(table, "home__weeks", 1_999, 60), _without(table)]):
        written(wrong, tmp_path / "parts" / f"{part}.csv")
    said = []
    for more in ((), on_ray(cluster)):
        with running(tmp_path / "parts", tmp_path / "out.csv", *more) as process:
            said.append(process.communicate(timeout=PATIENCE)[1].splitlines())
            assert process.returncode == 2
    assert said[0] == said[1]
    assert [line.rpartition("/")[2].partition(":")[0] for line in said[0]] == ["3.csv", "1.csv", "2.csv"]
    assert [each.name for each in tmp_path.iterdir()] == ["parts"]


def _without(table: pa.Table) -> pa.Table:
    return table.drop_columns(["nights"])


def test_a_cluster_that_does_not_answer_is_one_sentence(folder: Path, tmp_path: Path) -> None:
    with running(folder, tmp_path / "out.csv", "--engine", "ray", "--address", "127.0.0.1:1") as process:
        said = process.communicate(timeout=PATIENCE)[1].splitlines()
    assert process.returncode == 2
    assert len(said) == 1
    assert said[0].startswith("Ray cannot be reached at 127.0.0.1:1: ")
    assert not list(tmp_path.iterdir())


def test_nothing_is_reported_to_anybody() -> None:
    asked = "import os; from commonpurse.allocation.population import by_ray; print(os.environ['RAY_USAGE_STATS_ENABLED'])"
    env = {**os.environ, "RAY_USAGE_STATS_ENABLED": "1"}
    assert subprocess.run([sys.executable, "-c", asked], env=env, capture_output=True, text=True, check=True).stdout.split() == ["0"]

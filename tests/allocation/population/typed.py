"""`commonpurse population ...`, as it is typed; and files of columns to give it."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.ipc
import pyarrow.parquet
from click.testing import CliRunner, Result

from commonpurse.allocation.commands.population import population_group
from commonpurse.allocation.population.allocating import Work
from commonpurse.allocation.population.making import Made
from commonpurse.allocation.sources import scheme_source

Rows = list[dict[str, Any]]

ADULT = "reference-adult"


def typed(*words: object) -> Result:
    return CliRunner().invoke(population_group, [str(word) for word in words])


def allocate(given: Path, out: Path, *more: object, scheme: object = ADULT) -> Result:
    return typed("allocate", "--scheme", scheme, "--in", given, "--out", out, *more)


def people(number: int, *, seed: int = 5) -> pa.Table:
    return pa.Table.from_batches(Made(Work(scheme_source(ADULT)), number, seed).blocks())


def written(table: pa.Table, file: Path, *, row_group: int | None = None) -> Path:
    if file.suffix == ".csv":
        pyarrow.csv.write_csv(table, file)
    elif file.suffix == ".parquet":
        pyarrow.parquet.write_table(table, file, row_group_size=row_group)
    else:
        with pyarrow.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
    return file


def read_back(file: Path) -> pa.Table:
    if file.suffix == ".csv":
        return pyarrow.csv.read_csv(file, convert_options=pyarrow.csv.ConvertOptions(strings_can_be_null=True))
    if file.suffix == ".parquet":
        return pyarrow.parquet.read_table(file)
    return pyarrow.ipc.open_file(pa.memory_map(str(file))).read_all()


def with_value(table: pa.Table, name: str, row: int, value: object) -> pa.Table:
    """Put one value into one place, as text: so that anything can stand there."""
    texts = [None if each is None else str(each).lower() for each in table.column(name).to_pylist()]
    texts[row] = None if value is None else str(value)
    return table.set_column(table.schema.names.index(name), name, pa.array(texts, pa.string()))

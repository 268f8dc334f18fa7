"""Memory for results: of the right length and kind, and large pages of the system for large columns."""

import numpy as np
import pytest

from commonpurse.formula.many.columns import LARGE_PAGE, OutputColumn


@pytest.mark.parametrize("rows", [524_288, 524_289, 700_001, 1_048_576])
def test_a_large_column_fills_large_pages_and_hardly_more(rows: int) -> None:
    values = OutputColumn("amount_pence", "pence").new(rows)
    assert (len(values), values.dtype) == (rows, np.dtype(np.int64))
    assert values.ctypes.data % LARGE_PAGE == 0
    behind = values.base.ctypes.data + values.base.nbytes - values.ctypes.data  # type: ignore[union-attr]
    assert -(-values.nbytes // LARGE_PAGE) * LARGE_PAGE <= behind <= values.nbytes + 2 * LARGE_PAGE


@pytest.mark.parametrize("rows", [0, 1, 524_287])
def test_a_small_column_has_memory_of_its_own(rows: int) -> None:
    values = OutputColumn("state", "state").new(rows)
    assert (len(values), values.dtype, values.base) == (rows, np.dtype(np.int8), None)

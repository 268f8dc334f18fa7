"""The limit: what a machine needs only to read the same columns and write the same results, with nothing worked out in between."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numba import carray, njit
from numpy.typing import NDArray

from commonpurse.formula.many.compiled import in_turns
from commonpurse.formula.many.kernel import _pointer

BLOCK = 2_048


def pass_over(inputs: Sequence[NDArray[Any]], outputs: Sequence[NDArray[Any]]) -> None:
    """Read every byte of input and write every byte of output, over all cores and in pieces as ours."""
    narrow = [values for values in outputs if values.itemsize == 1]
    wide = [values for values in outputs if values.itemsize == 8]
    addresses = [np.array([each.ctypes.data for each in some], np.int64) for some in (inputs, narrow, wide)]
    in_turns(partial(_pass_over, *addresses), len(inputs[0]), None)


def _compiled(function: Any) -> Any:
    return njit(cache=True, nogil=True)(function)


@_compiled
def _pass_over(inputs: Any, narrow: Any, wide: Any, start: int, stop: int) -> bool:
    together = np.empty(BLOCK, np.int8)
    for first in range(start, stop, BLOCK):
        rows = min(BLOCK, stop - first)
        together[:] = 0
        for address in inputs:
            _add(carray(_pointer(address + first), (rows,), np.int8), together)
        for address in narrow:
            _put(together, carray(_pointer(address + first), (rows,), np.int8))
        for address in wide:
            _put(together, carray(_pointer(address + 8 * first), (rows,), np.int64))
    return True


@_compiled
def _add(column: Any, together: Any) -> None:
    for i in range(len(column)):
        together[i] += column[i]


@_compiled
def _put(together: Any, column: Any) -> None:
    for i in range(len(column)):
        column[i] = together[i]

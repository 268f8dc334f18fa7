"""Many budgets at once: a scheme as columns, a million people in one call, to the same penny as `formula.allocate`.

Needs numpy, and takes numba where it is there (the `modelling` set). Nothing that serves a page imports this package.
"""

from .columns import NULL, STATES, Columns, InputColumn, OutputColumn, WrongColumns
from .compiled import Compiled, Engine, compile_scheme
from .row_faults import BadRows, RowFault, RowFaults

__all__ = [
    "NULL",
    "STATES",
    "BadRows",
    "Columns",
    "Compiled",
    "Engine",
    "InputColumn",
    "OutputColumn",
    "RowFault",
    "RowFaults",
    "WrongColumns",
    "compile_scheme",
]

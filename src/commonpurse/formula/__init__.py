"""The scheme language: read, check, compute and explain. Pure: no Django, no input or output."""

from .answers import Answer, Given, read_given
from .compute import allocate
from .faults import Fault, GivenFaults, SchemeFaults
from .parse import read_scheme
from .result import Line, Result
from .scheme import Scheme, points, written_points

__all__ = [
    "Answer",
    "Fault",
    "Given",
    "GivenFaults",
    "Line",
    "Result",
    "Scheme",
    "SchemeFaults",
    "allocate",
    "points",
    "read_given",
    "read_scheme",
    "written_points",
]

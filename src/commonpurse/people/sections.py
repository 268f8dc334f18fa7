"""The parts of a record that `people` keeps."""

from enum import StrEnum


class PeopleSection(StrEnum):
    IDENTITY = "identity"  # name, birth, NHS number, who is close
    NAME = "name"  # the bare row of who somebody is, for whoever helps them
    HELPS = "helps"  # that somebody helps them, and may say so on their own side
    CARING = "caring"  # the statements of somebody's carers about wanting and being able to

"""The part of a record that `documents` keeps."""

from enum import StrEnum


class DocumentSection(StrEnum):
    PAPERS = "papers"  # what was given or sent, as it was; each also asks for every part of the record that it shows

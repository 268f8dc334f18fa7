"""Common Purse: from something has to change to money a person controls."""

__version__ = "0.1.0"

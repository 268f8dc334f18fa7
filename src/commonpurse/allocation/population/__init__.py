"""Whole populations in files of columns: read, computed, written, compared.

Needs the `modelling` set. Nothing that serves a page imports this package.
"""

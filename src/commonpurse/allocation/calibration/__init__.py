"""From cases (answers, agreed cost) to a scheme: whole points, the questions that earn their place, and a curve for a chosen sufficiency.

Needs numpy, scipy and highspy (the `modelling` set). Nothing that serves a page imports this package.
"""

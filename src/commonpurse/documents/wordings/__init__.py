"""Facts put into words: one function for each document and each register of language. Pure.

Our own words hold no amount (`text.Words` refuses it): whatever is money comes through a `Figure`, which reads it from the facts.
"""

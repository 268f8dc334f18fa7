"""What a document says, typed and with a format number, before it is put into words. Pure.

A document is frozen as what `as_json` gives. Whoever reads it back keeps what it does not know (`more`), so that an older reader loses
nothing that a newer writer wrote.
"""

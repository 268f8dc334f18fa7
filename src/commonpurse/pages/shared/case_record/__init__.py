"""The copy for a council's or trust's own case record: assessment, figure and plan as plain text under headings.

It says what the pages say, from the same queries: no figure is worked out here. A part holds only what its reader may see.
"""

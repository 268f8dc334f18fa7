"""The documents about one journey, made from the same queries as the pages: facts here, words and drawings in `documents`."""

"""One tree of blocks drawn as plain text, as PDF, and (in the pages' own templates) as a page: the same pence in each."""

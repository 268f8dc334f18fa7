"""What is written to people: typed facts, their wording as a tree of blocks, its drawings as page, text and PDF; what was kept."""

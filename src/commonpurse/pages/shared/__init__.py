"""What several audiences see alike: why a figure is what it is, and what was agreed."""

"""Looking at a set."""

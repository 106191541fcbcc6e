"""A set in the files that a consumer loads: one module a consumer, and the machinery that they share."""

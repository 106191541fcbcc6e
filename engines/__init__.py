"""What can be drawn: one folder an engine."""

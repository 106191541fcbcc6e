"""The user's own table: read as it is, typed by what its cells say, and charted without changing a value or a name."""

"""What the user brings: tables, read as they are and typed by what their cells say."""

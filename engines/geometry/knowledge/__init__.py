"""What is known of a figure: what its drawing asserts, and what has been proved of it."""

"""The pass of a vision-language model over a set: it grades, filters and rewords, and never writes a truth."""

"""The commands, one file each; `cli.py` gathers them."""

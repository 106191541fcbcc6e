"""Plausible content: domain packs, names, periods, numbers a person would believe, titles."""

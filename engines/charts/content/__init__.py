"""Content: what charts are about - domain packs, names, periods, numbers a person would believe, titles."""

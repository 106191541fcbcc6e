"""Words without their endings, to compare what two texts speak of."""

from __future__ import annotations

from functools import lru_cache

_IRREGULAR = {"criteria": "criterion", "axes": "axis", "halves": "half", "people": "person"}


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A word without its endings, coarsely: years -> year, recorded -> record, cities -> city."""
    w = _IRREGULAR.get(word.lower(), word.lower().removesuffix("'s"))
    for ending, by, least in (
        ("ies", "y", 5),
        ("sses", "ss", 6),
        ("ches", "ch", 6),
        ("shes", "sh", 6),
        ("xes", "x", 5),
        ("oes", "o", 4),
    ):
        if w.endswith(ending) and len(w) >= least:
            return w[: -len(ending)] + by
    if w.endswith("s") and len(w) > 3 and not w.endswith(("ss", "us", "is")):
        return w[:-1]
    return w

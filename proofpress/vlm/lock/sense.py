"""Small words that change what is asked: or for and, some for all, might for is, from ... to for and."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .stems import stem
from .tokens import Content, Refusal
from .words import LockWords


def sense_kept(old: Content, new: Content, words: LockWords) -> Iterator[Refusal]:
    """Each sign of the language's table that comes, or goes where it may not."""
    shared = old.concepts.keys() & new.concepts.keys()
    for sign, was, now in zip(words.signs, old.signs, new.signs, strict=True):
        if (now - was or (sign.stays and was - now)) and (not sign.unless & shared or sign.despite & shared):
            if sign.given is not None and sign.given.search(old.masked):
                continue
            yield Refusal("sense", f"{sign.name}: {' '.join(sorted(now ^ was))}"[:60])


def roles_kept(old: Content, new: Content, words: LockWords) -> Iterator[Refusal]:
    """ "The price of the one with the highest weight" is not "the weight of the one with the highest price"."""
    chosen, asked = _roles(old, words)
    now_chosen, now_asked = _roles(new, words)
    items = {stem(w) for s in (old, new) for m in words.items.finditer(s.masked) for w in re.findall(r"[a-z]+", m[0])}
    into, out = (chosen & now_asked) - items, (asked & now_chosen) - items
    if into and out:
        yield Refusal("order", f"{min(into)} and {min(out)} have changed places")


def _roles(said: Content, words: LockWords) -> tuple[frozenset[str], frozenset[str]]:
    """Words that are only beside a highest or lowest, and words that are only elsewhere."""
    beside: set[str] = set()
    elsewhere: set[str] = set()
    for part in words.clauses.split(said.plain):
        kept = {stem(w) for w in re.findall(r"[a-z][\w-]+", words.extremes.sub(" ", part))} & (set(said.words) | _MEASURES)
        (beside if words.extremes.search(part) else elsewhere).update(kept)
    return frozenset(beside - elsewhere), frozenset(elsewhere - beside)


# concepts that say which measure is meant
_MEASURES = frozenset(["median", "mean", "average", "total", "sum", "area", "perimeter", "number"])


def premises_first(text: str, words: LockWords) -> str:
    """ "How long is AB, given that ...?" as "...: how long is AB?"; the text itself where no premise follows."""
    m = words.premises.match(text)
    return f"{m['premise'][:1].upper()}{m['premise'][1:]}. {m['question']}{m['end']}" if m else text

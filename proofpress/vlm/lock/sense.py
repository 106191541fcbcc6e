"""Small words that change what is asked: or for and, some for all, might for is, from ... to for and."""

from __future__ import annotations

from collections.abc import Iterator

from .tokens import Refusal, Said
from .words import Sign, Words


def sense_kept(old: Said, new: Said, words: Words) -> Iterator[Refusal]:
    """Each sign of the language's table that comes, or goes where it may not."""
    before, after = (words.idioms.sub(" . ", s.masked) for s in (old, new))
    shared = old.concepts.keys() & new.concepts.keys()
    for sign in words.signs:
        was, now = _found(sign, before), _found(sign, after)
        if (now - was or (sign.stays and was - now)) and not sign.unless & shared:
            if sign.given is not None and sign.given.search(before):
                continue
            yield Refusal("sense", f"{sign.name}: {' '.join(sorted(now ^ was))}"[:60])


def _found(sign: Sign, text: str) -> frozenset[str]:
    return frozenset(" ".join(m[0].split()) if not sign.stays else sign.name for m in sign.pattern.finditer(text))


def premises_first(text: str, words: Words) -> str:
    """ "How long is AB, given that ...?" as "...: how long is AB?"; the text itself where no premise follows."""
    m = words.premises.match(text)
    return f"{m['premise'][:1].upper()}{m['premise'][1:]}. {m['question']}{m['end']}" if m else text

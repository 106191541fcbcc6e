"""What else an answer of this engine may be called: BA for AB, ∠CBA for ∠ABC, "an obtuse triangle" for "obtuse".

The orders of the letters are the engine's; the words are the language's (`also` in forms.yaml).
"""

from __future__ import annotations

import re
from itertools import permutations

from proofpress.ask.wording import Wording, fill


def aliases(text: str, words: Wording) -> tuple[str, ...]:
    """Other names of what `text` names, a name in letters or a value of a step; () where it has none."""
    if re.fullmatch(r"[A-Z]{2}", text):
        return (text[::-1], *_also("segment", text, words))
    if re.fullmatch(r"∠[A-Z]{3}", text):
        letters = text[1:]
        return (f"∠{letters[::-1]}", letters, letters[::-1], *_also("angle", letters, words))
    if re.fullmatch(r"△[A-Z]{3}", text):
        orders = ["".join(p) for p in permutations(text[1:])]
        return (*(f"△{o}" for o in orders[1:]), *orders, *_also("triangle", orders[0], words))
    return _also(text, text, words)


def _also(key: str, name: str, words: Wording) -> tuple[str, ...]:
    return tuple(fill(text, {"name": name}, words.language) for text in words.variants("forms", "also", key))

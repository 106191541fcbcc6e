"""Formulas: equal where their normal forms are, so that what looks the same is the same and 2^2, 2_2 and 22 are three."""

from __future__ import annotations

import re

from ...model import Answer, Value
from ..edit_distance import edit_distance
from ..latex_tokens import latex_tokens, normal_latex
from .base import Kind, Scale, register
from .code import fenced

_DISPLAYED = re.compile(
    r"\$\$([^$]+)\$\$|\\\[((?:[^\\]|\\(?!\]))+)\\\]|(?<![\\$])\$([^$\n]+)\$(?!\$)|\\\(((?:[^\\]|\\(?!\)))+)\\\)"
)


class Latex(Kind):
    """`score` is 1 - edit distance / the longer length, in tokens; a reward counts only what is right."""

    name = "latex"
    forms = ("markup",)
    outputs = ("latex",)
    suffix = "latex"
    aspect = "write"

    def equal(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> bool:
        return normal_latex(str(given)) == normal_latex(str(answer.value))

    def score(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> float:
        if self.equal(answer, given):
            return 1.0
        one, two = ([t for t in latex_tokens(str(v)) if not t.isspace()] for v in (given, answer.value))
        return min(1 - edit_distance(one, two) / max(len(one), len(two), 1), 0.999)

    def whole(self, answer: Answer) -> bool:
        return True

    def find(self, text: str) -> str | None:
        """What a fence holds, else the one formula that is set off from the words around it."""
        if (inside := fenced(text)) is not None:
            return inside
        found = [next(g for g in m.groups() if g is not None) for m in _DISPLAYED.finditer(text)]
        return found[0] if len(found) == 1 else None


register(Latex())

"""Program text: equal line by line; only what no reader sees (the common indent, spaces at a line's end) does not count."""

from __future__ import annotations

import re
from textwrap import dedent

from ...model import Answer, Value
from ..edit_distance import similarity
from .base import Kind, Scale, register

_FENCES = re.compile(r"^(`{3,}|~{3,})[^\n`]*\n(.*?)^\1[ \t]*$", re.DOTALL | re.MULTILINE)


def fenced(text: str) -> str | None:
    """What the last fence of a text holds; None where it has none."""
    found = [m[2] for m in _FENCES.finditer(text)]
    return found[-1] if found else None


class Code(Kind):
    """`score` is the edit similarity of the lines' characters; a reward counts only what is right."""

    name = "code"
    forms = ("markup",)
    outputs = ("code",)
    suffix = "code"
    aspect = "write"

    def equal(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> bool:
        return code_lines(str(given)) == code_lines(str(answer.value))

    def score(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> float:
        return similarity("\n".join(code_lines(str(given))), "\n".join(code_lines(str(answer.value))))

    def whole(self, answer: Answer) -> bool:
        return True

    def find(self, text: str) -> str | None:
        return fenced(text)


def code_lines(text: str) -> list[str]:
    """The lines without their common indent, spaces at their ends, and empty lines around them; of a fence, what it holds."""
    inside = fenced(text) if text.lstrip().startswith(("```", "~~~")) else None
    lines = dedent("\n".join(line.rstrip() for line in (text if inside is None else inside).splitlines())).split("\n")
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return lines


register(Code())

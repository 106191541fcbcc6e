"""A page as Markdown: equal in normal form, graded by edit distance."""

from __future__ import annotations

from ...model import Answer, Value
from ..edit_distance import similarity
from ..markdown import normal_markdown
from .base import Kind, Scale, register
from .code import fenced


class Markdown(Kind):
    """`score` is 1 - edit distance / the longer length, in normal form, as pages are graded (OmniDocBench, olmOCR)."""

    name = "markdown"
    forms = ("markup",)
    outputs = ("markdown",)
    graded = True
    suffix = "markdown"
    aspect = "write"

    def equal(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> bool:
        return normal_markdown(_page(str(given))) == normal_markdown(str(answer.value))

    def score(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> float:
        return similarity(normal_markdown(_page(str(given))), normal_markdown(str(answer.value)))

    def whole(self, answer: Answer) -> bool:
        return True

    def find(self, text: str) -> str | None:
        page = _page(text)
        return page if page is not text else None


def _page(text: str) -> str:
    """The page itself where a fence holds all of it (```markdown); a page may well hold fences of its own."""
    stripped = text.strip()
    head = stripped.split("\n", 1)[0].strip("`~ ").lower()
    if head in ("markdown", "md") and stripped.startswith(("```", "~~~")) and stripped.endswith(stripped[:3]):
        return stripped.split("\n", 1)[1].rsplit("\n", 1)[0] if stripped.count("\n") > 1 else ""
    if stripped.startswith("```\n") and stripped.endswith("\n```") and stripped.count("```") == 2:
        return fenced(stripped) or text
    return text


register(Markdown())

"""HTML: tables above all, by their structure (rows, cells, spans) and the text of each cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ...model import Answer, Value
from ..edit_distance import MOST_WORK, Tree, edit_distance, tree_distance, tree_size, tree_work
from ..html_tree import html_tree
from .base import Kind, Scale, register
from .code import fenced

_TABLES = re.compile(r"<table\b", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:!doctype|html|body|table|div|section|article|h[1-6]|p|ul|ol|pre)\b", re.IGNORECASE)


class Html(Kind):
    """Equal where the normal forms are: tags for style, attributes but spans, case of tags and white space do not count, and a
    header cell is a cell.

    `score` is TEDS (Zhong et al. 2020), 1 - tree edit distance / nodes of the larger tree, where replacing a node of the same
    tag costs the edit distance of its text by the longer text.  Parts that stand alike at the beginning and the end are taken
    as matched, which can only lower it.  Trees too large for that get the share of nodes at the same place, which is lower
    still: so the time is bounded.
    """

    name = "html"
    forms = ("markup",)
    outputs = ("html",)
    graded = True
    suffix = "html"
    aspect = "write"

    def equal(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> bool:
        return html_tree(str(given)) == html_tree(str(answer.value))

    def score(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> float:
        return teds(html_tree(str(given)), html_tree(str(answer.value)))

    def whole(self, answer: Answer) -> bool:
        return True

    def find(self, text: str) -> str | None:
        """What a fence holds, else from the first table, or piece of markup, to the last tag."""
        if (inside := fenced(text)) is not None:
            return inside
        start, end = _TABLES.search(text) or _MARKUP.search(text), text.rfind(">")
        return text[start.start() : end + 1] if start and start.start() < end else None


def teds(a: Tree, b: Tree) -> float:
    """1 for equal trees, else below 1, by the edits that make one of the other."""
    if a == b:
        return 1.0
    # the root is no node of the page
    larger = max(tree_size(a), tree_size(b)) - 1
    one, two = _without_ends(a, b)
    if tree_work(one) * tree_work(two) > MOST_WORK:
        same = (Counter(_placed(a)) & Counter(_placed(b))).total()
        return min(same / max(larger, 1), 0.999)
    return min(max(0.0, 1 - tree_distance(one, two, _Replacing()) / max(larger, 1)), 0.999)


def _without_ends(a: Tree, b: Tree) -> tuple[Tree, Tree]:
    """The two without the children that are alike at the beginning and at the end, down to where they differ."""
    one, two = list(a.children), list(b.children)
    while one and two and one[0] == two[0]:
        del one[0], two[0]
    while one and two and one[-1] == two[-1]:
        del one[-1], two[-1]
    if len(one) == len(two) == 1 and one[0].label == two[0].label and one[0].text == two[0].text:
        one[0], two[0] = _without_ends(one[0], two[0])
    return Tree(a.label, a.text, tuple(one)), Tree(b.label, b.text, tuple(two))


class _Replacing:
    """What replacing one node by another costs.  Texts are compared once; when there were too many, by equality alone."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], float] = {}
        self.left = 3_000_000  # characters of one text times digits of the other's bit vector

    def __call__(self, a: Tree, b: Tree) -> float:
        if a.label != b.label:
            return 1.0
        if a.text == b.text:
            return 0.0
        pair = (a.text, b.text)
        if pair not in self.known:
            longer, shorter = max(map(len, pair)), min(map(len, pair))
            self.left -= longer * (20 + shorter // 60)
            self.known[pair] = edit_distance(*pair) / longer if shorter and self.left > 0 else 1.0
        return self.known[pair]


def _placed(tree: Tree) -> Iterator[tuple[Any, ...]]:
    """Every node under the root with its way from there."""
    stack: list[tuple[Tree, tuple[int, ...]]] = [(tree, ())]
    while stack:
        node, way = stack.pop()
        if way:
            yield way, node.label, node.text
        stack += [(child, (*way, i)) for i, child in enumerate(node.children)]


register(Html())

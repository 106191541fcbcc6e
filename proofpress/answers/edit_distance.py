"""Edit distances: of sequences (Levenshtein) and of ordered trees (Zhang and Shasha 1989), both bounded in time."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

LONGEST_COMPARED = 10_000  # items: longer texts are compared line by line
MOST_WORK = 2_000_000  # steps of the tree distance; beyond it the callers use something plainer


def edit_distance(a: Sequence[Hashable], b: Sequence[Hashable]) -> int:
    """The fewest insertions, deletions and replacements of items that make b of a.

    Myers' bit vectors as Hyyrö (2003) has them: a column of the table is one whole number, so 10,000 by 10,000 take 0.1 s.
    """
    if len(a) < len(b):
        a, b = b, a
    if not b:
        return len(a)
    where: dict[Hashable, int] = {}
    for i, item in enumerate(b):
        where[item] = where.get(item, 0) | 1 << i
    mask, last = (1 << len(b)) - 1, 1 << (len(b) - 1)
    plus, minus, distance = mask, 0, len(b)
    for item in a:
        match = where.get(item, 0)
        across = (((match & plus) + plus) ^ plus) | match | minus
        rises = minus | ~(across | plus) & mask
        falls = plus & across
        if rises & last:
            distance += 1
        elif falls & last:
            distance -= 1
        rises = rises << 1 | 1
        plus = (falls << 1 | ~(across | rises)) & mask
        minus = rises & across & mask
    return distance


def similarity(a: str, b: str) -> float:
    """1 - edit distance / the longer length; 1 only for equal texts.  Of very long texts lines are compared, not characters."""
    if a == b:
        return 1.0
    one: Sequence[Hashable] = a
    two: Sequence[Hashable] = b
    if max(len(a), len(b)) > LONGEST_COMPARED:
        one, two = a.splitlines()[:LONGEST_COMPARED], b.splitlines()[:LONGEST_COMPARED]
    longer = max(len(one), len(two), 1)
    return min(max(0.0, 1 - edit_distance(one, two) / longer), 0.999)


@dataclass(frozen=True)
class Tree:
    """An ordered tree: what a node is (`label`), the text it holds, its children."""

    label: Hashable
    text: str = ""
    children: tuple[Tree, ...] = ()


def tree_size(tree: Tree) -> int:
    """The number of nodes."""
    count, stack = 0, [tree]
    while stack:
        node = stack.pop()
        count += 1
        stack += node.children
    return count


def tree_work(tree: Tree) -> int:
    """The sum of the sizes of the subtrees that `tree_distance` compares: the work for two trees is the product of theirs."""
    nodes, left, roots = _postorder(tree)
    return sum(i - left[i] + 1 for i in roots) if nodes else 0


def tree_distance(a: Tree, b: Tree, replaced: Callable[[Tree, Tree], float]) -> float:
    """The least cost of deletions, insertions (1 each) and replacements (`replaced`) of nodes that make b of a."""
    (one, left1, roots1), (two, left2, roots2) = _postorder(a), _postorder(b)
    found = [[0.0] * len(two) for _ in one]
    for i in roots1:
        for j in roots2:
            _forests(i, j, one, two, left1, left2, found, replaced)
    return found[-1][-1]


def _forests(
    i: int,
    j: int,
    one: list[Tree],
    two: list[Tree],
    left1: list[int],
    left2: list[int],
    found: list[list[float]],
    replaced: Callable[[Tree, Tree], float],
) -> None:
    """Fill in the distances of the subtrees that end in i and j and begin where those two do."""
    start1, start2 = left1[i], left2[j]
    above = [float(n) for n in range(j - start2 + 2)]
    rows = [above]
    for x in range(start1, i + 1):
        row = [rows[-1][0] + 1]
        for y in range(start2, j + 1):
            n = y - start2
            least = min(rows[-1][n + 1], row[n]) + 1
            if left1[x] == start1 and left2[y] == start2:
                found[x][y] = cost = min(least, rows[-1][n] + replaced(one[x], two[y]))
            else:
                cost = min(least, rows[left1[x] - start1][left2[y] - start2] + found[x][y])
            row.append(cost)
        rows.append(row)


def _postorder(tree: Tree) -> tuple[list[Tree], list[int], list[int]]:
    """The nodes, children first; of each the first node of its subtree; and those that have a left sibling, with the root."""
    nodes: list[Tree] = []
    left: list[int] = []
    stack: list[tuple[Tree, int]] = [(tree, -1)]
    while stack:
        node, start = stack.pop()
        if start >= 0:
            nodes.append(node)
            left.append(start)
        else:
            stack.append((node, len(nodes)))
            # the subtree begins with the node that is put down next
            stack += [(child, -1) for child in reversed(node.children)]
    return nodes, left, sorted({start: i for i, start in enumerate(left)}.values())

"""The drawn straight lines of a figure, asked for by their points."""

from __future__ import annotations

from collections.abc import Sequence

Segment = tuple[str, str]
CornerKey = tuple[str, str, str]  # vertex, then the next point on either ray, sorted


class Strokes:
    """The drawn straight lines of a spec, asked for by their points."""

    def __init__(self, lines: Sequence[Sequence[str]]):
        self.lines = [tuple(line) for line in lines]
        self._at: dict[tuple[str, str], tuple[int, int, int]] = {}
        for n, line in enumerate(self.lines):
            for i, a in enumerate(line):
                for j, b in enumerate(line):
                    if i != j:
                        self._at[a, b] = (n, i, j)

    def line(self, a: str, b: str) -> int | None:
        """The number of the drawn line through both points."""
        found = self._at.get((a, b))
        return None if found is None else found[0]

    def between(self, a: str, b: str) -> tuple[str, ...] | None:
        """The points strictly between a and b on their drawn line; None where no line joins them."""
        found = self._at.get((a, b))
        if found is None:
            return None
        n, i, j = found
        return self.lines[n][min(i, j) + 1 : max(i, j)]

    def ray(self, v: str, p: str) -> Segment | None:
        """The next and the last point on the drawn ray from v toward p."""
        found = self._at.get((v, p))
        if found is None:
            return None
        n, i, j = found
        line = self.lines[n]
        return (line[i + 1], line[-1]) if j > i else (line[i - 1], line[0])

    def corner(self, a: str, v: str, c: str) -> tuple[CornerKey, Segment] | None:
        """The corner's key and the far ends of its rays in the key's order; None where a side is not drawn."""
        one, two = self.ray(v, a), self.ray(v, c)
        if one is None or two is None:
            return None
        (n1, f1), (n2, f2) = sorted([one, two])
        return (v, n1, n2), (f1, f2)

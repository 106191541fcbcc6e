"""How large a chart is at each difficulty, and what it prints: from three bars to crowded yet readable."""

from __future__ import annotations

from dataclasses import dataclass

from proofpress.seeds import Rng

# kind: for difficulty 1..5, (fewest labels, most labels, fewest series, most series)
Size = tuple[int, int, int, int]
SIZES: dict[str, tuple[Size, Size, Size, Size, Size]] = {
    "bar": ((3, 5, 1, 1), (4, 6, 1, 1), (5, 8, 1, 1), (7, 11, 1, 1), (10, 16, 1, 1)),
    "bar_horizontal": ((3, 5, 1, 1), (4, 7, 1, 1), (6, 9, 1, 1), (8, 12, 1, 1), (11, 16, 1, 1)),
    "bar_grouped": ((2, 4, 2, 2), (3, 5, 2, 2), (3, 6, 2, 3), (4, 6, 3, 4), (5, 8, 3, 5)),
    "bar_stacked": ((3, 4, 2, 2), (3, 5, 2, 3), (4, 7, 3, 4), (5, 9, 3, 5), (7, 12, 4, 6)),
    "bar_percent": ((2, 4, 2, 3), (3, 5, 2, 4), (4, 6, 3, 4), (4, 8, 3, 5), (6, 10, 4, 6)),
    "line": ((4, 6, 1, 1), (5, 8, 1, 1), (7, 12, 1, 1), (10, 16, 1, 1), (14, 24, 1, 1)),
    "line_multi": ((4, 5, 2, 2), (4, 7, 2, 2), (6, 10, 2, 3), (7, 12, 3, 4), (10, 16, 4, 6)),
    "area": ((4, 6, 1, 1), (5, 8, 1, 1), (7, 12, 1, 1), (10, 16, 1, 1), (14, 24, 1, 1)),
    "area_stacked": ((4, 5, 2, 2), (4, 7, 2, 3), (6, 10, 3, 3), (7, 12, 3, 4), (10, 16, 4, 5)),
    "scatter": ((8, 12, 1, 1), (11, 17, 1, 2), (16, 26, 2, 2), (24, 38, 2, 3), (36, 56, 3, 4)),
    "bubble": ((4, 5, 1, 1), (5, 7, 1, 1), (6, 9, 1, 2), (8, 12, 2, 3), (11, 15, 2, 4)),
    "pie": ((3, 3, 1, 1), (3, 4, 1, 1), (4, 5, 1, 1), (5, 6, 1, 1), (6, 7, 1, 1)),
    "donut": ((3, 3, 1, 1), (3, 4, 1, 1), (4, 5, 1, 1), (5, 6, 1, 1), (6, 7, 1, 1)),
    "histogram": ((4, 6, 1, 1), (5, 8, 1, 1), (7, 10, 1, 1), (9, 13, 1, 1), (12, 18, 1, 1)),
    "box": ((2, 3, 1, 1), (3, 4, 1, 1), (3, 5, 1, 1), (5, 7, 1, 1), (7, 10, 1, 1)),
    "heatmap": ((3, 4, 2, 3), (4, 5, 3, 4), (5, 7, 3, 5), (6, 9, 4, 6), (7, 12, 5, 8)),
    "radar": ((4, 5, 1, 2), (5, 6, 2, 2), (5, 7, 2, 3), (6, 8, 2, 3), (7, 9, 3, 4)),
    "combo": ((4, 5, 2, 2), (4, 6, 2, 2), (5, 8, 2, 2), (7, 12, 2, 2), (10, 14, 2, 2)),
}
PRINTED = (0.75, 0.6, 0.45, 0.3, 0.2)  # how often values are printed, by difficulty
MISSING = 0.06  # how often the data have a gap
WITHHELD = 0.2  # how often a value that exists is not shown


@dataclass(frozen=True)
class Brief:
    """What a planner is asked for. sort: "" or "descending"."""

    kind: str
    difficulty: int
    sort: str = ""

    @property
    def size(self) -> Size:
        return SIZES[self.kind][min(max(self.difficulty, 1), 5) - 1]


def prints(kind: str, difficulty: int, marks: int, series: int, longest: int, rng: Rng) -> str:
    """ "all" or "none". longest: characters of the longest printed value."""
    chance = PRINTED[difficulty - 1]
    if kind in ("pie", "donut"):
        chance = max(chance, 0.7)
    if kind == "heatmap":
        chance = 0.8 if longest <= 5 else 0.0
    room = {"bar": 12, "bar_horizontal": 16, "bar_grouped": 12, "line": 10, "area": 8, "line_multi": 12, "radar": 7, "combo": 9}
    if kind in room and marks * max(longest, 3) > room[kind] * 4:
        return "none"
    if kind in ("bar_stacked", "area_stacked", "bar_percent") and (longest > 5 or marks // series > 8):
        return "none"
    if kind in ("line_multi", "radar") and series > 2:
        return "none"
    return "all" if rng.random() < chance else "none"

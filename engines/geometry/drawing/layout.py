"""Where the words go: every label gets a place that touches nothing and can be meant for one thing only.

Each label brings candidate boxes with costs; those that touch ink, stand nearer to something else than to what they name, or
are cut off from it by a stroke fall away.  Then the label with the fewest places left chooses first; a dead end starts over
with the stuck label in front.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from proofpress.draw.vector import Run

from .clash import Floats, Mask, crosses, overlap, reach, to_segments
from .corners import Sector
from .frame import Frame
from .marks import Sign
from .place import XY, Board, Mark, Unplaced
from .segments import Dimension
from .strokes import Strokes

TOUCH, COMFORT = 3.0, 8.0  # px between a label and ink: the least, and what looks at ease
EDGE = 14.0  # px that a label likes to keep from the edge of the paper
APART = 4.0  # px between labels
RESTARTS, MOST_PLACES = 8, 44

_TURNS = np.radians(np.arange(0, 360, 15.0))


@dataclass(frozen=True)
class Wanted:
    """A label and its candidate places: (n, 5) boxes and n costs."""

    key: tuple[str, str]  # role and name
    run: Run
    boxes: Floats
    costs: Floats
    says: tuple[int, ...] = ()  # the givens that it states


@dataclass(frozen=True)
class Set:
    """A label in place: the middle of its ink, px, and its turn in degrees."""

    key: tuple[str, str]
    run: Run
    x: float
    y: float
    angle: float
    says: tuple[int, ...] = ()

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The upright hull of its ink, px."""
        c, s = abs(math.cos(math.radians(self.angle))), abs(math.sin(math.radians(self.angle)))
        w, h = self.run.width / 2, self.run.height / 2
        dx, dy = w * c + h * s, w * s + h * c
        return self.x - dx, self.y - dy, self.x + dx, self.y + dy


@dataclass(frozen=True)
class Layout:
    """A finished layout: everything that ink will show, in pixels."""

    frame: Frame
    strokes: Strokes
    dots: Mapping[str, float]  # radii, 0 for no dot
    marks: tuple[Mark, ...]
    sectors: tuple[Sector, ...]
    labels: tuple[Set, ...]
    notes: tuple[Set, ...]


def point_label(board: Board, name: str, run: Run, dot: float) -> Wanted:
    """Around the point, in the widest corner between the strokes that meet there, rather outward."""
    x, y = board.frame.at[name]
    w, h = run.width / 2, run.height / 2
    ux, uy = np.cos(_TURNS), np.sin(_TURNS)
    strokes = _directions(board, name)
    cx, cy = board.frame.centre
    ox, oy = x - cx, y - cy
    norm = math.hypot(ox, oy) or 1.0
    outward = (1 - (ux * ox + uy * oy) / norm) * 5.0 * min(1.0, norm / 80)
    gaps = max(dot, 3.2) + np.array([[4.0], [7.0], [11.0], [16.0], [22.0]])
    # the box's nearest point lies a gap away from the point
    d = _clear_of_disc(w, h, np.abs(ux), np.abs(uy), gaps)
    cost = outward + 1.6 * (gaps - gaps[0])
    if len(strokes):
        off = np.abs((_TURNS[:, None] - strokes[None, :] + math.pi) % (2 * math.pi) - math.pi).min(axis=1)
        cost = cost + 26.0 * np.clip((math.radians(75) - off) / math.radians(75), 0, 1)
    else:
        cost = cost + 8.0 * uy**8  # a lone dot right below or above its name reads as a part of it
    boxes = _upright((x + d * ux).ravel(), (y + d * uy).ravel(), w, h)
    return Wanted(("point-label", name), run, *_only(boxes, cost.ravel(), _names(board, name, boxes)))


def _upright(x: Floats, y: Floats, w: float, h: float) -> Floats:
    boxes = np.zeros((len(x), 5))
    boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3] = x, y, w, h
    return boxes


def _clear_of_disc(w: float, h: float, ux: Floats, uy: Floats, gap: Floats) -> Floats:
    """How far along (ux, uy), both >= 0, the middle of a box must be for the box to keep `gap` from the origin."""
    beside, above = (w + gap) / np.maximum(ux, 1e-9), (h + gap) / np.maximum(uy, 1e-9)
    along = w * ux + h * uy
    corner = along + np.sqrt(np.maximum(along**2 - (w * w + h * h - gap**2), 0))
    return np.asarray(np.where(beside * uy <= h, beside, np.where(above * ux <= w, above, corner)))


def _directions(board: Board, name: str) -> Floats:
    """The directions, radians, of all strokes that leave the point, circles by their tangents."""
    at, out = board.frame.at, []
    x, y = at[name]
    for line in board.strokes.lines:
        if name in line:
            for end in (line[0], line[-1]):
                if end != name:
                    out.append(math.atan2(at[end][1] - y, at[end][0] - x))
    for _, cx, cy, r in board.frame.circles:
        if abs(math.dist((x, y), (cx, cy)) - r) < 1.0:
            a = math.atan2(y - cy, x - cx)
            out += [a + math.pi / 2, a - math.pi / 2]
    return np.array(out)


def _names(board: Board, name: str, boxes: Floats) -> Mask:
    """Which boxes are clearly nearer to this point than to others, with no stroke between."""
    at = board.frame.at
    others = np.array([p for n, p in at.items() if n != name]).reshape(-1, 2)
    away = np.array([n for n, line in enumerate(board.strokes.lines) if name not in line], int)
    ok = np.ones(len(boxes), bool)
    if len(others):
        ok &= reach(boxes, others)[0].min(axis=1) > 1.5 * reach(boxes, np.array([at[name]]))[0][:, 0] + 3
    if len(away):
        ok &= ~crosses(at[name], boxes[:, :2], board.lines[away]).any(axis=1)
    return ok


def length_label(board: Board, sign: Sign, run: Run, along: bool) -> Wanted:
    """Beside the middle of exactly this segment."""
    a, b = sign.a, sign.b
    p, q = board.frame.at[a], board.frame.at[b]
    mine = board.strokes.line(a, b)
    others = np.array([[*board.frame.at[s], *board.frame.at[e]] for s, e in _pieces(board) if board.strokes.line(s, e) != mine])
    boxes, costs = _beside(p, q, run, along, board.half, board.frame.centre)
    rim = _rim(boxes)
    own = to_segments(rim, np.array([[*p, *q]])).reshape(-1, 8).min(axis=1)
    else_ = np.full(len(boxes), 1e9)
    if len(others):
        else_ = np.minimum(else_, to_segments(rim, others).min(axis=1).reshape(-1, 8).min(axis=1))
    for _, x, y, r in board.frame.circles:
        off = np.abs(np.hypot(rim[:, 0] - x, rim[:, 1] - y) - r).reshape(-1, 8).min(axis=1)
        else_ = np.minimum(else_, 1.5 * off)
    if len(others):
        # people judge by the middle of a wide text
        centres = to_segments(boxes[:, :2], np.array([[*p, *q], *others.tolist()]))
        else_ = np.where(centres[:, 1:].min(axis=1) > 1.5 * centres[:, 0], else_, -1.0)
    # between two names on a short segment a number would read as a part of them
    (ux, uy), room = ((q[0] - p[0]) / math.dist(p, q), (q[1] - p[1]) / math.dist(p, q)), math.dist(p, q)
    extent = np.where(boxes[:, 4] != 0, 2 * boxes[:, 2], 2 * (abs(ux) * boxes[:, 2] + abs(uy) * boxes[:, 3]))
    else_ = np.where(room > extent + 1.6 * run.height + 8, else_, -1.0)
    # clearly nearer to its own segment than to any other line
    costs = costs + 2.0 * np.clip(2.2 * own + 6 - else_, 0, 12) + 0.15 * np.clip(40 - else_, 0, 40)
    return Wanted(("length-label", a + b), run, *_only(boxes, costs, else_ > 1.2 * own + 2), tuple(sign.says))


def _rim(boxes: Floats) -> Floats:
    """The corners and the middles of the sides of (n, 5) boxes: (8 n, 2)."""
    c, s = np.cos(boxes[:, 4:5]), np.sin(boxes[:, 4:5])
    u = boxes[:, 2:3] * np.array([[-1.0, 0, 1, 1, 1, 0, -1, -1]])
    w = boxes[:, 3:4] * np.array([[-1.0, -1, -1, 0, 1, 1, 1, 0]])
    return np.stack([boxes[:, 0:1] + u * c - w * s, boxes[:, 1:2] + u * s + w * c], axis=2).reshape(-1, 2)


def span_label(board: Board, d: Dimension, run: Run, along: bool) -> Wanted:
    """On the outer side of a dimension line (or the inner one)."""
    toward = (d.start[0] - 1e4 * d.normal[0], d.start[1] - 1e4 * d.normal[1])
    boxes, costs = _beside(d.start, d.end, run, along, 0.8, toward)
    near = to_segments(boxes[:, :2], np.array([[*d.start, *d.end]]))[:, 0]
    ok = near < 0.8 * to_segments(boxes[:, :2], board.lines).min(axis=1)
    return Wanted(("length-label", d.sign.a + d.sign.b), run, *_only(boxes, costs, ok), tuple(d.sign.says))


def _pieces(board: Board) -> list[tuple[str, str]]:
    return [piece for line in board.strokes.lines for piece in pairwise(line)]


def _beside(p: XY, q: XY, run: Run, along: bool, half: float, inner: XY) -> tuple[Floats, Floats]:
    length = math.dist(p, q)
    ux, uy = (q[0] - p[0]) / length, (q[1] - p[1]) / length
    w, h = run.width / 2, run.height / 2
    slope = math.atan2(uy, ux)
    slope = (slope + math.pi / 2) % math.pi - math.pi / 2  # readable from below or from the right
    rows, costs = [], []
    for turned in (True, False) if along else (False,):
        depth = h if turned else abs(uy) * w + abs(ux) * h
        for t in (0.5, 0.45, 0.55, 0.4, 0.6, 0.34, 0.66, 0.29, 0.71):
            mx, my = p[0] + t * length * ux, p[1] + t * length * uy
            for side in (1.0, -1.0):
                nx, ny = -uy * side, ux * side
                inward = (inner[0] - mx) * nx + (inner[1] - my) * ny > 0
                for gap in (4.0, 7.0, 11.0, 14.0):
                    d = depth + half + gap
                    rows.append((mx + d * nx, my + d * ny, w, h, slope if turned else 0.0))
                    costs.append(80 * abs(t - 0.5) + 0.8 * (gap - 4) + 3 * inward + 14 * (along and not turned))
    return np.array(rows), np.array(costs)


def angle_label(board: Board, s: Sector, sectors: Sequence[Sector], run: Run) -> Wanted:
    """Within the corner, beyond its arc, as near to the vertex as it fits."""
    x, y = s.at
    w, h = run.width / 2, run.height / 2
    # a value of a split corner stays close to its arc, which alone says what it measures
    reach_out = min(0.95 * s.far, s.outer + (22.0 if s.split else 130.0))
    k = np.array([[0.0], [-0.12], [0.12], [-0.24], [0.24], [-0.34], [0.34]])
    a = np.radians(s.middle + k * s.sweep)
    ux, uy = np.cos(a), np.sin(a)
    more = np.arange(0.0, max(0.1, reach_out - s.outer), 4.0)[None, :]
    d = s.outer + 3.0 + np.abs(ux) * w + np.abs(uy) * h + more
    costs = (0.35 * more + 16 * np.abs(k)).ravel()
    boxes = _upright((x + d * ux).ravel(), (y + d * uy).ravel(), w, h)
    ok = (d <= np.maximum(reach_out, d[:, :1])).ravel()
    # nothing but strokes from the vertex may stand between it and the label, nor the arc of a larger angle around this one
    ceiling = min((o.inner for o in sectors if o.at == s.at and o.outer > s.outer and s.meets(o)), default=1e9)
    ok &= reach(boxes, np.array([s.at]))[1][:, 0] < ceiling
    away = np.array([n for n, line in enumerate(board.strokes.lines) if s.corner.vertex not in line], int)
    if len(away):
        ok &= ~crosses(s.at, boxes[:, :2], board.lines[away]).any(axis=1)
    return Wanted(("angle-label", s.name), run, *_only(boxes, costs, ok), tuple(s.corner.text_says))


def _only(boxes: Floats, costs: Floats, ok: Mask) -> tuple[Floats, Floats]:
    return boxes[ok], costs[ok]


def settle(board: Board, wanted: Sequence[Wanted]) -> list[Set]:
    """A place for every label, clear of ink and none within APART of another. Raises Unplaced with the label that is stuck."""
    options = _clear(board, wanted)
    first: list[int] = []
    for _ in range(RESTARTS):
        placed, stuck = _greedy(options, first)
        if stuck is None:
            return [_set(x, options[i][placed[i]]) for i, x in enumerate(wanted)]
        first = [stuck, *(i for i in first if i != stuck)]
    raise _unplaced(wanted[first[0]])


def _unplaced(x: Wanted) -> Unplaced:
    return Unplaced(" ".join(x.key), x.says)


def _clear(board: Board, wanted: Sequence[Wanted]) -> list[Floats]:
    """Each label's places that touch no ink, best first, no more than MOST_PLACES."""
    boxes = np.concatenate([x.boxes for x in wanted])
    costs = np.concatenate([x.costs for x in wanted])
    owner = np.repeat(np.arange(len(wanted)), [len(x.boxes) for x in wanted])
    ok = board.ink.clear(boxes, TOUCH)
    boxes, costs, owner = boxes[ok], costs[ok], owner[ok]
    left = np.bincount(owner, minlength=len(wanted))
    if not left.all():
        raise _unplaced(wanted[int(np.argmin(left))])
    ends = np.cumsum(left)
    order = np.lexsort((costs, owner))
    keep = np.concatenate([order[e - n : e][:MOST_PLACES] for n, e in zip(left, ends, strict=True)])
    boxes, costs, owner = boxes[keep], costs[keep], owner[keep]
    costs += 7.0 * ~board.ink.clear(boxes, COMFORT)
    costs += 12.0 * _near_edge(board, boxes)
    boxes = boxes[np.lexsort((costs, owner))]
    return np.split(boxes, np.cumsum(np.minimum(left, MOST_PLACES))[:-1])


def _near_edge(board: Board, boxes: Floats) -> Mask:
    c, s = np.abs(np.cos(boxes[:, 4])), np.abs(np.sin(boxes[:, 4]))
    dx, dy = boxes[:, 2] * c + boxes[:, 3] * s, boxes[:, 2] * s + boxes[:, 3] * c
    x, y = boxes[:, 0], boxes[:, 1]
    beside = (x - dx < EDGE) | (x + dx > board.frame.width - EDGE)
    return np.asarray(beside | (y - dy < EDGE) | (y + dy > board.frame.height - EDGE))


def _set(wanted: Wanted, box: Floats) -> Set:
    x, y, _, _, angle = box.tolist()
    return Set(wanted.key, wanted.run, x, y, math.degrees(angle), wanted.says)


def _greedy(options: Sequence[Floats], first: Sequence[int]) -> tuple[dict[int, int], int | None]:
    """The label with the fewest places left chooses its best; also the label that found none."""
    sizes = [len(x) for x in options]
    owner = np.repeat(np.arange(len(options)), sizes)
    boxes = np.concatenate(options)
    start = np.cumsum([0, *sizes])
    free = np.ones(len(boxes), bool)
    left = np.array(sizes)
    placed: dict[int, int] = {}
    queue = list(first)
    while len(placed) < len(options):
        i = queue.pop(0) if queue else min((k for k in range(len(options)) if k not in placed), key=lambda k: (left[k], k))
        own = free[start[i] : start[i + 1]]
        if not own.any():
            return placed, i
        k = int(np.argmax(own))
        placed[i] = k
        free &= ~overlap(options[i][k], boxes, APART) | (owner == i)
        left = np.bincount(owner[free], minlength=len(options))
    return placed, None

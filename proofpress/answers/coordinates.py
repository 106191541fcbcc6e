"""Boxes and points in any usual notation: JSON of Qwen's kind, tags, bare tuples, named corners, a corner with a size."""

from __future__ import annotations

import json
import re
from typing import Any

from .plaintext import LONGEST, flat

_COORDINATE = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")
_KEYS = ("bbox_2d", "point_2d", "bbox", "box", "box_2d", "point", "coordinates", "coordinate", "points", "position")
_SIZE = ("width", "height")
_LIMIT = 1e7


def coordinates(given: Any) -> list[tuple[float, ...]]:
    """Every box (4 numbers) or point (2 numbers) that is given, in order; [] where there is none or too much.

    One box written as two points is one box, so a caller that asks for a point sees four numbers and refuses.
    """
    if isinstance(given, (list, tuple, dict)):
        return _from_data(given)
    text = str(given)
    if len(text) > LONGEST:
        return []
    s = re.sub(r"^```\w*\s*|\s*```$", "", text.strip()).strip()
    s = s.replace("\\[", "[").replace("\\]", "]").replace("\\(", "(").replace("\\)", ")")
    start = re.search(r"[\[{]", s)
    if start and (s[0] in "[{" or re.search(r'"\w+"\s*:', s)):
        try:
            return _from_data(json.loads(s[start.start() :]))
        except (ValueError, RecursionError):
            pass
    if located := re.findall(r"<loc_(\d+)>", s):  # the label beside them may hold a number too
        return _checked([located])
    s = re.sub(r"<ref>.*?</ref>|<\|object_ref_start\|>.*?<\|object_ref_end\|>", " ", s, flags=re.DOTALL)
    if m := re.search(r'<point\b[^>]*?\bx\s*=\s*"([^"]*)"[^>]*?\by\s*=\s*"([^"]*)"[^>]*>', s):
        return _checked([[m[1], m[2]]]) if len(re.findall(r"<point\b", s)) == 1 else []
    s = re.sub(r"<\|?/?\w+\|?>", " ", s)
    s = re.sub(r"\b[xyXY]_?(?:min|max|left|right|top|bottom|[0-9])?\b\s*[=:]?\s*", " ", flat(s))  # x1: 270
    s = re.sub(r"(?<=\d)\s*(?:px|pixels?)\b", "", s)
    groups = re.findall(r"[(\[]([^()\[\]]*\d[^()\[\]]*)[)\]]", s)
    if groups:
        return _checked(_joined([_COORDINATE.findall(g) for g in groups]))
    return _checked([_COORDINATE.findall(s)])


def _joined(groups: list[list[str]]) -> list[list[str]]:
    """Two points one after the other are the corners of a box."""
    return [groups[0] + groups[1]] if len(groups) == 2 and all(len(g) == 2 for g in groups) else groups


def _from_data(data: Any) -> list[tuple[float, ...]]:
    if isinstance(data, dict):
        low = {str(k).lower(): v for k, v in data.items()}
        if all(k in low for k in ("x", "y", *_SIZE)):
            try:
                x, y, w, h = (float(low[k]) for k in ("x", "y", *_SIZE))
            except (TypeError, ValueError, OverflowError):
                return []
            return _checked([[x, y, x + w, y + h]])
        for names in (("x1", "y1", "x2", "y2"), ("x0", "y0", "x1", "y1"), ("xmin", "ymin", "xmax", "ymax"), ("x", "y")):
            if all(n in low for n in names):
                return _checked([[low[n] for n in names]])
        return next((_from_data(low[k]) for k in _KEYS if k in low), [])
    if not isinstance(data, (list, tuple)) or not data:
        return []
    if all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in data):
        return _checked([list(data)])
    if len(data) == 2 and all(isinstance(v, (list, tuple)) and len(v) == 2 for v in data):
        return _checked([[*data[0], *data[1]]])
    found = [s for v in data for s in _from_data(v)]
    return found


def _checked(groups: list[list[Any]]) -> list[tuple[float, ...]]:
    out = []
    for group in groups:
        try:
            numbers = tuple(float(v) for v in group)
        except (TypeError, ValueError, OverflowError):
            return []
        if len(numbers) not in (2, 4) or any(not abs(v) < _LIMIT for v in numbers):
            return []
        out.append(numbers)
    return out

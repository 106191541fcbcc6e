"""Boxes and points as each family of models writes and reads them.

The record keeps boxes once: pixels of the stored picture, (x0, y0, x1, y1), edges, so that a picture 640 wide reaches from 0 to
640.  A dialect lays a grid of whole numbers over the picture and has a way of writing them; `emit` and `parse` are inverse to
half a grid step (`step`).  A point is a box of two numbers.  `parse` takes whatever a model said: it returns what it finds, in
order, and never raises because of the text.

    pixels       whole pixels of the stored picture: [x0, y0, x1, y1], with a label {"box": [...], "label": "..."}
    unit, svit   fractions of width and height with 4 decimals, as `pixels`; 3, with <st>label<ed> before (SVIT, 2307.04087)
    qwen2.5      {"bbox_2d": [...], "label": "..."} in whole pixels of the picture as the processor resizes it (`Resize`); the
                 authors' fine-tuning tool holds the far edge at width - 1, here it is the width (QwenLM/Qwen3-VL, 676, 721)
    thousandths  the same JSON, round(1000 v) in 0..1000: Qwen2-VL and Qwen3-VL (their process_bbox tool; issues 866, 1486)
    qwen-tags    <ref>label</ref><box>(x0,y0),(x1,y1)</box> in [0, 1000): Qwen-VL (2308.12966).  Its own evaluation reads the
                 numbers as parts of 999, so round(999 v) is written
    docloc       DocTags: <loc_N> four times, N = round(500 v) held in 0..499, x0 y0 x1 y1, then the text.  499 stands for
                 the last one and a half steps, and is read as their middle
    florence     Florence-2: label, then <loc_N>, N = floor(1000 v) held in 0..999, read as the middle of the step
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

import numpy as np

from ..errors import BadInput

Size = tuple[int, int]  # width, height, px
Box = tuple[float, ...]  # (x0, y0, x1, y1) or (x, y), px
Found = tuple[str, tuple[float, ...]]

_ITEMS = (2, 4)  # how many numbers a point and a box have


@dataclass(frozen=True, slots=True)
class Resize:
    """How a model's processor resizes a picture: both sides to multiples of `factor`, the area within the two bounds (px).

    The defaults are Qwen2.5-VL's (preprocessor_config.json); Qwen3-VL has factor 32.
    """

    factor: int = 28
    min_pixels: int = 56 * 56
    max_pixels: int = 28 * 28 * 16384

    def __call__(self, size: Size) -> Size:
        """(width, height) that the model sees, by the same roundings as transformers' and qwen_vl_utils' smart_resize."""
        w, h = size
        wide, high = (max(self.factor, round(v / self.factor) * self.factor) for v in (w, h))
        if wide * high > self.max_pixels:
            shrink = math.sqrt(w * h / self.max_pixels)
            return self._whole(w / shrink, math.floor), self._whole(h / shrink, math.floor)
        if wide * high < self.min_pixels:
            grow = math.sqrt(self.min_pixels / (w * h))
            return self._whole(w * grow, math.ceil), self._whole(h * grow, math.ceil)
        return wide, high

    def _whole(self, length: float, to: Callable[[float], int]) -> int:
        return max(self.factor, to(length / self.factor) * self.factor)


QWEN25 = Resize()


@dataclass(frozen=True, slots=True)
class Dialect:
    """grid: steps that a width or height is cut into (0: one a pixel, -1: one a pixel of the resized picture).

    top: the highest number, counted from the grid's end.  middle: rounded down, and read as the middle of the step.
    """

    name: str
    grid: int
    write: Callable[[Sequence[int], str, int], str]
    read: Callable[[str], Iterator[tuple[str, Sequence[float]]]]
    many: Callable[[Sequence[str]], str]
    top: int = 0
    middle: bool = False

    def steps(self, size: Size, resize: Resize) -> Size:
        return {0: size, -1: resize(size)}.get(self.grid, (self.grid, self.grid))

    def number(self, share: float, steps: int) -> int:
        share = min(max(share, 0.0), 1.0)
        return min(math.floor(share * steps) if self.middle else math.floor(share * steps + 0.5), steps - self.top)

    def share(self, number: float, steps: int) -> float:
        if self.middle:
            return (number + 0.5) / steps
        last = steps - self.top  # where a top is cut off, it stands for all from last - 1/2 to the edge
        return ((last - 0.5 + steps) / 2 if self.top and number >= last else number) / steps


# --- JSON ------------------------------------------------------------------------------------------------------------
def _write_json(box: str, point: str) -> Callable[[Sequence[int], str, int], str]:
    def write(numbers: Sequence[int], label: str, steps: int) -> str:
        data: dict[str, Any] = {box if len(numbers) == 4 else point: list(numbers)}
        if label:
            data["label"] = label
        return json.dumps(data, ensure_ascii=False)

    return write


def _write_list(places: int) -> Callable[[Sequence[int], str, int], str]:
    def write(numbers: Sequence[int], label: str, steps: int) -> str:
        bare = "[" + ", ".join(f"{n / steps:.{places}f}" if places else str(n) for n in numbers) + "]"
        key = "box" if len(numbers) == 4 else "point"
        return f'{{"{key}": {bare}, "label": {json.dumps(label, ensure_ascii=False)}}}' if label else bare

    return write


def _read_json(text: str) -> Iterator[tuple[str, Sequence[float]]]:
    """Boxes in every piece of JSON in the text: objects with a label, bare lists of two or four numbers, lists of either."""
    decoder, at = json.JSONDecoder(), 0
    while (opening := re.compile(r"[\[{]").search(text, at)) is not None:
        at = opening.start() + 1
        try:
            value, end = decoder.raw_decode(text, opening.start())
        except (ValueError, RecursionError):
            continue
        if found := list(_boxes_in(value)):
            yield from found
            at = end


def _boxes_in(value: Any) -> Iterator[tuple[str, Sequence[float]]]:
    if _numbers(value):
        yield "", value
    elif isinstance(value, list):
        for item in value:
            yield from _boxes_in(item)
    elif isinstance(value, dict):
        for key in ("bbox_2d", "point_2d", "box", "bbox", "point"):
            if _numbers(value.get(key)):
                yield str(value.get("label", "")), value[key]


def _numbers(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) in _ITEMS
        and all(type(v) in (int, float) and abs(v) < 1e9 for v in value)  # NaN and infinity compare false
    )


# --- tags ------------------------------------------------------------------------------------------------------------
_REF = re.compile(r"(?:<ref>(.*?)</ref>\s*)?((?:<box>[^<]*</box>\s*)+)", re.S)
_PAIRS = re.compile(r"<box>\s*((?:\(\s*\d+\s*,\s*\d+\s*\)\s*,?\s*){1,2})</box>")
_LOCS = r"((?:<loc_\d+>){4}|(?:<loc_\d+>){2})"
_SVIT = re.compile(r"(?:<st>(.*?)<ed>\s*)?\[((?:\s*\d*\.?\d+\s*,){1,3}\s*\d*\.?\d+\s*)\]", re.S)


def _write_tags(numbers: Sequence[int], label: str, steps: int) -> str:
    pairs = ",".join(f"({x},{y})" for x, y in zip(numbers[0::2], numbers[1::2], strict=True))
    return (f"<ref>{escape(label, quote=False)}</ref>" if label else "") + f"<box>{pairs}</box>"


def _read_tags(text: str) -> Iterator[tuple[str, Sequence[float]]]:
    for group in _REF.finditer(text):
        for box in _PAIRS.finditer(group[2]):
            yield unescape(group[1] or ""), [float(n) for n in re.findall(r"\d+", box[1])]


def _write_locs(label_first: bool) -> Callable[[Sequence[int], str, int], str]:
    def write(numbers: Sequence[int], label: str, steps: int) -> str:
        locs, said = "".join(f"<loc_{n}>" for n in numbers), escape(label, quote=False)
        return said + locs if label_first else locs + said

    return write


def _read_locs(label_first: bool) -> Callable[[str], Iterator[tuple[str, Sequence[float]]]]:
    pattern = re.compile(r"([^<]*)" + _LOCS if label_first else _LOCS + r"([^<]*)", re.S)

    def read(text: str) -> Iterator[tuple[str, Sequence[float]]]:
        for hit in pattern.finditer(text):
            label, locs = (hit[1], hit[2]) if label_first else (hit[2], hit[1])
            yield unescape(label), [float(n) for n in re.findall(r"\d+", locs)]

    return read


def _write_svit(numbers: Sequence[int], label: str, steps: int) -> str:
    bare = "[" + ",".join(f"{n / steps:.3f}" for n in numbers) + "]"
    return f"<st>{escape(label, quote=False)}<ed> {bare}" if label else bare


def _read_svit(text: str) -> Iterator[tuple[str, Sequence[float]]]:
    for hit in _SVIT.finditer(text):
        numbers = [float(n) * 1000 for n in hit[2].split(",")]
        if len(numbers) in _ITEMS:
            yield unescape(hit[1] or ""), numbers


def _read_unit(text: str) -> Iterator[tuple[str, Sequence[float]]]:
    for label, numbers in _read_json(text):
        yield label, [n * 10_000 for n in numbers]


def _listed(items: Sequence[str]) -> str:
    return "[" + ", ".join(items) + "]"


_QWEN = _write_json("bbox_2d", "point_2d")
_DIALECTS = {
    d.name: d
    for d in (
        Dialect("pixels", 0, _write_list(0), _read_json, _listed),
        Dialect("unit", 10_000, _write_list(4), _read_unit, _listed),
        Dialect("qwen2.5", -1, _QWEN, _read_json, _listed),
        Dialect("thousandths", 1000, _QWEN, _read_json, _listed),
        Dialect("qwen-tags", 999, _write_tags, _read_tags, "".join),
        Dialect("docloc", 500, _write_locs(False), _read_locs(False), "".join, top=1),
        Dialect("florence", 1000, _write_locs(True), _read_locs(True), "".join, top=1, middle=True),
        Dialect("svit", 1000, _write_svit, _read_svit, ", ".join),
    )
}
DIALECTS = tuple(_DIALECTS)
EXACT = "exact"  # internal: marks a box in a text, for `cut` to find
_EXACT = re.compile("\ue003([^\ue004]*)\ue004")


def _dialect(name: str) -> Dialect:
    if name not in _DIALECTS:
        raise BadInput(f"dialect {name!r}: not known; choose from {', '.join(DIALECTS)}")
    return _DIALECTS[name]


# --- interface --------------------------------------------------------------------------------------------------------
def grid(box: Box, size: Size, dialect: str, resize: Resize = QWEN25) -> list[int]:
    """The whole numbers that a dialect has for a box or point (px of a picture of `size`); outside parts are cut off."""
    d = _dialect(dialect)
    steps = d.steps(size, resize)
    return [d.number(v / size[i % 2], steps[i % 2]) for i, v in enumerate(box)]


def emit(box: Box, size: Size, dialect: str, label: str = "", resize: Resize = QWEN25) -> str:
    """A box (or a point of two numbers), px of a picture of `size`, in the dialect's words. BadInput: unknown dialect."""
    if dialect == EXACT:
        return f"\ue003{json.dumps([label, [exact(v) for v in box]], ensure_ascii=False)}\ue004"
    d = _dialect(dialect)
    return d.write(grid(box, size, dialect, resize), label, d.steps(size, resize)[0])


def emit_point(point: Sequence[float], size: Size, dialect: str, label: str = "", resize: Resize = QWEN25) -> str:
    """A point (x, y) in the dialect's words."""
    return emit((point[0], point[1]), size, dialect, label, resize)


def emit_all(items: Sequence[tuple[str, Box]], size: Size, dialect: str, resize: Resize = QWEN25) -> str:
    """Several (label, box) in one text: a JSON list, or one after another where the dialect has tags.

    In qwen-tags a box without a label belongs to the label before it.
    """
    if dialect == EXACT:
        return ", ".join(emit(box, size, dialect, label) for label, box in items)
    return _dialect(dialect).many([emit(box, size, dialect, label, resize) for label, box in items])


def mention(box: Box, size: Size, dialect: str, resize: Resize = QWEN25) -> str:
    """A box as a sentence speaks of it: the bare numbers in brackets where the dialect is JSON, else as `emit`."""
    d = _dialect(dialect)
    if d.read not in (_read_json, _read_unit):
        return emit(box, size, dialect, "", resize)
    return _write_list(4 if d.read is _read_unit else 0)(grid(box, size, dialect, resize), "", d.steps(size, resize)[0])


def exact(value: float) -> float:
    """A stored (float32) coordinate in its fewest decimals: it reads back as the same float32."""
    return float(str(np.float32(value)))


def cut(text: str) -> list[str | Found]:
    """A text written in the dialect EXACT, cut into its words and its boxes; what exporters with placeholders work on."""
    pieces = _EXACT.split(text)
    return [_unpacked(p) if i % 2 else p for i, p in enumerate(pieces) if i % 2 or p]


def _unpacked(packed: str) -> Found:
    label, box = json.loads(packed)
    return label, tuple(box)


def parse(text: str, size: Size, dialect: str, resize: Resize = QWEN25) -> list[Found]:
    """Every (label, box) in a text, px of a picture of `size`, in order; [] where there is none."""
    d = _dialect(dialect)
    steps = d.steps(size, resize)
    return [
        (label, tuple(d.share(float(n), steps[i % 2]) * size[i % 2] for i, n in enumerate(numbers)))
        for label, numbers in d.read(text)
    ]


def step(size: Size, dialect: str, resize: Resize = QWEN25) -> tuple[float, float]:
    """The quantum (px) across and down: parse(emit(box)) is off by half of it (docloc's last: 3/4) at most."""
    across, down = _dialect(dialect).steps(size, resize)
    return size[0] / across, size[1] / down

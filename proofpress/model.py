"""The data model: Region, Fact, Step, Answer, Question, Caption, Sample. Frozen; to and from a record.

Values are typed Python objects inside and JSON outside:

    int, float, bool, None  JSON as they are        Decimal  a string, so that 12.50 stays 12.50
    Exact                   {"num"[, "den"][, "sqrt"][, "pi"]} or {"terms": [...]}
    str                     a string ({"text": ...} where it would read as a number)
    tuple/list              a list                  dict     an object with string keys
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from .exact import Exact

Value = Any  # int | float | bool | None | Decimal | Exact | str | tuple[Value, ...] | dict[str, Value]
Quad = tuple[float, float, float, float, float, float, float, float]

_NUMBER = re.compile(r"^-?\d+(\.\d+)?$")
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def plain(value: Value) -> Any:
    """The value as JSON-able data (see the module's table)."""
    if isinstance(value, Exact):
        return value.to_json()
    if isinstance(value, Fraction):
        return Exact(value).to_json()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, str):
        return {"text": value} if _NUMBER.match(value) else value
    if isinstance(value, (tuple, list)):
        return [plain(v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if hasattr(value, "item"):  # a numpy scalar
        return value.item()
    return value


def typed(data: Any) -> Value:
    """The inverse of `plain`."""
    if isinstance(data, str):
        return Decimal(data) if _NUMBER.match(data) else data
    if isinstance(data, list):
        return tuple(typed(v) for v in data)
    if isinstance(data, dict):
        if set(data) == {"text"}:
            return data["text"]
        if "num" in data or "terms" in data:
            return Exact.from_json(data)
        return {k: typed(v) for k, v in data.items()}
    return data


def dumps(value: Value) -> str:
    """The value as canonical JSON text."""
    return _ENCODER.encode(plain(value))


def loads(text: str) -> Value:
    """The inverse of `dumps`."""
    return typed(json.loads(text))


@dataclass(frozen=True, slots=True)
class Region:
    """A 4-point quad in native pixels, clockwise from the text's top-left corner.

    role: what it is ("title", "label", "cell", "mark", ...): a word of the engine's own.  parent: id of the region it belongs
    to.  visible: 0..1, measured on the final pixels.  chars: 8 numbers a character of `text`, or None.
    ink: "text" where `text` is written in it, "mark" where something else is painted, "none" where nothing is (a frame
    around other regions).  format: what markup `text` is ("" for plain words, "latex", "html").  order: its place in
    reading order, -1 where it has none.  polygon: x0, y0, x1, y1, ... of the outline of what no quad fits, or None.
    font, size: the file below fonts/ that `text` is set in and its size in px of the picture as it was drawn; "" and 0
    where they are not known.
    """

    id: str
    role: str
    quad: Quad
    text: str = ""
    parent: str = ""
    visible: float = 1.0
    image: int = 0
    chars: tuple[float, ...] | None = None
    ink: str = "mark"
    format: str = ""
    order: int = -1
    polygon: tuple[float, ...] | None = None
    font: str = ""
    size: float = 0.0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """(x0, y0, x1, y1), the axis-aligned hull of the quad, px."""
        xs, ys = self.quad[0::2], self.quad[1::2]
        return min(xs), min(ys), max(xs), max(ys)


def box_quad(x0: float, y0: float, x1: float, y1: float) -> Quad:
    """The quad of an upright box."""
    return (x0, y0, x1, y0, x1, y1, x0, y1)


@dataclass(frozen=True, slots=True)
class Fact:
    """One true, typed statement about the Spec: predicate(args) = value unit.

    given: "image" (the picture shows it), "text" (a question's words state it), "hidden" (true, not shown).
    regions: what a reader needs to see for it.  at: those of them where it *is*, which a box or point answer means.
    margin: how far a careful reader of the picture may be off, in `unit`; 0 where the value is printed.
    """

    id: str
    predicate: str
    args: tuple[str, ...] = ()
    value: Value = True
    unit: str = ""
    regions: tuple[str, ...] = ()
    given: str = "image"
    margin: float = 0.0
    at: tuple[str, ...] = ()

    @property
    def statement(self) -> tuple[str, tuple[str, ...]]:
        return self.predicate, self.args

    def __str__(self) -> str:
        return f"{self.predicate}({', '.join(self.args)})" + (
            "" if self.value is True else f" = {self.value} {self.unit}".rstrip()
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One application of an operator. `inputs` name facts or outputs of earlier steps of the same question.

    variant: which of the step's wordings was used, -1 where that is not known.
    """

    op: str
    inputs: tuple[str, ...]
    output: str
    value: Value
    text: str = ""
    regions: tuple[str, ...] = ()
    variant: int = -1


@dataclass(frozen=True, slots=True)
class Answer:
    """type: number, text, list, set, boolean, choice, box, point, markup or undetermined."""

    type: str
    value: Value
    text: str
    unit: str = ""
    tolerance: float = 0.0
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """form: open, choice, yes_no, fill, list, box, point, markup.  text_load: full, lite or vision.

    group: questions of one group are parts of one problem or turns of one dialogue, "" for a question of its own;
    turn: its place among them, from 0.
    """

    id: str
    form: str
    text: str
    answer: Answer
    choices: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    givens: tuple[str, ...] = ()
    depth: int = 1
    difficulty: int = 1
    skills: tuple[str, ...] = ()
    text_load: str = "lite"
    group: str = ""
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Caption:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Image:
    bytes: bytes
    path: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture (or several) with everything that is known and asked of it."""

    id: str
    engine: str
    engine_version: str
    template: str
    language: str
    split: str
    seed: int
    images: tuple[Image, ...]
    width: int
    height: int
    captions: tuple[Caption, ...] = ()
    regions: tuple[Region, ...] = ()
    facts: tuple[Fact, ...] = ()
    questions: tuple[Question, ...] = ()
    spec: Mapping[str, Any] = field(default_factory=dict)
    style: Mapping[str, Any] = field(default_factory=dict)
    degradations: Sequence[Any] = ()
    sizes: tuple[tuple[int, int], ...] = ()  # (width, height) of each image, px; width and height are the first one's

    def size(self, image: int = 0) -> tuple[int, int]:
        """(width, height) of one of the images, px."""
        return self.sizes[image] if image < len(self.sizes) else (self.width, self.height)

    def image_of(self, question: Question) -> int:
        """The image that a question's answer lies in: that of the last region its steps look at; 0 where they look at none."""
        looked = [r for s in question.steps for r in s.regions]
        images = {r.id: r.image for r in self.regions}
        return images.get(looked[-1], 0) if looked else 0

    def to_record(self) -> dict[str, Any]:
        """The row of the Parquet file."""
        out: dict[str, Any] = _record(self)
        for name in ("spec", "style", "degradations"):
            out[name] = _ENCODER.encode(getattr(self, name))
        return out

    @staticmethod
    def from_record(row: Mapping[str, Any]) -> Sample:
        """The inverse of `to_record`; columns that sets of the first version lack get what they meant there."""
        return Sample(
            **{
                k: row[k]
                for k in ("id", "engine", "engine_version", "template", "language", "split", "seed", "width", "height")
            },
            images=tuple(Image(**i) for i in row["images"]),
            captions=tuple(Caption(**c) for c in row["captions"]),
            regions=_read_regions(row["regions"]),
            facts=tuple(_read_fact(f) for f in row["facts"]),
            questions=tuple(_read_question(q) for q in row["questions"]),
            **{k: json.loads(row[k]) for k in ("spec", "style", "degradations")},
            sizes=tuple((w, h) for w, h in row.get("sizes") or ()),
        )


_PLAIN = frozenset({str, int, float, bool, bytes, type(None)})


@lru_cache(maxsize=32)
def _recorded(cls: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(cls))


def _record(obj: Any) -> Any:
    if type(obj) in _PLAIN:
        return obj
    if isinstance(obj, tuple):
        return [_record(v) for v in obj]
    if is_dataclass(obj):
        cls: Any = type(obj)
        return {n: dumps(getattr(obj, n)) if n == "value" else _record(getattr(obj, n)) for n in _recorded(cls)}
    return obj


def _read_regions(rows: Sequence[Mapping[str, Any]]) -> tuple[Region, ...]:
    """Regions of the first version do not say their ink: those with a text were written, unless others have the characters."""
    spelt = any(r.get("chars") for r in rows)
    out = []
    for row in rows:
        region: Region = _read(Region, row)
        if not row.get("ink") and region.text and (region.chars or not spelt):
            region = replace(region, ink="text")
        out.append(region)
    return tuple(out)


def _read_fact(row: Mapping[str, Any]) -> Fact:
    """In the first version a fact was at the first of its regions."""
    fact: Fact = _read(Fact, row)
    return fact if row.get("at") is not None else replace(fact, at=fact.regions[:1])


def _read_question(row: Mapping[str, Any]) -> Question:
    answer, steps = _read(Answer, row["answer"]), tuple(_read(Step, s) for s in row["steps"])
    question: Question = _read(Question, {**row, "answer": answer, "steps": steps})
    return question


def _read(cls: Any, row: Mapping[str, Any]) -> Any:
    def back(name: str, v: Any) -> Any:
        if name == "value":
            return loads(v)
        return tuple(v) if isinstance(v, list) else v

    return cls(**{k: back(k, v) for k, v in row.items() if v is not None})

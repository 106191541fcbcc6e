"""Defects planted in real samples, four kinds; each changes one thing that a reader would trip over.

Nothing here uses what finds them: names are told from the facts' arguments, and places from the regions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from proofpress.draw.encode import decode
from proofpress.draw.picture import Picture
from proofpress.model import Fact, Image, Question, Region, Sample

_POINT = re.compile(r"[A-Z]")


@dataclass(frozen=True)
class Planted:
    """A question with a defect.  how: the way it was planted."""

    sample: Sample
    question: Question
    how: str


def planted(kind: str, samples: Sequence[Sample]) -> Iterator[Planted]:
    """Every defect of the kind that the samples allow, one a question, the ways taken in turn."""
    turn = 0
    for sample in samples:
        for question in sample.questions:
            made = KINDS[kind](sample, question, samples, turn)
            if made is not None:
                turn += 1
                yield made


def _leaves(sample: Sample, question: Question) -> list[Fact]:
    facts = {f.id: f for f in sample.facts}
    return [f for f in (facts.get(i) for i in question.givens) if f is not None and f.given == "image"]


# --- a needed label is clipped -----------------------------------------------------------------------------------------
def clipped(sample: Sample, question: Question, others: Sequence[Sample], turn: int) -> Planted | None:
    """A label that a leaf is read from: half or all of it is painted over, unknown to the record, or the picture ends."""
    regions = {r.id: r for r in sample.regions}
    needed = [regions[i] for f in _leaves(sample, question) for i in f.regions if i in regions]
    labels = [r for r in needed if len(r.text) >= 2 and r.text[-1].isalnum() and r.role not in ("point", "segment")]
    if not labels:
        return None
    label = labels[turn % len(labels)]
    pixels = decode(sample.images[0].bytes)
    ways = (_painted, _painted_whole, _cut)
    return Planted(ways[turn % 3](sample, pixels, label), question, f"{ways[turn % 3].__name__} {label.role} {label.text!r}")


def _painted(sample: Sample, pixels: np.ndarray, label: Region, part: float = 0.5) -> Sample:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = np.reshape(label.quad, (4, 2))
    at = np.array(
        [[x0 + part * (x1 - x0), y0 + part * (y1 - y0)], [x1, y1], [x2, y2], [x3 + part * (x2 - x3), y3 + part * (y2 - y3)]]
    )
    bx0, by0, bx1, by1 = (int(v) for v in label.box)
    around = pixels[max(0, by0 - 2) : by1 + 3, max(0, bx0 - 2) : bx1 + 3].reshape(-1, 3)
    paper = tuple(int(v) for v in np.median(around, axis=0))
    middle = at.mean(0)
    grown = middle + (at - middle) * 1.15
    painted = cv2.fillConvexPoly(pixels.copy(), np.round(grown).astype(np.int32), paper)
    return replace(sample, images=(_image(painted),))


def _painted_whole(sample: Sample, pixels: np.ndarray, label: Region) -> Sample:
    return _painted(sample, pixels, label, 0.0)


def _cut(sample: Sample, pixels: np.ndarray, label: Region) -> Sample:
    """The picture ends in the middle of the label, at the nearer side."""
    height, width = pixels.shape[:2]
    x, y = np.reshape(label.quad, (4, 2)).mean(0)
    left, top, right, bottom = 0, 0, width, height
    side = int(np.argmin([x, width - x, y, height - y]))
    if side == 0:
        left = int(x)
    elif side == 1:
        right = int(x)
    elif side == 2:
        top = int(y)
    else:
        bottom = int(y)
    move = np.array([[1.0, 0, -left], [0, 1, -top], [0, 0, 1]])
    moved = Picture(pixels, sample.regions).warp(move, (right - left, bottom - top), (255, 255, 255))
    return replace(sample, images=(_image(moved.pixels),), regions=moved.regions, width=moved.width, height=moved.height)


def _image(pixels: np.ndarray) -> Image:
    return Image(cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))[1].tobytes(), "0.png")


# --- the question speaks of what is not there ---------------------------------------------------------------------------
def absent(sample: Sample, question: Question, others: Sequence[Sample], turn: int) -> Planted | None:
    """A name in the question's words becomes one that another picture has and this one lacks."""
    here = {a for f in sample.facts for a in f.args} | {r.text for r in sample.regions}
    said = [(f, n, a) for f in _leaves(sample, question) for n, a in enumerate(f.args) if _spoken(a, question.text)]
    if not said:
        return None
    fact, n, name = said[turn % len(said)]
    if _POINT.fullmatch(name):
        strange = next(c for c in "QJVGUKHT" + "RSLM" if c not in here)
        text = re.sub(r"[A-Z]{1,6}", lambda m: m[0].replace(name, strange) if m[0].isupper() else m[0], question.text)
        text = re.sub(rf"(?<![A-Za-z]){strange}(?=[a-z])", name, text)  # "Find" is no point
    else:
        pool = sorted(
            {
                f.args[n]
                for s in others
                if s.engine == sample.engine
                for f in s.facts
                if f.predicate == fact.predicate and len(f.args) > n and f.args[n][:1].isdigit() == name[:1].isdigit()
            }
        )
        pool = [p for p in pool if p[:1].isupper() or p[:1].isdigit()]  # a mark without a name goes by its region's id
        pool = [p for p in pool if not any(p.casefold() in h.casefold() or h.casefold() in p.casefold() for h in here if h)]
        if not pool:
            return None
        strange = pool[turn * 7 % len(pool)]
        text = re.sub(rf"(?<![\w.,–-]){re.escape(name)}(?![\w–-])", lambda m: strange, question.text)
    if text == question.text:
        return None
    return Planted(sample, replace(question, text=text), f"{name} -> {strange}")


def _spoken(name: str, text: str) -> bool:
    if _POINT.fullmatch(name):
        return any(name in token for token in re.findall(r"(?<![A-Za-z])[A-Z]{1,6}(?![A-Za-z])", text))
    return len(name) > 1 and bool(re.search(rf"(?<![\w.,–-]){re.escape(name)}(?![\w–-])", text))


# --- two things bear the name -------------------------------------------------------------------------------------------
def double(sample: Sample, question: Question, others: Sequence[Sample], turn: int) -> Planted | None:
    """Another thing of the same kind takes the name of one that the question speaks of: in the labels and in the facts."""
    said = [(f, n, a) for f in _leaves(sample, question) for n, a in enumerate(f.args) if _spoken(a, question.text)]
    regions = {r.id: r for r in sample.regions}
    for fact, n, name in said[turn % max(1, len(said)) :]:
        bears = {
            regions[i].role
            for f in sample.facts
            for i in f.regions
            if i in regions and name in f.args and regions[i].text == name
        }
        alike = sorted(
            {
                f.args[n]
                for f in sample.facts
                if f.predicate == fact.predicate and len(f.args) == len(fact.args) and f.given == "image" and f.args[n] != name
            }
        )
        alike = [a for a in alike if any(r.text == a and r.role in bears for r in sample.regions)]
        if not alike:
            continue
        other = alike[turn % len(alike)]
        facts = tuple(replace(f, args=tuple(name if a == other else a for a in f.args)) for f in sample.facts)
        shown = tuple(replace(r, text=name) if r.text == other else r for r in sample.regions)
        return Planted(replace(sample, facts=facts, regions=shown), question, f"{other} is called {name} too")
    return None


# --- the template shows ---------------------------------------------------------------------------------------------------
def residue(sample: Sample, question: Question, others: Sequence[Sample], turn: int) -> Planted | None:
    """Something that a template leaves behind when a slot goes wrong."""
    text, words = question.text, question.text.split()
    plural = next((w for w in words if re.fullmatch(r"[a-z]{4,}s", w)), "")
    article = next((i for i, w in enumerate(words[:-1]) if w == "the" and re.match(r"[a-z]{3,}", words[i + 1])), None)
    small = [i for i, w in enumerate(words) if re.fullmatch(r"[a-z]{3,}", w)]
    if not small:
        return None
    at = small[turn % len(small)]

    def put(word: str, at: int = at) -> str:
        return " ".join([*words[:at], word, *words[at + 1 :]])

    made = (
        ("slot", put("{{ the_m }}")),
        ("half a slot", put("}} " + words[at])),
        ("statement", put("{% if time %}" + words[at])),
        ("None", put("None")),
        ("nan", put("nan")),
        ("undefined", put("undefined")),
        ("format", put("{name}")),
        ("percent", put("%s")),
        ("doubled word", put(f"{words[at]} {words[at]}")),
        ("plural", text.replace(plural, "varietys", 1) if plural else put("varietys")),
        ("bracket", put("(" + words[at])),
        ("empty slot", put("")),
        ("cut off", re.sub(r"\W*\w+\W*$", "", text) if question.form != "fill" else put("")),
        ("article", put("a " + "a", article) if article is not None else put("an the")),
        ("object", put("Decimal('12.5')")),
        ("escape", put("&amp;")),
        ("encoding", put("Ã©t" + words[at])),
        ("replacement", put("\ufffd")),
        ("option", None),
    )
    how, changed = made[turn % len(made)]
    if changed is None:
        if not question.choices:
            return Planted(sample, replace(question, text=put("[value]")), "slot in square brackets")
        return Planted(sample, replace(question, choices=(*question.choices[:-1], "None")), how)
    return Planted(sample, replace(question, text=changed), how)


KINDS = {"solvability": clipped, "hallucination": absent, "clarity": double, "nonsense": residue}

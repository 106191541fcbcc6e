"""The four scores of the rubric, computed from truth: what a judge may only think, the record knows.

    solvability    share of the proof's leaves that can be made out in the final picture, and how clearly
    hallucination  share of the names, numbers and ranges in the question's words that exist
    clarity        number of readings: 1 -> 5, 2 -> 3, more -> 1
    nonsense       faults of language

A question needs every leaf of its proof: one that is lost makes it unsolvable (2, or 1 where more than half of them are lost),
and 3 to 5 say how clearly the faintest is seen.  Deterministic; every score below 5 has its reasons.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..answers.equality import equal
from ..answers.quantity import parse_quantity
from ..draw.encode import decode
from ..draw.overlap import outside
from ..draw.picture import Pixels
from ..draw.sample_points import QUARTER, SamplePoints, colour_contrast, quads_of
from ..model import Answer, Fact, Question, Region, Sample
from ..reason.scope import proposed
from .grade import DIMENSIONS
from .mentions import Known, Mention, OrdinaryWords, mentions, regions_naming, shown
from .nonsense import nonsense

# A truth-side score below these is a defect.  Clarity: where two answers are right there is no one truth, so nothing less
# than one reading will do; a judge's opinion is given more room (grade.LEAST).
LEAST: Mapping[str, int] = {"solvability": 3, "hallucination": 5, "clarity": 5, "nonsense": 5}

MIN_VISIBLE = 0.5  # share of a region's ink that must survive, as in check/legible
CLEAR, FAIR = 0.75, 0.6  # visible shares of the faintest leaf for solvability 5 and 4
LEAST_INK = 10.0  # of 255: less than this much of a channel is grain
LOST_CONTRAST = 1.1  # WCAG 2.2 contrast below which no one sees that there is text
_GOOD = ((1.0, 5), (0.75, 4), (0.5, 3), (0.25, 2))


@dataclass(frozen=True, slots=True)
class Rubric:
    """Scores 1..5.  legible, existing: shares of leaves, of mentions.  readings: how many.  reasons: dimension -> faults."""

    solvability: int
    hallucination: int
    clarity: int
    nonsense: int
    legible: float
    existing: float
    readings: int
    reasons: Mapping[str, tuple[str, ...]]

    @property
    def scores(self) -> dict[str, int]:
        return {d: getattr(self, d) for d in DIMENSIONS}

    @property
    def sound(self) -> bool:
        """Is no score below its threshold?"""
        return all(self.scores[d] >= LEAST[d] for d in DIMENSIONS)

    def verdict(self) -> dict[str, Any]:
        """What the review says."""
        more = {"legible": round(self.legible, 4), "existing": round(self.existing, 4), "readings": self.readings}
        return {**self.scores, **more, "reasons": {k: list(v) for k, v in self.reasons.items() if v}}


class Grader:
    """Grades the questions of one sample; its picture is decoded once, when a leaf is looked at."""

    def __init__(self, sample: Sample, words: OrdinaryWords):
        self.sample, self.words, self.known = sample, words, Known(sample)
        self.facts = {f.id: f for f in sample.facts}
        self.regions = {r.id: r for r in sample.regions}
        self._seen: dict[str, tuple[float, str]] = {}

    @cached_property
    def pixels(self) -> tuple[Pixels, ...]:
        return tuple(decode(i.bytes) for i in self.sample.images)

    @cached_property
    def named(self) -> dict[str, dict[str, set[str]]]:
        return regions_naming(self.sample)

    def grade(self, question: Question) -> Rubric:
        """The four scores of one question."""
        solvability, legible, lost = self._solvability(question)
        said = mentions(question, self.known, self.words)
        strange = [m for m in said if not m.there]
        existing = 1 - len(strange) / len(said) if said else 1.0
        readings, many = self._readings(question, said)
        faults = list(nonsense(question, self.words.data, self.known.masked(question.text)))
        reasons = {
            "solvability": tuple(lost),
            "hallucination": tuple(f"{m.kind} {m.text!r} is not there" for m in strange),
            "clarity": tuple(many),
            "nonsense": tuple(what for _, what in faults),
        }
        return Rubric(
            solvability,
            next((score for share, score in _GOOD if existing >= share), 1),
            {1: 5, 2: 3}.get(readings, 1),
            max(1, 5 - sum(w for w, _ in faults)),
            legible,
            existing,
            readings,
            reasons,
        )

    # --- solvability -------------------------------------------------------------------------------------------------
    def _solvability(self, question: Question) -> tuple[int, float, list[str]]:
        """(score, share of legible leaves, what is lost)."""
        leaves = [self.facts.get(i) for i in question.givens]
        seen = [self._leaf(i, f) for i, f in zip(question.givens, leaves, strict=True)]
        lost = list(dict.fromkeys(why for share, why in seen if share < MIN_VISIBLE))
        if lost:
            share = sum(s >= MIN_VISIBLE for s, _ in seen) / len(seen)
            return (2 if share >= 0.5 else 1), share, lost
        faintest = min((s for s, _ in seen), default=1.0)
        score = 5 if faintest >= CLEAR else 4 if faintest >= FAIR else 3
        return score, 1.0, [] if score == 5 else list(dict.fromkeys(f"{why} (faint)" for s, why in seen if s < CLEAR))

    def _leaf(self, id: str, fact: Fact | None) -> tuple[float, str]:
        """(how well a reader makes the leaf out, 0..1; why not)."""
        if fact is None:
            return 0.0, f"the premise {id} is not on record"
        if fact.given == "hidden":
            return 0.0, f"{fact} is neither shown nor stated"
        if fact.given != "image":
            return 1.0, ""
        if not fact.regions:
            return 0.0, f"no region shows {fact}"
        return min((self._region(r) for r in fact.regions), key=lambda s: s[0])

    def _region(self, id: str) -> tuple[float, str]:
        if id not in self._seen:
            region = self.regions.get(id)
            self._seen[id] = (0.0, f"the region {id} is not on record") if region is None else self._looked(region)
        return self._seen[id]

    def _looked(self, region: Region) -> tuple[float, str]:
        what = f"{region.role} {region.text!r}" if region.text else f"{region.role} {region.id}"
        pixels = self.pixels[region.image] if region.image < len(self.pixels) else None
        if pixels is None or outside([region], pixels.shape[1], pixels.shape[0]):
            return 0.0, f"{what} leaves the picture"
        if region.visible < MIN_VISIBLE:
            return region.visible, f"{what} cannot be made out (visible {region.visible:.2f})"
        if region.ink == "text" and any(c.isalnum() for c in region.text) and (gone := blank(pixels, region)):
            return 0.0, f"{what}: {gone}"
        return region.visible, f"{what} is visible to {region.visible:.2f}"

    # --- clarity -----------------------------------------------------------------------------------------------------
    def _readings(self, question: Question, said: list[Mention]) -> tuple[int, list[str]]:
        """(how many readings there are, why more than one): every ambiguous referent multiplies them."""
        facts = shown(self.sample.facts)
        rests = [self.facts[i] for i in question.givens if i in self.facts]
        values: dict[tuple[str, tuple[str, ...]], set[str]] = {}
        for f in facts:
            values.setdefault(f.statement, set()).add(repr(f.value))
        stated = Counter(f.statement for f in facts)
        referents: dict[str, int] = {}
        for name in self._spoken(question, said):
            most = max((len(ids) for ids in self.named.get(name, {}).values()), default=1)
            if most > 1:
                referents[f"the name {name!r}"] = most
        for fact in rests:
            doubted = fact in facts and stated[fact.statement] > 1 and len(values[fact.statement]) > 1
            if doubted and not any(f"the name {a!r}" in referents for a in fact.args):
                referents[f"{fact.predicate}({', '.join(fact.args)})"] = len(values[fact.statement])
        referents |= self._by_value(rests, facts, said)
        if question.choices and (right := _right_options(question)) > 1:
            referents["the right option"] = right
        return math.prod(referents.values()), [f"{what} has {n} referents" for what, n in referents.items()]

    def _spoken(self, question: Question, said: list[Mention]) -> Iterator[str]:
        """The names that the question's words use and the record shows."""
        text = {m.text.casefold() for m in said if m.kind == "name"}
        points = self.known.points
        letters = {c for m in said if m.kind == "letters" or set(m.text) <= points for c in m.text}
        for name in self.named:
            low = name.casefold()
            number = name.isdigit() and re.search(rf"(?<!\d){name}(?!\d)", question.text)
            if number or name in letters or any(low == t or t.removesuffix("'s") == low for t in text):
                yield name

    def _by_value(self, rests: list[Fact], facts: list[Fact], said: list[Mention]) -> dict[str, int]:
        """Things spoken of by what they are like ("the orange one"), where several are like that and the proof rests on one."""
        out = {}
        text = {m.text.casefold() for m in said}
        claimed = {f.value for f in rests if proposed(f) and isinstance(f.value, str)}
        for fact in rests:
            if not isinstance(fact.value, str) or not fact.args or fact.value.casefold() not in text or fact.value in claimed:
                continue
            alike = [f for f in facts if f.predicate == fact.predicate and f.value == fact.value]
            used = sum(f.predicate == fact.predicate and f.value == fact.value for f in rests)
            if used == 1 and len(alike) > 1 and not any(a.casefold() in text for a in fact.args):
                out[f"{fact.predicate} {fact.value!r}"] = len(alike)
        return out


def _right_options(question: Question) -> int:
    """How many of the options say what the right one says."""
    letter = str(question.answer.value) if question.answer.type == "choice" else ""
    at = ord(letter) - ord("A") if len(letter) == 1 else -1
    if not 0 <= at < len(question.choices):
        return 1
    right = question.choices[at]
    number = parse_quantity(right)
    truth = Answer("text", right, right) if number is None else Answer("number", number.value, right, number.unit)
    return sum(i == at or equal(truth, c) for i, c in enumerate(question.choices))


def blank(pixels: Pixels, region: Region) -> str:
    """Where the final pixels hold no ink of a text, or "": the region is looked at in halves, in quarters where it is long."""
    quads = quads_of([region])
    sampled = SamplePoints.of(pixels, quads, True).sample(pixels, quads)
    away, n = sampled.away[0], 4 if len(region.text) >= 8 else 2 if len(region.text) >= 2 else 1
    strong = float(np.percentile(away, 97))
    if strong < LEAST_INK:
        return "there is no ink"
    core = sampled.colours[:, :1, away >= 0.8 * strong].mean(2)
    if float(min(colour_contrast(core, paper[:, :1])[0] for paper in sampled.papers)) < LOST_CONTRAST:
        return "there is no contrast"
    for piece in range(n):
        text = region.text[math.ceil(piece * len(region.text) / n) : math.floor((piece + 1) * len(region.text) / n)]
        if not any(c.isalnum() for c in text):
            continue
        here = away[QUARTER * n // 4 == piece]
        if float(np.percentile(here, 97)) < max(LEAST_INK, 0.1 * strong):
            return f"part {piece + 1} of {n} is blank"
    return ""

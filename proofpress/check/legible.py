"""Legible: each leaf is drawn, unclipped, unoccluded, large and contrasted enough in the final pixels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..draw.legibility import outside, text_overlaps
from ..model import Fact, Question, Region, Sample

MIN_VISIBLE = 0.5  # share of a region's ink that must survive on the final pixels


def legible(question: Question, facts: Mapping[str, Fact], regions: Mapping[str, Region]) -> Iterator[str]:
    """Leaves that the picture should show and a reader could not make out."""
    for id in question.givens:
        fact = facts.get(id)
        if fact is None or fact.given != "image":
            continue
        if not fact.regions:
            yield f"{fact} is given by the picture but no region shows it"
        for r in fact.regions:
            region = regions.get(r)
            if region is None:
                yield f"{fact} names the unknown region {r}"
            elif region.visible < MIN_VISIBLE:
                yield f"{region.role} {region.text!r} cannot be made out (visible {region.visible:.2f})"


def covered_texts(sample: Sample) -> Iterator[str]:
    """Texts that show a fact and are covered by what was painted later; a picture that was degraded may lose some."""
    if not sample.degradations:
        yield from hidden_texts(sample.facts, {r.id: r for r in sample.regions})


def hidden_texts(facts: Sequence[Fact], regions: Mapping[str, Region]) -> Iterator[str]:
    """Texts that a reader needs for a fact and cannot make out."""
    for id in dict.fromkeys(r for f in facts if f.given == "image" for r in f.regions):
        region = regions.get(id)
        if region is not None and region.ink == "text" and region.visible < MIN_VISIBLE:
            yield f"{region.role} {region.text!r} is covered or too pale (visible {region.visible:.2f})"


def sound_regions(regions: Sequence[Region], width: int, height: int) -> Iterator[str]:
    """Faults of the picture as a whole: texts that overlap, regions that leave it."""
    for r in outside(regions, width, height):
        yield f"{r.role} {r.text!r} leaves the picture"
    for a, b in text_overlaps(regions):
        yield f"{a.role} {a.text!r} overlaps {b.role} {b.text!r}"

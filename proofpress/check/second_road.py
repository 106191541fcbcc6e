"""The second road to an answer: from the pixels (an engine's reader, and the ink of what is printed) or from the premises (an
engine's solver).

None sees the Spec.  A reader's re-measured facts, and printed ones whose ink was compared with the pixels, replace the
recorded ones in the proof, which is then executed again; a solver's values of the asked quantity are compared with the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..answers.kinds import is_place
from ..ask.forms import UNDETERMINED
from ..draw.embed import PART
from ..draw.picture import Picture
from ..engine import Engine
from ..model import Fact, Question, Region, Sample
from ..part import Part
from ..reason.operators import Operator, Term, is_number
from ..reason.proof import concluding, same
from ..reason.scope import fact_outward, inside, inward, region_inward, split
from ..seeds import stream
from .execute import FAULTS, results
from .ink import CANNOT_TELL, CONFIRMED, CONTRADICTED
from .located import covers
from .printed import Print


@dataclass(frozen=True, slots=True)
class Second:
    """covered: the road can speak about the question; agrees: it says the same; note: what it said otherwise.

    unique: for solvers, whether the premises left just one value (None for readers).
    """

    covered: bool
    agrees: bool = False
    note: str = ""
    unique: bool | None = None
    numeric: bool = False


Statement = tuple[str, tuple[str, ...]]


def calibration(sample: Sample, printed: Print, landmarks: Sequence[str], image: int = 0) -> Mapping[str, Any]:
    """What a reader may know besides the pixels: the texts that were found in them, the places of the marks that a scale is
    read by (the engine's `landmarks`), and what it is asked to measure (statements without their values); never another mark,
    a text that is only on record, a value or the Spec."""
    # reading every text of a degraded picture takes longer than all other checks, and readers leave such pictures alone
    found = () if sample.degradations else printed.confirmed
    known = {r.id for r in found} | {r.id for r in sample.regions if r.role in landmarks}
    asked = tuple(f.statement for f in sample.facts if f.given == "image")
    return {
        "regions": tuple(replace(r, visible=1.0) for r in sample.regions if r.id in known and r.image == image),
        "statements": asked,
        "degraded": bool(sample.degradations),
        "language": sample.language,
    }


def measured(sample: Sample, engine: Engine, pictures: Sequence[Picture], printed: Print) -> dict[Statement, Fact]:
    """The reader's facts by statement, of every picture and of every picture placed in one; {} where there is no reader."""
    out: dict[Statement, Fact] = {}
    if type(engine).read is not Engine.read:
        for i, picture in enumerate(pictures):
            bare = replace(picture, regions=(), shows={}, facts=())
            out |= {f.statement: f for f in engine.read(bare, calibration(sample, printed, engine.landmarks, i))}
    for region in sample.regions:
        if region.role == PART and (instance := split(region.id)[0]) and split(region.id)[1] == PART:
            out |= _read_part(sample, engine.part(instance), region, pictures[region.image], printed)
    return out


def _read_part(sample: Sample, part: Part, region: Region, picture: Picture, printed: Print) -> dict[Statement, Fact]:
    """What the placed engine's reader finds in the part of the picture that is its own; {} where the picture was moved."""
    if type(part.engine).read is Engine.read or sample.degradations:
        return {}
    x0, y0, x1, y1 = (round(v) for v in region.box)
    own = Picture(np.ascontiguousarray(picture.pixels[y0:y1, x0:x1]))
    whole = calibration(sample, printed, part.engine.landmarks, region.image)
    shift = np.array([[1.0, 0, -x0], [0, 1, -y0], [0, 0, 1]])
    inner = tuple(region_inward(r) for r in whole["regions"] if inside(r.id, part.instance) and r.id != region.id)
    asked = tuple((inward(p), args) for p, args in whole["statements"] if inside(p, part.instance))
    known = {**whole, "regions": Picture(picture.pixels, inner).moved(shift), "statements": asked}
    return {(g := fact_outward(f, part.instance)).statement: g for f in part.engine.read(own, known)}


def from_pixels(
    question: Question,
    facts: Mapping[str, Fact],
    regions: Mapping[str, Region],
    operators: Mapping[str, Operator],
    read: Mapping[Statement, Fact],
    printed: Print,
) -> Second:
    """Execute the proof on what was read. Covered when every leaf that is a number, or is printed, was measured or found in
    ink; a place, when what is there was found to print the value of the fact that it is the place of."""
    if question.answer.type == UNDETERMINED:
        return Second(False)
    if is_place(question.answer.type):
        return Second(*_place_read(question, facts, printed))
    replaced: dict[str, Term] = {}
    for id in question.givens:
        fact = facts.get(id)
        if fact is None:  # the gate says so
            return Second(False)
        if fact.given != "image" or fact.value is True:
            continue
        found = read.get(fact.statement)
        if found is not None:
            replaced[id] = replace(Term.of(found), id=id, unit=fact.unit)
            continue
        ink = printed.of(fact)
        if ink is not None and ink.verdict == CONTRADICTED:
            return Second(True, False, ink.reason, numeric=is_number(question.answer.value))
        if ink is not None and ink.verdict == CONFIRMED:
            replaced[id] = Term.of(fact)
        elif ink is not None or is_number(fact.value):
            return Second(False)
    if not replaced:
        return Second(False)
    try:
        terms = results(question, tuple(facts.values()), regions, operators, replaced)
    except FAULTS as fault:
        # a tie or margin refusal on re-measured values is the reader's uncertainty, not a contradiction
        return Second(False, note=f"{type(fault).__name__}: {fault}")
    for step, term in list(zip(question.steps, terms, strict=True))[::-1]:
        if operators[step.op].formal:  # two readings within the margin may round to different sides
            continue
        if is_number(step.value):
            slack = max(question.answer.tolerance, term.margin)
            gap = abs(float(term.value) - float(step.value))
            agrees = gap <= slack * (1 + 1e-9)
            return Second(True, agrees, "" if agrees else f"read {term.value}, recorded {step.value}", numeric=True)
        agrees = same(step.value, term.value)
        return Second(True, agrees, "" if agrees else f"read {term.value!r}, recorded {step.value!r}")
    return Second(False)


def _place_read(question: Question, facts: Mapping[str, Fact], printed: Print) -> tuple[bool, bool]:
    """Whether the print at the answer's place was found in the pixels, and says what is asked for."""
    there = [f for i in question.givens if (f := facts.get(i)) and f.given == "image" and covers(question, f, printed.regions)]
    if len(there) != 1 or any(printed.regions[r].ink != "text" for r in there[0].at):
        return False, False
    own = printed.at(there[0])
    return own.verdict != CANNOT_TELL, own.verdict == CONFIRMED


def from_premises(sample: Sample, index: int, engine: Engine, operators: Mapping[str, Operator]) -> Second:
    """Solve for the asked quantity from what is shown and stated only. Where several values are left, none is the answer."""
    question = sample.questions[index]
    verdict = engine.solve(sample, index, stream(sample.seed, "solve", question.id))
    numeric = is_number(_number_of(question, operators))
    if not verdict.covered:
        return Second(False, note=verdict.note, numeric=numeric)
    if question.answer.type == UNDETERMINED:
        note = "the premises force a value" if verdict.unique else ""
        return Second(True, not verdict.unique, note, verdict.unique)
    target = _number_of(question, operators)
    if is_number(target):
        slack = max(question.answer.tolerance, 1e-5 * max(1.0, abs(float(target))))
        agrees = bool(verdict.values) and all(abs(float(v) - float(target)) <= slack for v in verdict.values)
    else:
        agrees = bool(verdict.values) and all(same(v, target) for v in verdict.values)
    return Second(True, agrees, "" if agrees else f"solved {verdict.values[:3]}, recorded {target}", verdict.unique, numeric)


def _number_of(question: Question, operators: Mapping[str, Operator]) -> Any:
    """What the proof concludes before it was turned into a choice or a claim."""
    step = concluding(question.steps, operators)
    return step.value if step else question.answer.value

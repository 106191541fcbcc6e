"""What a pass must leave as it was: everything but words."""

from __future__ import annotations

from ..model import Question, Sample

_SAMPLE = (
    "id", "engine", "engine_version", "template", "language", "split", "seed", "images", "width", "height", "regions", "facts",
    "spec", "style", "degradations",
)  # fmt: skip
_QUESTION = ("form", "answer", "choices", "givens", "depth", "difficulty", "skills", "text_load")
_STEP = ("op", "inputs", "output", "value", "regions")


def touched(before: Sample, after: Sample) -> str:
    """What of the truth a pass has changed, or "". Words of questions, steps and captions may change; questions may go."""
    if after is before:
        return ""
    for name in _SAMPLE:
        if getattr(before, name) != getattr(after, name):
            return name
    if [c.level for c in before.captions] != [c.level for c in after.captions]:
        return "captions"
    held = {q.id: q for q in before.questions}
    order = [q.id for q in after.questions]
    if [i for i in held if i in set(order)] != order:
        return "questions"  # one that was not there, one twice, or another order
    for question in after.questions:
        if what := _changed(held[question.id], question):
            return f"{what} of question {question.id}"
    return ""


def _changed(before: Question, after: Question) -> str:
    for name in _QUESTION:
        # repr tells 1 from 1.0 and True, which == does not
        if repr(getattr(before, name)) != repr(getattr(after, name)):
            return name
    if len(before.steps) != len(after.steps):
        return "steps"
    for n, (old, new) in enumerate(zip(before.steps, after.steps, strict=True), 1):
        for name in _STEP:
            if repr(getattr(old, name)) != repr(getattr(new, name)):
                return f"{name} of step {n}"
    return ""

"""Quotas of forms and depths: of the spare questions of a shard, those are kept that meet the shares.

A sample cannot know what others yield, so more is posed than is needed, and the shard keeps what fits.  Where a form or a depth
is scarcer than its share, the others give way up to a point: a set of few questions serves nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..ask.constraints import DEEPEST, Constraints
from ..make_sample import Drop
from ..model import Question, Sample
from ..registry import Registry
from .allocate import normal

LEAST_PART = 0.5  # of the questions that could be kept: so many are kept, whatever is scarce
Chosen = tuple[Sample, list[Drop]]


@dataclass(frozen=True)
class Target:
    """Shares by what `of` a question: its form or its depth."""

    name: str
    shares: Mapping[str, float]

    def of(self, form: str, depth: int) -> str:
        return form if self.name == "forms" else str(min(depth, DEEPEST))


def targets(constraints: Constraints) -> list[Target]:
    out = []
    if constraints.forms and not constraints.forms_free:
        out.append(Target("forms", normal(constraints.forms)))
    if constraints.depth and not constraints.depth_free:
        out.append(Target("depth", normal({str(k): v for k, v in constraints.depth.items()})))
    return out


def within_quota(samples: Sequence[Sample], constraints: Constraints, registry: Registry) -> tuple[list[Sample], list[Drop]]:
    """The samples of a shard with the questions that are kept, and a drop for each of the others."""
    aims = targets(constraints)
    if not aims or not samples:
        return list(samples), []
    limits = [constraints.limits(registry.engine(s.engine).questions) for s in samples]
    room = sum(min(len(s.questions), most) for s, (_, most) in zip(samples, limits, strict=True))
    aims = [_reachable(t, samples, room) for t in aims]
    kept: list[list[Question]] = [
        [q for q in s.questions if q.text_load == "vision"] for s in samples
    ]  # drawn into the picture
    counts = Counter((t.name, t.of(q.form, q.depth)) for own in kept for q in own for t in aims)
    total = sum(map(len, kept))
    rest = [[q for q in s.questions if q.text_load != "vision"] for s in samples]
    going = True
    while going:
        going = False
        for own, left, (least, most) in zip(kept, rest, limits, strict=True):
            if not left or len(own) >= most:
                continue
            behind = [
                min(
                    t.shares.get(t.of(q.form, q.depth), 0.0) * (total + 1) - counts[t.name, t.of(q.form, q.depth)] for t in aims
                )
                for q in left
            ]
            best = behind.index(max(behind))
            if behind[best] <= 0 and len(own) >= least:
                continue
            q = left.pop(best)
            own.append(q)
            counts.update((t.name, t.of(q.form, q.depth)) for t in aims)
            total += 1
            going = True
    out = [_with(s, own) for s, own in zip(samples, kept, strict=True)]
    lost = [Drop(s.id, f"{s.engine}/{s.template}", 0, q.id, "mix", "") for s, r in zip(samples, rest, strict=True) for q in r]
    return out, lost


def _reachable(target: Target, samples: Sequence[Sample], room: int) -> Target:
    """The shares that a set of at least LEAST_PART of its questions can have: the scarce in full, the others in proportion."""
    found = Counter(target.of(q.form, q.depth) for s in samples for q in s.questions)
    size = max(1.0, LEAST_PART * room)
    shares = dict(target.shares)
    fixed: dict[str, float] = {}
    while scarce := [k for k in shares if k not in fixed and shares[k] * size > found[k]]:
        fixed |= {k: found[k] / size for k in scarce}
        free = {k: v for k, v in target.shares.items() if k not in fixed}
        if not free:
            break
        rest = normal(free)
        shares = fixed | {k: v * (1 - sum(fixed.values())) for k, v in rest.items()}
    return Target(target.name, normal({k: v for k, v in shares.items() if v > 0})) if any(shares.values()) else target


def _with(sample: Sample, questions: Sequence[Question]) -> Sample:
    """The sample with these of its questions, in their order, numbered anew."""
    ids = {q.id for q in questions}
    kept = [q for q in sample.questions if q.id in ids]
    return replace(sample, questions=tuple(replace(q, id=f"q{n}") for n, q in enumerate(kept, 1)))

"""Complete: what is concluded of all of a group is concluded of the group that a reader of the picture would count.

Two ways to see that a member was left out, both from the record.  By statements: one like those that were used, different only
in what tells these apart, that is hidden or was not used.  By marks: where each statement is read at one region of a role and
these vary, every other region of that role with the same parent belongs to the group as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ..model import Fact, Question, Region
from ..reason.operators import Operator


def complete(
    question: Question, facts: Mapping[str, Fact], regions: Mapping[str, Region], operators: Mapping[str, Operator]
) -> Iterator[str]:
    """Members of whole groups that no step takes into account; the operators say which inputs are a whole group."""
    told: dict[str, None] = {}
    for step in question.steps:
        op = operators.get(step.op)
        for group in op.groups(step.inputs) if op is not None else ():
            used = [facts[i] for i in group if i in facts and facts[i].given == "image"]
            if len(used) < max(2, len(group)):  # values that earlier steps read one by one are no group of the picture
                continue
            for member in (*_unused(used, facts), *_unread(used, regions)):
                told[f"{member} belongs to what {step.op} is about, and is left out"] = None
    yield from told


def _unused(used: Sequence[Fact], facts: Mapping[str, Fact]) -> Iterator[str]:
    """Statements that differ from those used only where these differ from one another."""
    ids = {f.id for f in used}
    for predicate, n in {(f.predicate, len(f.args)): 0 for f in used}:
        like = [f for f in used if f.predicate == predicate and len(f.args) == n]
        fixed = [at for at in range(n) if len({f.args[at] for f in like}) == 1]
        if len(like) < 2 or len(fixed) == n:
            continue
        for f in facts.values():
            if f.predicate != predicate or len(f.args) != n or f.id in ids or f.given == "text":
                continue
            if all(f.args[at] == like[0].args[at] for at in fixed):
                yield str(f)


def _unread(used: Sequence[Fact], regions: Mapping[str, Region]) -> Iterator[str]:
    """Regions beside those at which the statements are read, one each."""
    needed = {r for f in used for r in f.regions}
    for role in {regions[r].role: 0 for r in used[0].regions if r in regions}:
        own = [[regions[r] for r in f.regions if r in regions and regions[r].role == role] for f in used]
        if any(len(rs) != 1 for rs in own) or len({rs[0].id for rs in own}) < 2:
            continue
        parents = Counter((rs[0].parent, rs[0].image) for rs in own)
        if max(parents.values()) < 2:  # one of each parent: a row across groups, whose other members are others' business
            continue
        for r in regions.values():
            if r.role == role and (r.parent, r.image) in parents and r.id not in needed:
                yield f"{role} {r.text or r.id!r}"

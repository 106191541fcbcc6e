"""Questions pass every check; every family of them is asked; what is given up is told."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

from ..answers.kinds import kind_of
from ..ask.pose import part_of, poses
from ..ask.verbalise import PoseContext
from ..ask.wording import worded_in
from ..check import check_sample
from ..reason.proof import Candidate, Rejected
from .subject import Subject

MOST_DRAFTS = 40  # further pictures of each template, drawn until every family was asked
TRIES = 4  # candidates of a family that are posed in each of its parts
REFUSALS = ("Ambiguous", "Inapplicable", "Refused")


def questions_pass(subject: Subject) -> Iterator[str]:
    """Every question passes every check, and the second road never contradicts it."""
    for s in subject.samples:
        for finding in check_sample(s, subject.registry).findings:
            yield f"{finding.sample} {finding.question} {finding.check}: {finding.message}"


def families_are_asked(subject: Subject) -> Iterator[str]:
    """Every family of questions that the engine words is asked at least once, in every part that it is worded in."""
    engine, registry = subject.engine, subject.registry
    if registry.home(subject.name) is None and set(subject.templates) != set(registry.templates(subject.name)):
        return  # a few templates of an engine need not ask all that it can
    own = [p for p in registry.wording_dirs(subject.name) if p.parent.name != "common"]
    language = subject.job(subject.templates[0], 1, 0).request.language if subject.templates else "en"
    waiting = {(key, part) for section, key, part in worded_in(own, language) if section == "questions"}
    proposed: set[str] = set()
    given_up: dict[str, str] = {}  # family -> why `propose` yielded it as Rejected
    why: dict[tuple[str, str], str] = {}
    strays: set[str] = set()
    for draft in subject.drafts(MOST_DRAFTS):
        if not waiting:
            break
        tried: dict[str, int] = {}
        for c in draft.proposed:
            if isinstance(c, Rejected):
                given_up.setdefault(c.family, c.reason)
                continue
            if tried.get(c.family, 0) >= TRIES:
                continue
            proposed.add(c.family)
            if c.family not in strays and (stray := _outside(c, draft.context)):
                strays.add(c.family)
                yield f"questions {c.family!r}: {stray}"
            if not any(family == c.family for family, _ in waiting):
                continue
            tried[c.family] = tried.get(c.family, 0) + 1
            for form in kind_of(c.kind).forms if c.missing is None else kind_of(c.kind).undetermined:
                key = (c.family, part_of(form, c))
                if key in waiting:
                    reason = poses(c, form, draft.context)
                    if reason:
                        why[key] = reason
                    else:
                        waiting.discard(key)
    for family, part in sorted(waiting):
        named = f"{family}/{part}" if part else family
        if family not in proposed and family in given_up:
            yield f"questions {named!r}: every proposal of this family was given up as Rejected ({given_up[family]})"
        elif family not in proposed:
            yield f"questions {named!r}: {engine.name} never proposes this family; remove its wording or propose it"
        elif (family, part) in why:
            yield f"questions {named!r}: never asked ({why[family, part]})"
        else:
            yield f"questions {named!r}: what is proposed of this family never takes the form {part!r}; remove the wording"


def _outside(candidate: Candidate, context: PoseContext) -> str:
    """What is wrong with a name that is none of those it is chosen among; "" where nothing is."""
    last, pool = candidate.proof.steps[-1], candidate.pool
    chosen = "choice" in (candidate.forms or kind_of(candidate.kind).forms) and context.operators[last.op].output == "label"
    value = candidate.proof.conclusion.value
    if not chosen or not pool or value in pool:
        return ""
    among = ", ".join(pool[:3]) + (", …" if len(pool) > 3 else "")
    return f"{last.op} gives {value!r}, which is not in the pool ({among}); the last of a fact's args that differs names it"


def groups_are_whole(subject: Subject) -> Iterator[str]:
    """No family is withdrawn from most pictures because its totals and the like leave out some of what they are about."""
    lost: dict[str, dict[str, str]] = {}  # family -> sample -> what was left out
    for sample, drops in subject.made:
        for drop in drops:
            if drop.reason == "complete":
                lost.setdefault(drop.question.split("/")[0], {}).setdefault(sample.id, drop.detail)
    for family, samples in sorted(lost.items()):
        if 2 * len(samples) > len(subject.made):
            yield (
                f"questions {family!r}: withdrawn from {len(samples)} of {len(subject.made)} pictures "
                f"({next(iter(samples.values()))}); a starred operator takes all of a kind"
            )


def refusals_are_told(subject: Subject) -> Iterator[str]:
    """What `propose` gives up on is yielded as Rejected, not swallowed: the engine's source is read."""
    home = Path(inspect.getfile(type(subject.engine))).parent
    for file in sorted(home.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler) and _swallows(node):
                where = f"{file.relative_to(home)}:{node.lineno}"
                yield f"{where}: a refusal is swallowed; yield Rejected(family, reason), so that the drops tell it"


def _swallows(handler: ast.ExceptHandler) -> bool:
    caught = handler.type
    names = {n.id for n in ast.walk(caught) if isinstance(n, ast.Name)} if caught is not None else {"Refused"}
    blank = all(isinstance(s, (ast.Continue, ast.Pass)) or _is_remark(s) for s in handler.body)
    return blank and bool(names & {*REFUSALS, "Exception", "BaseException"})


def _is_remark(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)

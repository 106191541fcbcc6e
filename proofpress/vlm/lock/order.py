"""Does what is compared with what keep its order and its direction?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from .tokens import Content, Refusal
from .words import LockWords

_DIRECTED = frozenset(("up", "down", "ratio", "percent", "change", "rise", "fall"))
_TAKEN_FROM = re.compile(r"@ - @|\b(?:minus|subtract|subtracted|deduct|less the|less @|take|taken|taking)\b")
_JOINED = re.compile(r"\b(?:and|or|with|from|to|between)\b|,(?!.*\b(?:what|which|how)\b)")


def order_kept(old: Content, new: Content, moved: Content, words: LockWords) -> Iterator[Refusal]:
    """Names of one class keep their order, unless both operands change places together with the construction.

    moved: the rewording with its premises first, whichever place they have."""
    turned = _turns(old, words) != _turns(new, words)
    directed = turned or bool(_DIRECTED & (old.concepts.keys() | new.concepts.keys()))
    directed |= bool(_TAKEN_FROM.search(old.masked) or _TAKEN_FROM.search(new.masked))
    shared = old.concepts.keys() & new.concepts.keys()
    bound = old.bound in (new.bound, moved.bound)
    for kind in sorted({c for c, _ in old.names} | {c for c, _ in new.names}):
        a, b = _of(old, kind), _of(new, kind)
        if _of(moved, kind) == a and not turned:
            continue
        if not turned and not _DIRECTED & shared and _same_parts(old, new, words):
            continue
        loose = bound and not directed and _coordinate(old, kind) and _coordinate(new, kind)
        if not _same_order(a, b, turned and directed, loose) and not (bound and not turned and _claimed(a, b, new)):
            yield Refusal("order", f"{' '.join(a)} / {' '.join(b)}"[:80])
    if not bound and len(old.numbers) > 1:
        lost = {(v, n) for v, n in old.bound if v in new.numbers} ^ {(v, n) for v, n in new.bound if v in old.numbers}
        if len({n for _, n in lost}) > 1 and len({v for v, _ in lost}) > 1:
            yield Refusal("order", "numbers belong to other names")
    a, b = list(old.extremes), list(new.extremes)
    if directed and len(a) == len(b) == 2 and a != b and sorted(a) == sorted(b) and not turned:
        yield Refusal("order", f"{' '.join(a)} / {' '.join(b)}")
    if directed and turned and len(a) == len(b) == 2 and a == b and len(set(a)) == 2 and not old.names:
        yield Refusal("order", f"{' '.join(a)} in a construction the other way round")
    sides = dict(old.sides)
    for value, side in sorted(new.sides):
        if sides.get(value, side) != side and (value, side) not in old.sides:
            yield Refusal("direction", f"{sides[value]} {value[0]} / {side} {value[0]}")


def _same_order(a: list[str], b: list[str], turned: bool, loose: bool) -> bool:
    swapped = _swapped(b)
    crosswise = swapped != b and (a == swapped or _collapsed(a) == _swapped(_collapsed(b)))
    if turned and swapped != b:
        return crosswise
    return a == b or _collapsed(a) == _collapsed(b) or (crosswise and loose)


def _same_parts(old: Content, new: Content, words: LockWords) -> bool:
    """In "the A of the one with the highest B", are the names of either part the same, whichever part comes first?"""
    a, b = _parts(old, words), _parts(new, words)
    return a == b and all(a) and not a[0] & a[1]


def _parts(said: Content, words: LockWords) -> tuple[frozenset[str], frozenset[str]]:
    """Names beside a highest or lowest, and names elsewhere; nothing where they cannot be told."""
    names = iter([n for c, n in said.names if c != "numbered"])
    beside: set[str] = set()
    elsewhere: set[str] = set()
    if said.masked.count("@") != sum(c != "numbered" for c, _ in said.names):
        return frozenset(), frozenset()
    for part in words.clauses.split(said.masked):
        here = beside if words.extremes.search(part) else elsewhere
        here |= {next(names) for _ in range(part.count("@"))}
    return frozenset(beside), frozenset(elsewhere)


def _claimed(a: Sequence[str], b: Sequence[str], new: Content) -> bool:
    """ "Of A and B, is it B that ...?" may name B first or last: the one that is said twice stays that one."""
    if len(a) != 3 or len(set(a)) != 2:
        return False
    if Counter(a) == Counter(b):
        return bool(re.search(r"@[^@]*\b(?:and|or|with)\b[^@]*@", new.masked))
    twice = Counter(a).most_common(1)[0][0]
    return len(b) == 2 and set(b) == set(a) and b[0] == twice and bool(re.search(r"@ (?:\w+ ){0,3}ahead of @", new.masked))


def _coordinate(said: Content, kind: str) -> bool:
    """Are the last two names of the class joined by a word that takes both alike?"""
    at = [spot for spot, (c, _) in zip(said.spots, said.names, strict=True) if c == kind][-2:]
    if len(at) < 2:
        return True
    between = said.text[at[0] : at[1]]
    return bool(_JOINED.search(between)) and not re.search(r"[.?!;:] ", between)


def _of(said: Content, kind: str) -> list[str]:
    return [n for c, n in said.names if c == kind]


def _collapsed(names: list[str]) -> list[str]:
    return [n for i, n in enumerate(names) if i == 0 or names[i - 1] != n]


def _swapped(names: list[str]) -> list[str]:
    return [*names[:-2], names[-1], names[-2]] if len(names) > 1 else names


def _turns(said: Content, words: LockWords) -> bool:
    return any(p.search(said.masked) for p in words.reversing)

"""The comparison of an original and its rewording."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ...model import Question, Sample
from .figures import is_quantity
from .form import form_kept, leaks
from .order import order_kept
from .sense import premises_first, roles_kept, sense_kept
from .stems import stem
from .tokens import Content, Refusal, normal, take_apart
from .words import LockWords, words_of

_RESIDUE = re.compile(
    r"\{\{|\}\}|\{%|%\}|</?\w+>|\*\*|```|^\s*[-*] |\n|\\n|\brewor\w+:|\bparaphras\w+|^(?:sure|certainly|here is|here's)\b", re.I
)
_LETTERED = re.compile(r"(?:^|\s)\(?[A-J]\)\s")


def known_names(sample: Sample, words: LockWords) -> dict[str, str]:
    """Every name that the sample's facts and regions hold, with its class: where it stands in the facts."""
    out: dict[str, str] = {}
    for region in sample.regions:
        text = region.text.strip()
        if text and len(text) <= 60 and not is_quantity(text) and "=" not in text:  # "∠ABC = 93°" is a fact and no name
            out.setdefault(normal(text, words), "text")
    placed: dict[str, str] = {}
    for fact in sorted(sample.facts, key=lambda f: -len(f.args)):
        values = fact.value if isinstance(fact.value, tuple) else (fact.value,)
        for at, arg in enumerate((*fact.args, *(v for v in values if isinstance(v, str)))):
            if arg and re.match(r"[\w(]", arg) and len(arg) <= 60:
                place = f"{fact.predicate if len(fact.args) > 1 else ''}{at}"
                placed.setdefault(normal(arg, words), "point" if re.fullmatch(r"[A-Z]{1,8}\d?", arg) else place)
    out |= placed
    return {n: c for n, c in out.items() if any(ch.isupper() or ch.isdigit() for ch in n)}


def locked(sample: Sample, question: Question, text: str, choices: Sequence[str] | None = None) -> tuple[Refusal, ...]:
    """What the rewording changes of a question, () where nothing. choices: the options as the writer gave them, if it did."""
    words = words_of(sample.language, sample.engine)
    if words is None:
        return (Refusal("language", f"no lock for {sample.language!r}"),)
    out = [*_outside(question.text, text)]
    if choices is not None and tuple(choices) != question.choices:
        out.append(Refusal("option", "the options are not the original ones"))
    if out:
        return tuple(out)
    old, new = both(sample, question.text, text, words)
    moved = premises_first(text, words)
    out = [
        *_tokens(old, new, words),
        *sense_kept(old, new, words),
        *roles_kept(old, new, words),
        *order_kept(old, new, both(sample, question.text, moved, words)[1] if moved != text else new, words),
        *form_kept(old, new, question, words),
        *leaks(old, new, question, words),
    ]
    return tuple(out)


def locked_prose(sample: Sample, original: str, text: str) -> tuple[Refusal, ...]:
    """The same for a step or a caption: numbers and names exactly, in their order, and nothing that is not there."""
    words = words_of(sample.language, sample.engine)
    if words is None:
        return (Refusal("language", f"no lock for {sample.language!r}"),)
    out = [*_outside(original, text)]
    if not out:
        old, new = both(sample, original, text, words)
        out = [*_tokens(old, new, words), *sense_kept(old, new, words)]
        if old.names != new.names or old.figures != new.figures:
            out.append(Refusal("order", "names or numbers stand in another order"))
        if ("?" in text) != ("?" in original):
            out.append(Refusal("form", "a statement stays a statement"))
    return tuple(out)


def both(sample: Sample, original: str, text: str, words: LockWords) -> tuple[Content, Content]:
    """Both texts taken apart with the same names. What is known of the sample and the original is kept for the next text."""
    kept = _known(sample, words)
    lower = frozenset(_SMALL.findall(original + " " + text))
    # of the words that are written small, only those matter that the text writes with a capital too
    small = lower & {w.lower() for w in _CAPITAL.findall(original)}
    if (original, small) not in kept.said:
        kept.said[original, small] = take_apart(original, kept.names, words, small)
    return kept.said[original, small], take_apart(text, kept.names, words, lower)


_SMALL = re.compile(r"(?<![\w])[a-z][\w'-]*")
_CAPITAL = re.compile(r"[^\W\d_][\w'²³₂-]*")


@dataclass(frozen=True, slots=True)
class _Known:
    """A sample with its names, and its texts taken apart."""

    sample: Sample
    names: Mapping[str, str]
    said: dict[tuple[str, frozenset[str]], Content]


_KNOWN: OrderedDict[tuple[int, str], _Known] = OrderedDict()
_MOST_KNOWN = 256  # more than a pass has in flight


def _known(sample: Sample, words: LockWords) -> _Known:
    """By identity: a sample is frozen, and hashing one costs as much as taking a text apart."""
    key = (id(sample), words.language)
    found = _KNOWN.get(key)
    if found is None or found.sample is not sample:
        found = _KNOWN[key] = _Known(sample, known_names(sample, words), {})
        while len(_KNOWN) > _MOST_KNOWN:
            _KNOWN.popitem(last=False)
    return found


# --- what is seen from outside -----------------------------------------------------------------------------------------
def _outside(original: str, text: str) -> Iterator[Refusal]:
    if not text.strip():
        yield Refusal("length", "empty")
        return
    if _RESIDUE.search(text.strip()) and not _RESIDUE.search(original):
        yield Refusal("residue", _RESIDUE.search(text.strip())[0].strip())  # type: ignore[index]
    if len(_LETTERED.findall(text)) > len(_LETTERED.findall(original)):
        yield Refusal("option", "options in the text")
    if not 0.3 * len(original) - 10 <= len(text) <= 2 * len(original) + 80:
        yield Refusal("length", f"{len(text)} for {len(original)} characters")
    usual = {_script(c) for c in set(original) if c.isalpha()}
    strange = sorted(c for c in set(text) if c.isalpha() and _script(c) not in usual)
    if strange:
        yield Refusal("language", "".join(strange[:8]))
    signs = sorted(c for c in set(text) - set(original) if unicodedata.category(c) in ("Sm", "So") and c not in _PLAIN)
    if signs:
        yield Refusal("sign", "".join(signs[:8]))


_PLAIN = "=≅∥⊥~∠△°√+−"  # said in words as well, and held against each other as such


@lru_cache(maxsize=1024)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0]


# --- tokens -----------------------------------------------------------------------------------------------------------
def _tokens(old: Content, new: Content, words: LockWords) -> Iterator[Refusal]:
    a, b = {n for _, n in old.names}, {n for _, n in new.names}
    for n in sorted(a ^ b):
        yield Refusal("name", ("-" if n in a else "+") + n)
    bare = {n for n in old.numbers ^ new.numbers if n[1] in ("", "ordinal")}
    for value, unit in sorted(old.numbers ^ new.numbers):
        if (
            (value, unit) in old.numbers
            and (value, unit) not in new.numbers
            and len(bare) == 1
            and re.search(r"\ball(?: the)? #", old.masked)
        ):
            continue
        if len(bare) > 1 or not _loose(value, unit, old, new):
            yield Refusal("number", ("-" if (value, unit) in old.numbers else "+") + f"{value} {unit}".strip())
    for concept in sorted(set(old.concepts) | set(new.concepts)):
        before, after = old.concepts.get(concept, 0), new.concepts.get(concept, 0)
        changed = bool(before) != bool(after) or (before != after and concept in words.counted)
        changed |= (before > after and concept in words.never_fewer) or (before < after and concept in words.never_more)
        if changed and not _may_differ(concept, old, new, words):
            yield Refusal("negation" if concept in ("not", "except") else "concept", ("-" if before > after else "+") + concept)
    for w in sorted(old.words.keys() - new.words.keys()):
        if not _with(w, old, new, words) and w not in _noun_of_the_named(old, new):
            yield Refusal("word", "-" + w)
    for w in sorted(new.words.keys() - old.words.keys()):
        if not _with(w, old, new, words):
            yield Refusal("word", "+" + w)
    yield from _exchanged(old, new, words)


def _exchanged(old: Content, new: Content, words: LockWords) -> Iterator[Refusal]:
    """What is said once less while something else is said once more has changed places with it."""
    fewer, more = Counter(old.words) - Counter(new.words), Counter(new.words) - Counter(old.words)
    kept = {w for w in fewer if w in new.words}  # what is gone altogether is refused, or let go, elsewhere
    if kept and {w for w in more if w in old.words}:
        yield Refusal("word", f"-{min(kept)} +{min(more)}")
    less, again = Counter(old.figures) - Counter(new.figures), Counter(new.figures) - Counter(old.figures)
    if less and again:
        yield Refusal("number", f"-{min(less)[0]} +{min(again)[0]}")
    let_go = [w for w in fewer if w not in new.words and w in words.soft_with]  # share, side: not for something else
    risen = {c for c, n in new.concepts.items() if n > old.concepts.get(c, 0)} - words.soft
    if let_go and risen - set(words.soft_with[let_go[0]]):
        yield Refusal("concept", f"-{let_go[0]} +{min(risen)}")
    gone, come = Counter(old.names) - Counter(new.names), Counter(new.names) - Counter(old.names)
    if gone and come:
        yield Refusal("name", f"-{min(gone)[1]} +{min(come)[1]}")
    for pair in words.opposites:
        a, b = (new.concepts.get(c, 0) - old.concepts.get(c, 0) for c in pair)
        if a * b < 0:
            yield Refusal("concept", f"{pair[0]} / {pair[1]}")


def _with(word: str, old: Content, new: Content, words: LockWords) -> bool:
    return any(c in old.concepts and c in new.concepts for c in words.soft_with.get(word, ()))


_NAMED = re.compile(r"\bwhich ([a-z ]+?) (?:has|had|have|is|was|shows)\b.*@.*\bor\b.*@")


def _noun_of_the_named(old: Content, new: Content) -> frozenset[str]:
    """ "Which bank has the higher rating, A or B?": both are named, so that the noun may go."""
    m = _NAMED.search(old.masked)
    return frozenset(stem(w) for w in m[1].split()) if m and re.search(r"@.*\b(?:or|and)\b.*@", new.masked) else frozenset()


_FAR = "highest|lowest|largest|smallest|leading|top"
_HARD_TWO = re.compile(
    rf"\b(?:{_FAR}|last|first) two\b|\btwo (?:\w+ )?(?:{_FAR})\b|\btwo \w+ (?:with|by|have|had|that|whose)\b"
    r"|\btwo \w+ (?:after|before|later|earlier|ago|further|ahead|on|past|in a row|times)\b"
)


def _loose(value: str, unit: str, old: Content, new: Content) -> bool:
    """A "two" that counts named things, and the hundred of a percentage, may come and go."""
    if (value, unit) == ("2", ""):
        holder = old if (value, unit) in old.numbers else new
        spelled = len(re.findall(r"\btwo\b", holder.masked)) == holder.figures.count((value, unit))
        return spelled and not _HARD_TWO.search(old.masked) and not _HARD_TWO.search(new.masked)
    return value == "100" and "share" in unit and bool({"percent"} & old.concepts.keys() & new.concepts.keys())


def _may_differ(concept: str, old: Content, new: Content, words: LockWords) -> bool:
    if concept in words.soft:
        return True
    if not _with(concept, old, new, words):
        return False
    return concept != "up" or not {"down"} & (old.concepts.keys() | new.concepts.keys())

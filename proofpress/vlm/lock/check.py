"""The comparison of an original and its rewording."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...model import Question, Sample
from .tokens import Said, is_quantity, normal, stem, take_apart
from .words import Words, words_of

_RESIDUE = re.compile(
    r"\{\{|\}\}|\{%|%\}|</?\w+>|\*\*|```|^\s*[-*] |\n|\\n|\brewor\w+:|\bparaphras\w+|^(?:sure|certainly|here is|here's)\b", re.I
)
_LETTERED = re.compile(r"(?:^|\s)\(?[A-J]\)\s")


@dataclass(frozen=True, slots=True)
class Refusal:
    """kind: what was touched (number, name, order, direction, negation, asked, word, ...); detail: the offending token."""

    kind: str
    detail: str = ""


def known_names(sample: Sample) -> dict[str, str]:
    """Every name that the sample's facts and regions hold, with its class: where it stands in the facts."""
    out: dict[str, str] = {}
    for region in sample.regions:
        text = region.text.strip()
        if text and len(text) <= 60 and not is_quantity(text):
            out.setdefault(normal(text), "text")
    placed: dict[str, str] = {}
    for fact in sorted(sample.facts, key=lambda f: -len(f.args)):
        values = fact.value if isinstance(fact.value, tuple) else (fact.value,)
        for at, arg in enumerate((*fact.args, *(v for v in values if isinstance(v, str)))):
            if arg and re.match(r"[\w(]", arg) and len(arg) <= 60:
                place = f"{fact.predicate if len(fact.args) > 1 else ''}{at}"
                placed.setdefault(normal(arg), "point" if re.fullmatch(r"[A-Z]{1,8}\d?", arg) else place)
    out |= placed
    return {n: c for n, c in out.items() if any(ch.isupper() or ch.isdigit() for ch in n)}


def locked(sample: Sample, question: Question, text: str, choices: Sequence[str] | None = None) -> tuple[Refusal, ...]:
    """What the rewording changes of a question, () where nothing. choices: the options as the writer gave them, if it did."""
    words = words_of(sample.language)
    if words is None:
        return (Refusal("language", f"no lock for {sample.language!r}"),)
    out = [*_outside(question.text, text)]
    if choices is not None and tuple(choices) != question.choices:
        out.append(Refusal("option", "the options are not the original ones"))
    if out:
        return tuple(out)
    old, new = both(sample, question.text, text, words)
    out = [*_tokens(old, new, words), *_order(old, new, words), *_form(old, new, question, words), *_leak(old, new, question)]
    return tuple(out)


def locked_prose(sample: Sample, original: str, text: str) -> tuple[Refusal, ...]:
    """The same for a step or a caption: numbers and names exactly, in their order, and nothing that is not there."""
    words = words_of(sample.language)
    if words is None:
        return (Refusal("language", f"no lock for {sample.language!r}"),)
    out = [*_outside(original, text)]
    if not out:
        old, new = both(sample, original, text, words)
        out = [*_tokens(old, new, words)]
        if old.names != new.names or old.figures != new.figures:
            out.append(Refusal("order", "names or numbers stand in another order"))
        if ("?" in text) != ("?" in original):
            out.append(Refusal("form", "a statement stays a statement"))
    return tuple(out)


def both(sample: Sample, original: str, text: str, words: Words) -> tuple[Said, Said]:
    """Both texts taken apart with the same names."""
    known = known_names(sample)
    lower = frozenset(re.findall(r"(?<![\w])[a-z][\w'-]*", original + " " + text))
    return take_apart(original, known, words, lower), take_apart(text, known, words, lower)


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
    strange = sorted({c for c in text if c.isalpha() and _script(c) not in {_script(o) for o in original if o.isalpha()}})
    if strange:
        yield Refusal("language", "".join(strange[:8]))


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0]


# --- tokens -----------------------------------------------------------------------------------------------------------
def _tokens(old: Said, new: Said, words: Words) -> Iterator[Refusal]:
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
        if (before != after if concept in words.counted else bool(before) != bool(after)) and not _may_differ(
            concept, old, new, words
        ):
            yield Refusal("negation" if concept in ("not", "except") else "concept", ("-" if before > after else "+") + concept)
    for w in sorted(old.words - new.words):
        if not _with(w, old, new, words) and w not in _noun_of_the_named(old, new):
            yield Refusal("word", "-" + w)
    for w in sorted(new.words - old.words):
        if not _with(w, old, new, words):
            yield Refusal("word", "+" + w)


def _with(word: str, old: Said, new: Said, words: Words) -> bool:
    return any(c in old.concepts and c in new.concepts for c in words.soft_with.get(word, ()))


_NAMED = re.compile(r"\bwhich ([a-z ]+?) (?:has|had|have|is|was|shows)\b.*@.*\bor\b.*@")


def _noun_of_the_named(old: Said, new: Said) -> frozenset[str]:
    """ "Which bank has the higher rating, A or B?": both are named, so that the noun may go."""
    m = _NAMED.search(old.masked)
    return frozenset(stem(w) for w in m[1].split()) if m and re.search(r"@.*\b(?:or|and)\b.*@", new.masked) else frozenset()


_FAR = "highest|lowest|largest|smallest|leading|top"
_HARD_TWO = re.compile(
    rf"\b(?:{_FAR}|last|first) two\b|\btwo (?:\w+ )?(?:{_FAR})\b|\btwo \w+ (?:with|by|have|had|that|whose)\b"
)


def _loose(value: str, unit: str, old: Said, new: Said) -> bool:
    """A "two" that counts named things, and the hundred of a percentage, may come and go."""
    if (value, unit) == ("2", ""):
        return not _HARD_TWO.search(old.masked) and not _HARD_TWO.search(new.masked)
    return value == "100" and "share" in unit and bool({"percent"} & old.concepts.keys() & new.concepts.keys())


def _may_differ(concept: str, old: Said, new: Said, words: Words) -> bool:
    if concept in words.soft:
        return True
    if not _with(concept, old, new, words):
        return False
    return concept != "up" or not {"down"} & (old.concepts.keys() | new.concepts.keys())


# --- order --------------------------------------------------------------------------------------------------------------
_DIRECTED = frozenset(("up", "down", "ratio", "percent", "change", "rise", "fall"))


def _order(old: Said, new: Said, words: Words) -> Iterator[Refusal]:
    """Names of one class keep their order, unless both operands change places together with the construction."""
    turned = _turns(old, words) != _turns(new, words)
    directed = bool(_DIRECTED & (old.concepts.keys() | new.concepts.keys())) or "@ - @" in old.masked
    for kind in sorted({c for c, _ in old.names} | {c for c, _ in new.names}):
        a, b = _of(old, kind), _of(new, kind)
        straight = a == b or _collapsed(a) == _collapsed(b)
        swapped = _swapped(b)
        crosswise = swapped != b and (a == swapped or _collapsed(a) == _swapped(_collapsed(b)))
        if not (
            crosswise
            if turned and directed and swapped != b
            else straight or (crosswise and not directed and old.bound == new.bound)
        ):
            yield Refusal("order", f"{' '.join(a)} / {' '.join(b)}"[:80])
    if old.bound != new.bound and len(old.numbers) > 1:
        lost = {(v, n) for v, n in old.bound if v in new.numbers} ^ {(v, n) for v, n in new.bound if v in old.numbers}
        if len({n for _, n in lost}) > 1 and len({v for v, _ in lost}) > 1:
            yield Refusal("order", "numbers belong to other names")


def _of(said: Said, kind: str) -> list[str]:
    return [n for c, n in said.names if c == kind]


def _collapsed(names: list[str]) -> list[str]:
    return [n for i, n in enumerate(names) if i == 0 or names[i - 1] != n]


def _swapped(names: list[str]) -> list[str]:
    return [*names[:-2], names[-1], names[-2]] if len(names) > 1 else names


def _turns(said: Said, words: Words) -> bool:
    return any(p.search(said.masked) for p in words.reversing)


# --- form and leaks ------------------------------------------------------------------------------------------------------
_YES_NO = re.compile(
    r"^(?:is|are|was|were|do|does|did|can|could|would|will|has|have|had|must|should)\b|\bwhether\b|\btrue or not\b|\bis (?:that|this|it|she|he) (?:so|right|correct|true)\b|\bconfirm\b",
    re.I,
)


def _form(old: Said, new: Said, question: Question, words: Words) -> Iterator[Refusal]:
    if old.text.count("____") != new.text.count("____"):
        yield Refusal("form", "the blank")
    sentences = [s for s in re.split(r"(?<=[.?!:])\s+", new.masked) if re.search(r"\w|@|#", s)]
    if not any(_asks(s, words) for s in sentences) and "____" not in new.text:
        yield Refusal("form", "asks nothing")
    if question.form == "yes_no" and not any(_YES_NO.search(c) for s in sentences for c in [s, *re.split(r", ", s)]):
        yield Refusal("form", "no yes-or-no question")
    if (
        question.form == "open"
        and question.answer.type in ("number", "list", "set")
        and _wh(old) != _wh(new)
        and not _asks_value(new, words)
    ):
        yield Refusal("form", "became a yes-or-no question")
    for s in sentences if question.form == "fill" else ():
        if (
            "____" not in s
            and not re.search(r"[@#]", s)
            and set(words.concepts_of(words.without_idioms(s))[0]) - words.soft - {"whole"}
        ):
            yield Refusal("added", s[:60])
    for s in sentences:
        if not _asks(s, words) and not re.search(r"[@#]", s) and not _lead(s):
            concepts, rest = words.concepts_of(words.without_idioms(s))
            if set(concepts) - {"whole", "decimal"} and not (set(old.words) & set(re.findall(r"\w+", rest))):
                yield Refusal("added", s[:60])


def _lead(sentence: str) -> bool:
    return sentence.endswith(":")


def _asks(sentence: str, words: Words) -> bool:
    first = re.findall(r"[a-z]+", sentence)[:2]
    if sentence.rstrip(" )").endswith("?") or any(w in words.imperatives for w in first) or _WISH.search(sentence):
        return True
    return any(w in words.imperatives for w in re.findall(r"(?:, |, please )([a-z]+)", sentence))


_WISH = re.compile(
    r"\bi (?:would|\'d) like\b|\bi (?:need|want|wonder)\b|\bi am (?:interested|looking)\b|\bis (?:wanted|sought|asked for)\b"
)
_POLITE = re.compile(r"^(?:can|could|would|will) (?:you|one|we|i)\b")


def _wh(said: Said) -> bool:
    return bool(re.search(r"\b(?:what|which|who|how|where|when)\b", said.masked))


def _asks_value(said: Said, words: Words) -> bool:
    return any(
        _asks(s, words) and (_POLITE.search(s.strip()) or not _YES_NO.search(s))
        for s in re.split(r"(?<=[.?!:])\s+|, ", said.masked)
    )


def _leak(old: Said, new: Said, question: Question) -> Iterator[Refusal]:
    answer = question.answer
    secrets = {answer.text, *answer.aliases}
    if question.choices and len(answer.text) == 1:
        secrets |= {question.choices[ord(answer.text) - 65]} if ord(answer.text) - 65 < len(question.choices) else set()
    if answer.type == "boolean":
        secrets |= {"yes", "no"}
    for secret in sorted(s for s in secrets if s):
        token = re.compile(rf"(?<![\w.]){re.escape(normal(secret))}(?![\w])", re.I if len(secret) > 1 else 0)
        if len(token.findall(new.text)) > len(token.findall(old.text)):
            yield Refusal("leak", secret[:40])
    for step in question.steps:
        if isinstance(step.value, str) and len(step.value) > 1:
            token = re.compile(rf"(?<!\w){re.escape(step.value)}(?!\w)")
            if token.search(new.text) and not token.search(old.text):
                yield Refusal("leak", step.value[:40])


def kinds(refusals: Sequence[Refusal]) -> Mapping[str, int]:
    """How often each kind was touched."""
    out: dict[str, int] = {}
    for r in refusals:
        out[r.kind] = out.get(r.kind, 0) + 1
    return out

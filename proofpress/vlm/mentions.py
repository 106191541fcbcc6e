"""What a question speaks of, and whether it is there: names, numbers and ranges of its words held against the record.

Nothing is known here of any kind of picture.  A name is there when the record has it as an argument or value of a fact, as the
text of a region or in the spec; names made of point letters (AB, ∠ABC) when every letter is.  A number is there when the
question's own premises, claims and thresholds have it, when it is a label, or when the wording uses it as a word ("1 for the
highest").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from ..answers.expression import expressions
from ..answers.numerals import is_number
from ..answers.plaintext import flat
from ..answers.quantity import exact_of, quantities
from ..ask.wording import SECTIONS, read_section
from ..data_paths import data_folder
from ..exact import Exact
from ..model import Fact, Question, Sample, Value
from ..reason.scope import proposed
from ..yaml_data import read_yaml

_SLOT = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*\s*[–-]\s*\d+(?:[.,]\d+)*|[^\W_][\w'’&./+-]*[^\W_]|[^\W_]")
_RANGE = re.compile(r"\d+(?:[.,]\d+)*\s*[–-]\s*\d+(?:[.,]\d+)*")
_POINTS = re.compile(r"(?<![^\W_])[A-Z]{1,8}(?![^\W_]|['’][a-z])")
_OPENS = re.compile(r"(?:^|[.!?:…])[\s\"'“‘(]*$")
_MASK = "\x00"


@dataclass(frozen=True, slots=True)
class OrdinaryWords:
    """A language's ordinary words (in lower case), words and numbers within the sentences of its questions, its data."""

    ordinary: frozenset[str]
    within: frozenset[str]
    numbers: frozenset[Exact]
    data: Mapping[str, Any]

    def is_ordinary(self, word: str) -> bool:
        bare = re.sub(r"['’](?:s|d|ll|ve|re|m)$", "", word)
        return any(w.lower() in self.ordinary for w in (word, bare))


@lru_cache(maxsize=16)
def words_of(language: str, wording: tuple[Path, ...] = ()) -> OrdinaryWords:
    """The words of a language: those of all wordings of Proofpress and of these folders `wording/`, and the rubric's data."""
    templates = data_folder("templates")
    data = read_yaml(templates / "prompts" / "rubric.yaml").get(language) or {}
    ordinary: set[str] = set(str(data.get("openers", "")).split())
    within: set[str] = set()
    numbers: set[Exact] = set()
    homes = dict.fromkeys((*sorted(templates.glob("*/wording")), *wording))
    for section, entries in ((s, read_section(home, language, s)) for home in homes for s in SECTIONS):
        for text in _texts(entries):
            ordinary.update(w.lower() for w in _WORD.findall(text))
            if section in ("questions", "premises", "forms"):
                within.update(m[0] for m in _WORD.finditer(text) if not _OPENS.search(text[: m.start()]))
                numbers.update(v for v, _, _ in quantities(text))
    return OrdinaryWords(frozenset(ordinary), frozenset(within), frozenset(numbers), data)


@lru_cache(maxsize=1)
def languages_with_rubric() -> frozenset[str]:
    """The languages that the rubric has data for."""
    return frozenset(read_yaml(data_folder("templates") / "prompts" / "rubric.yaml"))


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield _SLOT.sub(" ", data)
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, (list, tuple)):
        for value in data:
            yield from _texts(value)


@dataclass(frozen=True)
class Known:
    """What a sample's record says there is."""

    sample: Sample

    @cached_property
    def points(self) -> frozenset[str]:
        """Single capital letters that name something."""
        return frozenset(a for f in self.sample.facts for a in f.args if re.fullmatch(r"[A-Z]", a))

    @cached_property
    def labels(self) -> frozenset[str]:
        """The names of things: arguments of facts and values of facts that are texts."""
        unseen = {r.id for r in self.sample.regions} - self.points  # a mark without a name goes by its region's id
        out = {a for f in self.sample.facts for a in f.args if a not in unseen}
        out |= {t for f in self.sample.facts if not proposed(f) for t in _names(f.value)}
        return frozenset(flat(a) for a in out if a)

    @cached_property
    def units(self) -> frozenset[str]:
        """Units of measurement, those that a fact gives as its value too."""
        given = [f.value if f.predicate == "unit" else f.unit for f in self.sample.facts]
        return frozenset(flat(str(u)) for u in given if u)

    @cached_property
    def names(self) -> re.Pattern[str]:
        """Everything that may be spoken of by name, the longest first; short ones in their own case only."""
        found = set(self.labels)
        texts = (flat(r.text) for r in self.sample.regions if r.role not in ("question", "option"))
        found |= {t for t in texts if not re.match(r"[\d√$€£¥+-]", t)}  # a number is a value, unless it is a label
        found |= self.units | {flat(t) for t in _names(self.sample.spec)}
        found |= {w for n in found for w in n.split() if w.isalpha() and n in self.units}
        found = {n for n in found if len(n) > 1 and not n.isdigit() and any(c.isalnum() for c in n)}
        ordered = sorted(found, key=lambda n: (-len(n), n))
        parts = [_spelt(n) for n in ordered]
        if not parts:
            return re.compile(r"(?!)")
        return re.compile(r"(?<![^\W_])(?<!\d[.,])(?:" + "|".join(parts) + r")(?:['’]s)?(?![^\W_]|[.,]\d)")

    def masked(self, text: str) -> str:
        """The text with an X for every letter of a name; what is written like any other word is none."""
        text = self.names.sub(lambda m: m[0] if m[0].islower() else re.sub(r"\w", "X", m[0]), text)
        return _POINTS.sub(lambda m: "X" * len(m[0]) if set(m[0]) <= self.points else m[0], text)

    def numbers(self, question: Question) -> frozenset[Any]:
        """The numbers that the question may use: labels, and what it rests on, states, claims and compares with."""
        facts = {f.id: f for f in self.sample.facts}
        used = {*question.givens, *(i for s in question.steps for i in s.inputs)}
        out: set[Any] = {v for a in self.labels for v, _, _ in quantities(a)}
        for fact in (facts[i] for i in used if i in facts):
            out.update(_values(fact.value))
            out.update(v for v, _, _ in quantities(fact.unit))
        sizes = {len(f.args) for f in self.sample.facts} | set(range(len(question.givens) + 2))
        out.update(map(Exact, sizes))  # "all 9", "the first 3", "a thing with 8 sides"
        return frozenset(out)


def _spelt(name: str) -> str:
    """A pattern for the name in any case; a short one in its own, but for a capital at the head of a sentence."""
    if len(name) > 3:
        return f"(?i:{re.escape(name)})"
    return f"[{name[0]}{name[0].upper()}]{re.escape(name[1:])}" if name[0].islower() else re.escape(name)


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for v in value.values():
            yield from _names(v)
    elif isinstance(value, (list, tuple)):
        for v in value:
            yield from _names(v)


def _values(value: Value) -> Iterator[Any]:
    if isinstance(value, bool) or value is None:
        return
    if is_number(value):
        exact = exact_of(value)
        yield exact
        if isinstance(exact, Exact):
            yield -exact
    elif isinstance(value, str):
        yield from (v for v, _, _ in quantities(value))
    elif isinstance(value, Mapping):
        for v in value.values():
            yield from _values(v)
    elif isinstance(value, (list, tuple)):
        for v in value:
            yield from _values(v)


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that a question speaks of.  kind: name, letters, number or range."""

    text: str
    kind: str
    there: bool


def mentions(question: Question, known: Known, words: OrdinaryWords) -> list[Mention]:
    """Everything that the question's words name, in order of kind, each once."""
    text = flat(re.sub(r"_{2,}", "…", question.text))
    found: dict[tuple[str, str], Mention] = {}

    def say(said: str, kind: str, there: bool) -> None:
        found.setdefault((said, kind), Mention(said, kind, there))

    def named(m: re.Match[str]) -> str:
        say(m[0], "name", True)
        return _MASK * len(m[0])

    text = known.names.sub(named, text)
    text = _letters(text, known, words, say)
    text = _capitals(text, words, say)
    allowed = known.numbers(question) | words.numbers
    for written in expressions(text.replace(_MASK, " ")):  # digits: "one" and "first" are words
        there = any(_same(written.value, v) for v in allowed)
        parts = [written.value] if there or not written.computed else [v for v, _, _ in written.parts]
        for value in parts:
            say(str(value), "number", any(_same(value, v) for v in allowed))
    for group in words.data.get("closed", ()):
        for word in re.findall(rf"(?<![^\W_])(?:{'|'.join(group)})(?![^\W_])", text, re.IGNORECASE):
            say(word, "name", False)
    return list(found.values())


def _letters(text: str, known: Known, words: OrdinaryWords, say: Any) -> str:
    """Take names made of point letters off the text: each letter must be a point of the picture."""
    if not known.points:
        return text

    def take(m: re.Match[str]) -> str:
        opens = bool(_OPENS.search(text[: m.start()]))
        if m[0] not in known.points and (m[0] in words.within or (opens and words.is_ordinary(m[0]))):
            return m[0]  # "A picture", "I need"
        say(m[0], "letters", set(m[0]) <= known.points)
        return _MASK * len(m[0])

    return _POINTS.sub(take, text)


def _capitals(text: str, words: OrdinaryWords, say: Any) -> str:
    """Take ranges and runs of capitalised words off the text: known names are gone already, so none of these is one."""
    out, start = list(text), 0
    run: list[re.Match[str]] = []

    def close() -> None:
        if run and any(any(c.isupper() for c in t[0]) or _RANGE.fullmatch(t[0]) for t in run):
            say(" ".join(t[0] for t in run), "range" if all(_RANGE.fullmatch(t[0]) for t in run) else "name", False)
            for t in run:
                out[t.start() : t.end()] = _MASK * len(t[0])
        run.clear()

    for m in _TOKEN.finditer(text):
        word, gap = m[0], text[start : m.start()]
        if run and gap not in (" ", ""):
            close()
        opens = bool(_OPENS.search(text[: m.start()]))
        capital = any(c.isupper() for c in word)
        name = capital and not (word in words.within or (opens and words.is_ordinary(word)))
        if name or _RANGE.fullmatch(word) or (run and word[0].isdigit()):
            run.append(m)
        elif word[0].isdigit() and re.match(r" [A-Z]", text[m.end() : m.end() + 2]):
            close()
            run.append(m)
        else:
            close()
        start = m.end()
    close()
    return "".join(out)


def _same(a: Any, b: Any) -> bool:
    return bool(a == b) or abs(float(a) - float(b)) <= 1e-9 * max(1.0, abs(float(b)))


def regions_naming(sample: Sample) -> dict[str, dict[str, set[str]]]:
    """name -> role -> ids of the regions that bear it, of the roles whose texts are names of facts' arguments."""
    regions = {r.id: r for r in sample.regions}
    shows = ((regions[i], f.args) for f in sample.facts for i in f.regions if i in regions)
    roles = {r.role for r, args in shows if r.text and r.text in args}
    out: dict[str, dict[str, set[str]]] = {}
    for region in sample.regions:
        if region.text and region.role in roles:
            out.setdefault(region.text, {}).setdefault(region.role, set()).add(region.id)
    return out


def shown(facts: Iterable[Fact]) -> list[Fact]:
    """Facts about the picture that a reader is given."""
    return [f for f in facts if f.given != "hidden" and not proposed(f)]

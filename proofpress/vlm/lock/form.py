"""Is it still the same kind of question, and does it keep the answer to itself?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model import Question
from .tokens import Content, Refusal, normal
from .words import LockWords

_YES_NO = re.compile(
    r"^(?:is|are|was|were|do|does|did|can|could|would|will|has|have|had|must|should)\b|\bwhether\b|\btrue or not\b"
    r"|\bis (?:that|this|it|she|he) (?:so|right|correct|true)\b|\bconfirm\b",
    re.I,
)


def form_kept(old: Content, new: Content, question: Question, words: LockWords) -> Iterator[Refusal]:
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
    if question.answer.type in ("list", "set") and _ONE.search(new.masked) and not _ONE.search(old.masked):
        yield Refusal("form", "one of several")
    for s in sentences if question.form == "fill" else ():
        if (
            "____" not in s
            and not re.search(r"[@#]", s)
            and set(words.concepts_of(words.without_idioms(s))[0]) - words.soft - {"whole"}
        ):
            yield Refusal("added", s[:60])
    for s in sentences:
        if not _asks(s, words) and not re.search(r"[@#]|____", s) and not _lead(s):
            concepts, rest = words.concepts_of(words.without_idioms(s))
            if set(concepts) - {"whole", "decimal"} and not (set(old.words) & set(re.findall(r"\w+", rest))):
                yield Refusal("added", s[:60])


_ONE = re.compile(
    r"\b(?:give|name|find|list|state|tell me|show|pick|choose) (?:just |only )?(?:one|an example)\b(?! by one)|\ba single\b"
)


def _lead(sentence: str) -> bool:
    return sentence.endswith(":")


def _asks(sentence: str, words: LockWords) -> bool:
    first = re.findall(r"[a-z]+", sentence)[:2]
    if sentence.rstrip(" )").endswith("?") or any(w in words.imperatives for w in first) or _REQUEST.search(sentence):
        return True
    return any(w in words.imperatives for w in re.findall(r"(?:, |, please )([a-z]+)", sentence))


_REQUEST = re.compile(
    r"\bi (?:would|\'d) like\b|\bi (?:need|want|wonder)\b|\bi am (?:interested|looking)\b|\bis (?:wanted|sought|asked for)\b"
)
_POLITE = re.compile(r"^(?:can|could|would|will) (?:you|one|we|i)\b")


def _wh(said: Content) -> bool:
    return bool(re.search(r"\b(?:what|which|who|how|where|when)\b", said.masked))


def _asks_value(said: Content, words: LockWords) -> bool:
    return any(
        _asks(s, words) and (_POLITE.search(s.strip()) or not _YES_NO.search(s))
        for s in re.split(r"(?<=[.?!:])\s+|, ", said.masked)
    )


def leaks(old: Content, new: Content, question: Question, words: LockWords) -> Iterator[Refusal]:
    answer = question.answer
    secrets = {answer.text, *answer.aliases}
    if question.choices and len(answer.text) == 1:
        secrets |= {question.choices[ord(answer.text) - 65]} if ord(answer.text) - 65 < len(question.choices) else set()
    if answer.type == "boolean":
        secrets |= {"yes", "no"}
    for secret in sorted(s for s in secrets if s):
        token = re.compile(rf"(?<![\w.]){re.escape(normal(secret, words))}(?![\w])", re.I if len(secret) > 1 else 0)
        if len(token.findall(new.text)) > len(token.findall(old.text)):
            yield Refusal("leak", secret[:40])
    for step in question.steps:
        if isinstance(step.value, str) and len(step.value) > 1:
            token = re.compile(rf"(?<!\w){re.escape(step.value)}(?!\w)")
            if token.search(new.text) and not token.search(old.text):
                yield Refusal("leak", step.value[:40])

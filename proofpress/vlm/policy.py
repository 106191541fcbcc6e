"""What becomes of a question once its verdicts are in: rules from a file, in a small language of comparisons.

    rule   := clause { "|" clause }             clause := part { "&" part }
    part   := "!" part | "(" rule ")" | sum [ ("<" | "<=" | ">" | ">=" | "==" | "!=") sum ]
    sum    := term { ("+" | "-") term }         term   := number | "text" | field | true | false

Nothing is evaluated but this.  What is not known (a verdict that did not parse) makes a comparison neither true nor false
(Kleene's three values), and a rule that comes out so does nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from ..data_paths import data_folder
from ..errors import BadInput
from ..registry import nearest
from ..yaml_data import read_yaml

Fields = Mapping[str, Any]  # numbers, texts, booleans, or None for what is not known
_Test = Callable[[Fields], Any]

_RATES = tuple(f"{who}.{part}" for who in ("answer", "image_free", "long") for part in ("rate", "low", "high", "n", "agrees"))
_GRADES = tuple(f"{who}.{part}" for who in ("truth", "judge") for part in ("sol", "hall", "clar", "non"))
_ABOUT = ("chance", "depth", "difficulty", "choices", "form", "answer_type", "text_load", "language", "template", "engine")
FIELDS: tuple[str, ...] = (*_GRADES, *_RATES, "step.first_wrong", *_ABOUT)

_TOKEN = re.compile(r"\s*(?:(<=|>=|==|!=|[<>&|!()+-])|(\d+(?:\.\d+)?)|\"([^\"]*)\"|'([^']*)'|([a-z_]+(?:\.[a-z_]+)?))")
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
    "==": lambda a, b: bool(a == b),
    "!=": lambda a, b: bool(a != b),
}
_DEEPEST = 40


# --- the language ------------------------------------------------------------------------------------------------------
class _Parser:
    def __init__(self, text: str):
        self.tokens: list[tuple[str, str]] = []
        at = 0
        end = len(text.rstrip())
        while at < end:
            m = _TOKEN.match(text, at)
            if m is None:
                raise ValueError(f"{text[at:].strip()[:20]!r} cannot be read")
            kind = ("op", "number", "text", "text", "name")[(m.lastindex or 1) - 1]
            self.tokens.append((kind, m[m.lastindex or 1]))
            at = m.end()
        self.at = self.deep = 0

    def whole(self) -> _Test:
        test = self.joined("|")
        if self.at < len(self.tokens):
            raise ValueError(f"{self.tokens[self.at][1]!r} is one too many")
        return test

    def joined(self, op: str) -> _Test:
        parts = [self.joined("&") if op == "|" else self.part()]
        while self.took(op):
            parts.append(self.joined("&") if op == "|" else self.part())
        if len(parts) == 1:
            return parts[0]
        decisive = op == "|"

        def test(fields: Fields) -> Any:
            found = [p(fields) for p in parts]
            return decisive if any(f is decisive for f in found) else None if None in found else not decisive

        return test

    def part(self) -> _Test:
        self.deep += 1
        if self.deep > _DEEPEST:
            raise ValueError("is nested too deeply")
        try:
            if self.took("!"):
                inner = self.part()
                return lambda f: None if (v := inner(f)) is None else not v
            if self.took("("):
                inner = self.joined("|")
                if not self.took(")"):
                    raise ValueError("lacks a closing bracket")
                return inner
            return self.comparison()
        finally:
            self.deep -= 1

    def comparison(self) -> _Test:
        left, kind = self.sum()
        op = self.tokens[self.at][1] if self.at < len(self.tokens) and self.tokens[self.at][0] == "op" else ""
        if op not in _COMPARE:
            if kind != "truth":
                raise ValueError("compares nothing: <, <=, >, >=, == or != is missing")
            return left
        self.at += 1
        right, other = self.sum()
        if kind != other or (kind != "number" and op not in ("==", "!=")):
            raise ValueError(f"compares a {kind} with a {other} by {op}")
        compare = _COMPARE[op]

        def test(fields: Fields) -> Any:
            a, b = left(fields), right(fields)
            return None if a is None or b is None else compare(a, b)

        return test

    def sum(self) -> tuple[_Test, str]:
        value, kind = self.term()
        while (sign := 1 if self.took("+") else -1 if self.took("-") else 0) != 0:
            more, other = self.term()
            if kind != "number" or other != "number":
                raise ValueError("adds what are no numbers")
            value = _added(value, more, sign)
        return value, kind

    def term(self) -> tuple[_Test, str]:
        if self.at >= len(self.tokens):
            raise ValueError("ends too early")
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            number = float(word)
            return lambda f: number, "number"
        if kind == "text":
            return lambda f: word, "text"
        if kind == "name" and word in ("true", "false"):
            return lambda f: word == "true", "truth"
        if kind == "name":
            if word not in FIELDS:
                raise ValueError(f"no field {word!r}: {nearest(word, FIELDS)}")
            return lambda f: f.get(word), _kind(word)
        raise ValueError(f"{word!r} stands where a field, a number or a text belongs")

    def took(self, op: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at] == ("op", op):
            self.at += 1
            return True
        return False


def _added(a: _Test, b: _Test, sign: int) -> _Test:
    return lambda f: None if (x := a(f)) is None or (y := b(f)) is None else x + sign * y


def _kind(field: str) -> str:
    if field.endswith(".agrees"):
        return "truth"
    return "text" if field in ("form", "answer_type", "text_load", "language", "template", "engine") else "number"


def compile_rule(text: str) -> Callable[[Fields], bool | None]:
    """The rule as a function of the fields: True, False, or None (it turns on the unknown).  ValueError says what is wrong."""
    test = _Parser(text).whole()
    return lambda fields: None if (found := test(fields)) is None else bool(found)


def _checked(text: str) -> str:
    compile_rule(text)
    return text


# --- the file ----------------------------------------------------------------------------------------------------------
class Rule(BaseModel):
    """One rule of the file."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    name: str
    when: Annotated[str, AfterValidator(_checked)]
    do: Literal["mark", "long", "drop"]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    rules: list[Rule]


@dataclass(frozen=True, slots=True)
class Decision:
    """do: keep, long or drop.  rule: the one that decided, "" for keep.  marks: every rule that holds, in the file's order."""

    do: str
    rule: str = ""
    marks: tuple[str, ...] = ()


class Policy:
    """The rules of a file, ready to be asked."""

    def __init__(self, rules: list[Rule]):
        self.rules = tuple(rules)
        self._tests = tuple((r, compile_rule(r.when)) for r in rules)

    @property
    def settings(self) -> list[dict[str, str]]:
        """The rules as JSON-able data: they decide what the output holds."""
        return [r.model_dump() for r in self.rules]

    def decide(self, fields: Fields, may_go_long: bool = True) -> Decision:
        """What the rules say; with may_go_long False a rule that says `long` only notes its name."""
        marks: list[str] = []
        do, by = "keep", ""
        for rule, test in self._tests:
            if test(fields) is not True:
                continue
            marks.append(rule.name)
            if do == "keep" and (rule.do == "drop" or (rule.do == "long" and may_go_long)):
                do, by = rule.do, rule.name
        return Decision(do, by, tuple(marks))


def load_policy(path: Path | None = None) -> Policy:
    """The policy in the file, or the one that comes with Proofpress; BadInput names the rule that is wrong."""
    path = path or data_folder("templates") / "prompts" / "policy.yaml"
    if not path.is_file():
        raise BadInput(f"policy {path}: no such file; write one like templates/prompts/policy.yaml")
    data = read_yaml(path)
    try:
        rules = _File.model_validate(data).rules
    except ValidationError as error:
        first = error.errors()[0]
        at = ".".join(str(p + 1 if isinstance(p, int) else p) for p in first["loc"]) or "the file"
        said = first["msg"].removeprefix("Value error, ")
        raise BadInput(f"policy {path}: {at}: {said}; see templates/prompts/policy.yaml") from None
    names = [r.name for r in rules]
    if twice := next((n for n in names if names.count(n) > 1), ""):
        raise BadInput(f"policy {path}: two rules are called {twice!r}; rename one")
    return Policy(rules)

"""LaTeX formulas in normal form: two with one form look the same, whatever they were typed as.

A formula is a tuple of atoms: a token, ("group", atoms), ("scripts", base, below, above), (command, argument, ...) or
(environment, rows).  What only spaces, sizes or aligns is dropped; braces are kept where they group.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from .latex_names import ALIGNING, ARGUMENTS, FRAMES, FUNCTIONS, SYNONYMS, UNSEEN, UNSEEN_WITH_ARGUMENT, VERBATIM

_TOKEN = re.compile(r"\\[a-zA-Z]+\*?|\\.|\s+|.", re.DOTALL)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n?")
_WRAPPED = (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$"))
_DEEPEST_BRACES = 60
_LONGEST_FORMULA = 50_000  # characters

Atoms = tuple[Any, ...]


class Unreadable(ValueError):
    """Braces or environments that do not close, or nested too deep."""


def normal_latex(text: str) -> Atoms:
    """The normal form; where the formula cannot be read, its characters without spaces, so that it equals only itself."""
    tokens = latex_tokens(text)
    try:
        return _LatexReader(tokens).all()
    except (Unreadable, RecursionError):
        return ("unreadable", *(t for t in tokens if not t.isspace()))


def latex_tokens(text: str) -> list[str]:
    """Commands, braces and characters, without comments and what wraps the formula."""
    s = unicodedata.normalize("NFC", text).strip()
    if len(s) > _LONGEST_FORMULA:
        return s.split()
    s = _COMMENT.sub("", s).strip().replace("°", r"^{\circ}")
    for start, end in _WRAPPED:
        if s.startswith(start) and s.endswith(end) and len(s) >= len(start) + len(end):
            inner = s[len(start) : len(s) - len(end)]
            if start not in inner:
                s = inner.strip()
    return _TOKEN.findall(s)


class _LatexReader:
    def __init__(self, tokens: list[str]):
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def all(self) -> Atoms:
        atoms = self.sequence(())
        if self.at < len(self.tokens):
            raise Unreadable(self.tokens[self.at])
        return atoms

    # --- sequences -------------------------------------------------------------------------------------------------
    def sequence(self, ends: tuple[str, ...]) -> Atoms:
        """Atoms up to one of `ends`, which is left standing; all of them where the formula ends."""
        self.depth += 1
        if self.depth > _DEEPEST_BRACES:
            raise Unreadable("nested too deep")
        out: list[Any] = []
        while (token := self.peek()) is not None and token not in ends:
            if token in ("^", "_", "'"):
                self._script(out)
            elif token in (r"\over", r"\choose", r"\atop"):
                self.at += 1
                name = {r"\over": r"\frac", r"\choose": r"\binom", r"\atop": r"\atop"}[token]
                out = [(name, tuple(out), self.sequence(ends))]
            else:
                out += self.atom()
        self.depth -= 1
        return tuple(_plainer(a) if isinstance(a, tuple) and a and a[0] == "scripts" else a for a in _spliced(out))

    def peek(self) -> str | None:
        """The next token that shows; spaces are passed over."""
        while self.at < len(self.tokens) and self.tokens[self.at].isspace():
            self.at += 1
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _script(self, out: list[Any]) -> None:
        """Hang what is raised or lowered onto the atom before it; which comes first does not matter."""
        sign = self.tokens[self.at]
        self.at += 1
        if not out or not (isinstance(out[-1], tuple) and out[-1][0] == "scripts"):
            base = out.pop() if out else ("group", ())
            out.append(("scripts", base, (), ()))
        _, base, below, above = out[-1]
        if sign == "'":
            above = (*above, r"\prime")
        elif sign == "^":
            above = (*above, *self.argument())
        else:
            below = (*below, *self.argument())
        out[-1] = ("scripts", base, below, above)

    # --- atoms -----------------------------------------------------------------------------------------------------
    def atom(self) -> list[Any]:
        token = self.peek()
        if token is None:
            raise Unreadable("an argument is missing")
        self.at += 1
        token = SYNONYMS.get(token, token)
        if token == "{":
            return [("group", self._closed("}"))]
        if token in ("}", r"\end"):
            raise Unreadable(token)
        if token in UNSEEN:
            self._invisible_delimiter(token)
            return []
        if token in UNSEEN_WITH_ARGUMENT:
            self.argument()
            return []
        if token == r"\begin":
            return self._environment()
        if token in VERBATIM:
            words = self._verbatim()
            if token == r"\operatorname" and words in FUNCTIONS:
                return ["\\" + words]
            return [(token, words)]
        if token == r"\sqrt" and self.peek() == "[":
            self.at += 1
            return [(r"\root", self._closed("]"), self.argument())]
        if token in ARGUMENTS:
            return [(token, *(self.argument() for _ in range(ARGUMENTS[token])))]
        if token.startswith("\\") and len(token) > 1 and token[1].isalpha() and self.peek() == "{":
            arguments = []  # unknown: what stands in braces behind it belongs to it
            while self.peek() == "{":
                arguments.append(self.argument())
            return [(token, *arguments)]
        return [token]

    def argument(self) -> Atoms:
        """What a command or a script takes: a group, or the one atom that stands there."""
        if self.peek() == "{":
            self.at += 1
            return self._closed("}")
        self.depth += 1
        if self.depth > _DEEPEST_BRACES:
            raise Unreadable("nested too deep")
        found: list[Any] = []
        while not found:
            found = self.atom()
        self.depth -= 1
        return _spliced(found)

    def _closed(self, end: str) -> Atoms:
        inner = self.sequence((end,))
        if self.peek() != end:
            raise Unreadable(f"{end} is missing")
        self.at += 1
        return inner

    def _invisible_delimiter(self, token: str) -> None:
        """The dot of \\left. and \\right. is not drawn."""
        if token in (r"\left", r"\right") and self.peek() == ".":
            self.at += 1

    def _verbatim(self) -> str:
        """The words of \\text{...}, one space between them."""
        if self.peek() != "{":
            return self.tokens[self.at - 1] if self.peek() is None else self._one()
        depth, words = 0, list[str]()
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            depth += (token == "{") - (token == "}")
            if depth == 0:
                return " ".join("".join(words[1:]).split())
            words.append(" " if token in UNSEEN else token)
        raise Unreadable("} is missing")

    def _one(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def _environment(self) -> list[Any]:
        name = self._verbatim()
        if name in ("array", "tabular", "alignat", "alignedat") and self.peek() == "{":
            columns = self._verbatim().replace(" ", "") if name in ("array", "tabular") else (self._verbatim(), "")[1]
        else:
            columns = ""
        if self.peek() == "[" and name in ("array", "tabular", "aligned", "gathered"):
            self.at += 1
            self._closed("]")
        rows: list[list[Atoms]] = [[]]
        while True:
            rows[-1].append(self.sequence(("&", "\\\\", r"\cr", r"\end")))
            token = self.peek()
            if token is None:
                raise Unreadable(rf"\end{{{name}}} is missing")
            self.at += 1
            if token == r"\end":
                break
            if token != "&":
                rows.append([])
        if self._verbatim() != name:
            raise Unreadable(f"{name} is closed by another name")
        if name in FRAMES:
            return [atom for row in rows for cell in row for atom in cell]
        if rows and not any(rows[-1]):
            rows.pop()
        if name in ALIGNING:  # where the rows are aligned is not seen
            lines = tuple(tuple(atom for cell in row for atom in cell) for row in rows)
            return list(lines[0]) if len(lines) == 1 else [("lines", lines)]
        return [(name, columns, tuple(map(tuple, rows)))]


def _spliced(atoms: list[Any]) -> Atoms:
    """Without braces that group nothing anew."""
    out: list[Any] = []
    for atom in atoms:
        if isinstance(atom, tuple) and atom and atom[0] == "group":
            out += atom[1]
        else:
            out.append(atom)
    return tuple(out)


def _plainer(scripts: Atoms) -> Atoms:
    """The base of scripts without its braces where they hold one atom."""
    _, base, below, above = scripts
    if isinstance(base, tuple) and base and base[0] == "group" and len(base[1]) == 1:
        base = base[1][0]
    return ("scripts", base, below, above)

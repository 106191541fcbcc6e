"""LaTeX, Markdown and typographers' signs brought to one plain writing, so that the same answer reads the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 4000  # characters: no answer is longer, and no regular expression here is shown more

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SIGNS = str.maketrans(  # 0x66b, 0x66c: the Arabic decimal and group signs
    dict.fromkeys("−–—‒‐‑﹣－", "-")
    | dict.fromkeys("º˚", "°")
    | dict.fromkeys("·⋅∙×✕", "*")
    | dict.fromkeys("\xa0\u202f\u2009\u2007\u2002\u2003", " ")
    | {"÷": "/", "⁄": "/", "：": ":", "，": ",", "％": "%", "＝": "=", "（": "(", "）": ")", "’": "'", "‘": "'"}
    | {"\u066b": ".", "\u066c": ",", "′": "'", "″": '"', "“": '"', "”": '"', "„": '"', "≃": "≈", "≅": "≈", "。": "."}
)
_COMMANDS = (
    (re.compile(r"\\\\\*?"), "\n"),
    (re.compile(r"\\(?:left|right|bigl?|bigr|Bigl?|Bigr|displaystyle|textstyle|limits)(?![a-zA-Z])"), ""),
    (re.compile(r"\{,\}"), ","),
    (re.compile(r"\\[()\[\]]"), lambda m: m[0][1] if m[0][1] in "[]" else " "),
    (re.compile(r"\^\s*\{?\s*\\circ\s*\}?|\\degree|\\circ(?![a-zA-Z])"), "°"),
    (re.compile(r"\\(?:[cdt]frac)"), r"\\frac"),
    (re.compile(r"\\sqrt\s*(\d|\\pi)(?!\d)"), r"\\sqrt{\1}"),
    (re.compile(r"\\sqrt\s+(\d+)"), r"\\sqrt{\1}"),
    (re.compile(r"\\pi(?![a-zA-Z])"), "π"),
    (re.compile(r"\\(?:angle|measuredangle)(?![a-zA-Z])\s*"), "∠"),
    (re.compile(r"\\triangle(?![a-zA-Z])\s*"), "△"),
    (re.compile(r"\\(?:times|cdot|ast)(?![a-zA-Z])"), "*"),
    (re.compile(r"\\div(?![a-zA-Z])"), "/"),
    (re.compile(r"\\(?:approx|simeq|sim)(?![a-zA-Z])"), "≈"),
    (re.compile(r"\\(?:rightarrow|to|Rightarrow)(?![a-zA-Z])"), "→"),
    (re.compile(r"\\(?:lt|prec)(?![a-zA-Z])"), "<"),
    (re.compile(r"\\(?:quad|qquad|[,;:! ])"), " "),
    (re.compile(r"\\([%&#_{}])"), r"\1"),
)
_WRAP = re.compile(
    r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mathit|mathsf|operatorname|boxed|fbox|overline|mbox|bar|emph|ensuremath)"
    r"\s*\{([^{}]*)\}"
)
_MATH = re.compile(r"(?<!\\)\$\$?((?:[^$\\]|\\.)+?)(?<!\\)\$\$?(?!\d)")


@lru_cache(maxsize=8192)
def flat(text: str) -> str:
    """The text in plain writing: √(2), π, °, ∠, a/b, *, -, ^2; without emphasis and math delimiters. "" where too long."""
    if len(text) > LONGEST:
        return ""
    s = unicodedata.normalize("NFC", text).strip()
    s = s.replace("℃", "°C").replace("℉", "°F")
    s = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+", lambda m: "^" + m[0].translate(_SUPERSCRIPTS), s)
    s = "".join(_character(c, s[i - 1] if i else "") for i, c in enumerate(s)).translate(_SIGNS)
    s = re.sub(r"^```\w*\s*|\s*```$", "", s)
    s = re.sub(r"(?<!\\)\\(?=\$)", "\x00", s)  # a dollar that is one
    s = _MATH.sub(lambda m: m[1], s)
    s = s.replace("\x00$", "$")
    s = re.sub(r"(?:^|(?<=\s))~\s*(?=[\d.$€£√-])", "≈", s).replace("~", " ")
    for pattern, by in _COMMANDS:
        s = pattern.sub(by, s)
    before = ""
    while s != before:
        before = s
        s = _WRAP.sub(lambda m: m[1], s)
        s = _fractions(s)
        s = re.sub(r"\\sqrt\s*\{([^{}]*)\}", r"√(\1)", s)
        s = re.sub(r"\^\s*\{([^{}]*)\}", lambda m: "^" + (m[1] if re.fullmatch(r"-?\d+", m[1]) else f"({m[1]})"), s)
    s = re.sub(r"(?<![\w)])\*\*|\*\*(?![\w(.√])|__|`", "", s)  # emphasis; 3**2 is a power
    s = re.sub(r"(∠|△)\s*\{(\w+)\}", r"\1\2", s)
    return re.sub(r"[ \t]+", " ", s).strip()


def _character(c: str, before: str) -> str:
    """Digits of any script as ASCII, ½ as 1/2 (4½ as 4 1/2), full-width letters as plain ones."""
    if c.isascii():
        return c
    if c.isdecimal():
        return str(unicodedata.decimal(c))
    kind = unicodedata.decomposition(c)
    if kind.startswith("<fraction>") and c.isnumeric():
        return (" " if before.isdigit() else "") + unicodedata.normalize("NFKC", c).replace("⁄", "/")
    return unicodedata.normalize("NFKC", c) if kind.startswith("<wide>") else c


_FRACTION = re.compile(r"(\d?)\s*\\frac\s*(?:\{([^{}]*)\}|(\d))\s*(?:\{([^{}]*)\}|(\d))(?=(.?))")


def _fractions(s: str) -> str:
    def plain(m: re.Match[str]) -> str:
        top, low = m[2] if m[2] is not None else m[3], m[4] if m[4] is not None else m[5]
        whole = all(re.fullmatch(r"\s*\d+\s*", v) for v in (top, low))
        if whole and m[1] and int(top) < int(low):
            return f"{m[1]} {top.strip()}/{low.strip()}"  # a mixed number
        if whole and not m[1] and m[6] not in ("\\", "√", "π", "(", "^"):
            return f"{top.strip()}/{low.strip()}"
        return f"{m[1]}(({top})/({low}))"

    return _FRACTION.sub(plain, s)

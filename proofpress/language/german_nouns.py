"""German nouns in their cases.

A noun is given as a dictionary gives it: its article, the noun, its genitive and its plural:

    der Umsatz, -es, Umsätze       die Länge, -, Längen       das Jahr, -es, Jahre       der Kunde, -n, Kunden
    die Kosten, pl                 (a plural only)            die mittlere Temperatur    (adjectives in front)
    der Anteil der Rentner, -s     (what follows the noun stays as it is)

The genitive and the plural may be left out where no wording asks for them.  The filters take "acc", "dat", "gen" (nominative
where none is named) and "pl"; a text without an article (a name, a user's own header) comes back as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

CASES = ("nom", "acc", "dat", "gen")
_GENDERS = "mfnp"
_DER = {"nom": ("der", "die", "das", "die"), "acc": ("den", "die", "das", "die")}
_DER |= {"dat": ("dem", "der", "dem", "den"), "gen": ("des", "der", "des", "der")}
_DIES = {
    "nom": ("er", "e", "es", "e"),
    "acc": ("en", "e", "es", "e"),
    "dat": ("em", "er", "em", "en"),
    "gen": ("es", "er", "es", "er"),
}
_EIN = {
    "nom": ("", "e", "", "e"),
    "acc": ("en", "e", "", "e"),
    "dat": ("em", "er", "em", "en"),
    "gen": ("es", "er", "es", "er"),
}
_WEAK = {"nom": ("e", "e", "e", "en"), "acc": ("en", "e", "e", "en"), "dat": ("en",) * 4, "gen": ("en",) * 4}
_MIXED = {"nom": ("er", "e", "es", "en"), "acc": ("en", "e", "es", "en"), "dat": ("en",) * 4, "gen": ("en",) * 4}
_STRONG = {
    "nom": ("er", "e", "es", "e"),
    "acc": ("en", "e", "es", "e"),
    "dat": ("em", "er", "em", "en"),
    "gen": ("en", "er", "en", "er"),
}
_PRONOUN = {"nom": ("er", "sie", "es", "sie"), "acc": ("ihn", "sie", "es", "sie"), "dat": ("ihm", "ihr", "ihm", "ihnen")}
_CONTRACTED = {
    "an dem": "am", "an das": "ans", "bei dem": "beim", "in dem": "im", "in das": "ins", "von dem": "vom", "zu dem": "zum",
    "zu der": "zur",
}  # fmt: skip
_ARTICLE = {"der": "m", "die": "f", "das": "n"}


@dataclass(frozen=True, slots=True)
class Noun:
    """gender: m, f, n or p (plural only).  adjectives: their stems, in order; what is not declined ends in no stem ("")."""

    gender: str
    adjectives: tuple[str, ...]
    noun: str
    genitive: str
    plural: str
    tail: str


@lru_cache(maxsize=4096)
def parse(text: str) -> Noun | None:
    """The dictionary entry; None for a text without an article."""
    head, *forms = [p.strip() for p in text.split(",")]
    m = re.match(r"(der|die|das)\s+((?:[a-zäöüß][\w-]*e\s+|[A-ZÄÖÜ]\w+er\s+(?=[A-ZÄÖÜ]))*)([^\s]+)(.*)$", head)
    if not m:
        return None
    noun = m[3]
    if forms[:1] == ["pl"]:
        return Noun("p", tuple(m[2].split()), noun, noun, noun, m[4])
    gender = _ARTICLE[m[1]]
    genitive = _form(noun, forms[0]) if forms and forms[0] != "-" else noun if forms or gender == "f" else _genitive(noun)
    return Noun(gender, tuple(m[2].split()), noun, genitive, _form(noun, forms[1]) if len(forms) > 1 else "", m[4])


def _form(noun: str, form: str) -> str:
    return noun if form == "-" else noun + form[1:] if form.startswith("-") else form


def _genitive(noun: str) -> str:
    return noun + ("es" if re.search(r"(?:s|ß|x|z|sch|st)$", noun) else "s")


def declined(text: str, how: str, determiner: str) -> str:
    """The noun in a case and number behind a determiner: "der", "ein", "kein", "dies", "jed", "welch", or "" for none.

    ValueError where the entry lacks the plural that is asked for.
    """
    entry = parse(text)
    if entry is None:
        return text
    asked = how.split()
    case = next((c for c in CASES if c in asked), "nom")
    gender = "p" if "pl" in asked else entry.gender
    at = _GENDERS.index(gender)
    if gender == "p" and not entry.plural:
        raise ValueError(f"no plural given for {text!r}: write it as in 'der Umsatz, -es, Umsätze'")
    if determiner == "der":
        before, endings = _DER[case][at], _WEAK
    elif determiner in ("ein", "kein", "ihr", "sein"):
        before, endings = determiner + _EIN[case][at], _MIXED
        if determiner == "ein" and gender == "p":
            before, endings = "", _STRONG
    elif determiner:
        before, endings = determiner + _DIES[case][at], _WEAK
    else:
        before, endings = "", _STRONG
    adjectives = [a[:-1] + endings[case][at] if a.endswith("e") else a for a in entry.adjectives]
    return " ".join(w for w in (before, *adjectives, _noun(entry, case, gender)) if w) + entry.tail


def _noun(entry: Noun, case: str, gender: str) -> str:
    if gender == "p":
        word = entry.plural
        return word + "n" if case == "dat" and not re.search(r"[ns]$", word) else word
    weak = gender == "m" and entry.genitive != entry.noun and entry.genitive.endswith("n")
    return entry.genitive if case == "gen" or (weak and case != "nom") else entry.noun


def with_adjective(text: str, adjective: str) -> str:
    """The entry with an adjective in front of the noun: "höchst" or "höchste"."""
    entry = parse(text)
    if entry is None:
        return f"{adjective} {text}"
    article, rest = text.split(maxsplit=1)
    return f"{article} {adjective if adjective.endswith('e') else adjective + 'e'} {rest}"


def contracted(text: str, preposition: str) -> str:
    """The preposition before a declined noun: in + dem Jahr -> im Jahr."""
    joined = f"{preposition} {text}"
    two = " ".join(joined.split(" ", 2)[:2])
    return _CONTRACTED[two] + joined[len(two) :] if two in _CONTRACTED else joined


def pronoun(text: str, how: str = "nom") -> str:
    """er, sie, es for the noun; "es" for a text without an article."""
    entry = parse(text)
    asked = how.split()
    case = next((c for c in CASES[:3] if c in asked), "nom")
    return _PRONOUN[case][_GENDERS.index("p" if "pl" in asked else entry.gender if entry else "n")]


def word(text: str) -> str:
    """The noun alone, as a heading has it: "mittlere Temperatur"."""
    entry = parse(text)
    return " ".join((*entry.adjectives, entry.noun)) + entry.tail if entry else text


def plural_word(text: str) -> str:
    """Its plural alone."""
    entry = parse(text)
    return declined(text, "pl nom", "") if entry else text


def _with(determiner: str) -> Callable[..., str]:
    return lambda text, how="nom": declined(str(text), how, determiner)


FILTERS: dict[str, Callable[..., Any]] = {
    "der": _with("der"),
    "ein": _with("ein"),
    "kein": _with("kein"),
    "dieser": _with("dies"),
    "jeder": _with("jed"),
    "welcher": _with("welch"),
    "bare": _with(""),
    "adj": with_adjective,
    "prep": contracted,
    "pron": pronoun,
    "word": word,
    "words": plural_word,
}

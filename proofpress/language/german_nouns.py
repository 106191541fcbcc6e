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

from jinja2 import pass_context
from jinja2.runtime import Context

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
_PARTS = re.compile(r",(?![^„]*“)")  # a comma in a quoted name does not end the entry
_RELATIVE = {"nom": _DER["nom"], "acc": _DER["acc"], "dat": ("dem", "der", "dem", "denen")}
_PLURALS = {
    "ist": "sind",
    "hat": "haben",
    "sei": "seien",
    "hätte": "hätten",
    "beträgt": "betragen",
    "nimmt": "nehmen",
    "gilt": "gelten",
    "ergibt": "ergeben",
}
_UNDECLINED = frozenset({"rosa", "lila", "orange", "beige", "türkis", "oliv", "pink"})


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
    head, *forms = [p.strip() for p in _PARTS.split(text)]
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
    weak = gender == "m" and entry.genitive in (entry.noun + "n", entry.noun + "en", entry.noun + "ns")
    if weak and case in ("acc", "dat"):  # den Kunden; but des Namens, den Namen
        return entry.genitive.removesuffix("s")
    return entry.genitive if case == "gen" else entry.noun


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
    """The noun alone, as a heading has it: "mittlere Temperatur", "mittlerer Preis"."""
    return declined(text, "nom", "")


def plural_word(text: str) -> str:
    """Its plural alone."""
    entry = parse(text)
    return declined(text, "pl nom", "") if entry else text


def of_colour(text: str, colour: str) -> str:
    """The entry with a colour in front of the noun: die blaue Linie, die rosafarbene Linie."""
    return with_adjective(text, f"{colour}farben" if colour in _UNDECLINED else colour)


def relative(text: str, how: str = "nom") -> str:
    """der, die, das as a relative pronoun: (der Monat,) in dem; (die Städte,) denen."""
    entry = parse(text)
    asked = how.split()
    case = next((c for c in ("acc", "dat") if c in asked), "nom")
    return _RELATIVE[case][_GENDERS.index("p" if "pl" in asked else entry.gender if entry else "n")]


def first_one(text: str) -> str:
    """als erster, erste, erstes (Monat, Woche, Jahr)."""
    entry = parse(text)
    return "erst" + _STRONG["nom"][_GENDERS.index(entry.gender if entry else "n")]


def conjugated(text: str, past: str, present: str, in_past: bool) -> str:
    """The verb's third person that goes with the noun: der Umsatz lag, die Kosten lagen; liegt, liegen."""
    entry = parse(text)
    said = past if in_past else present
    if entry is None or entry.gender != "p":
        return said
    if in_past:
        return said + ("n" if said.endswith("e") else "en")
    stem = said.removesuffix("et") if said.endswith("det") else said.removesuffix("t")
    return _PLURALS.get(said) or stem + ("n" if stem.endswith(("er", "el")) else "en")


@pass_context
def _verb(context: Context, text: str, past: str, present: str) -> str:
    """The filter `verb`: in the tense of the slot `past`."""
    return conjugated(str(text), past, present, bool(context.get("past")))


_AMOUNT = re.compile(r"(-?\d[\d.,]* (?:Tsd\. |Mio\. |Mrd\. )?(?:[A-ZÄÖÜ][a-zäöü]*(?:e|er)))\b")


def unit_dative(unit: str) -> str:
    """A unit behind in: in Punkten, in Mio. €."""
    return dative(f"2 {unit}").removeprefix("2 ")


def dative(text: str) -> str:
    """A name or an amount in the dative: what its axis says of it ("Männern"), 3 Jahren; else as it is."""
    said = getattr(text, "dative", None)
    if said is not None:
        return str(said)
    return _AMOUNT.sub(r"\1n", text) if _AMOUNT.match(text) and not text.startswith(("1 ", "-1 ")) else str(text)


class Name(str):
    """A name in a sentence, with its dative."""

    dative: str

    def __new__(cls, text: str, dative: str = "") -> Name:
        out = super().__new__(cls, text)
        out.dative = dative or text
        return out


def in_dative(noun: str) -> str:
    """The dative of a plural that stands by itself: Männer -> Männern."""
    return noun if noun.endswith(("n", "s")) else noun + "n"


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
    "coloured": of_colour,
    "rel": relative,
    "erst": first_one,
    "verb": _verb,
    "dativ": dative,
    "in_unit": unit_dative,
}

"""Units of measure: cm, square metres, t/ha, € per kg, $ million; what they measure and what one of them is worth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from .number_words import spelled_out

_ONE = Fraction(1)
# symbol -> (what it measures, how many of the base unit)
_SYMBOLS: dict[str, tuple[str, Fraction]] = {
    **{u: ("length", Fraction(f)) for u, f in (("mm", "0.001"), ("cm", "0.01"), ("dm", "0.1"), ("m", "1"), ("km", "1000"))},
    **{u: ("length", Fraction(f)) for u, f in (("in", "0.0254"), ("ft", "0.3048"), ("yd", "0.9144"), ("mi", "1609.344"))},
    **{u: ("mass", Fraction(f)) for u, f in (("mg", "0.000001"), ("g", "0.001"), ("kg", "1"), ("t", "1000"))},
    **{u: ("time", Fraction(f)) for u, f in (("s", 1), ("min", 60), ("h", 3600), ("days", 86400), ("weeks", 604800))},
    **{u: ("years", Fraction(f)) for u, f in (("months", "1/12"), ("years", 1))},
    **{u: ("power", Fraction(f)) for u, f in (("W", 1), ("kW", 10**3), ("MW", 10**6), ("GW", 10**9))},
    **{u: ("energy", Fraction(f)) for u, f in (("Wh", 1), ("kWh", 10**3), ("MWh", 10**6), ("GWh", 10**9), ("TWh", 10**12))},
    **{u: ("pressure", Fraction(f)) for u, f in (("Pa", 1), ("hPa", 100), ("kPa", 10**3), ("MPa", 10**6), ("GPa", 10**9))},
    **{u: ("volume", Fraction(f)) for u, f in (("ml", "0.000001"), ("cl", "0.00001"), ("l", "0.001"))},
    **{u: (u, _ONE) for u in ("$", "€", "£", "¥", "₹", "°", "°C", "°F", "rad", "px")},
    "ha": ("area", Fraction(10000)),
    "%": ("share", Fraction(1, 100)),
    "percentage points": ("share", Fraction(1, 100)),
}
_SPELLED = {
    "mm": "millimetre millimeter millimetres millimeters",
    "cm": "centimetre centimeter centimetres centimeters",
    "dm": "decimetre decimeter decimetres decimeters",
    "m": "metre meter metres meters",
    "km": "kilometre kilometer kilometres kilometers",
    "in": "inch inches",
    "ft": "foot feet",
    "yd": "yard yards",
    "mi": "mile miles",
    "mg": "milligram milligrams",
    "g": "gram grams gramme grammes",
    "kg": "kilogram kilograms kilo kilos kgs",
    "t": "tonne tonnes ton tons",
    "s": "second seconds sec secs",
    "min": "minute minutes mins",
    "h": "hour hours hr hrs",
    "days": "day",
    "weeks": "week",
    "months": "month",
    "years": "year yr yrs",
    "W": "watt watts",
    "kW": "kilowatt kilowatts",
    "MW": "megawatt megawatts",
    "kWh": "kilowatt-hour kilowatt-hours",
    "MPa": "megapascal megapascals",
    "ml": "millilitre milliliter millilitres milliliters",
    "l": "litre liter litres liters",
    "ha": "hectare hectares",
    "$": "dollar dollars usd us$ us-dollar us-dollars",
    "€": "euro euros eur",
    "£": "pound pounds gbp",
    "¥": "yen jpy yuan cny rmb",
    "₹": "rupee rupees inr",
    "°": "degree degrees deg degs",
    "rad": "radian radians",
    "%": "percent pct percents",
    "percentage points": "pp p.p ppt percentage-points percentage-point",
    "px": "pixel pixels",
}
_NAMES = {name: symbol for symbol, names in _SPELLED.items() for name in names.split()}
_SCALES = {"hundred": 10**2, "thousand": 10**3, "k": 10**3, "million": 10**6, "mio": 10**6, "mn": 10**6, "mln": 10**6}
_SCALES |= {"M": 10**6, "billion": 10**9, "bn": 10**9, "B": 10**9, "trillion": 10**12, "K": 10**3}
_SCALES |= {s + "s": _SCALES[s] for s in ("thousand", "million", "billion")}
_BARE = ("", "unit", "units", "square units", "square unit", "sq units", "units^2", "unit^2", "sq. units")
_ALIKE = {"pts": "points", "pt": "points", "point": "points"}
_WORDS = (
    (re.compile(r"\b(?:degrees?|deg\.?|°)\s*(?:celsius|c\b)", re.I), "°C"),
    (re.compile(r"\b(?:degrees?|deg\.?|°)\s*(?:fahrenheit|f\b)", re.I), "°F"),
    (re.compile(r"\bper\s*cent\b", re.I), "percent"),
    (re.compile(r"(?:\bpercentage|%)[ -]points?\b", re.I), "percentage-points"),
    (re.compile(r"\b(?:square|sq\.?)\s+([a-zA-Z]+)", re.I), r"\1^2"),
    (re.compile(r"\b(?:cubic|cu\.?)\s+([a-zA-Z]+)", re.I), r"\1^3"),
    (re.compile(r"\s+(?:per|an?|each)\s+|\s*/\s*", re.I), "/"),
    (re.compile(r"\bkilowatt hours?\b", re.I), "kWh"),
    (re.compile(r"\bUS\s*\$|\bU\.S\. dollars?\b|\bUS dollars?\b"), "$"),
)
_LENGTHS = ("mm", "cm", "dm", "m", "km", "in", "ft", "yd", "mi")


@dataclass(frozen=True, slots=True)
class Unit:
    """measures: "" for a pure number, "length", "mass/area", "€/mass", or the unit's own name where it is not a known one.
    factor: of the base unit; scale: the thousand or million that stands before it; known: is it in the tables?"""

    measures: str = ""
    factor: Fraction = _ONE
    scale: int = 1
    known: bool = True

    @property
    def worth(self) -> Fraction:
        return self.factor * self.scale


@lru_cache(maxsize=4096)
def unit_of(text: str) -> Unit:
    """The unit that a text names; an unknown one measures itself."""
    s = text.strip().replace("²", "^2").replace("³", "^3")
    if s.lower() in _BARE:
        return Unit()
    for pattern, by in _WORDS:
        s = pattern.sub(by, s)
    scale, sign = 1, ""
    if s[:1] in "$€£¥₹":
        sign, s = s[0], s[1:].strip()
    m = re.match(r"([A-Za-z]+)\.?(?=[\s/$€£¥₹]|$)", s)
    if m and (found := _SCALES.get(m[1]) or (len(m[1]) > 1 and _SCALES.get(m[1].lower())) or (sign and m[1] in "mb" and 10**6)):
        scale = 10**9 if m[1] == "b" else int(found)
        s = s[m.end() :].strip()
    if sign:
        if _base(s.split("/")[0])[0] == sign:  # "$3.2 million dollars"
            s = s.partition("/")[1] + s.partition("/")[2]
        s = sign + s if not s or s.startswith("/") else f"{sign} {s}"
    parts = list(s.split("/", 1)) if s else []
    if not parts:
        return Unit("", _ONE, scale)
    top = _base(parts[0])
    if len(parts) == 1:
        return Unit(top[0], top[1], scale, top[2])
    low = _base(parts[1])
    return Unit(f"{top[0]}/{low[0]}", top[1] / low[1], scale, top[2] and low[2])


def _base(text: str) -> tuple[str, Fraction, bool]:
    """(what it measures, factor, known?) of a unit without scale and quotient."""
    s = re.sub(r"\s+", " ", text.strip()).rstrip(".")
    if s.lower() in _BARE:
        return "", _ONE, True
    power = 1
    if m := re.fullmatch(r"([A-Za-z]+)\s*\^?\s*([23])", s):
        s, power = m[1], int(m[2])
    symbol = s if s in _SYMBOLS else _NAMES.get(s.lower()) or next((u for u in _SYMBOLS if u.lower() == s.lower()), "")
    if power > 1:
        if symbol not in _LENGTHS:
            return f"{s.lower()}^{power}", _ONE, False
        return ("area" if power == 2 else "volume"), _SYMBOLS[symbol][1] ** power, True
    if symbol:
        return *_SYMBOLS[symbol], True
    name = _ALIKE.get(s.lower(), s.lower())
    return name, _ONE, False


# what may stand behind a right unit: "12 cm long", "45 mm of rain"
_BEHIND_UNIT = re.compile(
    r"(?:long|wide|high|tall|deep|higher|lower|more|less|ahead|apart|larger|smaller|greater|in total|total|altogether|each"
    r"|of (?:the )?[a-z][a-z -]*)",
    re.IGNORECASE,
)
_NOUNS = re.compile(r"(?:[^\W\d_][\w'-]*)(?: [^\W\d_][\w'-]*){0,5}")
_NO_NOUN = re.compile(
    r"\b(?:or|and|to|than|not|nor|but|minus|plus|times the|dozen|score|half|halves|thirds?|quarters?|tenths?|hundredths?"
    r"|squared|cubed|less|fewer|more|below|above|over|under|st|nd|rd|th|factorial|mod|root|percent|per|without|except|million|billion)\b",
    re.IGNORECASE,
)
_COUNTED = (
    "years",
    "months",
    "weeks",
    "days",
    "hours",
    "minutes",
    "seconds",
    "year",
    "month",
    "week",
    "day",
    "hour",
    "times",
    "x",
)


def units_given(tail: str, want: str) -> list[Unit]:
    """The readings of what stands behind a number, where `want` is asked for: its unit, with words behind it cut off.

    [] where the words are no unit and no plain noun of a count.
    """
    tail = re.sub(r"\s+", " ", tail.strip())
    wanted = unit_of(want)
    whole = unit_of(tail)
    if not tail or fits(whole, wanted) or whole.known:
        if wanted.measures == "" and tail.lower() in _COUNTED:
            return [Unit()]
        return [whole]
    words = tail.split(" ")
    for n in range(len(words) - 1, 0, -1):
        unit, rest = unit_of(" ".join(words[:n])), " ".join(words[n:])
        if unit.measures and fits(unit, wanted) and _BEHIND_UNIT.fullmatch(rest):
            return [unit]
        if wanted.measures == "" and unit.measures == "" and _is_noun(rest):
            return [unit]
    return [Unit()] if wanted.measures == "" and _is_noun(tail) else []


def _is_noun(text: str) -> bool:
    words = text.split(" ")
    if not _NOUNS.fullmatch(text) or _NO_NOUN.search(text) or any(spelled_out(w) for w in words):
        return False
    return words[0] in _COUNTED or not unit_of(words[0]).known


def fits(given: Unit, want: Unit) -> bool:
    """May an answer in `given` be meant where `want` is asked?  Same measure, none at all, a price without its "per kg"."""
    if given.measures in ("", want.measures):
        return True
    if want.measures == "" and given.measures == "share":
        return True
    if want.measures == "°C" and given.measures == "°":
        return True
    if want.measures == "share" and given.measures == "points":
        return True
    return given.measures in ("$", "€", "£", "¥", "₹") and want.measures.startswith(given.measures + "/")

"""What German answers are made of, as rewritings into the English that the equality reads."""

from __future__ import annotations

import re

_NAMES_DE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
_NAMES_EN = "January February March April May June July August September October November December"
_MONTHS_DE, _MONTHS_EN = _NAMES_DE.split(), _NAMES_EN.split()
_SHORT_DE = {"jan": 0, "feb": 1, "febr": 1, "mär": 2, "mrz": 2, "apr": 3, "jun": 5, "jul": 6, "aug": 7, "sep": 8, "sept": 8}
_SHORT_DE |= {"okt": 9, "nov": 10, "dez": 11, "jänner": 0}
_MONTH_AT = {name.lower(): i for i, name in enumerate(_MONTHS_DE)} | _SHORT_DE
_MONTH_DE = "(" + "|".join(sorted(_MONTH_AT, key=len, reverse=True)) + r")\b\.?"

_ONES_DE = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn"
    " neunzehn"
)
_ORDINALS_DE = "erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte"
_TENS_DE = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"


def _number_words_de() -> dict[str, str]:
    """null .. neunhundertneunundneunzig, the halves and the first ordinals -> what English reads."""
    small = _ONES_DE.split()
    stems = ["", "ein", *small[2:]]
    out = {w: i for i, w in enumerate(small)}
    for t, ten in enumerate(_TENS_DE.split(), 2):
        out[ten] = 10 * t
        out |= {f"{stems[i]}und{ten}": 10 * t + i for i in range(1, 10)}
    below = dict(out)
    for h in range(1, 10):
        for hundred in {f"{stems[h]}hundert"} | ({"hundert"} if h == 1 else set()):
            out |= {hundred: 100 * h} | {hundred + w: 100 * h + n for w, n in below.items() if n}
    words = {w: str(n) for w, n in out.items()} | {"tausend": "1000", "eintausend": "1000", "zweitausend": "2000"}
    words |= {"halb": "0.5", "anderthalb": "1.5", "eineinhalb": "1.5"}
    words |= {f"{stems[i]}einhalb": f"{i}.5" for i in range(2, 10)}
    return words | {w + end: f"{n}." for n, w in enumerate(_ORDINALS_DE.split(), 1) for end in ("", "r", "s", "n")}


NUMBER_WORDS_DE = _number_words_de()

_UNITS_DE = (
    (r"(?:Prozentpunkte?n?|%-Punkte?n?)", "percentage points"),
    (r"Prozent", "%"),
    (r"Grad Celsius", "°C"),
    (r"Grad Fahrenheit", "°F"),
    (r"(?:Winkelg|G)rad", "°"),
    (r"(?:Cent|Eurocent)", "cents"),
    (r"Euros?", "€"),
    (r"(?:US-)?Dollars?", "$"),
    (r"Quadratmillimetern?", "mm^2"),
    (r"(?:Quadratzentimetern?|qcm)", "cm^2"),
    (r"Quadratdezimetern?", "dm^2"),
    (r"(?:Quadratmetern?|qm)", "m^2"),
    (r"(?:Quadratkilometern?|qkm)", "km^2"),
    (r"Kubikzentimetern?", "cm^3"),
    (r"Kubikmetern?", "m^3"),
    (r"Millimetern?", "mm"),
    (r"Zentimetern?", "cm"),
    (r"Dezimetern?", "dm"),
    (r"Kilometern?", "km"),
    (r"Metern?", "m"),
    (r"Kilogramm", "kg"),
    (r"Milligramm", "mg"),
    (r"Gramm", "g"),
    (r"Tonnen?", "t"),
    (r"Millilitern?", "ml"),
    (r"Hektar", "ha"),
    (r"Litern?", "l"),
    (r"Kilowattstunden?", "kWh"),
    (r"Megawattstunden?", "MWh"),
    (r"Gigawattstunden?", "GWh"),
    (r"Terawattstunden?", "TWh"),
    (r"Kilowatt", "kW"),
    (r"Megawatt", "MW"),
    (r"Gigawatt", "GW"),
    (r"(?:Stunden?|Std\.?)", "hours"),
    (r"(?:Minuten?|Min\.)", "minutes"),
    (r"(?:Sekunden?|Sek\.)", "seconds"),
    (r"(?:Tage?n?)", "days"),
    (r"Wochen?", "weeks"),
    (r"Monate?n?", "months"),
    (r"(?:Lebensj|J)ahre?n?", "years"),
    (r"Punkte?n?", "points"),
    (r"Pixeln?", "px"),
    (r"(?:Tausend|Tsd\.?)", "thousand"),
    (r"(?:Millionen|Million|Mio\.?)", "million"),
    (r"(?:Milliarden|Milliarde|Mrd\.?)", "billion"),
    (r"(?:Billionen|Billion|Bio\.)", "trillion"),
    (r"(?:Flächeneinheiten|Flächeneinheit|FE|Quadrateinheiten)", "square units"),
    (r"(?:Raumeinheiten|Volumeneinheiten)", "cubic units"),
    (r"(?:Längeneinheiten|Längeneinheit|Einheiten|Einheit|LE)", "units"),
    (r"(?:Personen|Person|Menschen|Leute)", "people"),
)
# behind a number (and behind a scale or another unit): 3,2 Millionen Euro, 12 Euro pro Stunde
UNITS_DE = tuple((re.compile(rf"(?<=[\d\s./°%)€$])(?:{de})(?![\w-])"), en) for de, en in _UNITS_DE)

_WORDS_DE = (
    (r"(?:lässt|laesst|lassen) sich (?:daraus |damit |so |aus (?:der|dem|den) \w+ |hier )?nicht (?:eindeutig |genau )?"
     r"(?:bestimmen|ermitteln|berechnen|sagen|ablesen|angeben|beantworten|entscheiden)", "cannot be determined"),
    (r"(?:kann|können) (?:man |es |das |dies |daraus |damit |so |aus (?:der|dem|den) \w+ |hier )*nicht (?:eindeutig |genau )?"
     r"(?:bestimm(?:t|en)|ermittel(?:t|n)|berechne(?:t|n)|(?:ge)?sag(?:t|en)|(?:ab)?(?:gelesen|lesen)|angegeben|beantworte(?:t|n))"
     r"(?: werden)?", "cannot be determined"),
    (r"(?:nicht|un)\s?(?:eindeutig )?(?:bestimmbar|ermittelbar|berechenbar|beantwortbar|lösbar)", "cannot be determined"),
    (r"(?:die |diese )?(?:Angaben|Informationen|Daten) (?:reichen|genügen) (?:dafür |dazu |hierfür )?nicht(?: aus)?",
     "not enough data"),
    (r"(?:nicht genug|zu wenige?|nicht genügend|unzureichende|keine ausreichenden) (?:Angaben|Informationen|Daten)",
     "not enough data"),
    (r"nicht (?:angegeben|gegeben|zu sehen|abgebildet|erkennbar|eindeutig)", "not given"),
    (r"unbestimmt", "undetermined"),
    (r"unbekannt", "unknown"),
    (r"keine Angaben?", "not given"),
    (r"^(?:stimmt|trifft) nicht(?: zu)?", "false"),
    (r"^(?:stimmt|trifft zu)", "true"),
    (r"(?:stimmt|trifft) (?:zu )?nicht(?: zu)?", "is false"),
    (r"(?:stimmt|trifft zu)", "is true"),
    (r"ja|jawohl", "yes"),
    (r"nein", "no"),
    (r"(?:wahr|richtig|korrekt|zutreffend)", "true"),
    (r"(?:falsch|unwahr|unrichtig|inkorrekt|unzutreffend)", "false"),
    (r"(?:die |diese )?(?:Aussage|Behauptung)", "the statement"),
    (r"(?:die |meine |unsere )?(?:richtige |korrekte )?(?:Antwort|Lösung|Antwortmöglichkeit)(?= (?:ist|lautet|wäre)|:)",
     "the answer"),
    (r"(?:Antwortmöglichkeit|Antwort|Möglichkeit|Auswahl)(?= \(?[A-J]\b)", "option"),
    (r"weder", "neither"),
    (r"noch", "nor"),
    (r"mehr als", "more than"),
    (r"(?:weniger|kleiner) als", "less than"),
    (r"größer als", "more than"),
    (r"mindestens", "at least"),
    (r"höchstens|maximal", "at most"),
    (r"zwischen", "between"),
    (r"(?:unter|unterhalb|knapp)(?= (?:von )?\d)", "below"),
    (r"(?:über|oberhalb|gut)(?= (?:von )?\d)", "above"),
    (r"gefolgt von", "followed by"),
    (r"hat den (?:höchsten|größten|kleinsten|niedrigsten|meisten|wenigsten|geringsten) (\w+)", r"has the highest \1"),
    (r"aber|jedoch|allerdings|doch", "but"),
    (r"obwohl", "although"),
    (r"vielleicht|womöglich|möglicherweise|eventuell", "maybe"),
    (r"vermutlich|wahrscheinlich|schätzungsweise", "perhaps"),
    (r"(?:weil|denn|da)(?= )", "because"),
    (r"daher|deshalb|also|somit|folglich", "so"),
    (r"außer", "except"),
    (r"ohne", "without"),
    (r"sondern", "but"),
    (r"alle(?= außer)", "all"),
    (r"(?:ungefähr|circa|zirka|etwa|rund|annähernd|ca\.?)(?= ?[-\d€$√])", "about"),
    (r"(?:genau|exakt)(?= ?[-\d€$√])", "just"),
    (r"nur|lediglich", "only"),
    (r"gerundet", "rounded"),
    (r"nicht", "not"),
    (r"kein(?:e|en|er|em|es)?", "no"),
    (r"oder", "or"),
    (r"(?:und|sowie)", "and"),
    (r"dann|danach|anschließend", "then"),
    (r"bis(?= \d)", "to"),
    (r"beträgt|betragen|lautet|lauten|entspricht|ergibt|misst|wäre|ist|sind|war|waren|wird|werden|macht", "is"),
    (r"pro|je(?= \w)", "per"),
    (r"(?<=\d )zu(?= \d)", "to"),
    (r"minus(?= ?\d)", "minus"),
)  # fmt: skip
WORDS_DE = tuple((re.compile(rf"(?<![\w-])(?:{de})(?![\w-])", re.IGNORECASE), en) for de, en in _WORDS_DE)

_AT_DE = r"(?:im|in dem|in|am|an dem|an|bei|beim|für|um)"
_THE_DE = r"(?:(?:der|dem|den|das|die) )?"
_OPENING_DE = (
    (re.compile(r"^(?:es|das|dies) (?=is )", re.I), "it "),
    (re.compile(rf"(?:^|(?<=^only )){_AT_DE} {_THE_DE}", re.I), "in the "),
    (re.compile(rf"(?<=\bis )(?:{_AT_DE}|der|die|das|den|dem|eine?[nmr]?) {_THE_DE}", re.I), "the "),
    (re.compile(r"^(?:der|die|das|den|dem|des|ein|eine|einen|einem|einer) (?=\S)", re.I), "the "),
    (re.compile(r"(?<=^the )Jahre?(?= \d{4})|(?<=^in the )Jahre?(?= \d{4})"), "year"),
    (re.compile(r"(?<=^the )(?:Säule|Balken|Kategorie|Region|Stadt|Linie|Reihe|Farbe)n? (?=\S)", re.I), ""),
)

_DATE_DE = re.compile(rf"\b0?(\d{{1,2}})\.\s*{_MONTH_DE}(?:\s+(\d{{4}}))?", re.I)
_DATE_DIGITS = re.compile(r"(?<![\d.])0?(\d{1,2})\.\s?0?(\d{1,2})\.\s?((?:19|20)\d\d)(?!\d)")
_MONTH_YEAR_DE = re.compile(rf"\b{_MONTH_DE}(?=\s+\d{{4}}\b)", re.I)
_QUARTER_DE = re.compile(r"\b([1-4])\. Quartal(?: (?=\d{4}))?")


def words_to_english_de(text: str) -> str:
    """Dates, verdicts, conjunctions, hedges, prepositions and articles."""
    s = _DATE_DE.sub(lambda m: f"{m[1]} {_MONTHS_EN[_MONTH_AT[m[2].lower()]]}" + (f" {m[3]}" if m[3] else ""), text)
    s = _DATE_DIGITS.sub(lambda m: f"{m[1]} {_MONTHS_EN[int(m[2]) - 1]} {m[3]}" if 0 < int(m[2]) < 13 else m[0], s)
    s = _MONTH_YEAR_DE.sub(lambda m: _MONTHS_EN[_MONTH_AT[m[1].lower()]], s)
    s = _QUARTER_DE.sub(lambda m: f"Q{m[1]}" + (" " if m[0].endswith(" ") else ""), s)
    for pattern, english in (*WORDS_DE, *_OPENING_DE):
        s = pattern.sub(english, s)
    return s


_ONE_DE = re.compile(
    r"^eine?n? (?=(?:Jahr|Monat|Woche|Tag|Stunde|Minute|Sekunde|Million|Milliarde|Meter|Prozent)\b)", re.IGNORECASE
)


def quantities_to_english_de(text: str) -> str:
    """Number words and units."""
    s = re.sub(r"(?<![\w-])[a-zäöüß]+(?![\w-])", lambda m: NUMBER_WORDS_DE.get(m[0].lower(), m[0]), text, flags=re.I)
    s = re.sub(r"^((?:the )?\d{1,2})\.(?= \w)", r"\1", s)
    s = _ONE_DE.sub("1 ", s)
    for pattern, english in UNITS_DE:
        s = pattern.sub(english, s)
    return s

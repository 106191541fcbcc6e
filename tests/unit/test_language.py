"""Languages: German as a native writes it, English as ever, and every other one from CLDR."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from proofpress import language
from proofpress.answers import numerals
from proofpress.errors import BadInput
from proofpress.exact import Exact

EN, DE = language.get("en"), language.get("de")
MAY = date(2024, 5, 3)
VALUES: list[Any] = [
    0,
    7,
    -1234,
    1234567,
    Decimal("1234.50"),
    Decimal("-0.5"),
    1234.567,
    -0.001,
    Fraction(24, 5),
    Fraction(7, 3),
]
VALUES += [Exact.surd(3, 2), Exact(Fraction(215, 2)), True, False, "A label", None, (1, 2, 3), ("a", "b"), ()]
UNITS = ["", "cm", "°", "%", "€", "$ million", "€ per kg", "years"]


@pytest.mark.parametrize("value", VALUES, ids=str)
def test_english_writes_as_the_answers_do(value: Any) -> None:
    for unit in UNITS:
        assert EN.show(value, unit) == numerals.show(value, unit)
        assert EN.show(value, unit, 1) == numerals.show(value, unit, 1)
    assert EN.number(value, 3) == numerals.number(value, 3)
    assert EN.number(value, decimal=True) == numerals.number(value, decimal=True)


@pytest.mark.parametrize(
    "value,unit,said",
    [
        (Decimal("6.09"), "€", "6,09 €"),
        (Decimal("1234.5"), "", "1.234,5"),
        (1234567, "", "1.234.567"),
        (35, "%", "35 %"),
        (Decimal("-12.5"), "%", "-12,5 %"),
        (40, "°", "40°"),
        (21, "°C", "21 °C"),
        (12, "cm", "12 cm"),
        (Fraction(24, 5), "", "24/5"),
        (Exact(Fraction(215, 2)), "°", "107,5°"),
        (Exact.surd(3, 2), "cm", "3√2 cm"),
        (Decimal("3.2"), "€ million", "3,2 Mio. €"),
        (Decimal("-3.2"), "$ thousand", "-3,2 Tsd. $"),
        (Decimal("2.40"), "€ per kg", "2,40 € pro kg"),
        (7, "million t", "7 Mio. t"),
        (1, "years", "1 Jahr"),
        (5, "years", "5 Jahre"),
        (30, "cents per kWh", "30 Cent pro kWh"),
        (True, "", "Ja"),
        (False, "", "Nein"),
        ((), "", "keine"),
        (("A", "B", "C"), "", "A, B und C"),
        ((Decimal("1.5"), Decimal("2.5")), "cm", "1,5 cm und 2,5 cm"),
    ],
)
def test_german_values(value: Any, unit: str, said: str) -> None:
    assert DE.show(value, unit) == said


def test_german_lists_dates_and_words() -> None:
    assert DE.join_or(["A", "B", "C"]) == "A, B oder C" and DE.join_and(["A"]) == "A"
    assert DE.date(MAY) == "3. Mai 2024" and DE.date(MAY, "full") == "Freitag, 3. Mai 2024"
    assert DE.date(MAY, "short") == "03.05.24" and DE.date(MAY, "day_month") == "3. Mai"
    assert DE.ordinal(3) == "3." and DE.month(3) == "März" and DE.weekday(0) == "Montag"
    assert [DE.cardinal(n) for n in (0, 1, 12, 21, 101, 1000, 2345)] == [
        *("null", "eins", "zwölf", "einundzwanzig", "einhunderteins", "eintausend"),
        "zweitausenddreihundertfünfundvierzig",
    ]
    assert [DE.filters["ordinal_word"](n) for n in (1, 2, 3, 7, 8, 12, 20, 21, 103)] == [
        *("erst", "zweit", "dritt", "siebt", "acht", "zwölft", "zwanzigst", "einundzwanzigst", "einhundertdritt")
    ]


@pytest.mark.parametrize(
    "label,said",
    [
        ("2019", "im Jahr 2019"),
        ("Mai", "im Mai"),
        ("Mai 2024", "im Mai 2024"),
        ("3. Mai", "am 3. Mai"),
        ("Montag", "am Montag"),
        ("2. Quartal", "im 2. Quartal"),
        ("Q1 2024", "im Q1 2024"),
        ("1950er", "in den 1950er Jahren"),
        ("Winter", "im Winter"),
        ("14:00", "um 14:00 Uhr"),
        ("Maintal", "Maintal"),
    ],
)
def test_german_times(label: str, said: str) -> None:
    assert DE.at_time(label) == said


@pytest.mark.parametrize(
    "noun,how,determiner,said",
    [
        ("der Umsatz, -es, Umsätze", "nom", "der", "der Umsatz"),
        ("der Umsatz, -es, Umsätze", "acc", "der", "den Umsatz"),
        ("der Umsatz, -es, Umsätze", "dat", "der", "dem Umsatz"),
        ("der Umsatz, -es, Umsätze", "gen", "der", "des Umsatzes"),
        ("der Umsatz, -es, Umsätze", "pl dat", "der", "den Umsätzen"),
        ("die mittlere Temperatur, -, Temperaturen", "dat", "der", "der mittleren Temperatur"),
        ("die mittlere Temperatur, -, Temperaturen", "nom", "ein", "eine mittlere Temperatur"),
        ("das Jahr, -es, Jahre", "acc", "jed", "jedes Jahr"),
        ("das Jahr, -es, Jahre", "dat", "welch", "welchem Jahr"),
        ("das Jahr, -es, Jahre", "pl dat", "der", "den Jahren"),
        ("der Kunde, -n, Kunden", "dat", "der", "dem Kunden"),
        ("der Kunde, -n, Kunden", "nom", "kein", "kein Kunde"),
        ("die Kosten, pl", "dat", "der", "den Kosten"),
        ("der Anteil der Rentner, -s, Anteile", "gen", "der", "des Anteils der Rentner"),
        ("der starke Regen", "nom", "ein", "ein starker Regen"),
        ("der starke Regen", "gen", "der", "des starken Regens"),
        ("Berlin", "dat", "der", "Berlin"),
    ],
)
def test_german_nouns_are_declined(noun: str, how: str, determiner: str, said: str) -> None:
    from proofpress.language.german_nouns import declined

    assert declined(noun, how, determiner) == said


def test_german_filters_together() -> None:
    f = DE.filters
    assert f["prep"](f["der"]("das Jahr, -es, Jahre", "dat"), "in") == "im Jahr"
    assert f["der"](f["adj"]("der Umsatz, -es, Umsätze", "höchst"), "acc") == "den höchsten Umsatz"
    assert f["pron"]("die Länge") == "sie" and f["word"]("der starke Regen") == "starker Regen"
    with pytest.raises(ValueError, match="no plural given"):
        f["der"]("der Regen", "pl")


@pytest.mark.parametrize(
    "code,direction,script,number,money,both",
    [
        ("ar", "rtl", "Arab", "1,234.5", "6.09 €", "A وB"),
        ("he", "rtl", "Hebr", "1,234.5", "6.09 €", "A וB"),
        ("hi", "ltr", "Deva", "1,234.5", "€6.09", "A और B"),
        ("fr", "ltr", "Latn", "1 234,5", "6,09 €", "A et B"),
        ("ja", "ltr", "Jpan", "1,234.5", "€6.09", "A、B"),
        ("th", "ltr", "Thai", "1,234.5", "€6.09", "AและB"),
        ("fa", "rtl", "Arab", "۱٬۲۳۴٫۵", "€۶٫۰۹", "A و B"),
    ],
)
def test_a_language_without_a_module_has_cldrs_data(
    code: str, direction: str, script: str, number: str, money: str, both: str
) -> None:
    it = language.get(code)
    assert (it.direction, it.script) == (direction, script)
    assert it.number(Decimal("1234.5")) == number
    assert it.show(Decimal("6.09"), "€") == money
    assert it.join_and(["A", "B"]) == both


def test_more_of_cldr() -> None:
    assert language.get("hi").number(1234567) == "12,34,567"
    assert language.get("es").number(1234) == "1234" and language.get("es").number(12345) == "12.345"
    assert language.get("pl").plural(5, "plik", "plików", few="pliki") == "plików"
    assert language.get("pl").plural(3, "plik", "plików", few="pliki") == "pliki"
    assert language.get("fr").date(MAY) == "3 mai 2024" and language.get("fr").month(5) == "mai"


def test_words_that_cldr_lacks_come_from_a_wording() -> None:
    arabic = language.get("ar")
    with pytest.raises(BadInput, match=r"language 'ar': no word for 'no'; add `words: \{no: \.\.\.\}`"):
        arabic.yes_no(False)
    told = arabic.extended({"yes": "نعم", "no": "لا"}, {"increase": "زيادة"}, {"years": "سنوات"})
    assert told.yes_no(False) == "لا" and told.show("increase") == "زيادة" and told.show(5, "years") == "5 سنوات"
    assert told.filters["show"](True) == "نعم", "the filters are those of the extended language"
    assert language.get("ar").words == {}, "the language itself is as it was"


@pytest.mark.parametrize("code", ["", "xx", "german", "de/../en", "base"])
def test_an_unknown_code_is_refused_in_one_line(code: str) -> None:
    with pytest.raises(BadInput, match="language"):
        language.get(code)


def test_a_spec_names_its_language() -> None:
    assert language.of_spec({"language": "de"}) is DE and language.of_spec({}) is EN


def test_english_and_german_need_no_babel() -> None:
    code = (
        "import sys; from proofpress.language import get; d = get('de'); d.show(1.5, '€'); d.join_and('ab'); d.direction;"
        "get('en').plural(2, 'a'); sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "text,said",
    [
        ("Er steht bei etwa 6,6 Punkte.", "Er steht bei etwa 6,6 Punkten."),
        ("zwischen 5 Punkte und 7,5 Punkte", "zwischen 5 Punkten und 7,5 Punkten"),
        ("Über 20 Jahre liegen A und B.", "Über 20 Jahren liegen A und B."),
        ("Das sind 20 Jahre.", "Das sind 20 Jahre."),
        ("mehr als 20 Jahre, mit 1 Punkt", "mehr als 20 Jahre, mit 1 Punkt"),
        ("bei 5 Punktezahlen und mit 3 Tonnen", "bei 5 Punktezahlen und mit 3 Tonnen"),
    ],
)
def test_german_units_take_the_dative(text: str, said: str) -> None:
    assert DE.polished(text) == said and EN.polished(text) == text


def test_units_that_a_wording_tells_take_the_dative_too() -> None:
    told = DE.extended({}, {}, {"rings": ["Ring", "Ringe"]})
    assert told.polished("mit 5 Ringe") == "mit 5 Ringen" and DE.polished("mit 5 Ringe") == "mit 5 Ringe"

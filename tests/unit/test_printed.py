"""What a printed text says: numbers in any script, dates as the known languages write them, words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from proofpress.answers.kinds import kind_of
from proofpress.check.printed import says
from proofpress.language import get
from proofpress.model import Answer

DAY = date(2024, 11, 3)


@pytest.mark.parametrize("style", ["short", "medium", "long", "full"])
@pytest.mark.parametrize("code", ["en", "de", "ar", "ar-EG"])
def test_a_date_is_found_as_the_language_writes_it(code: str, style: str) -> None:
    text = get(code).date(DAY, style)
    for around in ("{}", "No. 4711-3 {}", "{} 14:05"):
        assert says(around.format(text), "2024-11-03"), around.format(text)
        assert not says(around.format(text), "2024-11-04") and not says(around.format(text), "2023-11-03")


@pytest.mark.parametrize("code", ["en", "de", "ar", "ar-EG", "hi"])
@pytest.mark.parametrize("value", [Decimal("6.09"), Decimal("1234.50"), 12])
def test_a_number_is_found_in_the_digits_of_its_language(code: str, value: Decimal | int) -> None:
    text = get(code).show(value, "€")
    assert says(text, value) and not says(text, value + 1)


@pytest.mark.parametrize("code", ["en", "de", "ar"])
def test_a_date_answer_is_right_in_its_own_words_and_in_iso(code: str) -> None:
    kind, language = kind_of("date"), get(code)
    answer = Answer("date", DAY.isoformat(), kind.render(DAY.isoformat(), "", language))
    for given in (answer.text, "2024-11-03", language.date(DAY, "long")):
        assert kind.equal(answer, given), given
    assert not kind.equal(answer, language.date(date(2024, 10, 3), "long"))

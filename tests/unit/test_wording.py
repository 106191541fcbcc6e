"""Wordings: the one drawn is said, unless the words that fill it double one of its own."""

from __future__ import annotations

import pytest

from proofpress.ask.wording import Wording, fill
from proofpress.seeds import stream

SAID = Wording({"questions": {"mean": ["the average {{ m }}?", "{{ m }} on average?"], "only": ["the lower {{ m }}"]}}, "here")


def said(key: str, m: str) -> set[str]:
    return {SAID.say("questions", key, stream(0, n), {"m": m}) for n in range(40)}


def test_every_wording_is_drawn() -> None:
    assert said("mean", "price") == {"the average price?", "price on average?"}


def test_a_doubled_word_gives_way_to_another_wording() -> None:
    assert said("mean", "average price") == {"average price on average?"}


def test_where_all_double_a_word_the_drawn_one_is_said() -> None:
    assert said("only", "lower quartile") == {"the lower lower quartile"}


@pytest.mark.parametrize(
    ("claim", "text"), [("1", "Is 1 town"), ("3", "Are 3 towns"), ("10", "Are 10 towns"), (1, "Is 1 town")]
)
def test_a_count_is_said_in_its_number(claim: object, text: str) -> None:
    assert fill("{{ c | plural('Is', 'Are') }} {{ c }} {{ c | plural('town') }}", {"c": claim}) == text

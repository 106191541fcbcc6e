"""Located: a box or a point is where the fact is that it is asked of, told from what the regions print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from ..answers.kinds import is_place
from ..answers.kinds.date import iso_day
from ..model import Fact, Question, Region
from ..reason.operators import is_number
from .printed import dates_in, numbers_in, says

SLACK = 1.5  # px: answers are whole pixels


def located(question: Question, facts: Mapping[str, Fact], regions: Mapping[str, Region]) -> Iterator[str]:
    """What is wrong with where the answer says that something is."""
    if not is_place(question.answer.type):
        return
    used = [facts[i] for i in question.givens if i in facts and facts[i].given == "image"]
    places = [regions[r].box for f in used for r in f.at if r in regions]
    if not places:
        yield "the answer is a place, and nothing that it rests on has one"
        return
    x0, y0, x1, y1 = _box(question)
    low = [min(p[k] for p in places) for k in (0, 1)]
    high = [max(p[k] for p in places) for k in (2, 3)]
    if x0 < low[0] - SLACK or y0 < low[1] - SLACK or x1 > high[0] + SLACK or y1 > high[1] + SLACK:
        yield f"the place {question.answer.text} lies outside the regions where its facts are"
    for fact in used:
        if covers(question, fact, regions):
            yield from misplaced(fact, regions)


def _box(question: Question) -> tuple[float, float, float, float]:
    """The place that is the answer; a point is a box without extent."""
    x0, y0, *rest = (float(v) for v in question.answer.value)
    x1, y1 = rest or (x0, y0)
    return x0, y0, x1, y1


def covers(question: Question, fact: Fact, regions: Mapping[str, Region]) -> bool:
    """Does the middle of the answer lie where the fact is?"""
    own = [regions[r].box for r in fact.at if r in regions]
    if not own:
        return False
    x0, y0, x1, y1 = _box(question)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    left, top = min(b[0] for b in own), min(b[1] for b in own)
    right, bottom = max(b[2] for b in own), max(b[3] for b in own)
    return left - SLACK <= x <= right + SLACK and top - SLACK <= y <= bottom + SLACK


def misplaced(fact: Fact, regions: Mapping[str, Region]) -> Iterator[str]:
    """A fact whose place is printed matter that says something else, while its value is printed elsewhere."""
    at = [regions[r] for r in fact.at if r in regions]
    if not at or any(r.ink != "text" for r in at) or any(says(r.text, fact.value) for r in at):
        return
    if says(" ".join(r.text for r in at), fact.value):  # it runs over several regions
        return
    shown = [regions[r] for r in fact.regions if r in regions and r not in fact.at]
    printing = [r for r in shown if r.ink == "text" and says(r.text, fact.value)]
    if not printing and _printed_as_such(fact):
        wanted = str(fact.value).casefold()
        texts = (r for r in regions.values() if r.ink == "text" and r.id not in fact.at)
        printing = [
            r for r in texts if (r.text.casefold() == wanted if isinstance(fact.value, str) else says(r.text, fact.value))
        ]
    if printing:
        yield f"{fact} is said to be at {at[0].text!r}, but {printing[0].role} {printing[0].text!r} prints it"
    elif other := _prints_another(fact, at):
        yield f"{fact} is said to be at {at[0].text!r}, which prints {other}"


def _prints_another(fact: Fact, at: list[Region]) -> str:
    """The number or date that stands at the place of a printed one instead; "" where it may be said in some other way."""
    text = " ".join(r.text for r in at)
    if isinstance(fact.value, str):
        days = list(dates_in(text)) if iso_day(fact.value) else []
        return "another date" if days else ""
    if not isinstance(fact.value, (Decimal, float)):  # roots, fractions and multiples of pi are printed in signs, not in digits
        return ""
    found = list(numbers_in(text))
    if not found or fact.margin or not _printed_as_such(fact) or any(_rounds_to(float(fact.value), n) for n in found):
        return ""
    return "another number"


def _rounds_to(value: float, printed: float) -> bool:
    """Are the digits of the printed number those of the value, rounded, whatever the scale (1.2 million, 3.4k, 12 %)?"""
    digits = re.sub(r"\D", "", f"{abs(printed):.12f}").strip("0")
    return re.sub(r"\D", "", f"{abs(value):.{max(len(digits) - 1, 0)}e}".partition("e")[0]).strip("0") == digits


def _printed_as_such(fact: Fact) -> bool:
    """Would its value be printed where it is? Counts and ranks are read off, not printed."""
    return isinstance(fact.value, str) or (is_number(fact.value) and not isinstance(fact.value, int))

"""What the picture prints of a fact: which regions say its value, and whether their ink was read and says the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cached_property

from ..answers.kinds.date import iso_day, read_date
from ..draw.picture import Pixels
from ..model import Fact, Region, Sample, Value
from ..reason.operators import is_number
from .ink import CANNOT_TELL, CONFIRMED, CONTRADICTED, Reading, read_ink

_NUMBER = re.compile(r"[-−+]?\d[\d.,'’\u00a0\u202f ]*\d|[-−+]?\d")
LONGEST_DATE = 6  # words: "Friday, the 3rd of May 2024"
_GROUPS = re.compile(r"['’\u00a0\u202f ]")


def says(text: str, value: Value, unit: str = "") -> bool:
    """Is the value what the text says?  A word or phrase of it, a number in it in either convention of decimals and in the
    digits of any script, a date in it as any known language writes it."""
    if isinstance(value, bool) or value is None:
        return False
    if is_number(value):
        return any(abs(number - float(value)) <= 1e-9 * max(1.0, abs(number)) for number in numbers_in(text))
    if isinstance(value, str):
        if (day := iso_day(value)) is not None and day in dates_in(text):
            return True
        wanted, given = " ".join(value.split()).casefold(), " ".join(text.split()).casefold()
        return bool(wanted) and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", given) is not None
    return False


def numbers_in(text: str) -> Iterator[float]:
    """Every number that the text may be read to hold: 1,234.5 and 1.234,5 alike."""
    for found in _NUMBER.finditer(_in_ascii(text)):
        plain = _GROUPS.sub("", found.group()).replace("−", "-")
        for point, group in ((".", ","), (",", ".")):
            try:
                yield float(Decimal(plain.replace(group, "").replace(point, ".")))
            except InvalidOperation:
                continue


def _in_ascii(text: str) -> str:
    """The text with the digits and number signs of other scripts as 0-9, comma and point; marks of direction left out."""
    if text.isascii():
        return text
    digits = (str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)
    return "".join(digits).translate(_SIGNS)


_SIGNS = {0x66B: ".", 0x66C: ",", 0x200E: None, 0x200F: None, 0x61C: None}


def dates_in(text: str) -> Iterator[tuple[int, int, int]]:
    """Every (year, month, day) that the text, or a run of its words, may be read to say."""
    words = _in_ascii(text).split()
    for first in range(len(words)):
        for last in range(first + 1, min(len(words), first + LONGEST_DATE) + 1):
            for order in ("dm", "md"):
                if (day := read_date(" ".join(words[first:last]).strip(" ,;:()"), order)) is not None:
                    yield day


class Print:
    """The texts of a sample's picture, each compared with its pixels once, when it is first asked for."""

    def __init__(self, sample: Sample, pixels: Mapping[int, Pixels]):
        self.sample, self._pixels = sample, pixels
        self.regions = {r.id: r for r in sample.regions}
        self._readings: dict[str, Reading] = {}

    def reading(self, id: str) -> Reading:
        """What the pixels say of the region's text."""
        if id not in self._readings:
            region = self.regions.get(id)
            pixels = self._pixels.get(region.image) if region is not None else None
            if region is None or pixels is None:
                self._readings[id] = Reading(CANNOT_TELL, "it is not on record")
            else:
                self._readings[id] = read_ink(pixels, region, bool(self.sample.degradations))
        return self._readings[id]

    @cached_property
    def confirmed(self) -> tuple[Region, ...]:
        """The text regions whose words were found in the pixels."""
        return tuple(r for r in self.sample.regions if r.ink == "text" and self.reading(r.id).verdict == CONFIRMED)

    def of(self, fact: Fact) -> Reading | None:
        """Is the fact's value printed, and read?  None where no region that shows the fact prints it.

        The other texts that show it (whose value it is) must not be contradicted either.
        """
        needed = [self.regions[r] for r in dict.fromkeys((*fact.at, *fact.regions)) if r in self.regions]
        printing = [r for r in needed if r.ink == "text" and says(r.text, fact.value, fact.unit)]
        if not printing:
            return None
        readings = [self.reading(r.id) for r in needed if r.ink == "text"]
        if wrong := next((r for r in readings if r.verdict == CONTRADICTED), None):
            return wrong
        naming = [r for r in needed if r.ink == "text" and any(says(r.text, a) for a in fact.args)]
        unread = [r for r in map(self.reading, (r.id for r in naming)) if r.verdict != CONFIRMED]
        own = [self.reading(r.id) for r in printing]
        return unread[0] if unread else next((r for r in own if r.verdict == CONFIRMED), own[0])

    def at(self, fact: Fact) -> Reading:
        """Was the value found where the fact is said to be?"""
        own = [self.regions[r] for r in fact.at]
        if not says(" ".join(r.text for r in own), fact.value, fact.unit):
            return Reading(CANNOT_TELL, "it is not printed there")
        readings = [self.reading(r.id) for r in own]
        return min(readings, key=lambda r: (CONTRADICTED, CANNOT_TELL, CONFIRMED).index(r.verdict))

    def contradicted(self, ids: Iterable[str]) -> Iterator[str]:
        """What is wrong with the texts among these regions."""
        for id in ids:
            region = self.regions.get(id)
            if region is not None and region.ink == "text" and (found := self.reading(id)).verdict == CONTRADICTED:
                yield f"{region.role} {region.id}: {found.reason}"

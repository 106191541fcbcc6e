"""The generic Language: everything that CLDR knows of a language, through Babel (imported when first needed)."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from ..answers.numerals import CURRENCY_SIGNS, is_number
from ..answers.numerals import number as english_number
from ..errors import BadInput
from ..model import Value

RTL_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})
_ZEROS = {"arab": 0x660, "arabext": 0x6F0, "beng": 0x9E6, "deva": 0x966, "gujr": 0xAE6, "guru": 0xA66, "khmr": 0x17E0}
_ZEROS |= {"knda": 0xCE6, "laoo": 0xED0, "mlym": 0xD66, "mymr": 0x1040, "olck": 0x1C50, "telu": 0xC66, "thai": 0xE50}
_FOUR_UNGROUPED = frozenset({"bg", "es", "ka", "lv", "pl", "pt_PT"})  # CLDR's minimumGroupingDigits = 2: 1234 but 12.345
_WRITTEN = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SCALES = ("thousand", "million", "billion", "trillion")
_SKELETONS = {"day_month": "MMMMd", "month_year": "yMMMM", "day_month_short": "MMMd", "month_year_short": "yMMM"}
_OWN_CASE = re.compile(r"[a-z]+([A-Z][a-z]|H\b|\w*_\w)")


class Language:
    """How one language writes.

    words: yes, no, none (an empty list), about (before a rounded number, with its space), ordinal ("{n}."); CLDR has none of
    these.  values: text values that operators compute ("increase") -> how the language says them.  units: units as facts
    record them ("years") -> how it writes them, as one word or as [for one, for many].
    nouns: what an engine names by a key ("square") -> the noun, as the filters of the language's grammar take it.
    """

    words: Mapping[str, str] = {}
    values: Mapping[str, str] = {}
    units: Mapping[str, Any] = {}
    nouns: Mapping[str, str] = {}
    per = "/"  # between the two parts of a unit that is recorded with "per"

    def __init__(self, code: str):
        self.code = code

    def extended(
        self,
        words: Mapping[str, str],
        values: Mapping[str, str],
        units: Mapping[str, Any],
        nouns: Mapping[str, str] | None = None,
    ) -> Language:
        """The language with further words, as a wording gives them; its own stay where the wording says nothing."""
        if not (words or values or units or nouns):
            return self
        out = copy.copy(self)
        for made in ("filters", "_datives"):  # they are made of what is told here
            out.__dict__.pop(made, None)
        out.words, out.values, out.units = {**self.words, **words}, {**self.values, **values}, {**self.units, **units}
        out.nouns = {**self.nouns, **(nouns or {})}
        return out

    # --- what CLDR says ----------------------------------------------------------------------------------------------
    @cached_property
    def locale(self) -> Any:
        """Babel's Locale; BadInput where CLDR has no data for the code."""
        from babel import Locale, UnknownLocaleError

        try:
            return Locale.parse(self.code.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            raise BadInput(f"language {self.code!r}: unknown to CLDR; write for example en, de, ar or zh-Hant") from None

    @cached_property
    def script(self) -> str:
        """The four letters of its script: Latn, Arab, Hebr, Deva."""
        if self.locale.script:
            return str(self.locale.script)
        from babel.core import get_global

        tags = get_global("likely_subtags")
        name = self.locale.language + (f"_{self.locale.territory}" if self.locale.territory else "")
        return str(tags.get(name) or tags.get(self.locale.language) or "und_Latn").split("_")[1]

    @cached_property
    def direction(self) -> str:
        """ "ltr" or "rtl"."""
        return "rtl" if self.script in RTL_SCRIPTS else "ltr"

    @cached_property
    def _separators(self) -> tuple[str, str, int, int, str]:
        """(decimal sign, group sign, digits of the lowest and of the other groups, digits as a translation table's target)."""
        system = self.locale.default_numbering_system
        symbols = self.locale.number_symbols
        signs = symbols.get(system) or symbols.get("latn") or next(iter(symbols.values()))
        first, others = self.locale.decimal_formats[None].grouping
        zero = _ZEROS.get(system)
        digits = "".join(chr(zero + i) for i in range(10)) if zero else ""
        return str(signs["decimal"]), re.sub(r"[\u00a0\u202f]", " ", str(signs["group"])), first, others, digits

    def written(self, text: str) -> str:
        """The numbers of a text (1,234.5, as English writes them) as this language writes them."""
        return _WRITTEN.sub(lambda m: self._regrouped(m[0]), text)

    def _regrouped(self, text: str) -> str:
        decimal, group, first, others, digits = self._separators
        whole, _, part = text.partition(".")
        if "," in whole:
            plain = whole.replace(",", "")
            if len(plain) == 4 and str(self.locale) in _FOUR_UNGROUPED:
                whole = plain
            else:
                head, groups = plain[:-first], [plain[-first:]]
                while head:
                    head, groups = head[:-others], [head[-others:], *groups]
                whole = group.join(groups)
        out = whole + (decimal + part if part else "")
        return out.translate(str.maketrans("0123456789", digits)) if digits else out

    @cached_property
    def _money_first(self) -> bool:
        """Does a currency sign stand before the amount?"""
        pattern = str(self.locale.currency_formats["standard"].pattern).split(";")[0]
        return pattern.find("¤") < pattern.find("#")

    @cached_property
    def _percent(self) -> str:
        return " %" if re.search(r"\s", str(self.locale.percent_formats[None].pattern)) else "%"

    # --- numbers and values --------------------------------------------------------------------------------------------
    def number(self, value: Value, places: int | None = None, decimal: bool = False) -> str:
        """A number as the language writes it (1.234,5; 24/5; 3√2); see answers' `number` for the two options."""
        if isinstance(value, bool):
            return self.yes_no(value)
        text = english_number(value, places, decimal)
        return self.written(text) if is_number(value) else self.values.get(text, text)

    def show(self, value: Value, unit: str = "", places: int | None = None) -> str:
        """A value with its unit (12 cm, 40°, 6,09 €); lists are joined, booleans are the words for yes and no."""
        if isinstance(value, (tuple, list)):
            return self.join_and([self.show(v, unit, places) for v in value])
        if isinstance(value, (bool, str)) or value is None:
            return self.number(value, places)
        text = self.number(value, places, decimal=bool(unit))
        if not unit:
            return text
        if unit == "°":
            return f"{text}°"
        if unit == "%":
            return self.with_sign(text, unit)
        if unit[0] in CURRENCY_SIGNS and self._money_first:
            sign, rest = ("-", text[1:]) if text.startswith("-") else ("", text)
            behind = unit[1:].strip()
            return f"{sign}{unit[0]}{rest}{f' {self.unit(behind)}' if behind else ''}"
        return f"{text} {self.unit(unit, value)}"

    def with_sign(self, text: str, sign: str) -> str:
        """A number that is written already, with "%" or a currency sign: 12%, 12 %, $12, 12 €."""
        if sign == "%":
            return text + self._percent
        if not self._money_first:
            return f"{text} {sign}"
        minus, rest = (text[0], text[1:]) if text[:1] in ("-", "−") else ("", text)
        return minus + sign + rest

    def unit(self, unit: str, value: Value = 2) -> str:
        """A unit by itself, as on an axis: "Mio. €" for "€ million", "Jahre" for "years" ("Jahr" for the value 1)."""
        if unit in self.units:
            return self._one_or_many(self.units[unit], value)
        above, per, below = unit.partition(" per ")
        sign = above[:1] if above[:1] in CURRENCY_SIGNS else ""
        scale, _, rest = above[len(sign) :].strip().partition(" ")
        if scale not in _SCALES:
            scale, rest = "", f"{scale} {rest}".strip()
        scaled = 2 if scale else value
        names = [self.units.get(scale, scale), sign, self._one_or_many(self.units.get(rest, rest), scaled)]
        out = " ".join(self._one_or_many(n, value) for n in names if n)
        return out + (self.per + self._one_or_many(self.units.get(below, below), 1) if per else "")

    @staticmethod
    def _one_or_many(entry: Any, value: Value) -> str:
        if isinstance(entry, str):
            return entry
        return str(entry[0] if is_number(value) and value in (1, -1) else entry[-1])

    def word(self, name: str) -> str:
        """One of its `words`; BadInput where there is none."""
        if name not in self.words:
            raise BadInput(
                f"language {self.code!r}: no word for {name!r}; "
                f"add `words: {{{name}: ...}}` to the section `forms` of its wording"
            )
        return self.words[name]

    def noun(self, key: str) -> str:
        """One of its `nouns`; BadInput where there is none."""
        if key not in self.nouns:
            raise BadInput(
                f"language {self.code!r}: no noun for {key!r}; add `nouns: {{{key}: ...}}` to `forms` of its wording"
            )
        return self.nouns[key]

    def yes_no(self, value: bool) -> str:
        return self.word("yes" if value else "no")

    @property
    def about(self) -> str:
        """What stands before a rounded number, with its space."""
        return self.words.get("about", "≈ ")

    # --- lists and counting ----------------------------------------------------------------------------------------------
    def join_and(self, items: Sequence[Any]) -> str:
        """A; A and B; A, B and C; the word for none where there is nothing."""
        return self._joined([str(i) for i in items], "standard") if items else self.word("none")

    def join_or(self, items: Sequence[Any]) -> str:
        """A; A or B; A, B or C."""
        return self._joined([str(i) for i in items], "or") if items else self.word("none")

    def _joined(self, items: Sequence[str], style: str) -> str:
        pattern = self.locale.list_patterns[style]
        if len(items) < 3:
            return items[0] if len(items) == 1 else _between(pattern["2"], items[0], items[1])
        out = _between(pattern["end"], items[-2], items[-1])
        for item in reversed(items[1:-2]):
            out = _between(pattern["middle"], item, out)
        return _between(pattern["start"], items[0], out)

    def ordinal(self, n: int) -> str:
        """3rd, 3."""
        return self.words.get("ordinal", "{n}.").replace("{n}", self.number(n))

    def ordinal_word(self, n: int) -> str:
        """An ordinal in words (or its stem), where the language's module has them; else as `ordinal`."""
        return self.ordinal(n)

    def cardinal(self, n: int) -> str:
        """A whole number in words, where the language's module has them; else in digits."""
        return self.number(n)

    def plural_category(self, n: Any) -> str:
        """CLDR's category of a count: zero, one, two, few, many or other."""
        return str(self.locale.plural_form(abs(n)))

    def plural(self, n: Any, one: str, many: str, **categories: str) -> str:
        """The form for n things: by CLDR's category where it is given (two=, few=), else `one` or `many`."""
        try:
            count = n if is_number(n) else int(str(n))
        except ValueError:
            return many
        category = self.plural_category(count)
        return categories.get(category) or (one if category == "one" else many)

    # --- nouns, as its data give them -------------------------------------------------------------------------------
    def noun_alone(self, noun: str) -> str:
        """A noun of its data by itself, inside a sentence."""
        return noun

    def heading(self, noun: str) -> str:
        """The noun as an axis or a table has it."""
        text = self.noun_alone(noun)
        return text[:1].upper() + text[1:]

    def several(self, noun: str) -> str:
        """The noun for several of them, where the data give none."""
        return noun

    # --- calendar ----------------------------------------------------------------------------------------------------------
    def month(self, i: int, short: bool = False) -> str:
        """1..12 -> January, Jan."""
        return str(self.locale.months["stand-alone"]["abbreviated" if short else "wide"][i])

    def weekday(self, i: int, short: bool = False) -> str:
        """0..6, Monday first."""
        return str(self.locale.days["stand-alone"]["abbreviated" if short else "wide"][i])

    def date(self, d: date, style: str = "long") -> str:
        """style: short, medium, long, full as CLDR has them; day_month (3 May), month_year (May 2024) and these with _short."""
        from babel.dates import format_date, format_skeleton

        if style in _SKELETONS:
            return str(format_skeleton(_SKELETONS[style], d, locale=self.locale))
        return str(format_date(d, style, locale=self.locale))

    def at_time(self, label: str) -> str:
        """A time label as it stands in a sentence: in 2019, on 3 May.  Without the language's module: as it is."""
        return label

    def polished(self, text: str) -> str:
        """A filled wording, with what only the whole sentence decides put right: a case."""
        return text

    # --- what its wordings may use -------------------------------------------------------------------------------------------
    @cached_property
    def filters(self) -> Mapping[str, Callable[..., Any]]:
        """Jinja filters for wordings in this language."""
        return {
            "cap": cap,
            "par": par,
            "num": self._num,
            "show": self.show,
            "unit": self.unit,
            "noun": self.noun,
            "plural": self.plural,
            "join_and": self.join_and,
            "join_or": self.join_or,
            "ordinal": self.ordinal,
            "cardinal": self.cardinal,
            "at_time": self.at_time,
        }

    @property
    def _num(self) -> Callable[..., str]:
        """The filter `num`: a number in the manner of the step's own unit."""

        @pass_context
        def num(context: Context, value: Value) -> str:
            return self.number(value, decimal=bool(context.get("unit")))

        return num


def _between(pattern: str, a: str, b: str) -> str:
    return pattern.replace("{0}", "\0").replace("{1}", b).replace("\0", a)


def cap(text: str) -> str:
    """The first letter in capitals, the rest as it is; names such as pH, sepalLength or temp_max keep their own."""
    return text if _OWN_CASE.match(text) else text[:1].upper() + text[1:]


def par(text: str) -> str:
    """In brackets where it would read wrongly behind a fraction bar or a root: 4/(15/2)."""
    return f"({text})" if re.search(r"[/ ]", text) else text

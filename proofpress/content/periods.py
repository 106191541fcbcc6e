"""Time along an axis: years, quarters, months, weeks, days, weekdays, hours, seasons, decades."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ..errors import Refused
from ..seeds import Rng
from .words import PackWords

_LONGEST = {
    "years": 30,
    "school_years": 16,
    "league_seasons": 16,
    "quarters": 16,
    "months": 24,
    "weeks": 16,
    "days": 21,
    "weekdays": 7,
}
_LONGEST |= {"hours": 24, "seasons": 4, "decades": 9}
PERIODS = tuple(_LONGEST)
# of a year: what one step is for trends
_YEARS = {
    "years": 1.0,
    "school_years": 1.0,
    "league_seasons": 1.0,
    "quarters": 0.25,
    "months": 1 / 12,
    "weeks": 1 / 52,
    "days": 1 / 365,
}
LATEST = 2024


@dataclass(frozen=True)
class Period:
    """labels in order; span: how a title names them all ("2015–2023"), "" where nothing says when; year: the last one.

    elapsed: years since the first label.  season: month 0..11 of each label (floats between), or ().  week: weekday 0..6,
    or ().  day: hour 0..23, or ().
    """

    key: str
    labels: tuple[str, ...]
    span: str
    year: int
    elapsed: tuple[float, ...]
    season: tuple[float, ...] = ()
    week: tuple[int, ...] = ()
    day: tuple[int, ...] = ()


def is_period(key: str) -> bool:
    return key in _LONGEST


def longest(key: str) -> int:
    """The most labels that a period of this kind can have."""
    return _LONGEST[key]


def draw_period(key: str, least: int, most: int, rng: Rng, words: PackWords) -> Period:
    """A span of time with between `least` and `most` labels. Refused when that many make no sense."""
    most = min(most, _LONGEST[key])
    if key == "seasons":
        least = most = 4 if least <= 4 <= most else 0
    if key == "weekdays":
        options = [n for n in (5, 7) if least <= n <= most]
        least = most = options[int(rng.integers(len(options)))] if options else 0
    if most < max(least, 2):
        raise Refused(f"period: no span of {least} {key}")
    n = int(rng.integers(least, most + 1))
    if key == "months" and n in (10, 11) and most >= 12:
        n = 12
    year = int(rng.integers(LATEST - 12, LATEST + 1))
    drawn: dict[str, Callable[[int, int, Rng, PackWords], Period]] = {
        "years": _years,
        "school_years": _school_years,
        "league_seasons": _league_seasons,
        "quarters": _quarters,
        "months": _months,
        "weeks": _weeks,
        "days": _days,
        "weekdays": _weekdays,
        "hours": _hours,
        "seasons": _seasons,
        "decades": _decades,
    }
    return drawn[key](n, year, rng, words)


def _elapsed(key: str, n: int, stride: int = 1) -> tuple[float, ...]:
    return tuple(i * stride * _YEARS.get(key, 0.0) for i in range(n))


def _years(n: int, year: int, rng: Rng, words: PackWords) -> Period:
    stride = int(rng.choice([1, 1, 1, 1, 1, 1, 2, 5, 10])) if n <= 10 else 1
    last = year if stride < 5 else year - year % 5
    labels = [str(last - stride * (n - 1 - i)) for i in range(n)]
    return Period("years", tuple(labels), f"{labels[0]}–{labels[-1]}", last, _elapsed("years", n, stride))


def _school_years(n: int, year: int, _: Rng, words: PackWords, key: str = "school_years") -> Period:
    starts = [year - n + i for i in range(n)]
    labels = tuple(f"{s}/{(s + 1) % 100:02d}" for s in starts)
    span = words.pattern(key, "span").format(labels[0], labels[-1])
    return Period(key, labels, span, year, _elapsed("school_years", n))


def _league_seasons(n: int, year: int, rng: Rng, words: PackWords) -> Period:
    return _school_years(n, year, rng, words, "league_seasons")


def _quarters(n: int, year: int, rng: Rng, words: PackWords) -> Period:
    first = 0 if n <= 4 or rng.random() < 0.7 else int(rng.integers(4))
    start = year - (first + n - 1) // 4
    at = [divmod(first + i, 4) for i in range(n)]
    if n <= 4:
        labels, span = [f"Q{q + 1}" for _, q in at], str(year) if n == 4 else f"Q1–Q{n} {year}"
    else:
        labels = [f"Q{q + 1} {start + y}" for y, q in at]
        span = f"{labels[0]}–{labels[-1]}"
    season = tuple(1.0 + 3 * q for _, q in at)
    return Period("quarters", tuple(labels), span, year, _elapsed("quarters", n), season)


def _months(n: int, year: int, rng: Rng, words: PackWords) -> Period:
    first = 0 if n >= 12 or rng.random() < 0.4 else int(rng.integers(0, 13 - n))
    short = n > 6 or rng.random() < 0.6
    names = [words.language.month((first + i) % 12 + 1) for i in range(n)]
    shown = [words.language.month((first + i) % 12 + 1, short) for i in range(n)]
    if n > 12:
        start = year - (n - 1) // 12
        shown = [f"{m} {start + i // 12}" for i, m in enumerate(shown)]
        span = f"{names[0]} {start}–{names[-1]} {year}"
    else:
        span = str(year) if n == 12 else f"{names[0]}–{names[-1]} {year}"
    return Period("months", tuple(shown), span, year, _elapsed("months", n), tuple(float((first + i) % 12) for i in range(n)))


def _weeks(n: int, year: int, rng: Rng, words: PackWords) -> Period:
    first = 1 if rng.random() < 0.6 else int(rng.integers(2, 52 - n))
    labels = tuple(words.pattern("weeks", "label").format(first + i) for i in range(n))
    span = words.pattern("weeks", "span").format(first, first + n - 1, year) if rng.random() < 0.7 else ""
    return Period("weeks", labels, span, year, _elapsed("weeks", n), tuple((first + i) / 52 * 12 % 12 for i in range(n)))


def _days(n: int, year: int, rng: Rng, words: PackWords) -> Period:
    month = int(rng.integers(12))
    first = int(rng.integers(1, 29 - n))
    labels = tuple(words.language.date(date(year, month + 1, first + i), "day_month_short") for i in range(n))
    weekday = int(rng.integers(7))
    span = words.pattern("days", "span").format(first, first + n - 1, words.language.month(month + 1), year)
    week = tuple((weekday + i) % 7 for i in range(n))
    return Period("days", labels, span, year, _elapsed("days", n), (float(month),) * n, week)


def _weekdays(n: int, year: int, rng: Rng, words: PackWords) -> Period:
    short = rng.random() < 0.5
    labels = tuple(words.language.weekday(i, short) for i in range(n))
    return Period("weekdays", labels, "", year, (0.0,) * n, (), tuple(range(n)))


def _hours(n: int, year: int, rng: Rng, words: PackWords) -> Period:
    strides = [s for s in (1, 2, 3) if s * (n - 1) < 24]
    stride = strides[int(rng.integers(len(strides)))]
    reach = stride * (n - 1)
    first = max(0, min(int(rng.choice([6, 7, 8, 9])), 23 - reach))  # by night only where the whole day is shown
    hours = tuple(first + stride * i for i in range(n))
    return Period("hours", tuple(f"{h:02d}:00" for h in hours), "", year, (0.0,) * n, (), (), hours)


def _seasons(n: int, year: int, rng: Rng, words: PackWords) -> Period:
    span = str(year) if rng.random() < 0.6 else ""
    return Period("seasons", words.names("seasons"), span, year, (0.0,) * n, (3.0, 6.0, 9.0, 0.0))


def _decades(n: int, _: int, rng: Rng, words: PackWords) -> Period:
    last = 2010 if rng.random() < 0.7 else 2000
    starts = [last - 10 * (n - 1 - i) for i in range(n)]
    return Period(
        "decades",
        tuple(words.pattern("decades", "label").format(s) for s in starts),
        "",
        last + 9,
        tuple(10.0 * i for i in range(n)),
    )

"""Captions: what can be said of a chart at three levels, in reading order, with numbers no sharper than the picture shows.

Level 1 says what it is, level 2 how it is laid out and what stands out, level 3 reads it mark by mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from proofpress.engine import Statement
from proofpress.grid.words import AxisWords
from proofpress.language import Language, of_spec
from proofpress.model import Fact

from .words import inner, measure_of, nouns

MOST_LISTED = 12  # labels that a caption still names one by one
MOST_MARGIN = 0.2  # of a value: what is read less surely is not said as a number
FIVE = ("min", "q1", "median", "q3", "max")


def describe_chart(spec: Mapping[str, Any], facts: Sequence[Fact]) -> list[Statement]:
    """Statements for the wording in captions.yaml; nothing rests on a hidden fact."""
    seen = [f for f in facts if f.given == "image"]
    return [*_first(spec, seen), *_layout(spec, seen), *_standing_out(spec, seen), *_reading(spec, seen)]


def readable(fact: Fact, language: Language) -> tuple[str, bool]:
    """The value as the picture bears it, and whether it is exact: rounded to within the reader's margin, or as printed."""
    if not fact.margin:
        return language.show(fact.value, fact.unit), True
    value, margin = Decimal(fact.value), Decimal(repr(fact.margin))
    power = Decimal(10) ** margin.adjusted()
    unit = max(u * power for u in (Decimal(1), Decimal(2), Decimal(5)) if u * power <= margin)
    rounded = (value / unit).to_integral_value(ROUND_HALF_EVEN) * unit
    plain = format(rounded.normalize(), "f")
    return language.show(Decimal("0" if plain == "-0" else plain), fact.unit), False


def _axis(spec: Mapping[str, Any]) -> AxisWords:
    """The words for what runs along the labels."""
    return nouns(spec)[0]


def _named(seen: Sequence[Fact], *predicates: str) -> list[Fact]:
    return [f for f in seen if f.predicate in predicates]


def _item(fact: Fact, label: str, language: Language) -> dict[str, Any]:
    text, exact = readable(fact, language)
    return {"label": label, "value": text, "exact": exact}


def _placed(category: AxisWords, fact: Fact) -> dict[str, Any]:
    """The same with `at`, its place as a phrase: " in winter"."""
    return _item(fact, fact.args[-1], category.words.language) | {"at": category.at(fact.args[-1])}


def _clear(fact: Fact) -> bool:
    """May the number be said?  Not where it is read so coarsely that it would mislead ("about 0" for 26)."""
    return not fact.margin or fact.margin <= MOST_MARGIN * abs(float(fact.value))


def _first(spec: Mapping[str, Any], seen: Sequence[Fact]) -> Iterator[Statement]:
    (category, series), x = nouns(spec), spec.get("x") or {}
    names = [s["name"] for s in spec["series"]]
    slots = {
        "measure": inner(spec, spec["measure"]),
        "x": inner(spec, x.get("measure", "")),
        "line": inner(spec, (spec.get("right") or {}).get("measure", "")),
        "size": inner(spec, (spec.get("size") or {}).get("measure", "")),
        "noun": category.noun,
        "plural": category.plural,
        "n": len(spec["labels"]) or len(spec.get("points", ())),
        "k": len(names) if len(names) > 1 else 0,
        "snoun": series.noun,
        "splural": series.plural,
        "entity": _shown_entity(spec),
    }
    yield Statement(1, spec["kind"], slots, tuple(f.id for f in _named(seen, "axis_title")))
    for f in _named(seen, "title"):
        yield Statement(2, "titled", {"title": f.value, "subtitle": spec["subtitle"]}, (f.id,))


def _shown_entity(spec: Mapping[str, Any]) -> str:
    """What everything is about, when the picture says so in words."""
    name = str(spec["entity"])
    printed = f"{spec['title']} {spec['subtitle']}".lower()
    counted = name.endswith((spec["category"]["plural"], spec["series_noun"]["plural"]))  # "four countries" says nothing new
    return name if name and name.lower() in printed and not counted else ""


def _layout(spec: Mapping[str, Any], seen: Sequence[Fact]) -> Iterator[Statement]:
    labels, (category, series) = spec["labels"], nouns(spec)
    places = {f.args[0]: f.id for f in _named(seen, "position")}
    if labels and all(label in places for label in labels):
        slots = {"labels": labels, "n": len(labels), "plural": category.plural, "first": labels[0], "last": labels[-1]}
        key = "labels" if len(labels) <= MOST_LISTED and category.kind != "time" else "span"
        if spec["kind"] not in ("histogram",):
            yield Statement(2, key, slots, tuple(places[label] for label in labels))
    legend = {f.args[0]: f.id for f in _named(seen, "legend")}
    colours = {f.args[0]: f for f in _named(seen, "colour")}
    names = [s["name"] for s in spec["series"]]
    if spec["kind"] == "heatmap":
        yield Statement(2, "rows", {"rows": names, "n": len(names), "plural": series.plural}, ())
    elif len(names) > 1 and all(n in legend for n in names):
        coloured = all(n in colours for n in names)  # a legend with some colours named and some not sounds broken
        told = [(n, colours[n].value if coloured else "") for n in names]
        rests = [legend[n] for n in names] + [colours[n].id for n in names if coloured]
        slots = {"series": told, "names": names, "coloured": coloured, "n": len(names), "plural": series.plural}
        yield Statement(2, "series", slots, tuple(rests))
    titles = {f.args[0]: f.id for f in _named(seen, "axis_title")}
    if spec["axis"] and spec["kind"] not in ("radar", "heatmap"):
        side = "x" if spec["kind"] == "bar_horizontal" else "y"
        yield Statement(
            2, "axis", _ends(spec, spec["measure"], spec["axis"], spec["unit"]), (titles[side],) if side in titles else ()
        )
    if spec["kind"] in ("scatter", "bubble", "histogram"):
        x = spec["x"]
        yield Statement(2, "axis", _ends(spec, x["measure"], x, x["unit"]), (titles["x"],) if "x" in titles else ())
    if spec["kind"] == "combo":
        right = spec["right"]
        yield Statement(2, "right_axis", _ends(spec, right["measure"], right, right["unit"]), ())


def _ends(spec: Mapping[str, Any], measure: str, axis: Mapping[str, str], unit: str) -> dict[str, str]:
    return {
        "measure": inner(spec, measure),
        "low": of_spec(spec).show(Decimal(axis["min"]), unit if Decimal(axis["min"]) or unit == "%" else ""),
        "high": of_spec(spec).show(Decimal(axis["max"]), unit),
    }


def _standing_out(spec: Mapping[str, Any], seen: Sequence[Fact]) -> Iterator[Statement]:
    """The largest and the smallest mark, and where a line goes - only where the margins leave no doubt."""
    if spec["kind"] in ("scatter", "bubble", "box", "heatmap", "combo") or len(spec["series"]) > 1:
        return
    marks = _named(seen, "value", "count")
    if len(marks) < 3 or any(None in s["values"] for s in spec["series"]) or spec["withheld"]:
        return
    ranked = sorted(marks, key=lambda f: f.value)
    category, measure = _axis(spec), measure_of(spec, spec["measure"], spec["unit"])
    slots = {"m": measure.bare, "be": measure.words().get("be", ""), "several": measure.plural}
    for key, mark, next_one in (("largest", ranked[-1], ranked[-2]), ("smallest", ranked[0], ranked[1])):
        if _apart(*sorted((mark, next_one), key=lambda f: f.value)):
            place = {"label": mark.args[-1] + category.unit, "at": category.at(mark.args[-1])}
            yield Statement(2, key, slots | place, tuple(f.id for f in marks))
    first, last = marks[0], marks[-1]
    if spec["category"]["kind"] == "time" and spec["kind"] in ("line", "area"):
        ends = slots | {"first": _placed(category, first), "last": _placed(category, last)}
        if _apart(first, last):
            yield Statement(2, "rose", ends, (first.id, last.id))
        elif _apart(last, first):
            yield Statement(2, "fell", ends, (first.id, last.id))


def _apart(low: Fact, high: Fact) -> bool:
    return float(high.value) - float(low.value) > 1.5 * (low.margin + high.margin)


def _reading(spec: Mapping[str, Any], seen: Sequence[Fact]) -> Iterator[Statement]:
    kind = spec["kind"]
    if kind in ("scatter", "bubble"):
        yield from _points(spec, seen)
    elif kind == "box":
        yield from _boxes(spec, seen)
    else:
        yield from _values(spec, seen)
    held = spec["withheld"]
    if held:
        series = held["series"] if len(spec["series"]) > 1 else ""
        yield Statement(3, "withheld", {"label": held["label"], "series": series}, ())
    for s in spec["series"]:
        for label, value in zip(spec["labels"], s["values"], strict=False):
            if value is None:
                name = s["name"] if len(spec["series"]) > 1 else ""
                yield Statement(3, "withheld", {"label": label, "series": name}, ())
    if spec["source"]:
        yield Statement(3, "source", {"source": spec["source"]}, ())


def _values(spec: Mapping[str, Any], seen: Sequence[Fact]) -> Iterator[Statement]:
    names = [s["name"] for s in spec["series"]]
    for name in names:
        marks = [f for f in _named(seen, "value") if f.args[0] == name] or _named(seen, "count")
        clear = [f for f in marks if _clear(f)]
        if not clear or 2 * len(clear) < len(marks):
            continue
        marks = clear
        items = [_placed(_axis(spec), f) for f in marks]
        key = "values" if len(names) == 1 else "series_values"
        slots = {"items": items, "series": name, "measure": inner(spec, spec["measure"])}
        yield Statement(3, key, slots, tuple(f.id for f in marks))


def _boxes(spec: Mapping[str, Any], seen: Sequence[Fact]) -> Iterator[Statement]:
    found: dict[str, dict[str, Fact]] = {}
    for f in _named(seen, *FIVE, "outliers"):
        found.setdefault(f.args[0], {})[f.predicate] = f
    for name, parts in found.items():
        if all(p in parts for p in FIVE):
            texts = {p: _item(parts[p], name, of_spec(spec)) for p in FIVE}
            outliers = int(parts["outliers"].value) if "outliers" in parts else 0
            yield Statement(3, "box_values", {"name": name, "outliers": outliers, **texts}, tuple(f.id for f in parts.values()))


def _points(spec: Mapping[str, Any], seen: Sequence[Fact]) -> Iterator[Statement]:
    xs, ys = _named(seen, "x"), _named(seen, "y")
    if not xs or not len(xs) == len(ys) == len(spec["points"]):  # points that cover each other are not counted
        return
    slots = {"x": inner(spec, spec["x"]["measure"]), "y": inner(spec, spec["measure"]), "n": len(xs)}
    ids = tuple(f.id for f in (*xs, *ys))
    across, up = sorted(xs, key=lambda f: f.value), sorted(ys, key=lambda f: f.value)
    language = of_spec(spec)
    corners = {"left": across[0], "right": across[-1], "low": up[0], "high": up[-1]}
    ends = {key: _item(fact, "", language) for key, fact in corners.items()}
    yield Statement(3, "point_ranges", slots | ends, ids)
    for name in [s["name"] for s in spec["series"]] if len(spec["series"]) > 1 else []:
        of = [f for f in _named(seen, "group") if f.value == name]
        if of:
            yield Statement(3, "group_size", {"group": name, "n": len(of)}, tuple(f.id for f in of))
    by_name = {f.args[0]: f for f in ys}
    if all(p["name"] for p in spec["points"]) and len(xs) <= MOST_LISTED:
        for f in xs:
            if up_there := by_name.get(f.args[0]):
                told = {"name": f.args[0], "at_x": _item(f, "", language), "at_y": _item(up_there, "", language)}
                yield Statement(3, "point", slots | told, (f.id, up_there.id))

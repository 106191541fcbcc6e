"""How one chart looks: a look is drawn first, then every axis within it; the outcome is plain data and is logged.

The style fixes colours, type, layout preferences and number formats.  Drawing is a function of (spec, style) alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from proofpress.draw import fonts
from proofpress.draw.colour import HATCHES, PALETTES, contrast, difference, mix, names
from proofpress.engine import Refused, Request, Spec
from proofpress.model import Fact
from proofpress.seeds import Rng

from .looks import COMMON, LOOKS, THEMES
from .words import words_of

Style = dict[str, Any]

BY_LABEL = frozenset({"pie", "donut"})
STACKED = frozenset({"bar_stacked", "bar_percent", "area_stacked"})
LINES = frozenset({"line", "line_multi", "radar", "scatter"})
BARS = frozenset({"bar", "bar_horizontal", "bar_grouped", "bar_stacked", "bar_percent", "combo", "histogram"})
ROUND = frozenset({"pie", "donut", "radar"})
LEAST_FILL_CONTRAST = 1.35
LEAST_LINE_CONTRAST = 1.7
LEAST_DIFFERENCE = 0.085
BUBBLE_ALPHA = 0.75


def make_style(spec: Spec, request: Request, rng: Rng) -> Style:
    """The look of one chart as JSON-able data; every key is one style axis."""
    kind = spec["kind"]
    look = _look(spec, request, rng)
    options = {**COMMON, **LOOKS[look]}
    style: Style = {"look": look} | {axis: _one(rng, options[axis]) for axis in sorted(options)}
    background, panel, ink, muted, grid = THEMES[style["theme"]]
    style |= {"background": background, "panel": panel, "ink": ink, "muted": muted, "grid_colour": grid}
    style |= _colours(spec, style, options["palette"], rng)
    style |= _type(spec, style, request, options["fonts"], rng)
    style |= _fitted(spec, style, rng)
    if kind in ROUND and style["size"][0] > 1.3 * style["size"][1]:
        style["size"] = (round(style["size"][0] * 0.88), min(round(style["size"][1] * 1.05), 740))
    if "language" in spec:
        style["language"] = spec["language"]
    return {k: list(v) if isinstance(v, tuple) else v for k, v in style.items()}


def colour_names(spec: Mapping[str, Any], style: Mapping[str, Any]) -> dict[str, str | None]:
    """What people would call the colour of each series or label; None where they might disagree or confuse two."""
    if style["hatch"] or spec["kind"] == "heatmap":
        return {}
    if style["colour_of"] == "highlight":
        return {spec["labels"][style["accent"]]: names(style["colours"])[1]}
    keys = entries(spec, style)
    if len(keys) < 2:
        return {}
    pure = style["colours"][: len(keys)]
    alpha = {"area_stacked": style["area_alpha"], "bubble": BUBBLE_ALPHA}.get(spec["kind"], 1.0)
    seen = names([mix(style["panel"], c, alpha) for c in pure])  # what shows through changes a colour
    return {key: a if a == b else None for key, a, b in zip(keys, names(pure), seen, strict=True)}


def colour_facts(
    spec: Mapping[str, Any], style: Mapping[str, Any], start: int, regions: Mapping[str, Sequence[str]]
) -> list[Fact]:
    """colour(series or label) = "blue" where the colour is drawn and has an agreed name; ids f<start>, f<start + 1>, …

    regions: the ids of the regions in which the colour of each series or label is seen.
    """
    named = words_of(spec).colour
    found = [(key, named(name)) for key, name in colour_names(spec, style).items() if name and regions.get(key)]
    return [Fact(f"f{start + i}", "colour", (key,), name, regions=tuple(regions[key])) for i, (key, name) in enumerate(found)]


def entries(spec: Mapping[str, Any], style: Mapping[str, Any]) -> list[str]:
    """What the colours tell apart, in order: series names, or labels where each label has its own colour."""
    if style["colour_of"] == "label":
        return list(spec["labels"])
    return [s["name"] for s in spec["series"]] if style["colour_of"] == "series" else [""]


def _one(rng: Rng, options: Sequence[Any]) -> Any:
    return options[int(rng.integers(len(options)))]


def _look(spec: Spec, request: Request, rng: Rng) -> str:
    """The look that is asked for, or any that can show the spec. Refused where the one asked for cannot."""
    can = _looks_for(spec)
    asked = request.options.get("looks")
    if asked is None:
        return str(_one(rng, can))
    if asked not in can:
        raise Refused(f"look: {asked} cannot show this chart")
    return asked


def suits(look: str, kind: str) -> bool:
    """Can the look show some charts of the kind?"""
    return look != "print_bw" or kind not in ("bubble", "area_stacked")


def _looks_for(spec: Spec) -> list[str]:
    """The looks that can show this spec: black and white needs hatches or dashes, which carry only a few series."""
    kind, n = spec["kind"], max(1, len(spec["series"]))
    out = list(LOOKS)
    many = len(spec["labels"]) if kind in BY_LABEL else n
    if many > 6 or (kind in ("line_multi", "radar") and n > 4) or not suits("print_bw", kind):
        out.remove("print_bw")
    if any(len(s) > 70 for s in (spec["title"], *spec["labels"])):
        out = [k for k in out if k != "magazine"]
    return out


def _colours(spec: Spec, style: Style, palettes: Sequence[str], rng: Rng) -> Style:
    """palette, colours, colour_of and hatches."""
    kind = spec["kind"]
    n_series = max(1, len(spec["series"]))
    dark = contrast(style["panel"], "#000000") < 6
    least = LEAST_LINE_CONTRAST if kind in LINES else LEAST_FILL_CONTRAST
    of = "label" if kind in BY_LABEL else "series" if n_series > 1 else "single"
    if of == "single" and kind in ("bar", "bar_horizontal") and style["colour_by"] != "single":
        of = style["colour_by"]
    if of == "highlight" and len(spec["labels"]) < 4:
        of = "single"
    if of == "label" and len(spec["labels"]) > 8 and kind not in BY_LABEL:
        of = "single"
    need = len(spec["labels"]) if of == "label" else n_series if of == "series" else 1
    hatch = bool(style["hatch"]) and kind in (BARS | BY_LABEL)
    order = [*palettes, "night" if dark else "tableau", "web", "plotting", "tableau"]
    if style["look"] == "print_bw" and not hatch:
        order = ["greys"]
    if need > 2 and kind in LINES:  # thin marks in shades of one hue are mixed up
        order = [name for name in order if name not in ("blues", "greens", "purples")]
    first = int(rng.integers(len(palettes)))
    order = order[first:] + order[:first]
    shift = int(rng.integers(6))
    if hatch:
        first = 0 if need > 1 else 1 + int(rng.integers(3))  # a lone series is grey or hatched, not blank
        return {
            "palette": "print",
            "colours": list(PALETTES["print"][first : first + need]),
            "hatches": list(HATCHES[first : first + need]),
            "colour_of": "single" if of == "highlight" else of,
            "hatch": True,
            "accent": 0,
        }
    for name in order:
        chosen = _distinct(PALETTES[name], need, style["panel"], style["background"], least, shift if need == 1 else 0)
        if chosen:
            break
    else:
        name, chosen = "wheel", [_wheel(i, need, dark) for i in range(need)]
    accent = int(rng.integers(len(spec["labels"]))) if spec["labels"] else 0
    if of == "highlight":
        chosen = [mix(style["panel"], style["muted"], 0.42), chosen[0]]
        if difference(*chosen) < 0.18:
            chosen[1] = "#D62728" if not dark else "#FF6B6B"
    return {
        "palette": name,
        "colours": chosen,
        "colour_of": of,
        "hatches": [""] * max(need, 2),
        "hatch": False,
        "accent": accent,
    }


def _distinct(palette: Sequence[str], need: int, panel: str, background: str, least: float, shift: int) -> list[str] | None:
    """The first `need` colours that stand out from the ground and from each other; None where there are not so many."""
    out: list[str] = []
    fit = [c for c in palette if min(contrast(c, panel), contrast(c, background)) >= least]
    for c in fit[shift % max(1, len(fit)) :] + fit[: shift % max(1, len(fit))]:
        if all(difference(c, d) >= LEAST_DIFFERENCE for d in out):
            out.append(c)
    return out[:need] if len(out) >= need else None


def _wheel(i: int, n: int, dark: bool) -> str:
    """n hues around the wheel in two lightnesses, for more series than any palette has."""
    hue, value = 2 * math.pi * i / n, (0.9 if dark else 0.78) if i % 2 else (0.75 if dark else 0.55)
    channel = [round(255 * value * (0.55 + 0.45 * math.cos(hue - turn))) for turn in (0, 2.094, 4.189)]
    return "#" + "".join(f"{c:02x}" for c in channel)


def _type(spec: Spec, style: Style, request: Request, choices: Sequence[str], rng: Rng) -> Style:
    """title_font and text_font (families), the sizes in px."""
    text = "".join(_strings(spec)) + "0123456789.,–-%"
    first = int(rng.integers(len(choices)))
    for choice in (*choices[first:], *choices[:first], "Open Sans", "Roboto"):
        title, _, body = choice.partition("/")
        body = body or title
        if all(fonts.can_draw(fonts.face(f, b), text) for f in (title, body) for b in (False, True)):
            break
    width, height = style["size"]
    marks = len(spec["labels"]) * max(1, len(spec["series"]))
    crowding = 0.92 if marks > 40 or request.difficulty >= 5 else 1.0
    base = 14.0 * min(1.2, max(0.9, math.sqrt(width * height / 480_000))) * crowding
    base *= fonts.optical_scale(body) * (1.12 if style["look"] == "slide" else 1.0)
    return {
        "fonts": f"{title}/{body}" if title != body else title,
        "title_font": title,
        "text_font": body,
        "text_size": float(round(base)),
        "tick_size": float(max(11 if fonts.optical_scale(body) < 1.25 else 14, round(base * 0.9))),
        "title_px": float(round(base * style["title_size"] * fonts.optical_scale(title) / fonts.optical_scale(body))),
    }


def _strings(spec: Spec) -> list[str]:
    """Every text of the spec that may be printed."""
    out = [spec.get(k) or "" for k in ("title", "subtitle", "source", "measure", "unit")]
    out += [str(label) for label in spec["labels"]] + [s["name"] for s in spec["series"]]
    out.append((spec.get("category") or {}).get("name") or "")
    for extra in ("x", "size", "right"):
        own = spec.get(extra) or {}
        out += [own.get("measure") or "", own.get("unit") or ""]
    return out + [p.get("name") or "" for p in spec.get("points") or ()]


def _fitted(spec: Spec, style: Style, rng: Rng) -> Style:
    """Axes that the spec decides or rules out."""
    kind, unit = spec["kind"], spec.get("unit") or ""
    out: Style = {"legend": "none"} if style["colour_of"] in ("single", "highlight") else {}
    if style["colour_of"] == "label" and kind not in BY_LABEL:
        out["legend"] = "none"
    if kind == "combo" and style["legend"] in ("direct", "right", "inside"):
        out["legend"] = _one(rng, ("top", "bottom"))
    if style["legend"] == "direct" and kind not in ("line_multi", "area_stacked"):
        out["legend"] = out.get("legend") or _one(rng, ("top", "right"))
    if style["legend"] == "inside" and kind not in ("line_multi", "bar_grouped", "scatter", "bubble"):
        out["legend"] = out.get("legend", "right")
    large = any(word in unit.lower() for word in ("million", "billion", "thousand", "trillion", "'000", "bn", "mn"))
    if style["numbers"] == "compact" and (large or not _compactable(spec)):
        out["numbers"] = "comma"
    if kind in ("combo", "bar_horizontal", "scatter", "bubble", "heatmap"):
        out["value_side"] = "left"
    if kind in ("scatter", "bubble") and style["grid"] == "value":
        out["grid"] = _one(rng, ("both", "both", "none"))
    if kind in ("scatter", "bubble") and out.get("grid", style["grid"]) == "none" and style["spines"] not in ("bl", "box"):
        out["spines"] = "bl"
    if kind in ("scatter", "bubble", "combo") and style["axis_title"] == "top" and kind == "combo":
        out["axis_title"] = "side"
    if kind in STACKED or kind == "histogram":
        out["radius"] = 0
    if kind == "histogram":
        out["bar_width"] = 1.0
        out["edge"] = style["edge"] if style["edge"] == "ink" else "panel"
    if kind == "bar_grouped":
        out["bar_width"] = max(style["bar_width"], 0.68)
    if kind in ("pie", "donut") and len(spec["labels"]) > 6 and style["pie_labels"] == "inside":
        out["pie_labels"] = "legend"
    if kind == "donut" and style["explode"]:
        out["explode"] = False
    if kind in ("pie", "donut") and style["pie_labels"] == "legend":
        out["legend"] = style["legend"] if style["legend"] in ("right", "bottom", "top") else "right"
    return out


def _compactable(spec: Spec) -> bool:
    """Whether the value axis runs into the thousands, so that 1.2k or 3M is what people would print."""
    axis = spec.get("axis")
    return axis is not None and max(abs(float(axis["min"])), abs(float(axis["max"]))) >= 4000 and float(axis["step"]) >= 100

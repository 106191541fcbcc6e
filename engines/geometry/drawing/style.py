"""How a figure looks: a coherent look is drawn first, then varied within its own limits.

A look is a place where such figures live - a textbook, a blackboard, an exam photocopy - with its paper, its pens, its
letters and its habits; nothing is mixed across looks.  The style is plain data and goes on record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from proofpress.engine import Request
from proofpress.seeds import Rng

# Every look: ranges (lo, hi) are drawn evenly, lists are chosen from, the rest is taken as it is.
#   inks: [lines, marks, values, point names] sets to choose from; paper: background colours
#   letters: (font category, families; italic point names?, size range as a share of the picture's mean side)
#   hand: how far strokes sway, px; dots: how points are drawn; surface: what is printed on the paper
_LOOKS: dict[str, dict[str, Any]] = {
    "textbook": {
        "weight": 2.4,
        "paper": ["#ffffff", "#fffefb", "#fdfcf8"],
        "inks": [["#000000"] * 4, ["#1a1a1a"] * 4, ["#111111", "#0b5394", "#0b5394", "#111111"]],
        "families": ["STIX Two Text", "Libertinus Serif", "Source Serif 4"],
        "italic": True,
        "stroke": (1.3, 2.0),
        "dots": ["none", "none", "small"],
        "arcs": ["line"],
    },
    "exam photocopy": {
        "weight": 1.5,
        "paper": ["#f4f4f2", "#eeeeec", "#f7f6f3"],
        "inks": [["#161616"] * 4, ["#262626"] * 4],
        "families": ["STIX Two Text", "PT Serif", "Roboto"],
        "italic": True,
        "stroke": (1.4, 2.3),
        "dots": ["none", "small"],
        "arcs": ["line"],
        "surface": ["specks"],
    },
    "blackboard": {
        "weight": 1.5,
        "paper": ["#24382f", "#1f3b30", "#2b2f33", "#263238"],
        "inks": [
            ["#f4f3ea", "#ffd97a", "#ffd97a", "#f4f3ea"],
            ["#f4f3ea", "#f5b5c0", "#a9dcf2", "#ffe08a"],
            ["#f2f2ee"] * 4,
        ],
        "families": ["Patrick Hand", "Kalam"],
        "italic": False,
        "stroke": (2.2, 3.2),
        "hand": (0.8, 1.5),
        "dots": ["none", "solid"],
        "arcs": ["line"],
        "surface": ["chalk"],
    },
    "squared notebook": {
        "weight": 1.3,
        "paper": ["#fdfdfb", "#fbfcff"],
        "inks": [
            ["#1f3a8a", "#1f3a8a", "#1f3a8a", "#1f3a8a"],
            ["#2b2b2b", "#b3261e", "#1b4f9c", "#2b2b2b"],
            ["#1c2f66", "#b3261e", "#b3261e", "#1c2f66"],
        ],
        "families": ["Kalam", "Patrick Hand", "Caveat"],
        "italic": False,
        "stroke": (1.6, 2.3),
        "hand": (0.6, 1.3),
        "dots": ["none", "solid"],
        "arcs": ["line"],
        "surface": ["grid"],
        "rules": ["#cfe0f0", "#d7e3ea", "#d9dfe6"],
    },
    "ruled notebook": {
        "weight": 1.0,
        "paper": ["#fffdf4", "#fefefe"],
        "inks": [["#3a3a3a"] * 4, ["#23408e"] * 4, ["#333333", "#9c2b2b", "#23408e", "#333333"]],
        "families": ["Caveat", "Kalam", "Patrick Hand"],
        "italic": False,
        "stroke": (1.5, 2.2),
        "hand": (0.8, 1.4),
        "dots": ["none"],
        "arcs": ["line"],
        "surface": ["ruled"],
        "rules": ["#c5d6ea", "#cbd8dc"],
    },
    "slide": {
        "weight": 1.2,
        "paper": ["#ffffff", "#f5f7fa", "#14213d", "#1b1f2a"],
        "inks": [
            ["#22577a", "#d1495b", "#d1495b", "#22333b"],
            ["#2d3142", "#c2410c", "#c2410c", "#2d3142"],
            ["#3a5a40", "#9a3412", "#9a3412", "#1b2a20"],
        ],
        "night inks": [["#e5e9f0", "#fca311", "#fca311", "#ffffff"], ["#8ecae6", "#ffb703", "#ffd166", "#ffffff"]],
        "families": ["Open Sans", "Source Sans 3", "Inter", "Lato"],
        "italic": False,
        "bold": True,
        "stroke": (2.4, 3.4),
        "dots": ["solid", "none"],
        "arcs": ["tint", "line"],
        "tint": (0.0, 0.16),
    },
    "worksheet": {
        "weight": 1.5,
        "paper": ["#ffffff"],
        "inks": [["#222222"] * 4, ["#333333", "#555555", "#111111", "#111111"]],
        "families": ["Roboto", "IBM Plex Sans", "Work Sans", "Nunito Sans"],
        "italic": False,
        "stroke": (1.6, 2.4),
        "dots": ["small", "solid", "none"],
        "arcs": ["line"],
        "tint": (0.0, 0.08),
    },
    "school book": {
        "weight": 1.6,
        "paper": ["#ffffff", "#fffaf0", "#f6fbff"],
        "inks": [
            ["#1d4e89", "#c8102e", "#c8102e", "#1a1a1a"],
            ["#2e7d32", "#d84315", "#bf360c", "#1a1a1a"],
            ["#6a1b9a", "#00695c", "#00695c", "#1a1a1a"],
            ["#ad1457", "#1565c0", "#1565c0", "#1a1a1a"],
        ],
        "families": ["Source Serif 4", "Gelasio", "Lato", "Nunito Sans"],
        "italic": True,
        "stroke": (1.8, 2.6),
        "dots": ["solid", "none", "ring"],
        "arcs": ["tint"],
        "tint": (0.10, 0.22),
    },
    "blueprint": {
        "weight": 0.7,
        "paper": ["#1c4587", "#174078", "#0f3d6e"],
        "inks": [["#ffffff", "#ffffff", "#ffffff", "#ffffff"], ["#eaf3ff", "#ffe9a8", "#ffe9a8", "#ffffff"]],
        "families": ["JetBrains Mono", "Barlow Condensed", "IBM Plex Sans"],
        "italic": False,
        "stroke": (1.4, 2.0),
        "dots": ["small", "ring"],
        "arcs": ["line"],
        "surface": ["grid"],
        "rules": ["#2d5aa0", "#2a5590"],
    },
    "old print": {
        "weight": 1.0,
        "paper": ["#f3ead6", "#efe4cb", "#f6efdf"],
        "inks": [["#2b2118"] * 4, ["#332a20", "#5a2a1a", "#332a20", "#332a20"]],
        "families": ["Gelasio", "Libertinus Serif", "PT Serif"],
        "italic": True,
        "stroke": (1.2, 1.9),
        "dots": ["none"],
        "arcs": ["line"],
        "surface": ["fibres"],
    },
    "whiteboard": {
        "weight": 0.9,
        "paper": ["#fbfcfc", "#f7f9fa"],
        "inks": [
            ["#1b4f9c", "#b3261e", "#b3261e", "#1b4f9c"],
            ["#202124", "#1b6e3c", "#1b4f9c", "#202124"],
            ["#202124", "#b3261e", "#1b4f9c", "#202124"],
        ],
        "families": ["Patrick Hand", "Kalam"],
        "italic": False,
        "stroke": (2.8, 3.8),
        "hand": (0.7, 1.4),
        "dots": ["none", "solid"],
        "arcs": ["line"],
    },
    "geometry program": {
        "weight": 1.2,
        "paper": ["#ffffff", "#fafafa"],
        "inks": [
            ["#3a3a3a", "#1d6f42", "#1d6f42", "#153e90"],
            ["#333333", "#a14100", "#a14100", "#153e90"],
            ["#5b4636", "#1d6f42", "#1d6f42", "#1b2f6b"],
        ],
        "families": ["Roboto", "Open Sans", "Source Sans 3"],
        "italic": False,
        "stroke": (1.7, 2.4),
        "dots": ["blue"],
        "arcs": ["tint"],
        "tint": (0.06, 0.14),
        "surface": ["grid", "none"],
        "rules": ["#e6e6e6", "#ececec"],
    },
    "night screen": {
        "weight": 0.7,
        "paper": ["#121417", "#1e1e24", "#101820"],
        "inks": [
            ["#d9dee5", "#7fd1ae", "#7fd1ae", "#ffffff"],
            ["#9ecbff", "#ffb86b", "#ffb86b", "#ffffff"],
            ["#e6e1d3", "#f28fad", "#f5c2a0", "#ffffff"],
        ],
        "families": ["Inter", "Work Sans", "IBM Plex Sans"],
        "italic": True,
        "stroke": (1.7, 2.4),
        "dots": ["solid", "ring"],
        "arcs": ["tint", "line"],
        "tint": (0.0, 0.14),
    },
}
LOOKS: tuple[str, ...] = tuple(_LOOKS)

_SIZES = ((480, 400), (540, 440), (560, 560), (640, 480), (640, 520), (720, 540), (800, 600), (840, 640), (900, 720))


def make_style(spec: Mapping[str, Any], request: Request, rng: Rng) -> dict[str, Any]:
    """The style of one figure: a look and its variation, as JSON-able data. More to show gets more room."""
    names = list(_LOOKS)
    weights = [_LOOKS[n]["weight"] for n in names]
    name = request.options.get("looks") or names[int(rng.choice(len(names), p=[w / sum(weights) for w in weights]))]
    look = _LOOKS[name]
    crowd = len(spec["points"]) + 0.7 * sum(g["given"] == "image" for g in spec["givens"])
    first = min(len(_SIZES) - 3, max(0, int((crowd - 5) / 2)))
    width, height = _SIZES[int(rng.integers(first, len(_SIZES)))]
    paper = _one(look["paper"], rng)
    dark = _is_dark(paper)
    lines, marks, values, names_ink = _one(look["night inks"] if dark and "night inks" in look else look["inks"], rng)
    # the hand of Caveat writes an L that reads as a C
    family = _one([f for f in look["families"] if f != "Caveat" or "L" not in spec["points"]], rng)
    big = 1.0 + 0.18 * float(rng.uniform(-0.5, 1.0))
    size = (17.5 + 0.012 * (width + height - 880)) * big * (1.25 if family == "Caveat" else 1.0)
    stroke = _between(look["stroke"], rng)
    surface = _one(look.get("surface", ["none"]), rng)
    return {
        "look": name,
        "width": width,
        "height": height,
        "paper": paper,
        "surface": surface,
        "rule": _one(look["rules"], rng) if surface in ("grid", "ruled") else "",
        "rule_gap": round(float(rng.uniform(22, 34)), 1),
        "line": lines,
        "mark": marks,
        "value": values,
        "name": names_ink,
        "family": family,
        "italic": bool(look["italic"]),
        "bold": bool(look.get("bold", False)) and bool(rng.random() < 0.5),
        "name_size": round(2.24 * size) / 2,
        "value_size": round(2 * size) / 2,
        "stroke": round(stroke, 2),
        "thin": round(max(1.0, 0.7 * stroke), 2),
        "hand": round(_between(look["hand"], rng), 2) if "hand" in look else 0.0,
        "dot": _one(look["dots"], rng),
        "arc": _one(look["arcs"], rng),
        "tint": round(_between(look["tint"], rng), 3) if "tint" in look else 0.0,
        "shade": _one(["fill", "hatch"], rng) if name in ("textbook", "exam photocopy", "old print", "worksheet") else "fill",
        "mark_size": round((10.5 + 0.005 * (width + height - 880)) * float(rng.uniform(0.92, 1.15)), 1),
        "along": bool(rng.random() < 0.3) and "hand" not in look,  # lengths written along their segments
        "pose": _one(["level", "level", "level", "upright", "free"], rng),
        "mirror": bool(rng.random() < 0.5),
    }


def _is_dark(colour: str) -> bool:
    n = int(colour[1:], 16)
    return 0.299 * (n >> 16) + 0.587 * (n >> 8 & 255) + 0.114 * (n & 255) < 110


def _one(options: Sequence[Any], rng: Rng) -> Any:
    return options[int(rng.integers(len(options)))]


def _between(span: tuple[float, float], rng: Rng) -> float:
    return float(rng.uniform(*span))

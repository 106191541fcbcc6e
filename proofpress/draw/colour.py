"""Colours: palettes that people use, and the names that people agree on.

Sources: Okabe & Ito, Color Universal Design (2008); Tableau 10 (Stone, 2016); ColorBrewer (Brewer & Harrower, 2003);
Tol, Introduction to colour schemes (2021); the default series colours of common office and plotting software.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

PALETTES: dict[str, tuple[str, ...]] = {
    "okabe_ito": ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442", "#333333"),
    "tableau": ("#4E79A7", "#F28E2B", "#E15759", "#76B7B2", "#59A14F", "#EDC948", "#B07AA1", "#9C755F", "#FF9DA7", "#BAB0AC"),
    "plotting": ("#1F77B4", "#FF7F0E", "#2CA02C", "#D62728", "#9467BD", "#8C564B", "#E377C2", "#7F7F7F", "#BCBD22", "#17BECF"),
    "set1": ("#377EB8", "#E41A1C", "#4DAF4A", "#984EA3", "#FF7F00", "#A65628", "#F781BF", "#999999"),
    "set2": ("#66C2A5", "#FC8D62", "#8DA0CB", "#E78AC3", "#A6D854", "#FFD92F", "#B3B3B3", "#E5C494"),
    "dark2": ("#1B9E77", "#D95F02", "#7570B3", "#E7298A", "#66A61E", "#E6AB02", "#A6761D", "#666666"),
    "tol_bright": ("#4477AA", "#EE6677", "#228833", "#CCBB44", "#66CCEE", "#AA3377", "#888888"),
    "office": ("#4472C4", "#ED7D31", "#A5A5A5", "#FFC000", "#70AD47", "#264478", "#9E480E", "#5B9BD5"),
    "office_old": ("#4F81BD", "#C0504D", "#9BBB59", "#8064A2", "#4BACC6", "#F79646", "#2C4D75", "#772C2A"),
    "web": ("#4285F4", "#DB4437", "#F4B400", "#0F9D58", "#AB47BC", "#00ACC1", "#FF7043", "#9E9D24"),
    "weekly": ("#006BA2", "#DB444B", "#EBB434", "#379A8B", "#9A607F", "#3EBCD2", "#758D99", "#2E2E5E"),
    "salmon": ("#0F5499", "#990F3D", "#E5A823", "#0D7680", "#593380", "#00A0DD", "#66605C", "#96CC28"),
    "school": ("#1E88E5", "#E53935", "#43A047", "#FDD835", "#8E24AA", "#FB8C00", "#6D4C41", "#EC407A"),
    "night": ("#5AB1FF", "#FFD23F", "#FF6B6B", "#3DDC97", "#C792EA", "#FF9F45", "#4DD0E1", "#B0BEC5"),
    "neon": ("#00D4FF", "#FF4D9D", "#FFE14D", "#5CFF8F", "#A98BFF", "#FF914D", "#E0E0E0"),
    "earth": ("#264653", "#2A9D8F", "#E9C46A", "#E76F51", "#8AB17D", "#6D597A", "#B56576", "#A0A0A0"),
    "navy_orange": ("#1B365D", "#F28C28", "#7A99AC", "#C8102E", "#5B8F3C", "#B7A57A", "#6F7C85"),
    "forest_gold": ("#22543D", "#D69E2E", "#68A691", "#9C4221", "#4A5568", "#B7D3B0", "#2C5282"),
    "wine_slate": ("#7B1E3A", "#4A6274", "#D9A441", "#94AEB9", "#2F4A3C", "#C9796B", "#555555"),
    "blues": ("#08519C", "#6BAED6", "#3182BD", "#BDD7E7", "#08306B"),
    "greens": ("#006D2C", "#74C476", "#31A354", "#BAE4B3", "#00441B"),
    "purples": ("#54278F", "#9E9AC8", "#756BB1", "#CBC9E2", "#3F007D"),
    "greys": ("#404040", "#A6A6A6", "#737373", "#D0D0D0", "#1A1A1A", "#8C8C8C"),
    "print": ("#FFFFFF", "#4D4D4D", "#BFBFBF", "#FFFFFF", "#8C8C8C", "#E6E6E6", "#FFFFFF", "#262626"),
}

HATCHES = ("", "", "///", "...", "\\\\\\", "xxx", "---", "")

# Sequential maps from light to dark (ColorBrewer; viridis and cividis by their published anchors)
MAPS: dict[str, tuple[str, ...]] = {
    "blues": ("#F1F7FD", "#C6DBEF", "#85BCDC", "#4292C6", "#2171B5", "#08306B"),
    "greens": ("#F3FAF0", "#C7E9C0", "#8ED08B", "#41AB5D", "#238B45", "#00441B"),
    "oranges": ("#FFF3E6", "#FDD0A2", "#FDA762", "#F16913", "#C44103", "#7F2704"),
    "purples": ("#F7F5FA", "#DADAEB", "#B0AFD4", "#807DBA", "#6A51A3", "#3F007D"),
    "ylgnbu": ("#FFFFD9", "#D6EFB3", "#73C8BD", "#2498C0", "#234DA0", "#081D58"),
    "ylorrd": ("#FFFFCC", "#FEE187", "#FEAB49", "#FC5B2E", "#D41020", "#800026"),
    "viridis": ("#FDE725", "#7AD151", "#22A884", "#2A788E", "#414487", "#440154"),
    "cividis": ("#FEE838", "#C2B26D", "#8F8B78", "#61646F", "#31446B", "#00224E"),
    "greys": ("#F7F7F7", "#D9D9D9", "#B5B5B5", "#858585", "#525252", "#1A1A1A"),
}


def mix(a: str, b: str, share: float) -> str:
    """The colour `share` of the way from a to b."""
    x, y = components(a), components(b)
    return "#" + "".join(f"{round(p + (q - p) * share):02x}" for p, q in zip(x, y, strict=True))


def components(colour: str) -> tuple[int, int, int]:
    """0..255 components of #rrggbb."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def ramp(name: str, share: float, reverse: bool = False) -> str:
    """The colour of a sequential map at 0..1 (light to dark, or the other way)."""
    stops = MAPS[name][::-1] if reverse else MAPS[name]
    at = min(max(share, 0.0), 1.0) * (len(stops) - 1)
    i = min(int(at), len(stops) - 2)
    return mix(stops[i], stops[i + 1], at - i)


def luminance(colour: str) -> float:
    """Relative luminance, 0..1 (WCAG 2.2)."""
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in components(colour)))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def luminances(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Relative luminance of (n, 3) RGB pixels."""
    c = pixels / 255.0
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) @ np.array([0.2126, 0.7152, 0.0722])


def contrast(a: str, b: str) -> float:
    """Contrast ratio, 1..21 (WCAG 2.2)."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def ink_on(colour: str, dark: str = "#1a1a1a", light: str = "#ffffff") -> str:
    """Dark or light, whichever is read better on the colour."""
    return dark if contrast(dark, colour) >= contrast(light, colour) else light


@lru_cache(maxsize=1024)
def oklch(colour: str) -> tuple[float, float, float]:
    """Lightness 0..1, chroma and hue in degrees of the OKLab space (Ottosson, 2020)."""
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in components(colour)))
    l_ = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    m_ = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    s_ = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    light = 0.2104542553 * l_ + 0.7936177850 * m_ - 0.0040720468 * s_
    a = 1.9779984951 * l_ - 2.4285922050 * m_ + 0.4505937099 * s_
    b2 = 0.0259040371 * l_ + 0.7827717662 * m_ - 0.8086757660 * s_
    return light, math.hypot(a, b2), math.degrees(math.atan2(b2, a)) % 360


def difference(a: str, b: str) -> float:
    """Distance in OKLab; about 0.02 is just noticeable."""
    (l1, c1, h1), (l2, c2, h2) = oklch(a), oklch(b)
    x1, y1 = c1 * math.cos(math.radians(h1)), c1 * math.sin(math.radians(h1))
    x2, y2 = c2 * math.cos(math.radians(h2)), c2 * math.sin(math.radians(h2))
    return math.sqrt((l1 - l2) ** 2 + (x1 - x2) ** 2 + (y1 - y2) ** 2)


# (name, hue from, hue to, least lightness, greatest lightness, least chroma): the cores of the colour terms; what falls
# between two cores is left without a name.
_CORES = (
    ("red", 12, 33, 0.42, 0.68, 0.14),
    ("orange", 44, 79, 0.62, 0.84, 0.12),
    ("yellow", 86, 112, 0.78, 0.98, 0.10),
    ("green", 129, 167, 0.34, 0.84, 0.07),
    ("blue", 230, 270, 0.34, 0.78, 0.08),
    ("purple", 292, 324, 0.33, 0.68, 0.09),
    ("pink", 335, 366, 0.66, 0.86, 0.10),
    ("brown", 34, 80, 0.36, 0.56, 0.045),
)


@lru_cache(maxsize=1024)
def basic_name(colour: str) -> str | None:
    """The basic colour term that people agree on for this colour, or None."""
    light, chroma, hue = oklch(colour)
    if chroma < 0.022:
        if light < 0.28:
            return "black"
        return "grey" if 0.45 <= light <= 0.85 else None
    for name, start, end, low, high, least in _CORES:
        if (start <= hue <= end or start <= hue + 360 <= end) and low <= light <= high and chroma >= least:
            return name
    return None


def names(colours: Sequence[str]) -> list[str | None]:
    """A name for each colour of one picture: None where people may disagree or another colour could be meant."""
    own = [basic_name(c) for c in colours]
    return [
        name if name and not any(i != j and (own[j] == name or _alike(c, name, d)) for j, d in enumerate(colours)) else None
        for i, (c, name) in enumerate(zip(colours, own, strict=True))
    ]


def _alike(a: str, name: str, b: str) -> bool:
    """Whether b, of whatever name, could be meant by the name of a."""
    h1, (_, c2, h2) = oklch(a)[2], oklch(b)
    if name in ("grey", "black"):
        return c2 < 0.04 and difference(a, b) < 0.35
    turn = abs((h1 - h2 + 180) % 360 - 180)
    return (basic_name(b) is None and c2 > 0.03 and turn < 24) or difference(a, b) < 0.08

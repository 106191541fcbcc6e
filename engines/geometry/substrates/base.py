"""The table of substrates and what they share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from proofpress.exact import Exact

from ..exact_values import cosine, sine, special
from ..sketching.named_functions import Move, Table
from ..sketching.sketch import Sketch

SUBSTRATES: Table[Move] = Table("substrate")
substrate = SUBSTRATES.add


def outline(s: Sketch, names: Sequence[str]) -> None:
    """Draw the closed polygon; from four vertices on it is worth naming."""
    s.line(*names, names[0])
    if len(names) > 3:
        s.polygons.append(tuple(names))


def polar(r: Any, degrees: int) -> tuple[Any, Any]:
    """(x, y) at distance r in a direction of 0 to 360 whole degrees: exact for the angles of school, else floats."""
    turned = degrees % 360
    half, sign = (turned, 1) if turned <= 180 else (turned - 180, -1)
    if half in (0, 180):
        return Exact(r) * (sign if half == 0 else -sign), Exact(0)
    if special(Exact(half)):
        return r * cosine(Exact(half)) * sign, r * sine(Exact(half)) * sign
    radians = math.radians(degrees)
    return float(r) * math.cos(radians), float(r) * math.sin(radians)


def by_sides(s: Sketch, names: Sequence[str], a: Any, b: Any, c: Any) -> None:
    """Triangle ABC with BC = a on the x-axis, CA = b, AB = c (rational)."""
    a, b, c = Fraction(a), Fraction(b), Fraction(c)
    x = (a * a + c * c - b * b) / (2 * a)
    s.at(names[1], 0, 0)
    s.at(names[2], a, 0)
    s.at(names[0], x, Exact(c * c - x * x).sqrt())


def by_angles(s: Sketch, names: Sequence[str], beta: int, gamma: int, base: Any) -> None:
    """Triangle ABC with BC = base on the x-axis and the angles beta at B, gamma at C (whole degrees)."""
    s.at(names[1], 0, 0)
    s.at(names[2], base, 0)
    if special(Exact(beta)) and special(Exact(gamma)) and special(Exact(180 - beta - gamma)):
        k = base * sine(Exact(gamma)) / sine(Exact(180 - beta - gamma))
        s.at(names[0], k * cosine(Exact(beta)), k * sine(Exact(beta)))
    else:
        k = float(base) * math.sin(math.radians(gamma)) / math.sin(math.radians(beta + gamma))
        s.at(names[0], k * math.cos(math.radians(beta)), k * math.sin(math.radians(beta)))


def corner(s: Sketch, names: Sequence[str], degrees: int, c: Any, a: Any) -> None:
    """Triangle ABC by AB = c, BC = a and the angle at B between them; BC on the x-axis."""
    s.at(names[1], 0, 0)
    s.at(names[2], a, 0)
    s.at(names[0], *polar(c, degrees))


Length = tuple[str, str, Any]  # two points and how far they are apart


def some_lengths(s: Sketch, count: int, *options: Length) -> None:
    """Claim `count` of the lengths."""
    for i in sorted(s.rng.permutation(len(options))[:count].tolist()):
        a, b, value = options[i]
        s.claim("length", a, b, value=value)


def some_angles(s: Sketch, count: int, *options: tuple[str, str, str, Any]) -> None:
    """Claim `count` of the angles."""
    for i in sorted(s.rng.permutation(len(options))[:count].tolist()):
        a, b, c, value = options[i]
        s.claim("angle", a, b, c, value=value)

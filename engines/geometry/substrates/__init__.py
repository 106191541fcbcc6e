"""What a figure begins with: triangles, quadrilaterals, circles, regular polygons, lines and pairs of triangles.

A substrate places its points at numbers that a school book would choose, draws its lines and claims what determines it up to a
rigid motion (or, where it speaks of angles only, up to similarity), in one of several ways.
"""

from . import circles, figures, lines, pairs, quadrilaterals, rounds, slants, triangles
from .base import SUBSTRATES

__all__ = ["SUBSTRATES", "circles", "figures", "lines", "pairs", "quadrilaterals", "rounds", "slants", "triangles"]

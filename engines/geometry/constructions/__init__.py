"""What is drawn into a figure, round by round: lines and circles that touch what is there."""

from . import circle_lines, circles_of, copies, plain_lines, quadrilateral_lines, shading, side_lines, triangle_lines
from .base import CONSTRUCTIONS

__all__ = [
    "CONSTRUCTIONS",
    "circle_lines",
    "circles_of",
    "copies",
    "plain_lines",
    "quadrilateral_lines",
    "shading",
    "side_lines",
    "triangle_lines",
]

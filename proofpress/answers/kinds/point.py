"""A point of the picture: (x, y), px."""

from __future__ import annotations

from .base import register
from .box import Box


class Point(Box):
    name = "point"
    forms = ("point",)
    outputs = ("point",)
    slack = 6.0
    suffix = "point"


register(Point())

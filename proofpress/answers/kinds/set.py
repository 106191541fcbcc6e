"""A list of names or numbers, in any order."""

from __future__ import annotations

from .base import register
from .list import List


class Set(List):
    name = "set"
    ordered = False


register(Set())

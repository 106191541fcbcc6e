"""The theorems of the engine, file by file in the order of a school course."""

from . import lines_angles, triangles

THEOREMS = (*lines_angles.THEOREMS, *triangles.THEOREMS)

"""The theorems of the engine, file by file in the order of a school course."""

from __future__ import annotations

from . import areas, circles, congruence, judging, lines_angles, metric, quadrilaterals, rounds, similarity, triangles

THEOREMS = (
    *lines_angles.THEOREMS,
    *triangles.THEOREMS,
    *congruence.THEOREMS,
    *similarity.THEOREMS,
    *metric.THEOREMS,
    *quadrilaterals.THEOREMS,
    *circles.THEOREMS,
    *areas.THEOREMS,
    *rounds.THEOREMS,
)

JUDGEMENTS = judging.JUDGEMENTS

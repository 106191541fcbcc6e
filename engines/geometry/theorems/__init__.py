"""The theorems of the engine, file by file in the order of a school course."""

from __future__ import annotations

from . import (
    areas,
    cevians,
    circles,
    congruence,
    judging,
    lines_angles,
    metric,
    parallels,
    perimeters,
    quadrilaterals,
    recognition,
    regular,
    rounds,
    similarity,
    tangents,
    triangles,
    trigonometry,
)

THEOREMS = (
    *lines_angles.THEOREMS,
    *parallels.THEOREMS,
    *triangles.THEOREMS,
    *cevians.THEOREMS,
    *congruence.THEOREMS,
    *similarity.THEOREMS,
    *metric.THEOREMS,
    *trigonometry.THEOREMS,
    *quadrilaterals.THEOREMS,
    *recognition.THEOREMS,
    *circles.THEOREMS,
    *tangents.THEOREMS,
    *areas.THEOREMS,
    *perimeters.THEOREMS,
    *rounds.THEOREMS,
    *regular.THEOREMS,
)

JUDGEMENTS = judging.JUDGEMENTS

"""Trigonometry: ratios in right triangles, the laws of cosines and sines."""

from __future__ import annotations

from functools import partial
from itertools import permutations

from proofpress.reason.operators import Term

from ..exact_values import (
    RIGHT,
    Num,
    add,
    arc_cosine,
    arc_sine,
    arc_tangent,
    cosine,
    div,
    mul,
    positive,
    root,
    sine,
    sub,
    tangent,
    twice,
)
from ..knowledge.kb import Known, degrees
from ..knowledge.scene import seg
from .base import LENGTH, Factor, Finds, Power, Words, angle, length, length_of, theorem, turn
from .metric import FORTY_FIVE, SIDES_AND_ANGLES, SIXTY, THIRTY, right_triangles, triangles_with
from .triangles import vertex_angle


# --- trigonometry ------------------------------------------------------------------------------------------------
@theorem("definition of the sine", "right_triangle_trigonometry", SIDES_AND_ANGLES)
def right_triangle_sine(kb: Known, t: Term) -> Finds:
    """In a right triangle the leg opposite an acute angle is the hypotenuse times its sine."""
    yield from _ratio(kb, t, "sin")


@theorem("definition of the cosine", "right_triangle_trigonometry", SIDES_AND_ANGLES)
def right_triangle_cosine(kb: Known, t: Term) -> Finds:
    """In a right triangle the leg next to an acute angle is the hypotenuse times its cosine."""
    yield from _ratio(kb, t, "cos")


@theorem("definition of the tangent", "right_triangle_trigonometry", SIDES_AND_ANGLES)
def right_triangle_tangent(kb: Known, t: Term) -> Finds:
    """In a right triangle the leg opposite an acute angle is the other leg times its tangent."""
    yield from _ratio(kb, t, "tan")


_RATIOS = {"sin": sine, "cos": cosine, "tan": tangent}


def _ratio(kb: Known, t: Term, name: str) -> Finds:
    for right, v, p, q in right_triangles(kb, t):
        for x, y in ((p, q), (q, p)):  # the acute angle is at x
            acute = kb.angle(v, x, y)
            if acute is None or degrees(acute) in (THIRTY, FORTY_FIVE, SIXTY):
                continue
            top = (v, x) if name == "cos" else (v, y)
            bottom = (v, x) if name == "tan" else (p, q)
            known_top, known_bottom = kb.length(*top), kb.length(*bottom)
            if (known_top is None) == (known_bottom is None):
                continue
            known = known_top or known_bottom
            assert known is not None
            size = degrees(acute)
            words: Words = {"at": v, "acute": acute.args, "size": size, "known": known.args, "a": Factor(known.value)}
            words |= {"divide": known_bottom is None, "ratio": name}
            value = partial(_by_ratio, name, size, known.value, known_bottom is None)
            yield (right.id, acute.id, known.id), length(kb, *(bottom if known_bottom is None else top), value, **words)


def _by_ratio(name: str, size: Num, known: Num, divide: bool) -> Num:
    ratio = _RATIOS[name](size)
    return positive(div(known, ratio) if divide else mul(known, ratio))


@theorem("definition of the tangent, sine and cosine", "right_triangle_trigonometry", SIDES_AND_ANGLES)
def acute_angle_from_sides(kb: Known, t: Term) -> Finds:
    """Two sides of a right triangle fix its acute angles by their tangent, sine or cosine."""
    for right, v, p, q in right_triangles(kb, t):
        for x, y in ((p, q), (q, p)):
            if kb.angle(v, x, y) is not None:
                continue
            near, far, hyp = kb.length(v, x), kb.length(v, y), kb.length(p, q)
            for name, top, bottom in (("tan", far, near), ("sin", far, hyp), ("cos", near, hyp)):
                if top is None or bottom is None:
                    continue
                value = partial(_from_ratio, name, top.value, bottom.value)
                words: Words = {
                    "at": v,
                    "ratio": name,
                    "top": top.args,
                    "bottom": bottom.args,
                    "a": Factor(top.value),
                    "b": Factor(bottom.value),
                }
                yield (right.id, top.id, bottom.id), angle((v, x, y), value, **words)
                break


def _from_ratio(name: str, top: Num, bottom: Num) -> Num:
    if name == "tan":
        return arc_tangent(top, bottom)
    return arc_sine(div(top, bottom)) if name == "sin" else arc_cosine(div(top, bottom))


@theorem("Euclid II.12-13, law of cosines", "law_of_cosines", SIDES_AND_ANGLES)
def law_of_cosines_side(kb: Known, t: Term) -> Finds:
    """c² = a² + b² - 2ab cos γ."""
    for tri in triangles_with(kb, t):
        for i, corner in enumerate(kb.scene.corners_of[tri]):
            gamma = kb.angles.get(corner)
            v, p, q = turn(tri, i)
            a, b = kb.length(v, p), kb.length(v, q)
            if gamma is None or a is None or b is None or kb.length(p, q) is not None or degrees(gamma) == RIGHT:
                continue
            size = degrees(gamma)
            words: Words = {"a": a.value, "b": b.value, "size": size, "gamma": gamma.args, "side": (v, p), "side2": (v, q)}
            words |= {"a2": Power(a.value), "b2": Power(b.value), "fa": Factor(a.value), "fb": Factor(b.value)}
            yield (a.id, b.id, gamma.id), length(kb, p, q, partial(_cosine_side, a.value, b.value, size), **words)


def _cosine_side(a: Num, b: Num, gamma: Num) -> Num:
    return root(positive(sub(add(mul(a, a), mul(b, b)), mul(twice(mul(a, b)), cosine(gamma)))))


@theorem("Euclid II.12-13, law of cosines", "law_of_cosines", LENGTH)
def law_of_cosines_angle(kb: Known, t: Term) -> Finds:
    """cos γ = (a² + b² - c²) / 2ab."""
    for tri in triangles_with(kb, t):
        sides = [kb.length(tri[(i + 1) % 3], tri[(i + 2) % 3]) for i in range(3)]
        if any(x is None for x in sides) or any(c in kb.angles for c in kb.scene.corners_of[tri]):
            continue
        for i in range(3):
            c = sides[i]
            a, b = (sides[n] for n in range(3) if n != i)
            assert a is not None and b is not None and c is not None
            if abs(float(a.value) ** 2 + float(b.value) ** 2 - float(c.value) ** 2) < 1e-9:
                continue  # that is the converse of Pythagoras
            words: Words = {"a": Power(a.value), "b": Power(b.value), "c": Power(c.value), "tri": "".join(tri)}
            words |= {"fa": Factor(a.value), "fb": Factor(b.value), "side": a.args, "side2": b.args, "far": c.args}
            value = partial(_cosine_angle, a.value, b.value, c.value)
            yield (a.id, b.id, c.id), angle(vertex_angle(tri, i), value, **words)


def _cosine_angle(a: Num, b: Num, c: Num) -> Num:
    return arc_cosine(div(sub(add(mul(a, a), mul(b, b)), mul(c, c)), twice(mul(a, b))))


@theorem("law of sines, al-Biruni", "law_of_sines", SIDES_AND_ANGLES)
def law_of_sines_side(kb: Known, t: Term) -> Finds:
    """The sides of a triangle are as the sines of the opposite angles."""
    for tri in triangles_with(kb, t):
        corners = kb.scene.corners_of[tri]
        if sum(c in kb.angles for c in corners) < 2:
            continue
        for i, j in permutations(range(3), 2):
            alpha, beta = kb.angles.get(corners[i]), kb.angles.get(corners[j])
            a = kb.length(*(tri[n] for n in range(3) if n != i))
            far = seg(*(tri[n] for n in range(3) if n != j))
            if alpha is None or beta is None or a is None or far in kb.lengths:
                continue
            x, y = degrees(alpha), degrees(beta)
            if RIGHT in (x, y) or x == y:
                continue  # that is a ratio in a right triangle, or an isosceles triangle
            words: Words = {
                "alpha": alpha.args,
                "beta": beta.args,
                "x": x,
                "y": y,
                "side": a.args,
                "a": Factor(a.value),
                "tri": "".join(tri),
            }
            words["alpha_size"], words["beta_size"] = words.pop("x"), words.pop("y")
            value = partial(_sine_side, a.value, x, y)
            yield (a.id, alpha.id, beta.id), length_of(kb, far, value, **words)


def _sine_side(a: Num, alpha: Num, beta: Num) -> Num:
    return div(mul(a, sine(beta)), sine(alpha))


@theorem("law of sines, al-Biruni", "law_of_sines", SIDES_AND_ANGLES)
def law_of_sines_angle(kb: Known, t: Term) -> Finds:
    """The sines of two angles are as the opposite sides; the angle opposite the shorter side is acute."""
    for tri in triangles_with(kb, t):
        corners = kb.scene.corners_of[tri]
        for i, j in permutations(range(3), 2):
            alpha = kb.angles.get(corners[i])
            if alpha is None or corners[j] in kb.angles or degrees(alpha) == RIGHT:
                continue
            a = kb.length(*(tri[n] for n in range(3) if n != i))
            b = kb.length(*(tri[n] for n in range(3) if n != j))
            if a is None or b is None or float(b.value) >= float(a.value) - 1e-9:
                continue
            words: Words = {
                "alpha": alpha.args,
                "alpha_size": degrees(alpha),
                "side": a.args,
                "side2": b.args,
                "tri": "".join(tri),
            }
            words |= {"a": Factor(a.value), "b": Factor(b.value)}
            value = partial(_sine_angle, a.value, b.value, degrees(alpha))
            yield (a.id, b.id, alpha.id), angle(vertex_angle(tri, j), value, **words)


def _sine_angle(a: Num, b: Num, alpha: Num) -> Num:
    return arc_sine(div(mul(b, sine(alpha)), a))


THEOREMS = (
    right_triangle_sine,
    right_triangle_cosine,
    right_triangle_tangent,
    acute_angle_from_sides,
    law_of_cosines_side,
    law_of_cosines_angle,
    law_of_sines_side,
    law_of_sines_angle,
)

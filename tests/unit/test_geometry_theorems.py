"""Theorems: exact results on small figures, agreement with coordinates on planned ones, and proofs that run again."""

from __future__ import annotations

import math
from functools import lru_cache, partial

import pytest
from geometry_scenes import context, givens
from proofpress.engines.geometry import engine
from proofpress.engines.geometry.figure import from_spec
from proofpress.engines.geometry.knowledge.kb import Known, knowledge
from proofpress.engines.geometry.proving.targets import holds
from proofpress.engines.geometry.theorems import JUDGEMENTS, THEOREMS
from proofpress.engines.geometry.theorems.base import angle, theorem

from proofpress.engine import Refused, Request
from proofpress.exact import PI, Exact
from proofpress.model import Fact
from proofpress.reason.operators import Inapplicable, Term
from proofpress.reason.saturate import Contradiction, Derivation, saturate
from proofpress.registry import Registry
from proofpress.seeds import stream

S2, S3 = Exact.surd(1, 2), Exact.surd(1, 3)

RIGHT = ({"A": (0, 0), "B": (3, 0), "C": (0, 4), "D": (1.92, 1.44)}, "AB AC BDC AD", {}, "")
CEVIAN = ({"A": (2, 6), "B": (0, 0), "C": (9, 0), "D": (3, 0), "E": (12, 0)}, "AB AC BDCE AD", {}, "")
PARALLEL = (
    {"A": (0, 0), "B": (8, 0), "C": (0, 4), "D": (8, 4), "P": (3, 0), "Q": (5, 4), "X": (2, -2), "Y": (6, 6)},
    "APB CQD XPQY",
    {},
    "",
)
QUAD = ({"A": (0, 0), "B": (8, 0), "C": (10, 5), "D": (2, 5), "O": (5, 2.5)}, "AB BC CD DA AOC BOD", {}, "ABCD")
SQUARE = ({"A": (0, 0), "B": (4, 0), "C": (4, 4), "D": (0, 4)}, "AB BC CD DA AC", {}, "ABCD")
TRAPEZOID = (
    {"A": (0, 0), "B": (10, 0), "C": (8, 6), "D": (2, 6), "M": (1, 3), "N": (9, 3), "H": (2, 0)},
    "AHB BNC CD DMA MN DH",
    {},
    "ABCD",
)
MIDS = ({"A": (0, 0), "B": (8, 0), "C": (2, 6), "M": (1, 3), "N": (5, 3)}, "AB BNC AMC MN AN BM", {}, "")
TWO = ({"A": (0, 0), "B": (4, 0), "C": (1, 3), "D": (6, 0), "E": (10, 0), "F": (7, 3)}, "AB BC CA DE EF FD", {}, "")
CIRCLE = (
    {"O": (0, 0), "A": (-5, 0), "B": (5, 0), "C": (3, 4), "D": (3, -4), "M": (3, 0)},
    "AOMB AC BC CMD OC OD AD BD",
    {"O": "ABCD"},
    "",
)
TANGENTS = (
    {"O": (0, 0), "P": (10, 0), "A": (3.6, 4.8), "B": (3.6, -4.8), "C": (-6, 0), "E": (6, 0)},
    "PA PB OA OB COEP AC",
    {"O": "ABCE"},
    "",
)
HEXAGON = (
    {"O": (0, 0), **{n: (6 * math.cos(k * math.pi / 3), 6 * math.sin(k * math.pi / 3)) for k, n in enumerate("ABCDEF")}},
    "AB BC CD DE EF FA OA OB AC",
    {"O": "ABCDEF"},
    "ABCDEF",
)

# figure, what is given, theorem, conclusion, value
CASES = [
    (RIGHT, "right_angle B A C; length A B = 3; length A C = 4", "pythagoras", "length B C", 5),
    (RIGHT, "right_angle B A C; length A B = 3; length B C = 5", "pythagoras_leg", "length A C", 4),
    (RIGHT, "length A B = 3; length A C = 4; length B C = 5", "pythagoras_converse", "right_angle B A C", True),
    (
        RIGHT,
        "right_angle B A C; right_angle A D C; length A B = 3; length A C = 4; length B C = 5",
        "area_two_ways",
        "length A D",
        Exact(12) / 5,
    ),
    (
        RIGHT,
        "right_angle B A C; right_angle A D C; length B D = 9,1,5; length C D = 16,1,5",
        "altitude_geometric_mean",
        "length A D",
        Exact(12) / 5,
    ),
    (RIGHT, "right_angle B A C; right_angle A D C; length B C = 5; length B D = 9,1,5", "leg_geometric_mean", "length A B", 3),
    (RIGHT, "right_angle B A C; angle A B C = 60; length A B = 3", "triangle_30_60_90", "length A C", 3 * S3),
    (RIGHT, "right_angle B A C; angle A B C = 45; length A B = 3", "triangle_45_45_90", "length B C", 3 * S2),
    (RIGHT, "right_angle B A C; length A B = 2; length B C = 4", "leg_half_of_hypotenuse", "angle A C B", 30),
    (RIGHT, "right_angle B A C; length A B = 3; length A C = 4", "right_triangle_area", "area A B C", 6),
    (RIGHT, "right_angle B A C; angle A B C = 50", "triangle_angle_sum", "angle A C B", 40),
    (CEVIAN, "angle B A C = 50; angle A B C = 70", "exterior_angle", "angle A C E", 120),
    (CEVIAN, "angle A C E = 120; angle B A C = 50", "remote_interior_angle", "angle A B C", 70),
    (CEVIAN, "angle A D B = 80", "linear_pair", "angle A D C", 100),
    (CEVIAN, "angle B A D = 20; angle C A D = 35", "angle_addition", "angle B A C", 55),
    (CEVIAN, "angle B A C = 55; angle C A D = 35", "angle_subtraction", "angle B A D", 20),
    (CEVIAN, "length B D = 3; length C D = 6", "segment_addition", "length B C", 9),
    (CEVIAN, "length B C = 9; length C D = 6", "segment_subtraction", "length B D", 3),
    (CEVIAN, "bisector A D B C; length A B = 4; length A C = 8; length B D = 3", "bisector_ratio", "length C D", 6),
    (CEVIAN, "bisector A D B C; angle B A C = 50", "halves_of_angle", "angle B A D", 25),
    (CEVIAN, "length A B = 5; length A C = 5; angle B A C = 40", "isosceles_from_apex", "angle A B C", 70),
    (CEVIAN, "length A B = 5; length A C = 5; angle A B C = 70", "isosceles_apex", "angle B A C", 40),
    (CEVIAN, "angle A B C = 70; angle A C B = 70", "isosceles_converse", "equal_length A B A C", True),
    (CEVIAN, "equal_length A B A C; midpoint D B C", "isosceles_median", "right_angle A D B", True),
    (CEVIAN, "equal_length A B A C; right_angle A D B", "isosceles_altitude", "midpoint D B C", True),
    (CEVIAN, "equal_length A B A C; bisector A D B C", "isosceles_bisector", "midpoint D B C", True),
    (CEVIAN, "right_angle A D B; midpoint D B C", "perpendicular_bisector", "equal_length A B A C", True),
    (CEVIAN, "length A B = 5; length A C = 8; angle B A C = 60", "law_of_cosines_side", "length B C", 7),
    (CEVIAN, "length A B = 3; length A C = 5; length B C = 7", "law_of_cosines_angle", "angle B A C", 120),
    (CEVIAN, "length A B = 13; length A C = 14; length B C = 15", "heron", "area A B C", 84),
    (CEVIAN, "length A B = 4; length A C = 6; angle B A C = 30", "triangle_area_sine", "area A B C", 6),
    (CEVIAN, "right_angle A D B; length A D = 6; length B C = 9", "triangle_area_base_height", "area A B C", 27),
    (CEVIAN, "right_angle A D B; area A B C = 27; length B C = 9", "height_from_area", "length A D", 6),
    (CEVIAN, "area A B C = 27; length B D = 3; length B C = 9", "areas_with_one_height", "area A B D", 9),
    (CEVIAN, "area A B C = 27; area A B D = 9", "area_subtraction", "area A C D", 18),
    (CEVIAN, "perimeter A B C = 20; length A B = 6; length A C = 5", "side_from_perimeter", "length B C", 9),
    (CEVIAN, "angle A B C = 45; angle A C B = 30; length A C = 4", "law_of_sines_side", "length A B", 2 * S2),
    (CEVIAN, "equilateral A B C; length A B = 4", "equilateral_area", "area A B C", 4 * S3),
    (CEVIAN, "equilateral A B C; length A B = 4; right_angle A D B", "equilateral_height", "length A D", 2 * S3),
    (CEVIAN, "length A B = 4; length A C = 4; length B C = 4", "equilateral_from_sides", "equilateral A B C", True),
    (PARALLEL, "parallel A B C D; angle B P Q = 63", "alternate_angles", "angle C Q P", 63),
    (PARALLEL, "parallel A B C D; angle B P Q = 63", "corresponding_angles", "angle D Q Y", 63),
    (PARALLEL, "parallel A B C D; angle B P Q = 63", "co_interior_angles", "angle D Q P", 117),
    (PARALLEL, "angle B P Q = 63; angle C Q P = 63", "alternate_angles_converse", "parallel A B C D", True),
    (PARALLEL, "angle B P Q = 63; angle D Q Y = 63", "corresponding_angles_converse", "parallel A B C D", True),
    (PARALLEL, "angle B P Q = 63; angle D Q P = 117", "co_interior_angles_converse", "parallel A B C D", True),
    (PARALLEL, "angle B P Q = 63", "vertical_angles", "angle A P X", 63),
    (QUAD, "parallelogram A B C D; length A B = 8", "parallelogram_opposite_sides", "length C D", 8),
    (QUAD, "parallelogram A B C D; angle D A B = 68", "parallelogram_consecutive_angles", "angle A B C", 112),
    (QUAD, "parallelogram A B C D", "parallelogram_diagonals_bisect", "midpoint O A C", True),
    (QUAD, "parallel A B D C; parallel B C A D", "parallelogram_from_parallels", "parallelogram A B C D", True),
    (
        QUAD,
        "length A B = 8; length C D = 8; length B C = 5; length A D = 5",
        "parallelogram_from_sides",
        "parallelogram A B C D",
        True,
    ),
    (QUAD, "parallel A B D C; equal_length A B C D", "parallelogram_from_pair", "parallelogram A B C D", True),
    (QUAD, "midpoint O A C; midpoint O B D", "parallelogram_from_diagonals", "parallelogram A B C D", True),
    (QUAD, "rhombus A B C D", "rhombus_diagonals_perpendicular", "right_angle A O B", True),
    (QUAD, "parallelogram A B C D; right_angle A O B", "rhombus_from_diagonals", "rhombus A B C D", True),
    (QUAD, "parallelogram A B C D; right_angle A B C", "rectangle_from_right_angle", "rectangle A B C D", True),
    (QUAD, "rectangle A B C D", "rectangle_diagonals", "equal_length A C B D", True),
    (QUAD, "rectangle A B C D; area A B C D = 40; length A B = 8", "rectangle_side_from_area", "length B C", 5),
    (QUAD, "rhombus A B C D; length A C = 8; length B D = 6", "area_by_diagonals", "area A B C D", 24),
    (
        QUAD,
        "parallelogram A B C D; length A B = 8; length B C = 5; angle D A B = 30",
        "parallelogram_area_sine",
        "area A B C D",
        20,
    ),
    (
        QUAD,
        "parallelogram A B C D; perimeter A B C D = 26; length A B = 8",
        "parallelogram_side_from_perimeter",
        "length B C",
        5,
    ),
    (QUAD, "angle D A B = 60; angle A B C = 100; angle B C D = 90", "quadrilateral_angle_sum", "angle A D C", 110),
    (SQUARE, "square A B C D; length A B = 4", "square_diagonal", "length A C", 4 * S2),
    (SQUARE, "square A B C D; area A B C D = 16", "square_side_from_area", "length A B", 4),
    (SQUARE, "square A B C D; perimeter A B C D = 16", "equal_side_from_perimeter", "length A B", 4),
    (
        TRAPEZOID,
        "trapezoid A B C D; midpoint M A D; midpoint N B C; length A B = 10; length C D = 6",
        "trapezoid_midline",
        "length M N",
        8,
    ),
    (
        TRAPEZOID,
        "trapezoid A B C D; length A B = 10; length C D = 6; length D H = 6; right_angle A H D",
        "trapezoid_area",
        "area A B C D",
        48,
    ),
    (TRAPEZOID, "isosceles_trapezoid A B C D; angle D A B = 72", "isosceles_trapezoid_angles", "angle A B C", 72),
    (MIDS, "midpoint M A C; midpoint N B C; length A B = 8", "midsegment_half", "length M N", 4),
    (MIDS, "midpoint M A C; midpoint N B C", "midsegment_parallel", "parallel M N A B", True),
    (MIDS, "midpoint M A C; parallel M N A B", "midsegment_converse", "midpoint N B C", True),
    (MIDS, "parallel M N A B", "parallel_to_side", "similar C M N C A B", True),
    (MIDS, "similar C M N C A B; length C M = 3; length C A = 6; length A B = 8", "similar_sides", "length M N", 4),
    (MIDS, "similar C M N C A B; length C M = 3; length C A = 6; area A B C = 24", "similar_areas", "area C M N", 6),
    (TWO, "equal_length A B D E; equal_length B C E F; equal_length A C D F", "congruent_sss", "congruent A B C D E F", True),
    (
        TWO,
        "equal_length A B D E; equal_angle B A C E D F; equal_length A C D F",
        "congruent_sas",
        "congruent A B C D E F",
        True,
    ),
    (
        TWO,
        "equal_length A B D E; equal_angle B A C E D F; equal_angle A B C D E F",
        "congruent_asa",
        "congruent A B C D E F",
        True,
    ),
    (
        TWO,
        "equal_length B C E F; equal_angle B A C E D F; equal_angle A B C D E F",
        "congruent_aas",
        "congruent A B C D E F",
        True,
    ),
    (
        TWO,
        "right_angle B A C; right_angle E D F; equal_length B C E F; equal_length A B D E",
        "congruent_hl",
        "congruent A B C D E F",
        True,
    ),
    (TWO, "congruent A B C D E F", "corresponding_sides", "equal_length A B D E", True),
    (TWO, "angle B A C = 70; angle A B C = 45; angle E D F = 70; angle D E F = 45", "similar_aa", "similar A B C D E F", True),
    (
        TWO,
        "length A B = 4; length B C = 5; length A C = 6; length D E = 8; length E F = 10; length D F = 12",
        "similar_sss",
        "similar A B C D E F",
        True,
    ),
    (CIRCLE, "length O A = 5", "equal_radii", "length O C", 5),
    (CIRCLE, "length A B = 10", "radius_from_diameter", "length O A", 5),
    (CIRCLE, "", "thales", "right_angle A C B", True),
    (CIRCLE, "angle B O C = 54", "inscribed_half_central", "angle B A C", 27),
    (CIRCLE, "angle B A C = 27", "central_double_inscribed", "angle B O C", 54),
    (CIRCLE, "angle D A C = 60", "cyclic_opposite_angles", "angle C B D", 120),
    (CIRCLE, "right_angle O M C", "perpendicular_bisects_chord", "midpoint M C D", True),
    (CIRCLE, "midpoint M C D", "midpoint_of_chord", "right_angle O M C", True),
    (CIRCLE, "length A M = 8; length B M = 2; length C M = 4", "intersecting_chords", "length D M", 4),
    (CIRCLE, "length O A = 6; angle B O C = 60", "arc_length", "arc_length B C O", 2 * PI),
    (CIRCLE, "length O A = 6; angle B O C = 60", "sector_area", "sector_area B C O", 6 * PI),
    (CIRCLE, "length O A = 6", "circle_area", "circle_area O", 36 * PI),
    (CIRCLE, "circumference O = 12,1,1,1", "radius_from_circumference", "length O A", 6),
    (CIRCLE, "length O A = 6; arc_length B C O = 2,1,1,1", "central_from_arc_length", "angle B O C", 60),
    (CIRCLE, "sector_area B C O = 6,1,1,1; area B C O = 9,3", "segment_area", "segment_area B C O", 6 * PI - 9 * S3),
    (TANGENTS, "tangent A P O", "tangent_perpendicular", "right_angle O A P", True),
    (TANGENTS, "tangent A P O; tangent B P O", "two_tangents", "equal_length P A P B", True),
    (TANGENTS, "tangent A P O; tangent B P O", "tangents_symmetric", "bisector P O A B", True),
    (TANGENTS, "tangent A P O; length P E = 4; length C P = 16", "tangent_secant", "length A P", 8),
    (HEXAGON, "regular A B C D E F", "regular_interior_angle", "angle A B C", 120),
    (HEXAGON, "regular A B C D E F", "regular_central_angle", "angle A O B", 60),
    (HEXAGON, "regular A B C D E F; length O A = 6", "hexagon_side_is_radius", "length A B", 6),
    (HEXAGON, "regular A B C D E F; length A B = 6", "equal_sided_perimeter", "perimeter A B C D E F", 36),
]
BY_NAME = {t.name: t for t in (*THEOREMS, *JUDGEMENTS)}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c[2])
def test_exact_result(case) -> None:
    (points, lines, circles, polygons), given, name, goal, value = case
    scene = context(points, lines, circles, polygons)
    predicate, *args = goal.split()
    found = saturate(knowledge(scene), [*scene, *givens(given)], [BY_NAME[name]], max_depth=1)
    key = found.kb.key(predicate, tuple(args))
    (made,) = (m for m in found.made.values() if found.kb.key(m.term.predicate, m.term.args) == key)
    assert made.term.value == value
    for premise in [f for f in givens(given) if f.id in made.inputs]:  # without any one of them it does not follow
        fewer = [f for f in givens(given) if f.id != premise.id]
        kb = knowledge(scene)
        saturate(kb, [*scene, *fewer], [BY_NAME[name]], max_depth=1)
        assert key not in kb.terms, premise


@lru_cache(maxsize=1)
def planned() -> list[tuple[dict, list[Fact], Derivation]]:
    """Forty-eight figures of every template, saturated strictly: a second derivation must give the same value."""
    templates = list(Registry.load().templates("geometry").values())
    out = []
    for n in range(48):
        template, request = templates[n % len(templates)], Request(difficulty=n % 5 + 1)
        for attempt in range(20):
            try:
                spec = engine.plan(template, request, stream(n, "plan", attempt))
            except Refused:
                continue
            break
        facts = engine.facts(spec)
        given = [f for f in facts if f.given != "hidden"]
        out.append((spec, facts, saturate(knowledge(facts), given, THEOREMS, limit=150, strict=n % 4 == 0)))
    return out


def test_derived_statements_agree_with_the_coordinates() -> None:
    checked = 0
    for spec, _, found in planned():
        figure = from_spec(spec)
        for m in found.made.values():
            assert holds(figure, m.term), (spec["substrate"], m.theorem.name, m.term)
            checked += 1
    assert checked > 600


def test_steps_run_again_from_the_record_alone() -> None:
    for _, facts, found in planned()[::4]:
        terms = {f.id: Term.of(f) for f in facts}
        for m in found.made.values():
            goal = Fact(m.term.id, m.term.predicate, m.term.args, m.term.value, m.term.unit, (), "hidden")
            again = m.theorem.run([terms[i] for i in m.inputs], goal, facts)
            assert again == m.term.value if not isinstance(again, float) else math.isclose(again, m.term.value)
            terms[m.term.id] = m.term


def test_proofs_are_traced_to_their_premises() -> None:
    deepest = 0
    for _, _, found in planned():
        for id, m in found.made.items():
            proof = found.proof(id)
            assert proof.depth == m.depth
            assert proof.conclusion.id == id
            deepest = max(deepest, proof.depth)
    assert deepest >= 6


def test_a_theorem_is_not_run_without_its_premises() -> None:
    scene = context(*RIGHT)
    goal = Fact("s1", "length", ("B", "C"), Exact(5))
    legs = [Term.of(f) for f in givens("length A B = 3; length A C = 4")]
    with pytest.raises(Inapplicable):
        BY_NAME["pythagoras"].run(legs, goal, scene)


@theorem("nowhere", "wrong", ("angle",))
def angle_sum_of_190(kb: Known, t: Term):
    """A planted fault."""
    for tri, _ in kb.scene.by_corner.get(kb.scene.corner(*t.args), ()):
        known = [kb.angles.get(c) for c in kb.scene.corners_of[tri]]
        if known.count(None) == 1:
            i = known.index(None)
            a, b = (x for k, x in enumerate(tri) if k != i)
            parts = [x.value for x in known if x is not None]
            yield tuple(x.id for x in known if x is not None), angle((a, tri[i], b), partial(_wrong, parts))


def _wrong(parts):
    return Exact(190) - parts[0] - parts[1]


def test_a_wrong_theorem_is_found_out() -> None:
    scene = context(*CEVIAN)
    given = givens("angle B A C = 50; angle A B C = 60")
    with pytest.raises(Contradiction):
        saturate(knowledge(scene), [*scene, *given], [BY_NAME["triangle_angle_sum"], angle_sum_of_190], strict=True)


def test_a_shorter_proof_wins() -> None:
    scene = context(*RIGHT)
    given = givens("right_angle B A C; length A B = 3; length A C = 4; length B D = 9,1,5; length C D = 16,1,5")
    found = saturate(knowledge(scene), [*scene, *given], THEOREMS)
    (m,) = (m for m in found.made.values() if m.term.args == ("B", "C"))
    assert m.depth == 1


def test_names_are_unique() -> None:
    names = [t.name for t in (*THEOREMS, *JUDGEMENTS)]
    assert len(set(names)) == len(names) >= 66
    assert all(t.source and t.statement and t.skill for t in (*THEOREMS, *JUDGEMENTS))

"""The statements of the geometry engine: predicates, their arguments, and how a picture asserts them.

Points are one capital letter (A, B, O, …; primes and digits allowed: A', P1). A circle is named by its centre, which is
always a drawn, labelled point.  Angles are in degrees and written (A, B, C) with the vertex in the middle.

CONTEXT - incidence and order, asserted by the drawing without words (given "image", value True):

    segment(A, B)          a straight stroke from A to B is drawn (A < B alphabetically); it may be part of a longer one
    on_segment(D, A, B)    D lies between A and B on one straight drawn line (one fact for every such triple, A < B)
    on_circle(P, O)        P lies on the circle with centre O
    triangle(A, B, C)      its three sides are drawn, in alphabetical order
    polygon(A, B, C, D…)   a drawn simple polygon with >= 4 vertices, in order around it

METRIC and RELATIONAL - asserted only by a mark, a printed value or words:

    length(A, B) = x       printed along the segment (A < B).  Radii are lengths too: length(A, O)
    angle(A, B, C) = x     printed in the corner (A < C); 0 < x < 180
    right_angle(A, B, C)   the square mark (A < C)
    equal_length(A,B,C,D)  equal tick marks on AB and CD          equal_angle(A,B,C,D,E,F)  equal arcs at B and E
    parallel(A, B, C, D)   arrow marks; A->B and C->D point the same way
    midpoint(M, A, B)      equal ticks on AM and MB (or words)
    bisector(A, D, B, C)   AD bisects angle BAC: equal arcs at A on both sides (or words)
    tangent(A, B, O)       line AB touches circle O at A: words (given "text")
    kinds of shape         parallelogram, rectangle, rhombus, square, kite(A,B,C,D) with AB = AD, trapezoid(A,B,C,D) with
                           AB || DC, isosceles_trapezoid(A,B,C,D), isosceles(A, B, C) with apex A, equilateral(A,B,C),
                           regular(A, B, C, D, E…): by marks or words
    area(A,B,C[,…]) = x, perimeter(A,B,C[,…]) = x        words or a printed note
    circle_area(O), circumference(O), arc(A, B, O) = degrees of the minor arc, arc_length(A, B, O),
    sector_area(A, B, O), segment_area(A, B, O), shaded(…)

DERIVED only: congruent(A,B,C,D,E,F), similar(A,B,C,D,E,F) (vertices correspond in order), ratio(A,B,C,D) = AB/CD,
    perpendicular(A,B,C,D), cyclic(A,B,C,D), concyclic, …; theorems may add predicates, documented where they are made.

The unit of lengths is one for a figure ("" or "cm", …); areas carry its square ("cm²").
"""

CONTEXT = frozenset({"segment", "on_segment", "on_circle", "triangle", "polygon"})
NUMERIC = frozenset(
    {
        "length",
        "angle",
        "area",
        "perimeter",
        "circle_area",
        "circumference",
        "arc",
        "arc_length",
        "sector_area",
        "segment_area",
        "shaded",
        "ratio",
    }
)
SHAPES = frozenset(
    {
        "parallelogram",
        "rectangle",
        "rhombus",
        "square",
        "kite",
        "trapezoid",
        "isosceles_trapezoid",
        "isosceles",
        "equilateral",
        "regular",
    }
)


def canonical(predicate: str, args: tuple[str, ...]) -> tuple[str, ...]:
    """The one order in which a statement's points are written."""
    if predicate in ("length", "segment"):
        return tuple(sorted(args))
    if predicate in ("angle", "right_angle"):
        a, b, c = args
        return (a, b, c) if a < c else (c, b, a)
    if predicate in ("on_segment", "midpoint"):
        return (args[0], *sorted(args[1:]))
    if predicate == "triangle":
        return tuple(sorted(args))
    if predicate == "equal_length":
        pairs = sorted([tuple(sorted(args[:2])), tuple(sorted(args[2:]))])
        return (*pairs[0], *pairs[1])
    if predicate == "equal_angle":
        first, second = sorted([canonical("angle", args[:3]), canonical("angle", args[3:])])
        return first + second
    if predicate in ("arc", "arc_length", "sector_area", "segment_area"):
        return (*sorted(args[:2]), args[2])
    return args

"""A clock face, as a plug-in: tell the time and the angle between the hands."""

from decimal import Decimal

import numpy as np

from proofpress.draw.canvas import Canvas, as_face
from proofpress.draw.fonts import face
from proofpress.draw.vector import shape
from proofpress.engine import Engine, Refused, Statement
from proofpress.model import Fact, box_quad
from proofpress.reason.operators import Operator, Term
from proofpress.reason.proof import Candidate, Proof, apply

LOOKS = [("#ffffff", "#222222", "#b3202a"), ("#f4ecd8", "#4a3520", "#1d3f72"), ("#1f2630", "#e8e6df", "#f2b33d")]


def tell_time(h: Term, m: Term, more=0):
    total = 60 * h.value + m.value + more
    return f"{total // 60 % 12 or 12}:{total % 60:02d}"


def hands_angle(h: Term, m: Term):
    doubled = abs(60 * h.value - 11 * m.value) % 720  # half degrees are whole numbers
    return Decimal(min(doubled, 720 - doubled)) / 2


def at(degrees):
    """Unit vectors (2, n) from the middle of the dial, clockwise from twelve."""
    return np.array([np.sin(np.radians(degrees)), -np.cos(np.radians(degrees))])


MISTAKES = {"reflex": lambda h, m: 360 - hands_angle(h, m), "one_hour_off": lambda h, m: hands_angle(h, m) + 30}


class Clock(Engine):
    name, version, questions = "clock", "1", (1, 2)
    operators = (
        Operator("tell_time", tell_time, ("number",) * 2, "text"),
        Operator("hands_angle", hands_angle, ("number",) * 2, unit=lambda _: "°", misconceptions=MISTAKES),
    )

    def plan(self, template, request, rng):
        step = {1: 15, 2: 5}.get(request.difficulty, 1)  # minutes
        hour, minute = int(rng.integers(1, 13)), int(rng.integers(60 // step)) * step
        if hands_angle(Term("h", hour), Term("m", minute)) < 15:
            raise Refused("overlap: the hands lie on each other")
        return {"hour": hour, "minute": minute, "every": 3 if request.difficulty > 3 else 1} | template.data["face"]

    def facts(self, spec):
        return [Fact(f"f-{n}", n, (f"{n} hand",), spec[n]) for n in ("hour", "minute")]

    def style(self, spec, request, rng):
        look = dict(zip(("face", "ink", "hands"), LOOKS[rng.integers(3)], strict=True))
        return look | {"radius": int(rng.integers(140, 210))}

    def draw(self, spec, style, rng):
        r, c, font = style["radius"], style["radius"] + 20, face(spec["font"])
        canvas = Canvas(2 * c, 2 * c, style["face"])
        out = canvas.surface
        with canvas.mark("dial", "dial", box_quad(18, 18, 2 * c - 18, 2 * c - 18)):
            out.circle(c, c, r, style["ink"], 3)
            for i in range(60):
                out.stroke([c + k * r * at(6 * i) for k in (0.95 if i % 5 else 0.91, 1)], style["ink"], 1.5)
        for i in range(0, 60, 5 * spec["every"]):
            run, (x, y) = shape(str(i // 5 or 12), as_face(font), 0.14 * r), c + 0.79 * r * at(6 * i)
            canvas.run(f"n{run.text}", "numeral", run, x, y, font=font, colour=style["ink"], parent="dial")
        angles = {"hour": 30 * spec["hour"] + spec["minute"] / 2, "minute": 6 * spec["minute"]}
        for name, length, width in (("hour", 0.42, 7), ("minute", 0.68, 4)):
            tip, side = c + length * r * at(angles[name]), at(angles[name] + 90) * width / 2
            with canvas.mark(name, f"{name}-hand", [*(tip - side), *(tip + side), *(c + side), *(c - side)], parent="dial"):
                out.stroke([(c, c), tip], style["hands"], width, cap="butt")
            canvas.show(f"f-{name}", at=name)
        return canvas.picture()

    def propose(self, spec, facts, pictures, request, rng):
        terms = [Term.of(f) for f in facts[:2]]
        near = tuple(tell_time(*terms, more) for more in (60, 5, -60, -5, 30))
        for op, pool in zip(self.operators, (near, ()), strict=True):
            yield Candidate(op.name, {}, Proof(tuple(facts[:2]), (apply(op, terms, op.name),)), op.output, pool=pool)

    def describe(self, spec, facts):
        slots = {"time": tell_time(*map(Term.of, facts[:2]))}
        return [Statement(1, "clock", {}, ()), Statement(2, "time", slots, ("f-hour", "f-minute"))]

    def read(self, picture, calibration):
        """The second road: the hands by their ink on two rings around the middle of the printed numerals."""
        top, low = (np.mean([r.quad for r in calibration["regions"] if r.text == t] or [[np.nan] * 8], 0) for t in ("12", "6"))
        centre, r = np.mean([top, low], 0).reshape(4, 2).mean(0), np.mean(low[1::2] - top[1::2]) / 2 / 0.79
        if calibration["degraded"] or not r > 0:
            return []

        def ink(radius, degrees):
            x, y = (np.reshape(centre, (2, 1)) + radius * r * at(degrees)).round().astype(int)
            return np.abs(picture.pixels[y, x] - np.median(picture.pixels[y, x], axis=0)).sum(1)

        minute = int(np.argmax(ink(0.6, np.arange(0, 360, 6))))
        hours = np.arange(12) * 30 + minute / 2
        hour = int(np.argmax(ink(0.3, hours) * (np.abs((hours - 6 * minute + 180) % 360 - 180) > 14))) or 12
        return [Fact("r-hour", "hour", ("hour hand",), hour), Fact("r-minute", "minute", ("minute hand",), minute)]


engine = Clock()

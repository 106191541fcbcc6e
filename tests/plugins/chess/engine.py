"""Discs on a chess board, as a plug-in with an answer kind of its own: on which square does each stand?"""

from proofpress.draw.canvas import Canvas
from proofpress.draw.fonts import face
from proofpress.engine import Engine, Statement
from proofpress.model import Fact
from proofpress.reason.operators import Operator, Term
from proofpress.reason.proof import Candidate, Proof, apply

COLOURS = {
    "red": "#c22a2a",
    "blue": "#2457c5",
    "green": "#1f8a3d",
    "purple": "#7b2fa8",
    "orange": "#ee8a12",
    "black": "#161616",
}


class Chess(Engine):
    name, version, questions = "chess", "1", (1, 3)
    operators = (Operator("find_square", lambda square: square.value, ("text",), "chess_square"),)

    def plan(self, template, request, rng):
        squares = [f + r for f in "abcdefgh" for r in "12345678"]
        order, colours = rng.permutation(64), [str(c) for c in rng.permutation(list(COLOURS))]
        discs = {c: squares[int(i)] for c, i in zip(colours[: 1 + request.difficulty], order, strict=False)}
        return {"discs": discs, **template.data["board"]}

    def facts(self, spec):
        return [Fact(f"f-{colour}", "square", (colour,), square) for colour, square in spec["discs"].items()]

    def style(self, spec, request, rng):
        return {"side": int(rng.integers(40, 64)), "dark": str(rng.choice(["#b58863", "#8aa06a", "#7d93a8"]))}

    def draw(self, spec, style, rng):
        s, font = style["side"], face(spec["font"])
        canvas = Canvas(9 * s, 9 * s)

        def middle(square):
            return (1 + "abcdefgh".index(square[0])) * s, (8.5 - int(square[1])) * s

        for i, square in enumerate(f + r for f in "abcdefgh" for r in "12345678"):
            x, y = (v - s / 2 for v in middle(square))
            corners = [(x, y), (x + s, y), (x + s, y + s), (x, y + s)]
            canvas.surface.fill([corners], style["dark"] if (i // 8 + i) % 2 == 0 else "#f0e4cf")
        for f, r in zip("abcdefgh", "12345678", strict=True):
            for text, x, y in ((f, middle(f + "1")[0], 8.4 * s), (r, 0.3 * s, middle("a" + r)[1])):
                canvas.text(f"label-{text}", "label", x, y, text, font=font, size=0.34 * s, ha="center", va="middle")
        for colour, square in spec["discs"].items():
            with canvas.mark(f"disc-{colour}", "disc") as out:
                out.disc(*middle(square), 0.32 * s, COLOURS[colour])
            canvas.show(f"f-{colour}", at=f"disc-{colour}", needs=(f"label-{square[0]}", f"label-{square[1]}"))
        return canvas.picture()

    def propose(self, spec, facts, pictures, request, rng):
        for fact in facts:
            step = apply(self.operators[0], [Term.of(fact)], f"s-{fact.args[0]}", colour=fact.args[0])
            yield Candidate("find_square", {"colour": fact.args[0]}, Proof((fact,), (step,)), "chess_square")

    def describe(self, spec, facts):
        yield Statement(1, "board", {"n": len(facts)}, ())
        for fact in facts:
            yield Statement(2, "disc", {"colour": fact.args[0], "square": fact.value}, (fact.id,))


engine = Chess()

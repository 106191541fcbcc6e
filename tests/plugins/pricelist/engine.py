"""A price list, as a stranger would write a text engine: names on the left, prices aligned at their decimal points."""

from decimal import Decimal

from proofpress.draw.canvas import Canvas
from proofpress.draw.fonts import face
from proofpress.engine import Engine, Statement
from proofpress.model import Fact
from proofpress.reason.library import OPERATORS
from proofpress.reason.operators import Ambiguous, Inapplicable, Term, vocabulary
from proofpress.reason.proof import Candidate, Proof, Rejected, apply

COMMON = vocabulary(OPERATORS)
FONTS = ("Lato", "Source Serif 4", "Inter")


class PriceList(Engine):
    name, version, questions = "pricelist", "1", (2, 5)

    def plan(self, template, request, rng):
        names = [template.data["goods"][i] for i in rng.permutation(len(template.data["goods"]))[: 3 + request.difficulty]]
        prices = [f"{5 * int(rng.integers(20, 190)) / 100:.2f}" for _ in names]
        return {"shop": template.data["shops"][int(rng.integers(3))], "rows": dict(zip(names, prices, strict=True))}

    def facts(self, spec):
        prices = [Fact(f"p{i}", "price", (n,), Decimal(p), "€") for i, (n, p) in enumerate(spec["rows"].items())]
        return [Fact("shop", "name", ("shop",), spec["shop"]), *prices]

    def style(self, spec, request, rng):
        return {"font": FONTS[int(rng.integers(3))], "size": int(rng.integers(15, 21)), "paper": "#fbf8f0", "ink": "#2a2a2a"}

    def draw(self, spec, style, rng):
        type_ = {"font": face(style["font"]), "size": style["size"], "colour": style["ink"]}
        step, wide = 2 * style["size"], 20 * style["size"]
        canvas = Canvas(wide, step * (len(spec["rows"]) + 3), style["paper"])
        canvas.text("shop", "heading", wide / 2, 1.4 * step, spec["shop"], ha="center", **type_)
        with canvas.mark("rule", "rule") as surface:
            surface.stroke([(30, 1.8 * step), (wide - 30, 1.8 * step)], style["ink"], 1.5)
        canvas.show("shop", at="shop")
        for i, (name, price) in enumerate(spec["rows"].items()):
            y = step * (i + 2.7)
            canvas.text(f"n{i}", "item", 30, y, name, **type_)
            canvas.text(f"p{i}", "price", wide - 70, y, price, ha="decimal", **type_)
            canvas.show(f"p{i}", at=f"p{i}", needs=f"n{i}")
        return canvas.picture()

    def propose(self, spec, facts, pictures, request, rng):
        prices = facts[1:]
        quads = {r.id: r.quad for picture in pictures for r in picture.regions}
        terms = {f.id: Term.of(f, [quads[r] for r in f.at]) for f in facts}

        def ask(family, op, used, kind="number", near=(), **slots):
            step = apply(COMMON[op], [terms[f.id] for f in used], f"s-{family}")
            names = tuple(f.args[0] for f in prices)
            return Candidate(family, slots, Proof(tuple(used), (step,)), kind, near=near, pool=names if kind == "text" else ())

        i, j = (int(k) for k in rng.permutation(len(prices))[:2])
        yield ask("where", "locate_box", [prices[i]], "box", name=prices[i].args[0])
        others = tuple((f.value, "another row") for f in prices if f is not prices[j])
        yield ask("how_much", "read_value", [prices[j]], near=others, name=prices[j].args[0])
        yield ask("total", "sum", prices)
        for family, op in (("dearest", "arg_max"), ("cheapest", "arg_min")):
            try:
                yield ask(family, op, prices, "text")
            except (Ambiguous, Inapplicable) as fault:  # two of one price
                yield Rejected(family, str(fault))

    def describe(self, spec, facts):
        yield Statement(1, "list", {"shop": spec["shop"]}, ("shop",))
        for f in facts[1:]:
            yield Statement(3, "price", {"name": f.args[0], "price": str(f.value)}, (f.id,))


engine = PriceList()

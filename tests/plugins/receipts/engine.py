"""Till receipts: one, or two to compare, or one with a chart of the household's spending on a second page."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from html import escape

from proofpress.draw import fonts
from proofpress.draw.canvas import Canvas
from proofpress.draw.embed import place
from proofpress.engine import Engine, Statement
from proofpress.language import of_spec
from proofpress.model import Fact, box_quad
from proofpress.reason.library import OPERATORS
from proofpress.reason.operators import Ambiguous, Operator, Term, vocabulary
from proofpress.reason.proof import Candidate, Proof, Rejected, apply

CENT = Decimal("0.01")
COLUMNS = {"item": (1.6, False), "quantity": (14.2, True), "price": (19.6, True), "amount": (25.4, True)}  # em; at its end?
LOOKS = {"size": range(13, 18), "date": ["medium", "long"], "paper": ["#ffffff", "#fbfaf5"], "ink": ["#1d1d1f", "#3a3550"]}


def rows_of(page):
    """(item, quantity, unit price, amount) of each line; the Spec keeps prices in cents."""
    return [(item, quantity, cents * CENT, quantity * cents * CENT) for item, quantity, cents in page["items"]]


def sums_of(page):
    """What is printed below the items: key -> amount."""
    total, paid = sum(amount for *_, amount in rows_of(page)), page["tendered"] * CENT
    vat = (total * page["rate"] / (100 + page["rate"])).quantize(CENT)
    sums = {"total": total, "tendered": paid or total, "change": paid - total, "net": total - vat, "vat": vat}
    return {key: value for key, value in sums.items() if paid or key != "change"}


def table_of(page, spec):
    """The texts of the table of items, header first."""
    return [[spec["words"][key] for key in COLUMNS], *([r[0], *map(of_spec(spec).number, r[1:])] for r in rows_of(page))]


def html_table(*cells: Term):
    rows: dict[str, str] = {}
    for c in cells:
        rows[c.args[1]] = rows.get(c.args[1], "") + f"<td>{escape(c.value)}</td>"
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows.values()) + "</table>"


class Receipts(Engine):
    name, version, questions, parts = "receipts", "1", (3, 8), ("charts",)
    operators = (
        replace(vocabulary(OPERATORS)["sum"], name="pair_sum", whole=False),
        Operator("html_table", html_table, ("text*",), "html", skill="transcribe"),
    )

    def plan(self, template, request, rng):
        data, chart, kind = template.data[request.language], self.part("charts"), int(rng.integers(3))
        charted, shops = kind == 2 and request.language in chart.languages, sorted(data["shops"])
        chosen = [shops[i] for i in rng.permutation(len(shops))[: 1 if charted or kind == 0 else 2]]
        pages = [{"shop": shop, "address": data["shops"][shop], **self._purchase(data, request, rng)} for shop in chosen]
        spec = {"words": data["words"], "unit": data["unit"], "shops": shops, "pages": pages}
        return spec | {"parts": {"charts": chart.plan(data["chart"], request, rng)} if charted else {}}

    def _purchase(self, data, request, rng):
        goods, most = sorted(data["goods"]), 2 + request.difficulty + int(rng.integers(2))
        goods = [goods[i] for i in rng.permutation(len(goods))[:most]]
        cents = [5 * round(data["goods"][g] * rng.uniform(17, 23)) - int(rng.integers(2)) for g in goods]
        items = [[g, int(rng.choice([1, 1, 1, 1, 2, 2, 3, 4])), c] for g, c in zip(goods, cents, strict=True)]
        total, note = sum(q * c for _, q, c in items), 100 * int(rng.choice([5, 10, 20, 50]))
        tendered = -(-total // note) * note if total % note and rng.integers(2) else 0  # in cash; 0: by card
        day, number = date(2021, 1, 4) + timedelta(int(rng.integers(1700))), int(rng.integers(1000, 9999))
        return {"items": items, "rate": data["rate"], "tendered": tendered, "date": day.isoformat(), "number": number}

    def facts(self, spec):
        out, unit = [], spec["unit"]
        for n, page in enumerate(spec["pages"]):
            shop, paid = page["shop"], spec["words"]["cash" if page["tendered"] else "card"]
            said = {"name": shop, "address": page["address"], "date": page["date"], "method": paid}
            out += [Fact(f"{key}-{n}", key, (shop,), text) for key, text in said.items()]
            out += [Fact(f"{key}-{n}", key, (shop,), value, unit) for key, value in sums_of(page).items()]
            for i, (item, *values) in enumerate(rows_of(page), 1):
                row = zip(("quantity", "price", "amount"), values, ("", unit, unit), strict=True)
                out += [Fact(f"{key}-{n}-{i}", key, (shop, item), *value) for key, *value in row]
            for i, row in enumerate(table_of(page, spec)):
                out += [Fact(f"cell-{n}-{i}-{c}", "cell", (shop, str(i), str(c)), text) for c, text in enumerate(row)]
        return out + [f for part in spec["parts"] for f in self.part(part).facts(spec)]

    def style(self, spec, request, rng):
        script = of_spec(spec).script
        looks = LOOKS | {"font": fonts.families("mono", script) or fonts.families("", script)}
        own = {key: values[int(rng.integers(len(values)))] for key, values in looks.items()}
        return own | {part: self.part(part).style(spec, request, rng) for part in spec["parts"]}

    def draw(self, spec, style, rng):
        pages = [self._page(n, page, spec, style) for n, page in enumerate(spec["pages"])]
        for part in spec["parts"]:
            chart = self.part(part).draw(spec, style[part], rng)
            sheet = Canvas(chart.width + 60, chart.height + 120, "#ffffff")
            sheet.text("heading", "heading", 30, 56, spec["words"]["heading"], font=fonts.face("Lato", True), size=24)
            place(sheet, chart, 30, 90, part)
            pages.append(sheet.picture())
        return pages

    def _page(self, n, page, spec, style):
        language, words, size = of_spec(spec), spec["words"], style["size"]
        y, step, wide, mirrored = 0.0, 1.6 * size, 27 * size, language.direction == "rtl"
        canvas = Canvas(wide, round(step * (len(page["items"]) + 17)), style["paper"])

        def put(id, role, text, em, end=False, bold=False, ha="", parent=""):  # em: from where lines of this language start
            x, ha = wide - em * size if mirrored else em * size, ha or ("right" if end != mirrored else "left")
            type_ = {"font": fonts.face(style["font"], bold), "size": size, "colour": style["ink"]}
            canvas.text(f"{id}-{n}", role, x, y, text, ha=ha, direction=language.direction, parent=parent, **type_)
            return f"{id}-{n}"

        def rule():
            canvas.surface.stroke([(1.6 * size, y), (wide - 1.6 * size, y)], style["ink"], 1.2, dash=(6, 4), cap="butt")

        for key, text, up in (("name", page["shop"], 1.6), ("address", page["address"], 1)):
            y += up * step
            canvas.show(f"{key}-{n}", at=put(key, key, text, 13.5, bold=key == "name", ha="center"))
        y, shop = y + 1.6 * step, f"name-{n}"
        put("number", "number", f"{words['number']} {page['number']}", 1.6)
        day = language.date(date.fromisoformat(page["date"]), style["date"])
        canvas.show(f"date-{n}", at=put("date", "date", day, 25.4, end=True), needs=shop)
        y += 0.6 * step
        rule()
        canvas.frame(f"table-{n}", "table", box_quad(size, y, wide - size, y + step * (len(page["items"]) + 1.8)))
        for i, row in enumerate(table_of(page, spec)):
            y += step * (1.3 if i == 1 else 1)
            for c, (key, text) in enumerate(zip(COLUMNS, row, strict=True)):
                id = put(f"{key}-{i}", key if i else "head", text, *COLUMNS[key], bold=not i, parent=f"table-{n}")
                canvas.show(f"cell-{n}-{i}-{c}", at=id)
                if i and c:
                    canvas.show(f"{key}-{n}-{i}", at=id, needs=(f"item-{i}-{n}", f"{key}-0-{n}", shop))
        words = {**words, "tendered": words["cash" if page["tendered"] else "card"]}
        for key, value in sums_of(page).items():
            y += 1.2 * step
            if key in ("total", "net"):
                rule()
                y += 1.2 * step
            label = f"{words[key]} {language.show(page['rate'], '%')}" if key == "vat" else words[key]
            told = put(f"{key}-label", "label", label, 1.6, bold=key == "total")
            at = put(key, "sum", language.show(value, spec["unit"]), 25.4, end=True, bold=key == "total")
            canvas.show(f"{key}-{n}", at=at, needs=(told, shop))
        canvas.show(f"method-{n}", at=f"tendered-label-{n}", needs=shop)
        y += 1.8 * step
        put("thanks", "note", words["thanks"], 13.5, ha="center")
        return canvas.picture(crop=(0, 0, wide, round(y + 1.2 * step)))

    def propose(self, spec, facts, pictures, request, rng):
        quads = {r.id: r.quad for picture in pictures for r in picture.regions}
        seen = {f.id: Term.of(f, [quads[r] for r in f.at]) for f in facts if f.given == "image"}
        words, out, operators = spec["words"], [], vocabulary(OPERATORS, self.operators)

        def ask(family, op, used, kind="number", pool=(), near=(), **slots):
            wrong = tuple((f.value, "another line") for f in near)
            try:
                proof = Proof(tuple(used), (apply(operators[op], [seen[f.id] for f in used], f"s{len(out)}"),))
                out.append(Candidate(family, slots, proof, kind, near=wrong, pool=tuple(pool)))
            except Ambiguous as reason:  # two of one price
                out.append(Rejected(family, str(reason)))

        for page in spec["pages"]:
            at = {"at": words["at"].format(page["shop"]) if len(spec["pages"]) > 1 else ""}
            own: dict[str, list[Fact]] = {}
            for f in (f for f in facts if f.id in seen and f.args[:1] == (page["shop"],)):
                own.setdefault(f.predicate, []).append(f)
            amounts, prices, names = own["amount"], own["price"], [f.args[1] for f in own["amount"]]
            printed = [own[key][0] for key in sums_of(page)]
            for key in (k for k in ("total", "vat", "net", "change") if k in own):
                ask(key, "read_value", own[key], near=printed, **at)
            ask("where_total", "locate_box", own["total"], "box", **at)
            ask("date", "read_date", own["date"], "date", **at)
            ask("method", "read_text", own["method"], "text", (words["cash"], words["card"]), **at)
            if not at["at"]:
                ask("shop", "read_text", own["name"], "text", spec["shops"])
            i, j = (int(k) for k in rng.permutation(len(amounts))[:2])
            two = {"a": names[i], "b": names[j], **at}
            ask("amount", "read_value", [amounts[i]], near=[prices[i], *amounts], name=names[i], **at)
            ask("price", "read_value", [prices[j]], near=[amounts[j], *prices], name=names[j], **at)
            ask("quantity", "read_value", [own["quantity"][i]], near=own["quantity"], name=names[i], **at)
            ask("dearest", "arg_max", amounts, "text", names, **at)
            ask("cheapest", "arg_min", prices, "text", names, **at)
            ask("lines", "count", amounts, **at)
            ask("pieces", "sum", own["quantity"], **at)
            ask("pair", "pair_sum", [amounts[i], amounts[j]], near=amounts, **two)
            ask("dearer", "greater", [amounts[i], amounts[j]], "boolean", **two)
            ask("table", "html_table", own["cell"], "html", **at)
        if len(spec["pages"]) > 1:
            totals = [f for f in facts if f.predicate == "total" and f.id in seen]
            ask("both", "sum", totals)
            ask("higher", "arg_max", totals, "text", [p["shop"] for p in spec["pages"]])
        out = [out[int(i)] for i in rng.permutation(len(out))]
        asked = [c for part in spec["parts"] for c in self.part(part).propose(spec, facts, pictures[1:], request, rng)]
        return [c for pair in zip(out, asked, strict=False) for c in pair] if asked else out

    def describe(self, spec, facts):
        for n, page in enumerate(spec["pages"]):
            words = {"shop": page["shop"], "items": [item for item, *_ in page["items"]]}
            words["total"] = of_spec(spec).show(sums_of(page)["total"], spec["unit"])
            yield Statement(1, "receipt", words, (f"name-{n}",))
            yield Statement(2, "total", words, (f"total-{n}",))
            yield Statement(3, "items", words, tuple(f"amount-{n}-{i}" for i in range(1, len(page["items"]) + 1)))
        for part in spec["parts"]:
            yield from self.part(part).describe(spec, facts)


engine = Receipts()

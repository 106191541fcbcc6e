"""One self-contained HTML page of a set: pictures inline, nothing fetched, works offline."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader

from ..errors import BadInput
from ..model import Fact, Question, Sample
from ..reason.wording import show
from ..store import SampleSet, write_file

_MIME = {".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}


def write_page(root: Path, target: Path, most: int = 200) -> int:
    """Write the page of at most `most` samples, spread evenly over the set; returns how many it shows."""
    held = SampleSet(root)
    shown = [_sample(s) for s in _spread(held, most)]
    if not shown:
        raise BadInput(f"{root}: the set holds no sample yet")
    counts = {"shown": len(shown), "samples": len(held), "questions": sum(len(s["questions"]) for s in shown)}
    page = Environment(loader=PackageLoader("proofpress", "view"), autoescape=True).get_template("page.html.j2")
    data = json.dumps(shown, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    html = page.render(name=root.resolve().name, counts=counts, recipe=held.header["recipe"], data=data)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_file(target, html.encode())
    except OSError as error:
        raise BadInput(f"page {target}: cannot be written ({error.strerror})") from None
    return len(shown)


def _spread(held: SampleSet, most: int) -> Iterator[Sample]:
    total = len(held)
    wanted = {i * total // min(most, total) for i in range(min(most, total))}
    start = 0
    for part in held.parts():
        here = [i for i in range(part.rows) if start + i in wanted]
        if here:
            rows = held.rows(part)
            yield from (Sample.from_record(rows[i]) for i in here)
        start += part.rows


def _sample(s: Sample) -> dict[str, Any]:
    image = s.images[0]
    mime = _MIME.get(Path(image.path).suffix, "image/png")
    return {
        "id": s.id,
        "engine": s.engine,
        "template": s.template,
        "image": f"data:{mime};base64,{base64.b64encode(image.bytes).decode()}",
        "size": [s.width, s.height],
        "regions": {
            r.id: {"role": r.role, "text": r.text, "quad": [round(v, 1) for v in r.quad], "visible": round(r.visible, 2)}
            for r in s.regions
        },
        "captions": [{"level": c.level, "text": c.text} for c in s.captions],
        "facts": [_fact(f) for f in s.facts],
        "questions": [_question(q) for q in s.questions],
        "record": {"seed": str(s.seed), "style": s.style, "degradations": s.degradations, "spec": s.spec},
    }


def _fact(f: Fact) -> dict[str, Any]:
    value = "" if f.value is True else show(f.value, f.unit)
    return {"id": f.id, "says": f"{f.predicate}({', '.join(f.args)})", "value": value, "given": f.given, "regions": f.regions}


def _question(q: Question) -> dict[str, Any]:
    return {
        "form": q.form,
        "text": q.text,
        "choices": q.choices,
        "answer": q.answer.text,
        "tolerance": q.answer.tolerance,
        "box": q.answer.value if q.answer.type in ("box", "point") else None,
        "steps": [{"text": s.text, "op": s.op, "regions": s.regions} for s in q.steps],
        "givens": q.givens,
        "notes": [f"depth {q.depth}", f"difficulty {q.difficulty}", q.text_load, *q.skills],
    }

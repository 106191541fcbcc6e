"""One sample as the page shows it.  Works on the record itself, so that columns of later versions are shown, not lost."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ..answers.kinds import is_place
from ..errors import BadInput
from ..language import Language, get
from ..model import loads
from .open_set import full_template

_SAMPLE = {"id", "engine", "engine_version", "template", "language", "split", "seed", "images", "width", "height"} | {
    *("captions", "regions", "facts", "questions", "spec", "style", "degradations", "reviews", "wordings")
}
_QUESTION = {"id", "form", "text", "answer", "choices", "steps", "givens", "depth", "difficulty", "skills", "text_load"}
_ANSWER = {"type", "value", "text", "unit", "tolerance", "aliases"}
_STEP = {"op", "inputs", "output", "value", "text", "regions"}


def told(record: Mapping[str, Any], pictures: Sequence[str]) -> dict[str, Any]:
    """The sample for the page; `pictures`: the address of each picture."""
    language = get(record["language"])
    return {
        "id": record["id"],
        "engine": record["engine"],
        "template": full_template(record["engine"], record["template"]),
        "language": record["language"],
        "split": record["split"],
        "seed": str(record["seed"]),  # beyond 2**53: text, or JavaScript rounds it
        "version": record["engine_version"],
        "pictures": list(pictures),
        "size": [record["width"], record["height"]],
        "captions": record["captions"] or [],
        "regions": [_region(r) for r in record["regions"] or ()],
        "facts": [_fact(f, language) for f in record["facts"] or ()],
        "questions": [_question(q, language) for q in record["questions"] or ()],
        "degradations": _json(record["degradations"]) or [],
        "style": _json(record["style"]),
        "spec": _json(record["spec"]),
        "reviews": [_beside(r) for r in record.get("reviews") or ()],
        "wordings": [_beside(w) for w in record.get("wordings") or ()],
        "more": _more(record, _SAMPLE),
    }


def _region(r: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{k: r[k] for k in ("id", "role", "text", "parent", "image")},
        "quad": [round(v, 1) for v in r["quad"]],
        "visible": round(r["visible"], 3),
    }


def _fact(f: Mapping[str, Any], language: Language) -> dict[str, Any]:
    value = loads(f["value"])
    return {
        "id": f["id"],
        "says": f"{f['predicate']}({', '.join(f['args'] or ())})",
        "value": "" if value is True else _shown(value, f["unit"], language),
        "given": f["given"],
        "regions": f["regions"] or [],
    }


def _question(q: Mapping[str, Any], language: Language) -> dict[str, Any]:
    answer = q["answer"]
    box = _json(answer["value"]) if is_place(answer["type"]) else None
    return {
        **{k: q[k] for k in ("id", "form", "text", "depth", "difficulty", "text_load")},
        **{k: q[k] or [] for k in ("choices", "givens", "skills")},
        "answer": {
            **{k: answer[k] for k in ("type", "text", "unit", "tolerance")},
            "value": answer["value"],
            "aliases": answer["aliases"] or [],
            "more": _more(answer, _ANSWER),
        },
        "box": box,
        "steps": [_step(s, language) for s in q["steps"] or ()],
        "more": _more(q, _QUESTION),
    }


def _step(s: Mapping[str, Any], language: Language) -> dict[str, Any]:
    return {
        **{k: s[k] for k in ("op", "output", "text")},
        **{k: s[k] or [] for k in ("inputs", "regions")},
        "value": _shown(loads(s["value"]), "", language),
        "more": _more(s, _STEP),
    }


def _beside(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a model's pass left: an opinion, whose verdict is JSON or "none", or a wording."""
    return {**row, "detail": _json(row["detail"]) or {}, **({"verdict": _lenient(row["verdict"])} if "verdict" in row else {})}


def _lenient(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _shown(value: Any, unit: str | None, language: Language) -> str:
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, default=str)
    try:
        return language.show(value, unit or "")
    except (TypeError, ValueError, ArithmeticError, BadInput):  # a value of a type, or in a language, that has no words yet
        return str(value)


def _more(data: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
    """Columns that this version does not know, and that hold something."""
    extra = {k: v for k, v in data.items() if k not in known and v not in (None, "", [], {})}
    plain: dict[str, Any] = json.loads(json.dumps(extra, ensure_ascii=False, default=str))
    return plain


def _json(text: str | None) -> Any:
    return json.loads(text) if text else None

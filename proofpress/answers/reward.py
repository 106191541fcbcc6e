"""Rewards: the final answer, and the share of right intermediate values, from a payload that travels with the question.

Three rules after COGS (arXiv 2510.15040), with r_final in {0, 1} and r_steps the share of the intermediate values that the
chain says:

    final   r = r_final
    sum     r = r_final + weight * r_steps
    max     r = max(r_final, weight * r_steps),  0 < weight < 1

The paper's proposition: if c = E[r_steps | final wrong] is the same for every policy, E[r_max] = (1 - weight*c) * P(right) +
weight*c, which ranks policies as their accuracy does, where `sum` can turn the ranks around.  Caveat: policies do differ in c,
and then `max` does not keep the ranks either.  So the final score is always reported apart.  A chain that lists many numbers
says many values: r_steps measures what is said, not how it was found, so keep `weight` below 1.  Answers of a graded kind
(tables, pages, structured data) have r_final in [0, 1], 1 for what is equal, and the proposition does not speak of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..model import Answer, Fact, Question, Value, plain, typed
from .equality import graded
from .extract import boxes, given_answer
from .in_english import ENGLISH, language_of, numbers_in_english
from .kinds import is_place
from .mentioned_values import MentionedValues, mentions
from .numerals import is_number

RULES = ("final", "sum", "max")
_VERSION = 1
_FORMAT = re.compile(r"<answer>.*?</answer>", re.DOTALL | re.IGNORECASE)


def ground_truth(
    question: Question,
    facts: Iterable[Fact] = (),
    scale: tuple[float, float] = (1.0, 1.0),
    tolerances: Mapping[str, float] | None = None,
    language: str = "",
) -> str:
    """What a scorer needs to know of the question, as compact JSON text.

    facts: the sample's, for the units of the steps that establish one.  scale: what a predicted (x, y) is multiplied by to
    give native pixels: (width / 1000, height / 1000) for predictions in thousandths, native / shown size for a resized
    picture.  tolerances: step output -> how far its value may be off (0 unless told).  language: the sample's.
    """
    a = question.answer
    units = {f.id: f.unit for f in facts}
    out: dict[str, Any] = {
        "v": _VERSION,
        "form": question.form,
        "answer": {"type": a.type, "value": plain(a.value), "text": a.text},
        "steps": [
            {"value": plain(s.value)}
            | ({"unit": units[s.output]} if units.get(s.output) else {})
            | ({"tolerance": t} if (t := (tolerances or {}).get(s.output, 0.0)) else {})
            for s in intermediate(question, language)
        ],
    }
    out["answer"] |= {k: v for k, v in (("unit", a.unit), ("tolerance", a.tolerance), ("aliases", list(a.aliases))) if v}
    if question.choices:
        out["choices"] = list(question.choices)
    if is_place(a.type) and tuple(scale) != (1.0, 1.0):
        out["scale"] = list(scale)
    if language not in ("", ENGLISH):
        out["language"] = language
    return json.dumps(out, ensure_ascii=False, separators=(",", ":"))


def intermediate(question: Question, language: str = "") -> list[Any]:
    """The steps whose values a chain can be asked for: not the last one, no bare truths ("the lines are parallel"), nothing
    that the answer or the question's own words already say, nothing that the recorded chain does not say either (a
    point may have no name), each value once."""
    spoken = language or language_of(question.answer)
    chain = "\n".join(s.text for s in question.steps)
    given, told = (MentionedValues(numbers_in_english(text, spoken)) for text in (question.text, chain))
    seen: list[Value] = []
    out = []
    for step in question.steps[:-1]:
        value = step.value
        if isinstance(value, (bool, Mapping)) or value is None or value in ("", ()):
            continue
        if any(_alike(value, v) for v in (*seen, question.answer.value)) or mentions(given, value):
            continue
        if told.text.strip() and not mentions(told, value):
            continue
        seen.append(value)
        out.append(step)
    return out


def _alike(a: Value, b: Value) -> bool:
    return (type(a) is type(b) and bool(a == b)) or (is_number(a) and is_number(b) and float(a) == float(b))


def score(
    completion: str, payload: str | Mapping[str, Any], rule: str = "final", weight: float = 0.5, format_weight: float = 0.0
) -> dict[str, float]:
    """{"score", "final", "steps", "format", "parsed"}, each a float; never raises for any completion.

    score: by the rule; with format_weight w, (1 - w) * that + w * format.  final: 1 or 0, or by degrees for a kind that is
    graded (html by TEDS, markdown by edit distance, json by its leaves), where only what is equal has 1.
    steps: the share of the payload's
    intermediate values that the completion says; where there are none, final.  format: 1 with a \\boxed{} or an <answer>.
    parsed: 0 where the completion gives no answer at all.
    """
    if rule not in RULES:
        raise ValueError(f"reward rule {rule!r}: unknown; choose one of {', '.join(RULES)}")
    data = json.loads(payload) if isinstance(payload, str) else payload
    answer, choices, scale = read_truth(data)
    language = data.get("language", "")
    given = given_answer(completion, answer)
    final = 0.0 if given is None else graded(answer, given, choices, scale, language)
    chain = numbers_in_english(completion, language or language_of(answer))
    steps = step_share(chain, data["steps"]) if data["steps"] else final
    reward = {"final": final, "sum": final + weight * steps, "max": max(final, weight * steps)}[rule]
    shape = float(bool(boxes(completion) or _FORMAT.search(completion)))
    reward = (1 - format_weight) * reward + format_weight * shape
    return {"score": reward, "final": final, "steps": steps, "format": shape, "parsed": float(given is not None)}


def read_truth(data: Mapping[str, Any]) -> tuple[Answer, tuple[str, ...], tuple[float, float]]:
    """The answer, the options and the scale of a payload."""
    a = data["answer"]
    answer = Answer(
        a["type"], typed(a["value"]), a["text"], a.get("unit", ""), a.get("tolerance", 0.0), tuple(a.get("aliases", ()))
    )
    x, y = data.get("scale", (1.0, 1.0))
    return answer, tuple(data.get("choices", ())), (float(x), float(y))


def step_share(completion: str, steps: Iterable[Mapping[str, Any]]) -> float:
    """The share of the steps' values that the completion says, in any order."""
    said = MentionedValues(completion)
    hits = [mentions(said, typed(s["value"]), s.get("tolerance", 0.0)) for s in steps]
    return sum(hits) / len(hits)

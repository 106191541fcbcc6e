"""What a set really holds, counted from its records: `python benchmarks/coverage.py SET`.

Prints one JSON object: per engine the templates, operators, proof depths, forms and spec values (constructions, chart kinds)
with their counts; over all, the position of choice keys with its chi-square p, the share of yes, repeated questions.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from scipy.stats import chisquare

from proofpress.model import Sample
from proofpress.store import SampleSet


def coverage(folder: Path, least: int = 5) -> dict[str, object]:
    engines: dict[str, dict[str, Counter[object]]] = {}
    keys: Counter[str] = Counter()
    yes: Counter[bool] = Counter()
    texts: Counter[tuple[str, str]] = Counter()
    questions = 0
    for row in SampleSet(folder).iter_rows(COLUMNS):
        sample = Sample.from_record({**EMPTY, **row})
        mine = engines.setdefault(sample.engine, {k: Counter() for k in COUNTED})
        mine["templates"][sample.template] += 1
        mine["substrates"][sample.spec.get("substrate", "")] += 1
        mine["kinds"][sample.spec.get("kind", "")] += 1
        mine["constructions"].update(set(sample.spec.get("constructions", ())))
        mine["looks"][sample.style.get("look", "")] += 1
        mine["questions_a_sample"][len(sample.questions)] += 1
        for q in sample.questions:
            questions += 1
            mine["forms"][q.form] += 1
            mine["answers"][q.answer.type] += 1
            mine["text_loads"][q.text_load] += 1
            mine["depths"][q.depth] += 1
            mine["operators"].update({s.op for s in q.steps})
            texts[(q.text, q.answer.text)] += 1
            if q.answer.type == "choice":
                keys[str(q.answer.value)] += 1
            if q.answer.type == "boolean":
                yes[bool(q.answer.value)] += 1
    return {
        "engines": {
            name: {
                k: {
                    "distinct": len(c),
                    f"at_least_{least}": sum(n >= least for n in c.values()),
                    "counts": dict(sorted(c.items(), key=str)),
                }
                for k, c in counts.items()
            }
            for name, counts in engines.items()
        },
        "questions": questions,
        "choice_keys": dict(sorted(keys.items())),
        "choice_keys_p": float(chisquare([keys[k] for k in "ABCD"]).pvalue) if keys else None,
        "yes_share": yes[True] / max(1, yes.total()),
        "repeated_questions": questions - len(texts),
    }


COLUMNS = ("id", "engine", "template", "questions", "spec", "style")
EMPTY = dict.fromkeys(("engine_version", "language", "split"), "") | dict.fromkeys(("seed", "width", "height"), 0)
EMPTY |= {"images": (), "captions": (), "regions": (), "facts": (), "degradations": "[]"}
COUNTED = (
    "templates",
    "substrates",
    "kinds",
    "constructions",
    "looks",
    "questions_a_sample",
    "forms",
    "answers",
    "text_loads",
    "depths",
    "operators",
)

if __name__ == "__main__":
    print(json.dumps(coverage(Path(sys.argv[1])), indent=1, ensure_ascii=False))

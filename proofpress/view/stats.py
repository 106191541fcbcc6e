"""What a set holds, in numbers: distributions, the balance of answers, repeated questions, samples that tell the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .facets import FACETS, Filters, Finder
from .index import QUESTION_FACETS, Light

_MOST = 20  # rows of a list of repeats
# what differs between two askings of one question: quoted words, numbers, and the capitals that name points
_QUOTED, _NUMBERS, _LABELS = r"[“\"][^”\"]*[”\"]", r"\d+(?:[.,]\d+)*", r"\b\p{Lu}{1,4}\d?\b|∠\p{L}+"


def statistics(finder: Finder, dropped: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Everything but the duplicates, which need the facts."""
    return {
        "samples": finder.light.rows,
        "distributions": distributions(finder),
        "balance": balance(finder.light),
        "repeats": repeats(finder.light),
        "drops": drops(dropped),
    }


def distributions(finder: Finder) -> list[dict[str, Any]]:
    """For each facet its values: of samples, of questions, or (operators) of samples that use it."""
    out = []
    for facet in FACETS:
        if facet in QUESTION_FACETS:
            codes = finder.light.coded[facet]
            numbers = np.bincount(codes.codes, minlength=len(codes.values))
            pairs = [(v, int(n)) for v, n in zip(codes.values, numbers, strict=True)]
            number = facet in ("depth", "difficulty")
            pairs.sort(key=lambda vn: (int(vn[0] or 0), 0) if number else (-vn[1], 0))
            out.append({"facet": facet, "of": "questions", "values": pairs})
        else:
            out.append({"facet": facet, "of": "samples", "values": finder.counts(Filters())[facet]})
    return out


def balance(light: Light) -> dict[str, Any]:
    """Yes against no, and the letters of the right choices, each with the p of an even hand (chi-square)."""
    types, answers = light.questions["type"].cast(pa.string()), light.questions["answer"]
    yes_no = Counter(answers.filter(pc.equal(types, "boolean")).to_pylist())
    chosen = pc.equal(types, "choice")
    letters = Counter(answers.filter(chosen).to_pylist())
    expected: Counter[str] = Counter()
    for options, n in Counter(light.questions["options"].filter(chosen).to_pylist()).items():
        for k in range(options):
            expected[chr(65 + k)] += n / options
    even = {v: sum(yes_no.values()) / 2 for v in ("Yes", "No")} if set(yes_no) <= {"Yes", "No"} else _even(yes_no)
    return {"yes_no": _against(yes_no, even), "letters": _against(letters, expected)}


def _even(counts: Mapping[str, int]) -> dict[str, float]:
    return {v: sum(counts.values()) / len(counts) for v in counts}


def _against(counts: Mapping[str, int], expected: Mapping[str, float]) -> dict[str, Any]:
    names = sorted({*counts, *expected}, key=lambda v: (v not in ("Yes", "No"), v != "Yes", v))
    values = [(v, counts.get(v, 0), round(expected.get(v, 0.0), 1)) for v in names]
    return {"values": values, "p": chi_square(counts, expected)}


def chi_square(counts: Mapping[str, int], expected: Mapping[str, float]) -> float | None:
    """The p of these counts under the expected ones; None when there is nothing to compare."""
    from scipy.special import chdtrc

    names = [v for v, e in expected.items() if e > 0]
    if len(names) < 2:
        return None
    if any(n and not expected.get(v) for v, n in counts.items()):
        return 0.0  # seen, and could not be
    statistic = sum((counts.get(v, 0) - expected[v]) ** 2 / expected[v] for v in names)
    return float(chdtrc(len(names) - 1, statistic))


def repeats(light: Light) -> dict[str, Any]:
    """Questions asked more than once: in the same words, and in the same words but for names and numbers."""
    texts = light.questions["text"]
    found = pc.value_counts(texts)
    words, counts = found.field("values"), found.field("counts")
    shape = pc.replace_substring_regex(words, _QUOTED, "“▢”")
    shape = pc.replace_substring_regex(pc.replace_substring_regex(shape, _LABELS, "▢"), _NUMBERS, "#")
    shapes = pa.table({"shape": shape, "n": counts}).group_by("shape").aggregate([("n", "sum")])
    return {
        "questions": len(texts),
        "texts": len(words),
        "shapes": shapes.num_rows,
        "top_texts": _top(words, counts),
        "top_shapes": _top(shapes["shape"], shapes["n_sum"]),
    }


def _top(names: Any, counts: Any) -> list[tuple[str, int]]:
    table = pa.table({"name": names, "n": counts}).filter(pc.greater(counts, 1))
    best = table.take(pc.select_k_unstable(table, min(_MOST, table.num_rows), [("n", "descending"), ("name", "ascending")]))
    return [(str(r["name"]), int(r["n"])) for r in best.to_pylist()]


def duplicates(light: Light, truths: Sequence[bytes]) -> dict[str, Any]:
    """Samples of one template with the same facts; `truths`: a hash of each sample's."""
    counts = Counter(truths)
    groups = [(t, n) for t, n in counts.most_common(_MOST) if n > 1]
    wanted = {t: i for i, (t, _) in enumerate(groups)}
    rows: list[list[int]] = [[] for _ in groups]
    for row, truth in enumerate(truths):
        at = wanted.get(truth)
        if at is not None and len(rows[at]) < 4:
            rows[at].append(row)
    names, ids = light.samples["template"], light.samples["id"]
    return {
        "samples": len(truths),
        "distinct": len(counts),
        "groups": [
            {"n": n, "template": names[r[0]].as_py(), "rows": [[row, ids[row].as_py()] for row in r]}
            for (_, n), r in zip(groups, rows, strict=True)
        ],
    }


def drops(lines: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """The reasons, most frequent first."""
    return Counter(str(d.get("reason", "?")) for d in lines).most_common()

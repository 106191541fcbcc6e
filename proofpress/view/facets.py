"""Filters over the index, and how many samples stand behind each of their values.

A filter of questions (form, depth, operator, words, ...) asks for one question that meets all of them; a sample is shown when
it has one.  Values of one facet are alternatives; facets are joined.
"""

from __future__ import annotations

import os
import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .index import QUESTION_FACETS, SAMPLE_FACETS, Array, Codes, Light
from .open_set import wrong_checks

FACETS = (
    *("engine", "template", "form", "operator", "depth", "difficulty", "type", "text_load"),
    *("language", "degradation", "split", "finding"),
)
_SLICE = 100_000  # questions searched at once


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for: values by facet, and words to search for."""

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    words: str = ""

    @staticmethod
    def of(query: Mapping[str, Sequence[str]]) -> Filters:
        chosen = ((f, tuple(sorted(set(query.get(f, ()))))) for f in FACETS)
        return Filters(tuple((f, v) for f, v in chosen if v), " ".join(" ".join(query.get("q", ())).lower().split())[:200])

    def __bool__(self) -> bool:
        return bool(self.chosen or self.words)


@dataclass(frozen=True, slots=True)
class Found:
    rows: Array  # samples, in the order of the set; wrong ones first when findings are asked for
    questions: Array  # a mask of the questions that met the filters


class Finder:
    """Filters and counts over one state of the index; the last answers are kept."""

    def __init__(self, light: Light, findings: Sequence[Mapping[str, Any]] = ()) -> None:
        self.light = light
        self._found: OrderedDict[Filters, Found] = OrderedDict()
        self._counts: OrderedDict[Filters, dict[str, list[tuple[str, int]]]] = OrderedDict()
        ids = pa.array([str(f.get("sample", "")) for f in findings], pa.large_string())
        rows = pc.index_in(ids, light.samples["id"].combine_chunks()).fill_null(-1).to_numpy(zero_copy_only=False)
        known = rows >= 0
        checks = [str(f.get("check", "?")) for f, k in zip(findings, known, strict=True) if k]
        grave = wrong_checks() if checks else ()
        values = sorted(set(checks), key=lambda c: (c not in grave, c))
        self._finding = Codes(values, np.array([values.index(c) for c in checks], np.int64))
        self._finding_rows = rows[known]
        self.wrong = {int(r) for r, c in zip(self._finding_rows, checks, strict=True) if c in grave}
        self.marked = {int(r) for r in self._finding_rows}

    # --- masks -------------------------------------------------------------------------------------------------------
    def _codes(self, facet: str) -> Codes:
        return self._finding if facet == "finding" else self.light.coded[facet]

    def _mask(self, facet: str, wanted: tuple[str, ...]) -> Array:
        """Which questions this one facet lets through."""
        light, codes = self.light, self._codes(facet)
        here = np.array([v in wanted for v in codes.values], bool)
        hit = here[codes.codes] if len(codes.codes) else np.zeros(0, bool)
        if facet in QUESTION_FACETS:
            return hit
        if facet in SAMPLE_FACETS:
            return hit[light.owner]
        if facet == "operator":
            mask = np.zeros(len(light.owner), bool)
            mask[light.step_question[hit]] = True
            return mask
        rows = np.zeros(light.rows, bool)
        rows[(self._finding_rows if facet == "finding" else light.degraded_owner)[hit]] = True
        return rows[light.owner]

    def _word_mask(self, words: str) -> Array:
        mask = np.ones(len(self.light.owner), bool)
        for word in words.split():
            mask &= _holding(self.light.hay, word)
        if " " not in words:
            ids = _bools(pc.match_substring(self.light.samples["id"], words))
            mask |= ids[self.light.owner]
        return mask

    def _masks(self, asked: Filters) -> dict[str, Array]:
        masks = {facet: self._mask(facet, wanted) for facet, wanted in asked.chosen}
        return masks | ({"q": self._word_mask(asked.words)} if asked.words else {})

    def _all(self, masks: Mapping[str, Array], but: str = "") -> Array:
        out = np.ones(len(self.light.owner), bool)
        for name, mask in masks.items():
            if name != but:
                out &= mask
        return out

    def warm(self) -> None:
        """Work out what every first answer needs."""
        self.counts(Filters())
        _ = self.light.hay

    # --- answers -----------------------------------------------------------------------------------------------------
    def find(self, asked: Filters) -> Found:
        """The samples with a question that meets every filter."""
        found = self._found.get(asked)
        if found is None:
            mask = self._all(self._masks(asked))
            rows = np.arange(self.light.rows) if not asked else np.flatnonzero(self._rows(mask))
            if any(f == "finding" for f, _ in asked.chosen):
                wrong = np.array([int(r) not in self.wrong for r in rows], bool)
                rows = rows[np.argsort(wrong, kind="stable")]
            found = Found(rows, mask)
            _remember(self._found, asked, found, 16)
        return found

    def card(self, row: int, asked: Filters) -> dict[str, Any]:
        """What a card of the grid says (see `book.card`), with the first question that meets the filters and how many do."""
        light = self.light
        first, end = int(light.first[row]), int(light.first[row + 1])
        met = first + np.flatnonzero(self.find(asked).questions[first:end]) if asked else np.arange(first, end)
        at = int(met[0]) if len(met) else None
        depths = light.coded["depth"]

        def said(name: str, place: int) -> str:
            codes = light.coded[name]
            return codes.values[codes.codes[place]]

        return {
            "row": row,
            "id": light.samples["id"][row].as_py(),
            **{name: said(name, row) for name in ("engine", "template", "language")},
            "questions": end - first,
            "depth": max((int(depths.values[c] or 0) for c in depths.codes[first:end]), default=0),
            "text": light.questions["text"][at].as_py() if at is not None else "",
            "form": said("form", at) if at is not None else "",
            "finding": "wrong" if row in self.wrong else "finding" if row in self.marked else "",
            **({"met": len(met)} if asked and len(met) else {}),
        }

    def rows_of(self, ids: Sequence[str]) -> dict[str, int]:
        """The row of each of these samples that is in the index."""
        found = pc.index_in(pa.array(ids, pa.large_string()), self.light.samples["id"].combine_chunks()).to_pylist()
        return {i: r for i, r in zip(ids, found, strict=True) if r is not None}

    def counts(self, asked: Filters) -> dict[str, list[tuple[str, int]]]:
        """By facet, (value, samples) as they would be with this value chosen and the other facets as asked."""
        told = self._counts.get(asked)
        if told is None:
            masks = self._masks(asked)
            all_of = self._all(masks)
            told = {f: self._count(f, self._all(masks, f) if f in masks else all_of) for f in FACETS}
            _remember(self._counts, asked, told, 64)
        return told

    def _rows(self, mask: Array) -> Array:
        rows = np.zeros(self.light.rows, bool)
        rows[self.light.owner[mask]] = True
        return rows

    def _count(self, facet: str, mask: Array) -> list[tuple[str, int]]:
        codes, light = self._codes(facet), self.light
        many = len(codes.values)
        if facet in SAMPLE_FACETS:
            numbers = np.bincount(codes.codes[self._rows(mask)], minlength=many)
        else:
            if facet in QUESTION_FACETS:
                value, owner = codes.codes[mask], light.owner[mask]
            elif facet == "operator":
                hit = mask[light.step_question]
                value, owner = codes.codes[hit], light.step_owner[hit]
            else:
                where = self._finding_rows if facet == "finding" else light.degraded_owner
                hit = self._rows(mask)[where]
                value, owner = codes.codes[hit], where[hit]
            seen = np.zeros(many * light.rows, bool)  # a sample counts once for a value
            seen[value.astype(np.int64) * light.rows + owner] = True
            numbers = np.bincount(np.flatnonzero(seen) // max(light.rows, 1), minlength=many)
        listed = [(v, int(n)) for v, n in zip(codes.values, numbers, strict=True) if v]
        if facet in ("depth", "difficulty"):
            return sorted(listed, key=lambda vn: int(vn[0]))
        return listed if facet == "finding" else sorted(listed, key=lambda vn: (-vn[1], vn[0]))


def _holding(column: pa.ChunkedArray, word: str) -> Array:
    """Which texts hold the word.  Arrow's regular expressions search twice as fast as its plain search, and side by side."""
    pattern, slices = re.escape(word), range(0, max(len(column), 1), _SLICE)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        parts = pool.map(lambda at: _bools(pc.match_substring_regex(column.slice(at, _SLICE), pattern)), slices)
        return np.concatenate(list(parts))


def _bools(column: pa.ChunkedArray) -> Array:
    return np.asarray(column.fill_null(False).to_numpy(), bool)


def _remember(store: OrderedDict[Filters, Any], key: Filters, value: Any, most: int) -> None:
    store[key] = value
    while len(store) > most:
        store.popitem(last=False)

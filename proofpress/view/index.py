"""The light columns of a set as arrays: what filters and statistics count, and nothing of the pictures.

Built once, shard by shard, behind the page's back; kept in the user's cache folder under the set's mark, never in the set.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .open_set import OpenSet, full_template

Array = np.ndarray[Any, np.dtype[Any]]
_Q = "questions.list.element."
COLUMNS = (
    *("id", "engine", "template", "language", "split", "degradations"),
    *(_Q + name for name in ("form", "text", "depth", "difficulty", "text_load", "answer.type", "answer.text")),
    *(_Q + name for name in ("choices.list.element", "steps.list.element.op")),
)
_F = "facts.list.element."
FACTS = ("engine", "template", *(_F + name for name in ("predicate", "args.list.element", "value", "unit", "given")))
SAMPLE_FACETS = ("engine", "template", "language", "split")
QUESTION_FACETS = ("form", "difficulty", "depth", "type", "text_load")
_KEPT = 12  # cached indexes


@dataclass(frozen=True, slots=True)
class Codes:
    """One value an item: `values[codes[i]]`."""

    values: list[str]
    codes: Array


@dataclass(frozen=True)
class Light:
    """The index of the first `rows` samples.  Tables: samples, questions (`owner`: its sample), steps (`question`, `op`)."""

    samples: pa.Table
    questions: pa.Table
    steps: pa.Table
    degraded: pa.Table  # (sample, name): a degradation of a sample

    @property
    def rows(self) -> int:
        return int(self.samples.num_rows)

    @cached_property
    def owner(self) -> Array:
        return _numbers(self.questions["owner"])

    @cached_property
    def first(self) -> Array:
        """The first question of each sample; its last ends where the next begins (rows + 1 numbers)."""
        return np.searchsorted(self.owner, np.arange(self.rows + 1))

    @cached_property
    def step_question(self) -> Array:
        return _numbers(self.steps["question"])

    @cached_property
    def step_owner(self) -> Array:
        return self.owner[self.step_question]

    @cached_property
    def degraded_owner(self) -> Array:
        return _numbers(self.degraded["sample"])

    @cached_property
    def coded(self) -> dict[str, Codes]:
        """Every facet with codes: of samples, of questions, `operator` of steps, `degradation` of degraded."""
        out = {name: _codes(self.samples[name]) for name in SAMPLE_FACETS}
        out |= {name: _codes(self.questions[name]) for name in QUESTION_FACETS}
        return out | {"operator": _codes(self.steps["op"]), "degradation": _codes(self.degraded["name"])}

    @cached_property
    def hay(self) -> pa.ChunkedArray:
        """What the search looks through, a question a time, in lower case."""
        space = pa.scalar(" ", pa.large_string())
        return pc.utf8_lower(pc.binary_join_element_wise(self.questions["text"], self.questions["answer"], space))


def _numbers(column: pa.ChunkedArray) -> Array:
    out: Array = column.to_numpy()
    return out


def _codes(column: pa.ChunkedArray) -> Codes:
    whole = column.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], pa.string()).dictionary_encode()
    return Codes(whole.dictionary.to_pylist(), whole.indices.to_numpy(zero_copy_only=False))


# --- building --------------------------------------------------------------------------------------------------------
def extract(rows: pa.Table, start: int, questions_before: int) -> Light:
    """The light columns of one shard; `start`: the number of its first sample in the set."""
    whole = rows["questions"].combine_chunks()
    lists = whole if isinstance(whole, pa.ListArray) else whole.chunk(0)
    flat = lists.flatten()
    steps = flat.field("steps")
    plain = {n: _coded(flat.field(n)) for n in ("form", "text_load", "depth", "difficulty")}
    answer = flat.field("answer")
    questions = pa.table(
        {
            "owner": pc.add(pc.list_parent_indices(lists), start).cast(pa.int32()),
            **plain,
            "type": _coded(answer.field("type")),
            "answer": answer.field("text").cast(pa.large_string()),
            "text": flat.field("text").cast(pa.large_string()),
            "options": pc.list_value_length(flat.field("choices")).fill_null(0).cast(pa.int16()),
        }
    )
    parents = pc.add(pc.list_parent_indices(steps), questions_before).cast(pa.int32())
    templates = [full_template(e, t) for e, t in zip(rows["engine"].to_pylist(), rows["template"].to_pylist(), strict=True)]
    degraded = [(start + i, name) for i, text in enumerate(rows["degradations"].to_pylist()) for name in _degraded(text)]
    return Light(
        pa.table(
            {
                "id": rows["id"].cast(pa.large_string()),
                "template": _coded(pa.array(templates, pa.string())),
                **{n: _coded(rows[n]) for n in ("engine", "language", "split")},
            }
        ),
        questions,
        pa.table({"question": parents, "op": _coded(steps.flatten().field("op"))}),
        pa.table(
            {
                "sample": pa.array([i for i, _ in degraded], pa.int32()),
                "name": _coded(pa.array([n for _, n in degraded], pa.string())),
            }
        ),
    )


def _coded(column: Any) -> pa.Array:
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    whole = pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole
    return whole.cast(pa.string()).fill_null("").dictionary_encode()


@lru_cache(maxsize=10_000)
def _degraded(text: str | None) -> tuple[str, ...]:
    listed = json.loads(text) if text else []
    return tuple(dict.fromkeys(str(d.get("name", "?")) for d in listed)) or ("none",)


def join(pieces: Sequence[Light]) -> Light:
    """The pieces as one; nothing is copied."""
    return Light(*(pa.concat_tables([getattr(p, n) for p in pieces]) for n in ("samples", "questions", "steps", "degraded")))


def build_shard(dataset: OpenSet, shard: int, questions_before: int) -> Light:
    return extract(dataset.held.table(shard, COLUMNS), dataset.starts[shard], questions_before)


def truths(dataset: OpenSet, shard: int) -> list[bytes]:
    """A hash of each sample's template and facts: two samples with the same one tell the same."""
    from hashlib import blake2b

    rows = dataset.held.table(shard, FACTS)
    lists = pa.concat_arrays(rows["facts"].chunks)
    flat = lists.flatten()
    texts = [flat.field(n).cast(pa.large_string()).fill_null("") for n in ("predicate", "value", "unit", "given")]
    args = pc.binary_join(flat.field("args"), "\x1f").cast(pa.large_string()).fill_null("")
    lines = pc.binary_join_element_wise(*texts, args, pa.scalar("\x1e", pa.large_string()))
    told = lines.to_pylist()
    ends = np.concatenate([[0], np.cumsum(pc.list_value_length(lists).fill_null(0).to_numpy(zero_copy_only=False))])
    names = zip(rows["engine"].to_pylist(), rows["template"].to_pylist(), strict=True)
    return [
        blake2b("\n".join([e, t, *sorted(told[ends[i] : ends[i + 1]])]).encode(), digest_size=16).digest()
        for i, (e, t) in enumerate(names)
    ]


# --- kept ------------------------------------------------------------------------------------------------------------
def cache_folder() -> Path:
    """Where indexes are kept: $XDG_CACHE_HOME, else ~/.cache."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "proofpress" / "view"


def load(dataset: OpenSet) -> Light | None:
    """The index as it was kept, mapped into memory; None when there is none."""
    folder = cache_folder() / dataset.mark
    try:
        light = Light(*(_mapped(folder / f"{n}.arrow") for n in ("samples", "questions", "steps", "degraded")))
        os.utime(folder)
    except (OSError, pa.ArrowException):
        return None
    return light if light.rows == len(dataset) else None


def _mapped(path: Path) -> pa.Table:
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()


def keep(dataset: OpenSet, name: str, table: pa.Table) -> None:
    """Keep one table of the index; a cache that cannot be written is no cache, and no fault."""
    folder = cache_folder() / dataset.mark
    part = folder / f"{name}.{os.getpid()}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with pa.OSFile(str(part), "wb") as sink, pa.ipc.new_file(sink, table.schema) as out:
            out.write_table(table.unify_dictionaries().combine_chunks())
        part.replace(folder / f"{name}.arrow")
    except (OSError, pa.ArrowException):
        with suppress(OSError):
            part.unlink()


def kept_truths(dataset: OpenSet) -> list[bytes] | None:
    try:
        table = _mapped(cache_folder() / dataset.mark / "truths.arrow")
    except (OSError, pa.ArrowException):
        return None
    found: list[bytes] = table["truth"].to_pylist()
    return found if len(found) == len(dataset) else None


def forget_old() -> None:
    """Only the indexes that were used last stay."""
    import shutil

    try:
        folders = sorted((f for f in cache_folder().iterdir() if f.is_dir()), key=lambda f: f.stat().st_mtime)
    except OSError:
        return
    for folder in folders[:-_KEPT]:
        shutil.rmtree(folder, ignore_errors=True)

"""The contract between the press and an exporter: samples in, rows of one consumer's format out.

An exporter is a plug-in like an engine: an entry point of the group `proofpress.exporters`, or `exporter` in the
exporter.py of a --plugin folder.  It sees one sample at a time and never the disk: the machinery streams the set through it in
parallel, writes the pictures as they are stored (never encoded again), the rows part by part, joins the parts, and resumes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..model import Question, Sample

REASONING = ("none", "plain", "think")
ANSWERS = ("plain", "boxed", "tag")
KINDS = ("each", "conversation", "detail", "reasoning")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Settings:
    """What every exporter understands.  An empty tuple means all.

    kinds      each: a row a question.  conversation: a row a picture, its questions as turns.  detail: a row a picture, its
               most complete caption.  reasoning: a row a picture, its deepest question with the whole chain (LLaVA, 2304.08485)
    reasoning  none: the answer alone.  plain: the chain of thought, then the answer.  think: <think>chain</think>, answer
    answer     plain: as text.  boxed: \\boxed{...}.  tag: <answer>...</answer>
    suffix     add an instruction that names the form of the answer (LLaVA-1.5, 2310.03744)
    candidates 0: every question.  n: of at most n questions a picture, one an aspect, one is drawn evenly (ALLaVA, 2402.11684)
    grounded   each step of a chain is followed by the boxes it looks at, in `dialect`
    own        the exporter's own options, by name
    """

    forms: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    text_loads: tuple[str, ...] = ()
    splits: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    difficulty: tuple[int, int] = (1, 5)
    depth: tuple[int, int] = (0, 99)
    kinds: tuple[str, ...] = ("each",)
    reasoning: str = "plain"
    answer: str = "plain"
    suffix: bool = False
    candidates: int = 0
    grounded: bool = False
    dialect: str = "pixels"
    seed: int = 0
    own: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """What the user says and what the assistant says, without any consumer's picture token. question: None for captions."""

    user: str
    assistant: str
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Turns about one sample's pictures.  id: the sample's, with -q3, -conversation, -detail or -reasoning behind."""

    id: str
    kind: str
    sample: Sample
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """An exporter's own option: its default, the values it may take (() for any of the default's type) and one line of help."""

    default: Any
    values: tuple[Any, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """What was written, by split: rows, pictures, and the files that hold the rows, relative to the export's folder."""

    rows: Mapping[str, int]
    pictures: int
    files: Mapping[str, Sequence[str]]


class Exporter:
    """One consumer's format.

    name       as `export --to NAME` says it
    summary    one line for `export --list`
    writer     how rows become files: json (one list), jsonl, parquet, tar (WebDataset shards); see writers.py
    pictures   files: pictures lie under images/ and rows name them.  inline: rows carry the bytes
    defaults   where this format's habits differ from Settings' own defaults
    own        options of its own
    """

    name: str = ""
    summary: str = ""
    writer: str = "jsonl"
    pictures: str = "files"
    defaults: Mapping[str, Any] = {}
    own: Mapping[str, Own] = {}

    def rows(self, sample: Sample, paths: Sequence[str], settings: Settings) -> Iterator[Row]:
        """The rows of one sample.  paths: where its pictures are, relative to the export's folder ("" each when inline)."""
        raise NotImplementedError

    def schema(self, settings: Settings) -> Any:
        """The pyarrow schema of the rows; needed by the parquet writer only."""
        raise NotImplementedError

    def finish(self, folder: Path, header: Mapping[str, Any], totals: Totals, settings: Settings) -> None:
        """Write what stands beside the rows (dataset_info.json, a card, a scorer).  header: the set's set.json."""

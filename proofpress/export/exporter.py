"""The contract between Proofpress and an exporter: samples in, rows of one consumer's format out.

An exporter is a plug-in like an engine: an entry point of the group `proofpress.exporters`, or `exporter` in the
exporter.py of a --plugin folder.  It sees one sample at a time and never the disk: the machinery streams the set through it in
parallel, writes the pictures as they are stored (never encoded again), the rows part by part, joins the parts, and resumes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from ..answers.kinds import forms as forms_of_questions
from ..errors import BadInput
from ..model import Question, Sample
from ..registry import nearest

REASONING = ("none", "plain", "think")
ANSWERS = ("plain", "boxed", "tag")
KINDS = ("each", "conversation", "detail", "reasoning")
COLUMNS = ("captions", "regions", "facts", "spec", "style", "degradations")  # what an exporter may do without

TEXT_LOADS = ("full", "lite", "vision")

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
    weights    how an aspect is drawn among a picture's (see `candidates`); the machinery fills it in from the set
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
    weights: Mapping[str, float] = field(default_factory=dict)


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
    """An exporter's own option: its default, the values it may take (() for any of the default's type) and one line of help.

    least: the smallest number it may be.
    """

    default: Any
    values: tuple[Any, ...] = ()
    help: str = ""
    least: float | None = None


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
    plugins    the --plugin folders of this run; the machinery sets them before it asks for rows
    left       what a model's pass left beside the sample in hand, by column (schema.BESIDE); {} in a set that none went over.
               The machinery sets it, too
    columns    which of COLUMNS it reads (regions come with `grounded` in any case); the others are left empty
    """

    name: str = ""
    summary: str = ""
    writer: str = "jsonl"
    pictures: str = "files"
    defaults: Mapping[str, Any] = {}
    own: Mapping[str, Own] = {}
    columns: Sequence[str] = COLUMNS
    plugins: tuple[str, ...] = ()
    left: Mapping[str, Sequence[Mapping[str, Any]]] = {}

    def rows(self, sample: Sample, paths: Sequence[str], settings: Settings) -> Iterator[Row]:
        """The rows of one sample.  paths: where its pictures are, relative to the export's folder ("" each when inline)."""
        raise NotImplementedError

    def columns_for(self, settings: Settings) -> Sequence[str]:
        """`columns` where an option decides about it."""
        return self.columns

    def pictures_for(self, settings: Settings) -> str:
        """`pictures` where an option decides about it."""
        return self.pictures

    def schema(self, settings: Settings) -> Any:
        """The pyarrow schema of the rows; needed by the parquet writer only."""
        raise NotImplementedError

    def finish(self, folder: Path, header: Mapping[str, Any], totals: Totals, settings: Settings) -> None:
        """Write what stands beside the rows (dataset_info.json, a card, a scorer).  header: the set's set.json."""


def settings_for(exporter: Exporter, given: Mapping[str, Any] | None = None) -> Settings:
    """Settings from what the user gave, by name: Settings' fields and, under "own", the exporter's own options.

    What is not given takes the exporter's defaults, then the general ones.  BadInput names what is unknown or impossible.
    """
    given = dict(given or {})
    own = dict(given.pop("own", {}))
    names = [f.name for f in fields(Settings) if f.name != "weights"]
    for name in given:
        if name not in names:
            raise BadInput(f"export option {name!r}: {nearest(name, names)}")
    return checked(exporter, Settings(**{**exporter.defaults, **given, "own": own}))


def checked(exporter: Exporter, settings: Settings) -> Settings:
    """The settings with every own option set and typed; BadInput names what is unknown or impossible."""
    from .boxes import DIALECTS

    for name, values, known in (
        ("--kind", settings.kinds, KINDS),
        ("--reasoning", (settings.reasoning,), REASONING),
        ("--answer", (settings.answer,), ANSWERS),
        ("--form", settings.forms, forms_of_questions()),
        ("--text-load", settings.text_loads, TEXT_LOADS),
        ("--dialect", (settings.dialect,), tuple(DIALECTS)),
    ):
        for value in values:
            if value not in known:
                raise BadInput(f"{name} {value!r}: {nearest(str(value), known)}")
    if not settings.kinds:
        raise BadInput(f"--kind: at least one of {', '.join(KINDS)}")
    if settings.candidates < 0:
        raise BadInput(f"--candidates {settings.candidates}: 0 for every question, or how many to choose among")
    for name, (low, high) in (("--difficulty", settings.difficulty), ("--depth", settings.depth)):
        if low > high:
            raise BadInput(f"{name} {low}-{high}: the lower end first")
    if settings.difficulty[0] > 5 or settings.difficulty[1] < 1:
        raise BadInput(f"--difficulty {settings.difficulty[0]}-{settings.difficulty[1]}: levels are 1 to 5")
    own = {}
    for name, value in settings.own.items():
        if name not in exporter.own:
            raise BadInput(f"--set {name}: {exporter.name} has no such option; {nearest(name, exporter.own)}")
        own[name] = _typed(name, value, exporter.own[name])
    return replace(settings, own={**{k: o.default for k, o in exporter.own.items()}, **own})


def _typed(name: str, value: Any, own: Own) -> Any:
    """The value as the type of the option's default; text is read as that type."""
    kind = type(own.default)
    try:
        if isinstance(value, str) and kind is bool:
            value = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[value.lower()]
        elif kind in (int, float):
            value = kind(value)
        if not isinstance(value, kind) or (kind is float and not math.isfinite(value)):
            raise ValueError
    except (KeyError, ValueError, TypeError):
        raise BadInput(f"--set {name}={value}: not {_KINDS.get(kind, kind.__name__)} like {own.default!r}") from None
    if own.values and value not in own.values:
        raise BadInput(f"--set {name}={value}: {nearest(str(value), map(str, own.values))}")
    if own.least is not None and value < own.least:
        raise BadInput(f"--set {name}={value:g}: at least {own.least:g}")
    return value


_KINDS = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}

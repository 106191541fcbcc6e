"""TRL: Parquet that `datasets.load_dataset` opens and the trainers take as it is (read in trl 1.16: data_utils, collators).

    task=sft    images, messages                              SFTTrainer
    task=dpo    images, prompt, chosen, rejected              DPOTrainer (RewardTrainer reads text only)
    task=grpo   images, prompt, solution                      GRPOTrainer, RLOOTrainer; proofpress_scorer.py holds `reward`
    task=prm    images, prompt, completions, labels           TRL's stepwise format; text, so for any process reward model

The content of messages is a list of parts, {"type": "image"} for each picture before the text, and `images` is a list; the
collators put the pictures in.  Other columns are for people; the trainers drop them, or hand them to the reward function.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..answers.bundle import scorer_source
from ..model import Sample
from ..registry import Registry
from ..store import write_file
from .columns import message, messages, schema, steps
from .dialogue import dialogues
from .exporter import Exporter, Own, Row, Settings, Totals
from .preference import PAIR_OPTIONS, asked, labelled, pairs, payload, step_values, voice

TASKS = ("sft", "dpo", "grpo", "prm")
SCORER = "proofpress_scorer.py"


def images_of(sample: Sample) -> list[dict[str, Any]]:
    """The pictures as they are stored, under names without folders."""
    return [{"bytes": i.bytes, "path": i.path} for i in sample.images]


def write_scorer(folder: Path, plugins: Sequence[str]) -> None:
    """The scorer file, with the kinds of answers that the plug-ins bring."""
    write_file(folder / SCORER, scorer_source(Registry.load(plugins).kind_files()).encode())


class Trl(Exporter):
    name = "trl"
    summary = "TRL: SFT, DPO, GRPO and stepwise rewards (--set task=...), Parquet with pictures"
    writer = "parquet"
    pictures = "inline"
    columns = ("captions", "regions", "facts", "spec")
    own: Mapping[str, Own] = {
        "task": Own("sft", TASKS, "what the rows are for"),
        **PAIR_OPTIONS,
        "steps": Own(False, (), "task=grpo: a column with each step's text, value, unit and boxes"),
    }

    def rows(self, sample: Sample, paths: Sequence[str], settings: Settings) -> Iterator[Row]:
        task = {"sft": self._sft, "dpo": self._dpo, "grpo": self._grpo, "prm": self._prm}[settings.own["task"]]
        images = images_of(sample)
        for row in task(sample, settings):
            yield {"images": images, **row}

    def _sft(self, sample: Sample, settings: Settings) -> Iterator[Row]:
        for d in dialogues(sample, settings):
            said: list[dict[str, Any]] = []
            for i, turn in enumerate(d.turns):
                said.append(message("user", turn.user, len(sample.images) if i == 0 else 0))
                said.append(message("assistant", turn.assistant))
            yield {"id": d.id, "messages": said}

    def _dpo(self, sample: Sample, settings: Settings) -> Iterator[Row]:
        for p in pairs(sample, settings, self.plugins):
            yield {
                "id": p.id,
                "prompt": [message("user", p.prompt, len(sample.images))],
                "chosen": [message("assistant", p.chosen)],
                "rejected": [message("assistant", p.rejected)],
                "kind": p.negative.kind,
                "mistake": p.negative.mistake,
                "wrong_at": p.negative.wrong_at,
            }

    def _grpo(self, sample: Sample, settings: Settings) -> Iterator[Row]:
        how = voice(sample, self.plugins) if settings.own["steps"] else None
        for question, text in asked(sample, settings):
            row = {
                "id": f"{sample.id}-{question.id}",
                "prompt": [message("user", text, len(sample.images))],
                "solution": payload(sample, question, settings),
            }
            yield row if how is None else {**row, "steps": step_values(sample, question, how)}

    def _prm(self, sample: Sample, settings: Settings) -> Iterator[Row]:
        for chain in labelled(sample, settings, self.plugins):
            yield {
                "id": chain.id,
                "prompt": chain.prompt,
                "completions": list(chain.completions),
                "labels": list(chain.labels),
                "mistake": chain.mistake,
                "wrong_at": chain.wrong_at,
            }

    def schema(self, settings: Settings) -> Any:
        import pyarrow as pa

        text, talk, whole = pa.string(), messages(), pa.int32()
        columns: dict[str, list[tuple[str, Any]]] = {
            "sft": [("messages", talk)],
            "dpo": [
                *((name, talk) for name in ("prompt", "chosen", "rejected")),
                ("kind", text),
                ("mistake", text),
                ("wrong_at", whole),
            ],
            "grpo": [("prompt", talk), ("solution", text), *([("steps", steps())] if settings.own["steps"] else [])],
            "prm": [
                ("prompt", text),
                ("completions", pa.list_(text)),
                ("labels", pa.list_(pa.bool_())),
                ("mistake", text),
                ("wrong_at", whole),
            ],
        }
        return schema([("id", text), ("images", "images"), *columns[settings.own["task"]]])

    def finish(self, folder: Path, header: Mapping[str, Any], totals: Totals, settings: Settings) -> None:
        if settings.own["task"] == "grpo":
            write_scorer(folder, self.plugins)


exporter = Trl()

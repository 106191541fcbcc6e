"""verl: Parquet of prompts with pictures, rule-based ground truths, and the scorer file (read in verl 0.9: rl_dataset.py).

verl's own scorer knows no foreign data_source, so proofpress_scorer.py is named in the configuration:
reward.custom_reward_function.path (older versions: custom_reward_function.path).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..model import Sample
from .columns import schema, steps
from .exporter import Exporter, Own, Row, Settings, Totals
from .llava import unmarked
from .preference import asked, payload, step_values, voice
from .trl import images_of, write_scorer

PROMPTING = {"reasoning": "think", "answer": "boxed", "suffix": True}


def marked(sample: Sample, text: str) -> str:
    """The prompt with its picture tokens, and no other that its text may hold."""
    return "<image>" * len(sample.images) + unmarked(text)


def number_of(row: str) -> int:
    """A stable number for a row, 0..2**53 - 1: every reader of Parquet and JSON keeps it as it is."""
    return int.from_bytes(hashlib.blake2b(row.encode(), digest_size=8).digest(), "little") >> 11


class Verl(Exporter):
    name = "verl"
    summary = "verl: prompts, pictures, ground truths and the scorer file for GRPO, PPO, …"
    writer = "parquet"
    pictures = "inline"
    defaults = PROMPTING
    columns = ("regions", "facts", "spec")
    own: Mapping[str, Own] = {"steps": Own(True, (), "extra_info.steps: each step's text, value, unit and boxes")}

    def rows(self, sample: Sample, paths: Sequence[str], settings: Settings) -> Iterator[Row]:
        images = images_of(sample)
        how = voice(sample, self.plugins) if settings.own["steps"] else None
        for question, text in asked(sample, settings):
            row = f"{sample.id}-{question.id}"
            extra: dict[str, Any] = {
                "split": sample.split,
                "index": number_of(row),
                "answer": question.answer.text,
                "question": question.text,
                "id": row,
                "template": f"{sample.engine}/{sample.template}",
                "form": question.form,
                "depth": question.depth,
                "difficulty": question.difficulty,
            }
            if how is not None:
                extra["steps"] = step_values(sample, question, how)
            yield {
                "data_source": f"proofpress/{sample.engine}",
                "prompt": [{"role": "user", "content": marked(sample, text)}],
                "images": images,
                "ability": sample.engine,
                "reward_model": {"style": "rule", "ground_truth": payload(sample, question, settings)},
                "extra_info": extra,
            }

    def schema(self, settings: Settings) -> Any:
        import pyarrow as pa

        s, whole = pa.string(), pa.int64()
        extra = [(n, s) for n in ("split", "answer", "question", "id", "template", "form")]
        extra[1:1] = [("index", whole)]
        extra += [("depth", whole), ("difficulty", whole)]
        if settings.own["steps"]:
            extra.append(("steps", steps()))
        return schema(
            [
                ("data_source", s),
                ("prompt", pa.list_(pa.struct([("role", s), ("content", s)]))),
                ("images", "images"),
                ("ability", s),
                ("reward_model", pa.struct([("style", s), ("ground_truth", s)])),
                ("extra_info", pa.struct(extra)),
            ]
        )

    def finish(self, folder: Path, header: Mapping[str, Any], totals: Totals, settings: Settings) -> None:
        write_scorer(folder, self.plugins)


exporter = Verl()

"""EasyR1: Parquet with prompt (a string holding <image>), answer and images, and the scorer file.

data.prompt_key=prompt data.answer_key=answer data.image_key=images; `answer` is the scorer's payload, which EasyR1 hands to
worker.reward.reward_function=proofpress_scorer.py:compute_score_batch as "ground_truth" (reward_type batch).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..model import Sample
from .columns import schema
from .exporter import Exporter, Row, Settings, Totals
from .preference import asked, payload
from .trl import images_of, write_scorer
from .verl import PROMPTING, marked


class EasyR1(Exporter):
    name = "easyr1"
    summary = "EasyR1: prompt, answer, images and the scorer file"
    writer = "parquet"
    pictures = "inline"
    defaults = PROMPTING
    columns = ("facts",)

    def rows(self, sample: Sample, paths: Sequence[str], settings: Settings) -> Iterator[Row]:
        images = images_of(sample)
        for question, text in asked(sample, settings):
            yield {
                "id": f"{sample.id}-{question.id}",
                "prompt": marked(sample, text),
                "answer": payload(sample, question, settings),
                "images": images,
            }

    def schema(self, settings: Settings) -> Any:
        import pyarrow as pa

        return schema([("id", pa.string()), ("prompt", pa.string()), ("answer", pa.string()), ("images", "images")])

    def finish(self, folder: Path, header: Mapping[str, Any], totals: Totals, settings: Settings) -> None:
        write_scorer(folder, self.plugins)


exporter = EasyR1()

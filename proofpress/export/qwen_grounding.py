"""Grounding for the Qwen-VL family: {id, image, conversations}, as its own fine-tuning code reads them, boxes in its own words.

`--dialect` says which: qwen2.5 (pixels of the picture as the processor resizes it; the row states that size, and the resize
follows factor, min_pixels and max_pixels, which must be those of the training run), thousandths (Qwen2-VL, Qwen3-VL) or
qwen-tags (Qwen-VL); any other dialect works too.  JSON answers are asked for in so many words (QwenLM/Qwen3-VL, cookbooks and
qwen-vl-finetune).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..model import Sample
from ..seeds import stream
from .boxes import QWEN25, Resize, emit, emit_all, mention
from .exporter import Exporter, Own, Row, Settings
from .grounding import BOX, OWN, tasks, written
from .lexicon import lexicon
from .llava import unmarked

_JSON = ("qwen2.5", "thousandths")


class QwenGrounding(Exporter):
    name = "qwen-grounding"
    summary = "Qwen-VL grounding: boxes as bbox_2d or tags, conversations for its fine-tuning code"
    writer = "jsonl"
    defaults: Mapping[str, Any] = {"dialect": "qwen2.5"}
    own: Mapping[str, Own] = {
        **OWN,
        "factor": Own(QWEN25.factor, help="The processor resizes to multiples of this (qwen2.5).", least=1),
        "min_pixels": Own(QWEN25.min_pixels, help="The smallest area that it resizes to.", least=1),
        "max_pixels": Own(QWEN25.max_pixels, help="The largest area that it resizes to.", least=1),
    }

    def rows(self, sample: Sample, paths: Sequence[str], settings: Settings) -> Iterator[Row]:
        resize = Resize(*(int(settings.own.get(k, getattr(QWEN25, k))) for k in ("factor", "min_pixels", "max_pixels")))
        size, dialect, words = (
            (sample.width, sample.height),
            settings.dialect,
            lexicon(sample.language, sample.engine, self.plugins),
        )
        rng = stream(sample.seed, "export", settings.seed, "qwen-grounding")
        for task in tasks(sample, settings, pixels=dialect == "pixels", plugins=self.plugins):
            label, box = task.items[0]
            several = emit_all(task.items, size, dialect, resize)
            user = written(task.question, label, mention(box, size, dialect, resize), several)
            said = written(task.answer, label, emit(box, size, dialect, label, resize), several)
            if words is not None and dialect in _JSON and task.answer == BOX:
                user = f"{user} {words.say('json', rng)}"
            row: dict[str, Any] = {
                "id": task.id,
                "image": paths[task.image],
                "conversations": [
                    {"from": "human", "value": f"<image>\n{unmarked(user)}"},
                    {"from": "gpt", "value": unmarked(said)},
                ],
            }
            if dialect == "qwen2.5":
                row["resized_width"], row["resized_height"] = resize(size)
            yield row


exporter = QwenGrounding()

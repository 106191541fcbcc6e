"""LLaMA-Factory's sharegpt format: {conversations: [{from, value}], images: [...]}, with dataset_info.json beside it.

Its loader counts `<image>` in all turns and refuses a row where the number is not len(images), so a text that happens to hold
the mark is taken apart.  `dataset_dir` and `media_dir` are the export's folder (its data/README.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..model import Sample
from .dataset_info import write_dataset_info
from .dialogue import dialogues
from .exporter import Exporter, Row, Settings, Totals
from .llava import conversations


class ShareGPT(Exporter):
    name = "sharegpt"
    summary = "LLaMA-Factory: conversations and images, with dataset_info.json"
    writer = "json"
    columns = ("captions",)

    def rows(self, sample: Sample, paths: Sequence[str], settings: Settings) -> Iterator[Row]:
        for dialogue in dialogues(sample, settings):
            yield {"id": dialogue.id, "conversations": conversations(dialogue), "images": list(paths)}

    def finish(self, folder: Path, header: Mapping[str, Any], totals: Totals, settings: Settings) -> None:
        write_dataset_info(folder, totals.files, {"messages": "conversations", "images": "images"})


exporter = ShareGPT()

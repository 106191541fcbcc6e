"""LLaMA-Factory's preference data: conversations, chosen, rejected and images, with a dataset_info.json of `ranking: true`.

The folder is a `dataset_dir`; the data sets are called proofpress_dpo_train, proofpress_dpo_validation, … (LLaMA-Factory,
data/README.md: preference datasets in the sharegpt format).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..model import Sample
from .dataset_info import write_dataset_info
from .exporter import Exporter, Own, Row, Settings, Totals
from .llava import unmarked
from .preference import PAIR_OPTIONS, pairs


class ShareGptDpo(Exporter):
    name = "sharegpt-dpo"
    summary = "LLaMA-Factory's preference data: chosen and rejected, with dataset_info.json"
    writer = "json"
    columns = ("regions", "facts", "spec")
    own: Mapping[str, Own] = PAIR_OPTIONS

    def rows(self, sample: Sample, paths: Sequence[str], settings: Settings) -> Iterator[Row]:
        mark = "<image>\n" * len(paths)
        for p in pairs(sample, settings, self.plugins):
            yield {
                "id": p.id,
                "conversations": [{"from": "human", "value": mark + unmarked(p.prompt)}],
                "chosen": {"from": "gpt", "value": unmarked(p.chosen)},
                "rejected": {"from": "gpt", "value": unmarked(p.rejected)},
                "images": list(paths),
                "kind": p.negative.kind,
                "mistake": p.negative.mistake,
                "wrong_at": p.negative.wrong_at,
            }

    def finish(self, folder: Path, header: Mapping[str, Any], totals: Totals, settings: Settings) -> None:
        columns = {"messages": "conversations", "chosen": "chosen", "rejected": "rejected", "images": "images"}
        write_dataset_info(folder, totals.files, columns, ranking=True, name="proofpress_dpo")


exporter = ShareGptDpo()

"""ms-swift's preference and reinforcement data: JSONL that `swift rlhf` reads, pictures as files.

    task=dpo     messages, rejected_response, images     swift rlhf --rlhf_type dpo (also orpo, simpo, cpo, rm)
    task=grpo    messages without an answer, solution    swift rlhf --rlhf_type grpo --external_plugins proofpress_swift.py

Its reward functions get the row's `solution` (read in ms-swift 4.6: dataset/preprocessor, rewards/orm.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..model import Sample
from ..store import write_file
from .exporter import Exporter, Own, Row, Settings, Totals
from .llava import unmarked
from .preference import PAIR_OPTIONS, asked, pairs, payload
from .trl import write_scorer
from .verl import marked

PLUGIN = "proofpress_swift.py"
_PLUGIN = '''"""The reward `proofpress` for ms-swift: --external_plugins proofpress_swift.py --reward_funcs proofpress"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from proofpress_scorer import reward  # noqa: E402
from swift.rewards import ORM, orms  # noqa: E402


class Proofpress(ORM):
    def __call__(self, completions, solution, **kwargs):
        return reward(completions, solution)


orms["proofpress"] = Proofpress
'''


class SwiftRlhf(Exporter):
    name = "swift-rlhf"
    summary = "ms-swift: preference pairs (--set task=dpo) or prompts with solutions (task=grpo)"
    writer = "jsonl"
    columns = ("regions", "facts", "spec")
    own: Mapping[str, Own] = {"task": Own("dpo", ("dpo", "grpo"), "what the rows are for"), **PAIR_OPTIONS}

    def rows(self, sample: Sample, paths: Sequence[str], settings: Settings) -> Iterator[Row]:
        if settings.own["task"] == "grpo":
            for question, text in asked(sample, settings):
                yield {
                    "id": f"{sample.id}-{question.id}",
                    "messages": [{"role": "user", "content": marked(sample, text)}],
                    "images": list(paths),
                    "solution": payload(sample, question, settings),
                }
            return
        for p in pairs(sample, settings, self.plugins):
            said = [("user", marked(sample, p.prompt)), ("assistant", unmarked(p.chosen))]
            yield {
                "id": p.id,
                "messages": [{"role": role, "content": text} for role, text in said],
                "rejected_response": unmarked(p.rejected),
                "images": list(paths),
            }

    def finish(self, folder: Path, header: Mapping[str, Any], totals: Totals, settings: Settings) -> None:
        if settings.own["task"] == "grpo":
            write_scorer(folder, self.plugins)
            write_file(folder / PLUGIN, _PLUGIN.encode())


exporter = SwiftRlhf()

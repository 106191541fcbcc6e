"""LLaVA's training file: a list of {id, image, conversations: [{from: human|gpt, value}]} beside the pictures.

`image` is relative to --image_folder.  Its preprocessor expects `<image>` in the first human turn and moves it to the front
(github.com/haotian-liu/LLaVA, docs/Finetune_Custom_Data.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model import Sample
from .dialogue import dialogues
from .exporter import Dialogue, Exporter, Row, Settings

_MARKS = re.compile(r"<(image|video|audio)>")


def unmarked(text: str) -> str:
    """The text with any media token that it happens to hold taken apart: loaders count them."""
    return _MARKS.sub(r"< \1 >", text)


def conversations(dialogue: Dialogue, user: str = "human", assistant: str = "gpt") -> list[dict[str, str]]:
    """The turns as from/value pairs, a line `<image>` for each picture before the first."""
    out = []
    for i, turn in enumerate(dialogue.turns):
        mark = "<image>\n" * len(dialogue.sample.images) if i == 0 else ""
        out += [{"from": user, "value": mark + unmarked(turn.user)}, {"from": assistant, "value": unmarked(turn.assistant)}]
    return out


class Llava(Exporter):
    name = "llava"
    summary = "LLaVA and its heirs: one JSON list, image and conversations"
    writer = "json"
    columns = ("captions",)

    def rows(self, sample: Sample, paths: Sequence[str], settings: Settings) -> Iterator[Row]:
        image = paths[0] if len(paths) == 1 else list(paths)
        for dialogue in dialogues(sample, settings):
            yield {"id": dialogue.id, "image": image, "conversations": conversations(dialogue)}


exporter = Llava()

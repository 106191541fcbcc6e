"""ms-swift: {id, messages, images, objects}, a line a row, for every model that it trains.

Boxes stand apart from the words: `<ref-object>` and `<bbox>` mark where they go, `objects.ref` and `objects.bbox` list them in
the order in which they come; ms-swift writes them as the model at hand has learnt to (its documentation, Custom-dataset,
Grounding), so that --dialect has no say here.  bbox_type "real": pixels of the stored picture.  Two numbers are a point.
image_id: which picture a box is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..model import Sample
from .boxes import EXACT, cut, emit, emit_all
from .dialogue import dialogues
from .exporter import Exporter, Own, Row, Settings
from .grounding import OWN, Task, says_pixels, tasks, written

_TAKEN = re.compile(r"<(image|video|audio|bbox|ref-object|cot-process|start-image)>")  # words that ms-swift would replace


class Swift(Exporter):
    name = "swift"
    summary = "ms-swift: messages, images and grounding objects"
    writer = "jsonl"
    own: Mapping[str, Own] = {
        **OWN,
        "questions": Own(True, help="Also the set's questions, as --kind says; else grounding tasks alone."),
    }

    def rows(self, sample: Sample, paths: Sequence[str], settings: Settings) -> Iterator[Row]:
        settings = replace(settings, dialect=EXACT)
        asked = bool(settings.own.get("questions", True))
        if asked:
            fitting = replace(sample, questions=tuple(q for q in sample.questions if not says_pixels(sample, q)))
            for dialogue in dialogues(fitting, settings):
                turns = [(t.user, t.assistant) for t in dialogue.turns]
                yield from _row(dialogue.id, turns, paths, 0)
        for task in tasks(sample, settings, plugins=self.plugins):
            if task.kind != "record" or not asked:
                yield from _row(task.id, [_turn(task, (sample.width, sample.height))], paths, task.image)


def _turn(task: Task, size: tuple[int, int]) -> tuple[str, str]:
    """What the user and the assistant say, boxes in the dialect EXACT; a name is a box without numbers."""
    label, box = task.items[0]
    one, several = emit(box, size, EXACT), emit_all(task.items, size, EXACT)
    question, answer = (written(t, emit((), size, EXACT, label), one, several) for t in (task.question, task.answer))
    return question, answer


def _row(id: str, turns: Sequence[tuple[str, str]], paths: Sequence[str], image: int) -> Iterator[Row]:
    """The row, or none where the words hold one of ms-swift's own marks."""
    if any(_TAKEN.search(text) for turn in turns for text in turn):
        return
    refs: list[str] = []
    boxes: list[list[float]] = []
    messages = []
    for i, turn in enumerate(turns):
        for role, text in zip(("user", "assistant"), turn, strict=True):
            marks = "<image>" * len(paths) if i == 0 and role == "user" else ""
            messages.append({"role": role, "content": marks + _marked(text, refs, boxes)})
    objects: dict[str, Any] = {"ref": refs, "bbox": boxes, "bbox_type": "real", "image_id": [image] * len(boxes)}
    yield {"id": id, "messages": messages, "images": list(paths), "objects": objects}


def _marked(text: str, refs: list[str], boxes: list[list[float]]) -> str:
    """The text with placeholders; what they stand for is added to the lists."""
    out = ""
    for piece in cut(text):
        if isinstance(piece, str):
            out += piece
            continue
        label, box = piece
        if label:
            refs.append(label)
            out += "<ref-object>"
        if box:
            boxes.append(list(box))
            out += "<bbox>"
    return out


exporter = Swift()

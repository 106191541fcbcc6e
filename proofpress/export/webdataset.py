"""WebDataset: tar shards whose members share a key, `<id>.png` beside `<id>.json` (github.com/webdataset/webdataset).

rows=picture   one tar sample a picture; its JSON holds all its dialogues
rows=dialogue  one tar sample a dialogue, each with the picture

The key ends at the first dot of the name, so ids have none; a second picture is `<id>.1.png`.  Times and owners are zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..model import Sample
from .dialogue import dialogues
from .exporter import Dialogue, Exporter, Own, Row, Settings
from .llava import conversations
from .openai_messages import media_type

_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


class WebDataset(Exporter):
    name = "webdataset"
    summary = "tar shards for streaming: a picture and a JSON a sample"
    writer = "tar"
    pictures = "inline"
    columns = ("captions",)
    own: Mapping[str, Own] = {
        "rows": Own("picture", ("picture", "dialogue"), "a tar sample a picture with all its dialogues, or a dialogue"),
        "shard_mb": Own(256.0, (), "about how large a tar file is, in megabytes", least=0.001),
    }

    def rows(self, sample: Sample, paths: Sequence[str], settings: Settings) -> Iterator[Row]:
        told = dialogues(sample, settings)
        pictures = {
            f"{'' if i == 0 else f'{i}.'}{_ENDINGS[media_type(image.bytes)]}": image.bytes
            for i, image in enumerate(sample.images)
        }
        about = {k: getattr(sample, k) for k in ("engine", "template", "language", "split", "width", "height")}
        if settings.own["rows"] == "dialogue":
            for dialogue in told:
                yield {"__key__": dialogue.id, **pictures, "json": {**_told(dialogue), "sample": sample.id, **about}}
        elif told:
            yield {"__key__": sample.id, **pictures, "json": {"id": sample.id, **about, "dialogues": [_told(d) for d in told]}}


def _told(dialogue: Dialogue) -> dict[str, Any]:
    return {"id": dialogue.id, "kind": dialogue.kind, "conversations": conversations(dialogue)}


exporter = WebDataset()

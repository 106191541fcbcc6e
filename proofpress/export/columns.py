"""Parquet columns that `datasets` reads as pictures and messages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

Part = dict[str, str | None]


def schema(columns: Sequence[tuple[str, Any]]) -> pa.Schema:
    """A schema of (name, pyarrow type); the type "images" stands for a list of pictures, which `datasets` decodes."""
    import pyarrow as pa

    pictures = pa.list_(pa.struct([("bytes", pa.binary()), ("path", pa.string())]))
    fields = [pa.field(name, pictures if kind == "images" else kind) for name, kind in columns]
    features = {name: {"feature": {"_type": "Image"}, "_type": "List"} for name, kind in columns if kind == "images"}
    about = {"huggingface": json.dumps({"info": {"features": features}})}
    return pa.schema(fields, metadata=about)


def messages() -> pa.DataType:
    """Messages whose content is a list of parts."""
    import pyarrow as pa

    part = pa.struct([("type", pa.string()), ("text", pa.string())])
    return pa.list_(pa.struct([("role", pa.string()), ("content", pa.list_(part))]))


def message(role: str, text: str, pictures: int = 0) -> dict[str, Any]:
    """One message, its pictures before its text."""
    parts: list[Part] = [{"type": "image", "text": None}] * pictures
    return {"role": role, "content": [*parts, {"type": "text", "text": text}]}


def steps() -> pa.DataType:
    """The per-step values of preference.step_values."""
    import pyarrow as pa

    s = pa.string()
    boxes = pa.list_(pa.list_(pa.float32()))
    return pa.list_(pa.struct([("text", s), ("op", s), ("value", s), ("unit", s), ("boxes", boxes)]))

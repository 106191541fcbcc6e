"""The record as Parquet columns."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .model import Sample

_s, _f32, _i8 = pa.string(), pa.float32(), pa.int8()


def _rows(**fields: pa.DataType) -> pa.DataType:
    return pa.list_(pa.struct(list(fields.items())))


_HF = json.dumps({"info": {"features": {"images": {"feature": {"_type": "Image"}, "_type": "Sequence"}}}})
SCHEMA = pa.schema(
    [
        *((name, _s) for name in ("id", "engine", "engine_version", "template", "language", "split")),
        ("seed", pa.uint64()),
        ("images", _rows(bytes=pa.binary(), path=_s)),
        ("width", pa.int32()),
        ("height", pa.int32()),
        ("captions", _rows(level=_i8, text=_s)),
        (
            "regions",
            _rows(
                id=_s,
                image=_i8,
                role=_s,
                quad=pa.list_(_f32, 8),
                text=_s,
                parent=_s,
                visible=_f32,
                chars=pa.list_(_f32),
                ink=_s,
                format=_s,
                order=pa.int32(),
                polygon=pa.list_(_f32),
                font=_s,
                size=_f32,
            ),
        ),
        (
            "facts",
            _rows(
                id=_s,
                predicate=_s,
                args=pa.list_(_s),
                value=_s,
                unit=_s,
                regions=pa.list_(_s),
                given=_s,
                margin=pa.float64(),
                at=pa.list_(_s),
            ),
        ),
        (
            "questions",
            _rows(
                id=_s,
                form=_s,
                text=_s,
                answer=pa.struct(
                    [
                        ("type", _s),
                        ("value", _s),
                        ("text", _s),
                        ("unit", _s),
                        ("tolerance", pa.float64()),
                        ("aliases", pa.list_(_s)),
                    ]
                ),
                choices=pa.list_(_s),
                steps=_rows(op=_s, inputs=pa.list_(_s), output=_s, value=_s, text=_s, regions=pa.list_(_s), variant=pa.int16()),
                givens=pa.list_(_s),
                depth=_i8,
                difficulty=_i8,
                skills=pa.list_(_s),
                text_load=_s,
                group=_s,
                turn=pa.int16(),
            ),
        ),
        *((name, _s) for name in ("spec", "style", "degradations")),
        ("sizes", pa.list_(pa.list_(pa.int32(), 2))),
    ],
    metadata={"huggingface": _HF},
)


# What a model's pass leaves beside a sample: opinions and other words, never a truth.
# verdict: JSON, or "none" where there is no verdict; detail: JSON of whatever else a pass records.
# part: what was reworded ("text", "step:2", "caption:1"); n: the number of the variant.
BESIDE: dict[str, tuple[str, ...]] = {
    "reviews": ("question", "pass", "kind", "verdict", "model", "detail"),
    "wordings": ("question", "part", "original", "text", "style", "n", "detail"),
}
PASSED = pa.schema(
    [
        *SCHEMA,
        *(pa.field(c, _rows(**{k: pa.int32() if k == "n" else _s for k in keys})) for c, keys in BESIDE.items()),
    ],
    metadata=SCHEMA.metadata,
)


def table(samples: Sequence[Sample | Mapping[str, Any]], schema: pa.Schema = SCHEMA) -> pa.Table:
    """Samples, or rows that are records already, as rows of the record."""
    rows = [s.to_record() if isinstance(s, Sample) else s for s in samples]
    return pa.Table.from_pylist(rows, schema=schema)


def beside(column: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `reviews` or `wordings` as it is stored; keys that have no column of their own go into `detail`."""
    keys = BESIDE[column]
    out: dict[str, Any] = {k: row.get(k, 0 if k == "n" else "") for k in keys}
    more = {k: v for k, v in row.items() if k not in keys}
    out["detail"] = row.get("detail") or (json.dumps(more, sort_keys=True, ensure_ascii=False) if more else "")
    return {
        k: v if k == "n" or isinstance(v, str) else json.dumps(v, sort_keys=True, ensure_ascii=False) for k, v in out.items()
    }


@lru_cache(maxsize=2)
def leaves(schema: pa.Schema = SCHEMA) -> tuple[str, ...]:
    """The dotted paths of the leaf columns, as Parquet names them."""
    sink = pa.BufferOutputStream()
    pq.write_table(schema.empty_table(), sink)
    written = pq.ParquetFile(pa.BufferReader(sink.getvalue())).schema
    return tuple(written.column(i).path for i in range(len(written)))

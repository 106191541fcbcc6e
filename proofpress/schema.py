"""The record as Parquet columns (design, section 5)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

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
            ),
        ),
        ("facts", _rows(id=_s, predicate=_s, args=pa.list_(_s), value=_s, unit=_s, regions=pa.list_(_s), given=_s)),
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
                steps=_rows(op=_s, inputs=pa.list_(_s), output=_s, value=_s, text=_s, regions=pa.list_(_s)),
                givens=pa.list_(_s),
                depth=_i8,
                difficulty=_i8,
                skills=pa.list_(_s),
                text_load=_s,
            ),
        ),
        *((name, _s) for name in ("spec", "style", "degradations")),
    ],
    metadata={"huggingface": _HF},
)


def table(samples: Sequence[Sample]) -> pa.Table:
    """Samples as rows of the record."""
    return pa.Table.from_pylist([s.to_record() for s in samples], schema=SCHEMA)


@lru_cache(maxsize=1)
def leaves() -> tuple[str, ...]:
    """The dotted paths of the leaf columns, as Parquet names them."""
    sink = pa.BufferOutputStream()
    pq.write_table(SCHEMA.empty_table(), sink)
    schema = pq.ParquetFile(pa.BufferReader(sink.getvalue())).schema
    return tuple(schema.column(i).path for i in range(len(schema)))

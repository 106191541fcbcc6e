"""Croissant 1.1 metadata of a folder of Parquet files (docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from .exporter import Totals

_PARQUET = "application/x-parquet"  # the name that mlcroissant reads by
_LANGUAGE = {"@container": "@language"}
# the vocabulary that Croissant 1.1 asks every file to spell out
_CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    **{
        term: f"cr:{term}"
        for term in (
            *("arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field", "fileProperty"),
            *("fileObject", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5"),
            *("parentField", "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate"),
            *("separator", "source", "subField", "transform"),
        )
    },
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": _LANGUAGE,
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": _LANGUAGE,
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
}
_KINDS = (
    (pa.types.is_string, "sc:Text"),
    (pa.types.is_integer, "sc:Integer"),
    (pa.types.is_floating, "sc:Float"),
    (pa.types.is_binary, "sc:Text"),
)


def croissant(folder: Path, title: str, text: str, license: str, url: str, schema: pa.Schema, totals: Totals) -> dict[str, Any]:
    """The metadata: each file with its checksum, and a record set a split with every column."""
    files, sets, records = [], [], []
    for split, names in totals.files.items():
        if not names:
            continue
        files += [_file(folder, name) for name in names]
        sets.append(
            {
                "@type": "cr:FileSet",
                "@id": f"{split}-files",
                "name": f"{split}-files",
                "encodingFormat": _PARQUET,
                "includes": pattern(split, totals),
            }
        )
        records.append(
            {
                "@type": "cr:RecordSet",
                "@id": split,
                "name": split,
                "description": f"The {totals.rows[split]} rows of the split {split}.",
                "field": [_field(split, f) for f in schema],
            }
        )
    return {
        "@context": dict(_CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": title,
        "description": text,
        "license": f"https://spdx.org/licenses/{_spdx(license)}",
        **({"url": url} if url else {}),
        "version": "1.0.0",
        "distribution": [*files, *sets],
        "recordSet": records,
    }


def pattern(split: str, totals: Totals) -> str:
    """A glob for the files of one split, and of no other whose name begins like it (train, train-hard)."""
    alike = any(other.startswith(f"{split}-") for other in totals.files)
    return f"data/{split}-{'[0-9]' * 5 + '-of-' if alike else ''}*.parquet"


def _spdx(license: str) -> str:
    return {"apache-2.0": "Apache-2.0", "mit": "MIT", "cc0-1.0": "CC0-1.0"}.get(license, license.upper())


def _file(folder: Path, name: str) -> dict[str, Any]:
    with (folder / name).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": name,
        "contentSize": f"{(folder / name).stat().st_size} B",
        "encodingFormat": _PARQUET,
        "sha256": digest,
    }


def _field(split: str, field: pa.Field) -> dict[str, Any]:
    kind: Any = field.type
    out = _named(f"{split}/{field.name}", field.name)
    if not pa.types.is_list(kind):
        return {**out, "dataType": _kind(kind), "source": _source(split, field.name)}
    inner = kind.value_type
    if not pa.types.is_struct(inner):
        array = {"isArray": True, "arrayShape": "-1"}
        return {**out, **array, "dataType": _kind(inner), "source": _source(split, field.name)}
    if inner.get_field_index("bytes") >= 0:  # pictures
        return {**out, "repeated": True, "dataType": "sc:ImageObject", "source": _source(split, field.name, "bytes")}
    parts = [
        {**_named(f"{split}/{field.name}/{sub.name}", sub.name), "dataType": _kind(sub.type)}
        | {"source": _source(split, field.name, sub.name)}
        for sub in inner
        if any(test(sub.type) for test, _ in _KINDS)  # deeper structures are left to Parquet's own schema
    ]
    return {**out, "isArray": True, "arrayShape": "-1", "subField": parts}


def _named(id: str, name: str) -> dict[str, Any]:
    return {"@type": "cr:Field", "@id": id, "name": name}


def _kind(kind: pa.DataType) -> str:
    return next((name for test, name in _KINDS if test(kind)), "sc:Text")


def _source(split: str, column: str, part: str = "") -> dict[str, Any]:
    source: dict[str, Any] = {"fileSet": {"@id": f"{split}-files"}, "extract": {"column": column}}
    return {**source, "transform": {"jsonPath": part}} if part else source

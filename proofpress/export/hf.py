"""A folder for the Hugging Face Hub and `datasets.load_dataset(folder)`: Parquet, a dataset card and Croissant metadata.

rows=dialogue  id, sample, kind, images, messages [{role, content}], question_ids, answers, and how the sample was made
rows=record    the whole record, a row a sample, with what a model's pass left beside it

A picture that several rows of a row group show is stored once there (dictionary encoding).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from ..data_paths import data_folder
from ..model import Sample
from ..schema import PASSED, SCHEMA
from ..store import write_file
from .choose import questions
from .croissant import croissant, pattern
from .dialogue import dialogues
from .exporter import COLUMNS, Dialogue, Exporter, Own, Row, Settings, Totals

_LARGER = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"))
_TEXTS = ("id", "sample", "kind", "engine", "template", "language")
_IMAGES = pa.list_(pa.struct([("bytes", pa.binary()), ("path", pa.string())]))
_MESSAGES = pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))
_IMAGE_FEATURE = {"info": {"features": {"images": {"feature": {"_type": "Image"}, "_type": "Sequence"}}}}
DIALOGUES = pa.schema(
    [
        *((name, pa.string()) for name in _TEXTS),
        ("images", _IMAGES),
        ("messages", _MESSAGES),
        ("question_ids", pa.list_(pa.string())),
        ("answers", pa.list_(pa.string())),
    ],
    metadata={"huggingface": json.dumps(_IMAGE_FEATURE)},
)


class HuggingFace(Exporter):
    name = "hf"
    summary = "a folder for datasets.load_dataset and the Hub: Parquet, dataset card, Croissant"
    writer = "parquet"
    pictures = "inline"
    own: Mapping[str, Own] = {
        "rows": Own("dialogue", ("dialogue", "record"), "a row a dialogue, or a row a sample with the whole record"),
        "title": Own("", (), "the name on the card; told from the set unless given"),
        "license": Own("apache-2.0", (), "the licence on the card, as the Hub names it"),
        "url": Own("", (), "where the data will be found, for croissant.json"),
    }

    def columns_for(self, settings: Settings) -> Sequence[str]:
        return COLUMNS if settings.own["rows"] == "record" else ("captions",)

    def rows(self, sample: Sample, paths: Sequence[str], settings: Settings) -> Iterator[Row]:
        told = dialogues(sample, settings)
        if settings.own["rows"] == "record":
            if told:
                yield _record(sample, self.left, {q.id for q in questions(sample, settings)})
            return
        images = [{"bytes": i.bytes, "path": i.path} for i in sample.images]
        for dialogue in told:
            yield _row(dialogue, images)

    def schema(self, settings: Settings) -> pa.Schema:
        if settings.own["rows"] == "record":
            return PASSED if self.left else SCHEMA
        return DIALOGUES

    def finish(self, folder: Path, header: Mapping[str, Any], totals: Totals, settings: Settings) -> None:
        title = settings.own["title"] or f"proofpress-{header['fingerprint'][:8]}"
        schema = self.schema(settings)
        about = _about(folder, header, totals, settings, title, schema)
        write_file(folder / "README.md", _card(about).encode())
        data = croissant(folder, title, about["text"], settings.own["license"], settings.own["url"], schema, totals)
        write_file(folder / "croissant.json", (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode())


def _record(sample: Sample, left: Mapping[str, Sequence[Mapping[str, Any]]], asked: set[str]) -> Row:
    """The record with the questions that are asked for, and what a pass left beside them and the picture."""
    row = sample.to_record()
    row["questions"] = [q for q in row["questions"] if q["id"] in asked]
    return {**row, **{column: [r for r in rows if r["question"] in asked | {""}] for column, rows in left.items()}}


def _row(dialogue: Dialogue, images: list[dict[str, Any]]) -> Row:
    sample, turns = dialogue.sample, dialogue.turns
    said = [(role, text) for t in turns for role, text in (("user", t.user), ("assistant", t.assistant))]
    return {
        "id": dialogue.id,
        "sample": sample.id,
        "kind": dialogue.kind,
        "engine": sample.engine,
        "template": sample.template,
        "language": sample.language,
        "images": images,
        "messages": [{"role": role, "content": text} for role, text in said],
        "question_ids": [t.question.id for t in turns if t.question],
        "answers": [t.question.answer.text for t in turns if t.question],
    }


# --- the card ---------------------------------------------------------------------------------------------------------
def features(schema: pa.Schema) -> list[dict[str, Any]]:
    """The columns as a card's header names them; a list of (bytes, path) is a list of pictures."""
    return [{"name": field.name, **_feature(field.type)} for field in schema]


def _feature(kind: pa.DataType) -> dict[str, Any]:
    if kind == _IMAGES:
        return {"list": "image"}
    if pa.types.is_struct(kind):
        return {"struct": features(pa.schema(list(kind)))}
    if pa.types.is_list(kind) or pa.types.is_fixed_size_list(kind):
        inner = _feature(kind.value_type)
        out = {"list": inner.get("dtype") or inner.get("struct") or inner}
        return {**out, "length": kind.list_size} if pa.types.is_fixed_size_list(kind) else out
    return {"dtype": {"double": "float64", "float": "float32"}.get(str(kind), str(kind))}


def _about(
    folder: Path, header: Mapping[str, Any], totals: Totals, settings: Settings, title: str, schema: pa.Schema
) -> dict[str, Any]:
    rows = sum(totals.rows.values())
    sizes = {split: sum((folder / f).stat().st_size for f in files) for split, files in totals.files.items()}
    recipe, versions = header["recipe"], header["versions"]
    counts, languages = _counted(folder, totals)
    front = {
        "pretty_name": title,
        "license": settings.own["license"],
        "language": sorted(languages) or ["en"],
        "task_categories": ["visual-question-answering", "image-text-to-text"],
        "tags": ["synthetic", "proofpress", *sorted({name.split("/")[0] for name in counts})],
        "size_categories": [next((name for top, name in _LARGER if rows < top), "n>10M")],
        "configs": [
            {
                "config_name": "default",
                "data_files": [{"split": _named(s), "path": pattern(s, totals)} for s, files in totals.files.items() if files],
            }
        ],
        "dataset_info": {
            "features": features(schema),
            "splits": [{"name": _named(s), "num_bytes": sizes[s], "num_examples": n} for s, n in totals.rows.items() if n],
            "download_size": sum(sizes.values()),
            "dataset_size": sum(sizes.values()),
        },
    }
    kinds = {"dialogue": "dialogues", "record": "records"}[settings.own["rows"]]
    return {
        "front": yaml.safe_dump(front, sort_keys=False, allow_unicode=True),
        "title": title,
        "text": f"{rows:,} {kinds} about {totals.pictures:,} rendered pictures with exact, proved answers.",
        "kinds": kinds,
        "totals": totals,
        "counts": sorted(counts.items()),
        "examples": _examples(folder, totals, settings),
        "recipe": json.dumps(recipe, ensure_ascii=False, sort_keys=True, indent=1),
        "versions": versions,
        "settings": settings,
    }


def _named(split: str) -> str:
    """A split as `datasets` may call it: letters, digits and _."""
    return split.replace("-", "_")


def _files(folder: Path, totals: Totals) -> Iterator[pq.ParquetFile]:
    for files in totals.files.values():
        for name in files:
            with pq.ParquetFile(folder / name) as file:
                yield file


def _counted(folder: Path, totals: Totals) -> tuple[Counter[str], set[str]]:
    """Rows by template, and the languages."""
    counts: Counter[str] = Counter()
    languages: set[str] = set()
    for file in _files(folder, totals):
        for i in range(file.metadata.num_row_groups):
            for row in file.read_row_group(i, ["engine", "template", "language"]).to_pylist():
                counts[f"{row['engine']}/{row['template']}"] += 1
                languages.add(row["language"])
    return counts, languages


def _examples(folder: Path, totals: Totals, settings: Settings) -> list[tuple[str, str, str]]:
    """Three rows to show: id, the user's words, the assistant's."""
    if settings.own["rows"] == "record":
        return []
    for file in _files(folder, totals):
        rows = file.read_row_group(0, ["id", "messages"]).to_pylist() if file.metadata.num_row_groups else []
        spread = rows[:: max(1, len(rows) // 3)][:3]
        return [(r["id"], r["messages"][0]["content"], r["messages"][1]["content"]) for r in spread if r["messages"]]
    return []


def _card(about: Mapping[str, Any]) -> str:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    env = SandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    env.filters["cell"] = lambda text: str(text).replace("|", "\\|").replace("\n", "<br>")
    text: str = env.from_string((data_folder("templates") / "export" / "card.md.j2").read_text("utf-8")).render(about)
    return text


exporter = HuggingFace()

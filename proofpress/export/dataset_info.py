"""LLaMA-Factory's dataset_info.json: what a folder holds, so that it works as its `dataset_dir` (data/README.md there)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..store import write_file

SHAREGPT_TAGS: Mapping[str, str] = {
    "role_tag": "from",
    "content_tag": "value",
    "user_tag": "human",
    "assistant_tag": "gpt",
    "system_tag": "system",
}


def entry(
    file: str, columns: Mapping[str, str], tags: Mapping[str, str] = SHAREGPT_TAGS, ranking: bool = False
) -> dict[str, Any]:
    """One data set in sharegpt formatting.  columns: their role in LLaMA-Factory -> their name in the file."""
    about: dict[str, Any] = {"file_name": file, "formatting": "sharegpt", "columns": dict(columns), "tags": dict(tags)}
    return {**about, "ranking": True} if ranking else about


def write_dataset_info(
    folder: Path,
    files: Mapping[str, Sequence[str]],
    columns: Mapping[str, str],
    ranking: bool = False,
    name: str = "proofpress",
) -> None:
    """Write dataset_info.json: the data sets NAME_train, NAME_validation, ... for the file of each split."""
    info = {f"{name}_{split}": entry(of[0], columns, ranking=ranking) for split, of in sorted(files.items()) if of}
    write_file(folder / "dataset_info.json", (json.dumps(info, indent=2, ensure_ascii=False) + "\n").encode())

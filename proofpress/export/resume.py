"""What an export's folder holds already: which export it is, which of its shards are whole, and whether it is finished."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..data_paths import data_folder
from ..errors import BadInput
from ..store import SampleSet, write_file
from .exporter import Exporter, Settings
from .writers import PartFile

PARTS = ".parts"


@dataclass(frozen=True, slots=True)
class Done:
    """One shard, exported."""

    shard: int
    samples: int
    parts: Mapping[str, PartFile]
    pictures: int
    bytes: int
    sha256: str


def mark_of(held: SampleSet, exporter: Exporter, settings: Settings) -> dict[str, Any]:
    """What decides the bytes of an export."""
    from ..version import __version__

    wording = hashlib.sha256()
    for file in sorted((data_folder("templates") / "export").rglob("*.yaml")):
        wording.update(file.read_bytes() + b"\0")
    about = {
        "exporter": exporter.name,
        "set": held.header["fingerprint"],
        "settings": asdict(settings),
        "proofpress": f"{__version__}+{wording.hexdigest()[:12]}",
    }
    return dict(json.loads(json.dumps(about, sort_keys=True)))


def finished(out: Path, mark: Mapping[str, Any]) -> bool:
    """Whether `out` holds this very export, whole.  BadInput when it holds another."""
    path = out / "export.json"
    if not path.is_file():
        return False
    try:
        about = json.loads(path.read_text("utf-8"))
        held = about["made_from"]
        files = {f["name"]: f["bytes"] for f in about["files"]}
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{path}: cannot be read ({type(error).__name__}); choose another folder or remove it") from None
    if held != mark:
        raise BadInput(f"output {out}: holds another export ({_difference(held, mark)}); choose another folder or remove it")
    whole = all((out / n).is_file() and (out / n).stat().st_size == size for n, size in files.items())
    return whole and sum(len(list(f.iterdir())) for f in _folders(out / "images")) == about["picture_files"]


def _folders(path: Path) -> list[Path]:
    return [f for f in path.iterdir() if f.is_dir()] if path.is_dir() else []


def _difference(held: Mapping[str, Any], mark: Mapping[str, Any]) -> str:
    if held.get("settings") != mark["settings"] and held.get("exporter") == mark["exporter"]:
        theirs, mine = held.get("settings") or {}, mark["settings"]
        key = next((k for k in sorted({*theirs, *mine}) if theirs.get(k) != mine.get(k)), "?")
        return f"{key} is {json.dumps(theirs.get(key))}, not {json.dumps(mine.get(key))}"
    key = next((k for k in ("exporter", "set", "proofpress") if held.get(k) != mark[k]), "?")
    return f"{key} is {json.dumps(held.get(key))}, not {json.dumps(mark[key])}"


def take_up(out: Path, mark: Mapping[str, Any]) -> dict[int, Done]:
    """Make the folder or take up the same export again; returns the shards that are whole."""
    if out.exists() and not out.is_dir():
        raise BadInput(f"output {out}: is a file; choose a folder")
    out.mkdir(parents=True, exist_ok=True)  # first: NEW/.. is there only from now on
    header = out / PARTS / "header.json"
    if header.is_file():
        held = json.loads(header.read_text("utf-8"))
        if held != mark:
            raise BadInput(
                f"output {out}: holds another export ({_difference(held, mark)}); choose another folder or remove it"
            )
    elif not (out / "export.json").is_file() and any(f.name != PARTS for f in out.iterdir()):
        raise BadInput(f"output {out}: is not empty and holds no export; choose another folder")
    (out / PARTS).mkdir(exist_ok=True)
    if not header.is_file():
        write_file(header, json.dumps(mark).encode())
    found = (_report(out, path) for path in sorted((out / PARTS).glob("[0-9]*.json")))
    return {done.shard: done for done in found if done is not None}


def _report(out: Path, path: Path) -> Done | None:
    """A shard's report, when what it reports is all there."""
    try:
        data = json.loads(path.read_text("utf-8"))
        parts = {
            split: PartFile(out / PARTS / p["name"], p["rows"], tuple(p["cuts"])) for split, p in data.pop("parts").items()
        }
        sizes = {p["name"]: p["bytes"] for p in data.pop("sizes")}
        done = Done(**data, parts=parts)
        pictures = [f.stat().st_size for f in _files(out / "images" / f"{done.shard:05d}")]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    whole = all((out / PARTS / n).is_file() and (out / PARTS / n).stat().st_size == s for n, s in sizes.items())
    return done if whole and sum(pictures) == done.bytes else None


def _files(folder: Path) -> Iterator[Path]:
    return folder.iterdir() if folder.is_dir() else iter(())

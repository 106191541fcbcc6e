"""A set through an exporter: shard by shard in parallel, resumable, joined into the consumer's files at the end.

    DIR/.parts/header.json       which export this is; another one is refused
    DIR/.parts/00000.json        shard 0 is whole: its rows by split, its pictures with a checksum
    DIR/.parts/00000.train       shard 0's rows of the split `train`
    DIR/images/00000/<id>.png    its pictures, byte for byte
    DIR/export.json              written last: settings, counts, and every file with its sha256

A shard whose report is there is kept; all else is made again.  The bytes do not depend on workers, order or interruptions.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import BadInput
from ..model import Sample
from ..registry import Registry, brief
from ..run import pool
from ..run.progress import Meter
from ..run.task import single_threaded
from ..schema import BESIDE
from ..store import SampleSet, is_local, write_file
from . import choose
from .exporter import COLUMNS, Exporter, Settings, Totals, checked, settings_for
from .resume import PARTS, Done, finished, mark_of, take_up
from .writers import SINKS, Sink, join

_ROWS = 32  # samples in memory
_EMPTY: Mapping[str, Any] = {"captions": [], "regions": [], "facts": [], "spec": "null", "style": "null", "degradations": "[]"}


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds: rows by split, pictures, files; seconds of this run, and how many samples it had to read."""

    root: Path
    rows: Mapping[str, int]
    pictures: int
    files: tuple[str, ...]
    seconds: float
    made: int


def export_set(
    root: Path,
    name: str,
    out: Path,
    settings: Settings | None = None,
    workers: int = 1,
    plugins: tuple[str, ...] = (),
    quiet: bool = False,
) -> Exported:
    """Export a finished set (a folder or a URL) to the folder `out`, or the rest of it.  No settings: the exporter's own."""
    start = time.monotonic()
    exporter = _exporter(name, plugins)
    settings = settings_for(exporter) if settings is None else checked(exporter, settings)
    held = SampleSet(root)
    if not is_local(out):
        raise BadInput(f"export to {out}: an export is written to a folder; copy it from there")
    if not held.complete:
        raise BadInput(f"{root}: the set is not finished; run the same `make` command again to go on, then export it")
    try:
        if settings.candidates:
            settings = _weighed(held, settings)
        mark = mark_of(held, exporter, settings)
        sizes = held.sizes()
        made = 0
        if not finished(out, mark):
            done = take_up(out, mark)
            missing = [i for i in range(len(sizes)) if i not in done]
            before = sum(sizes[i] for i in done)
            made = sum(sizes) - before
            with Meter("export", sum(sizes), before, quiet) as meter:
                for one in _shards(held, exporter, out, settings, missing, workers, meter, before):
                    done[one.shard] = one
            if not any(part.rows for one in done.values() for part in one.parts.values()):
                _leave(out)
                raise BadInput(f"export of {root}: nothing in the set fits{_asked_for(settings)}; ask for something else")
            _close(out, held, exporter, settings, mark, [done[i] for i in range(len(sizes))])
        shutil.rmtree(out / PARTS, ignore_errors=True)
    except OSError as error:
        raise _no_room(out, error) from None
    about = json.loads((out / "export.json").read_text("utf-8"))
    files = tuple(f["name"] for f in about["files"])
    return Exported(out, about["rows"], about["pictures"], files, time.monotonic() - start, made)


def _leave(out: Path) -> None:
    """Take away what an export of nothing has begun."""
    shutil.rmtree(out / PARTS, ignore_errors=True)
    if not any(out.iterdir()):
        out.rmdir()


def _asked_for(settings: Settings) -> str:
    """The options that choose among samples and questions, as they were given."""
    usual = Settings()
    given = {
        "--form": settings.forms,
        "--lang": settings.languages,
        "--text-load": settings.text_loads,
        "--split": settings.splits,
        "--template": settings.templates,
        "--difficulty": settings.difficulty != usual.difficulty and "{}-{}".format(*settings.difficulty),
        "--depth": settings.depth != usual.depth and "{}-{}".format(*settings.depth),
    }
    told = [f"{name} {value if isinstance(value, str) else ','.join(value)}" for name, value in given.items() if value]
    return f" {', '.join(told)}" if told else " this format"


def _no_room(out: Path, error: OSError) -> BadInput:
    why = error.strerror or str(error)
    what = "make room" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "choose another folder, or make it writable"
    return BadInput(f"export to {out}: cannot be written ({why}): {what} and give the same command again; what is done is kept")


# --- one shard --------------------------------------------------------------------------------------------------------
def export_shard(
    root: Path, name: str, out: Path, settings: Settings, plugins: tuple[str, ...], shard: int, tick: Callable[[int], None]
) -> Done:
    """What a worker does: `_export_shard`, with the set and the exporter by name."""
    return _export_shard(_opened(root), _exporter(name, plugins), out, settings, shard, tick)


@lru_cache(maxsize=2)
def _opened(root: Path) -> SampleSet:
    """A worker opens its set once."""
    return SampleSet(root)


def _exporter(name: str, plugins: tuple[str, ...]) -> Exporter:
    exporter: Exporter = Registry.load(plugins).exporter(name)
    exporter.plugins = plugins
    return exporter


def _export_shard(
    held: SampleSet, exporter: Exporter, out: Path, settings: Settings, shard: int, tick: Callable[[int], None]
) -> Done:
    """Write the rows and pictures of one shard, and its report last."""
    sinks: dict[str, Sink] = {}
    try:
        return _written(held, exporter, out, settings, shard, tick, sinks)
    except OSError as error:
        raise _no_room(out, error) from None
    finally:
        for sink in sinks.values():
            sink.drop()


def _written(
    held: SampleSet,
    exporter: Exporter,
    out: Path,
    settings: Settings,
    shard: int,
    tick: Callable[[int], None],
    sinks: dict[str, Sink],
) -> Done:
    stem = f"{shard:05d}"
    shutil.rmtree(out / "images" / stem, ignore_errors=True)
    digest, pictures, size, samples = hashlib.sha256(), 0, 0, 0
    for sample in _samples(held, exporter, settings, shard):
        names = [Path(i.path).name or f"{sample.id}-{n}.png" for n, i in enumerate(sample.images)]
        where = [f"images/{stem}/{n}" if exporter.pictures_for(settings) == "files" else "" for n in names]
        told = False
        for row in _rows(exporter, sample, where, settings):
            told = True
            if sample.split not in sinks:
                path = out / PARTS / f"{stem}.{sample.split}"
                schema = exporter.schema(settings) if exporter.writer == "parquet" else None
                sinks[sample.split] = SINKS[exporter.writer](path, schema)
            sinks[sample.split].add(row)
        if told:
            for image, path_ in zip(sample.images, where, strict=True):
                digest.update(image.bytes)
                pictures += 1
                if path_:
                    _write_picture(out / path_, image.bytes)
                    size += len(image.bytes)
        samples += 1
        tick(1)
    done = Done(shard, samples, {s: sink.close() for s, sink in sorted(sinks.items())}, pictures, size, digest.hexdigest())
    parts = {s: {"name": p.path.name, "rows": p.rows, "cuts": p.cuts} for s, p in done.parts.items()}
    sizes = [{"name": p.path.name, "bytes": p.path.stat().st_size} for p in done.parts.values()]
    for p in done.parts.values():
        _sync(p.path)
    report = {**{k: getattr(done, k) for k in ("shard", "samples", "pictures", "bytes", "sha256")}, "parts": parts}
    write_file(out / PARTS / f"{stem}.json", json.dumps({**report, "sizes": sizes}).encode())
    return done


def _write_picture(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _samples(held: SampleSet, exporter: Exporter, settings: Settings, shard: int) -> Iterator[Sample]:
    """The samples of a shard, with the columns that the exporter reads, a few at a time."""
    wanted = {*exporter.columns_for(settings), *(("regions",) if settings.grounded else ())}
    left_out = [c for c in COLUMNS if c not in wanted]
    columns = [c for c in _all_columns(held, shard) if c not in left_out]
    for start in range(0, held.sizes()[shard], _ROWS):
        for row in held.table(shard, columns, start, _ROWS).to_pylist():
            exporter.left = {c: row[c] or [] for c in columns if c in BESIDE}
            yield Sample.from_record({**row, **{c: _EMPTY[c] for c in left_out}})


def _all_columns(held: SampleSet, shard: int) -> list[str]:
    names: list[str] = held.table(shard, None, 0, 0).schema.names
    return names


def _rows(exporter: Exporter, sample: Sample, where: Sequence[str], settings: Settings) -> Iterator[Mapping[str, Any]]:
    try:
        yield from exporter.rows(sample, where, settings)
    except (BadInput, OSError):
        raise
    except Exception as error:
        raise BadInput(f"exporter {exporter.name!r} fails on sample {sample.id}: {brief(error)}") from error


def _shards(
    held: SampleSet,
    exporter: Exporter,
    out: Path,
    settings: Settings,
    missing: Sequence[int],
    workers: int,
    meter: Meter,
    before: int,
) -> Iterator[Done]:
    if workers > 1 and len(missing) > 1:
        calls = [(held.root, exporter.name, out, settings, exporter.plugins, shard, pool.tick) for shard in missing]
        yield from pool.run_all(export_shard, calls, workers, lambda n: meter.show(before + n))
        return
    single_threaded()
    made = before

    def tick(n: int) -> None:
        nonlocal made
        made += n
        meter.show(made)

    for shard in missing:
        yield _export_shard(held, exporter, out, settings, shard, tick)


# --- the end ----------------------------------------------------------------------------------------------------------
def _close(
    out: Path, held: SampleSet, exporter: Exporter, settings: Settings, mark: Mapping[str, Any], done: Sequence[Done]
) -> None:
    """Join the parts, let the exporter write what stands beside them, and write export.json."""
    rows: Counter[str] = Counter()
    for one in done:
        rows.update({split: part.rows for split, part in one.parts.items()})
    files = {
        split: join(exporter.writer, [d.parts[split] for d in done if split in d.parts], out, split, settings.own)
        for split in sorted(rows)
    }
    totals = Totals({s: rows[s] for s in sorted(rows)}, sum(d.pictures for d in done), files)
    exporter.left = {c: [] for c in _all_columns(held, 0) if c in BESIDE}
    exporter.finish(out, held.header, totals, settings)
    digest = hashlib.sha256("".join(d.sha256 for d in done).encode()).hexdigest()
    about = {
        "format": 1,
        "made_from": mark,
        "rows": dict(totals.rows),
        "pictures": totals.pictures,
        "pictures_sha256": digest,
        "picture_files": totals.pictures if exporter.pictures_for(settings) == "files" else 0,
        "files": [{"name": n, "bytes": (out / n).stat().st_size, "sha256": _sha256(out / n)} for n in _beside(out)],
    }
    write_file(out / "export.json", (json.dumps(about, indent=1, ensure_ascii=False) + "\n").encode())


def _beside(out: Path) -> list[str]:
    """Every file of the export but its pictures, parts and export.json, in order."""
    names = (f.relative_to(out).as_posix() for f in out.rglob("*") if f.is_file())
    return sorted(n for n in names if n.split("/")[0] not in ("images", PARTS) and n != "export.json")


def _sha256(path: Path) -> str:
    _sync(path)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _weighed(held: SampleSet, settings: Settings) -> Settings:
    """The settings with weights that make every aspect about equally often drawn, from a look at all questions."""
    counts: Counter[frozenset[str]] = Counter()
    fields = ("form", "text_load", "depth", "difficulty", "answer.type")
    columns = ["language", "split", "template", "engine", *(f"questions.list.element.{f}" for f in fields)]
    for shard in range(len(held.paths)):
        for row in held.table(shard, columns).to_pylist():
            if choose.wants_sample(settings, row["language"], row["split"], row["template"], row["engine"]):
                asked = [
                    choose.aspect_of(q["form"], q["answer"]["type"], q["depth"])
                    for q in row["questions"]
                    if choose.wants_question(settings, q["form"], q["text_load"], q["depth"], q["difficulty"])
                ]
                counts[frozenset(choose.candidates(asked, settings.candidates))] += 1
    counts.pop(frozenset(), None)
    return replace(settings, weights=choose.balance(counts))

"""The set's folder: opened, taken up again, and closed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import MISSING, asdict, dataclass, fields
from pathlib import Path
from typing import Any

from ..errors import BadInput
from .location import Location, make_folder, names_in, reaching, remove, write_file, write_lines
from .shards import ROWS_PER_GROUP, ShardInfo, number_of, numbers_of, read_receipt, receipt_name

_AT_ONCE = 32  # receipts fetched at the same time: an object store answers slowly, but many


@dataclass(frozen=True, slots=True)
class SetHeader:
    """What set.json says before the counts: how the set is made."""

    recipe: Mapping[str, Any]
    versions: Mapping[str, str]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Held:
    """What a folder held when it was opened: the numbers of its shards, whole or not, and set.json's word on them."""

    present: frozenset[int] = frozenset()
    known: Mapping[int, ShardInfo] | None = None


def fingerprint(recipe: Mapping[str, Any], versions: Mapping[str, str]) -> str:
    """sha256 of what decides a set's bytes."""
    text = json.dumps({"recipe": recipe, "versions": versions}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def open_set(root: Location, header: SetHeader) -> Held:
    """Make the folder or take up the same set again.  BadInput when it holds anything else or cannot be written."""
    with reaching(root, "the output cannot be written", "choose another folder"):
        if isinstance(root, Path) and root.exists() and not root.is_dir():
            raise BadInput(f"output {root}: is a file; choose a folder")
        held, names = read_header(root), names_in(root / "shards")
        present = frozenset(numbers_of(names, ".parquet"))
        if held is not None and not held.get("complete") and not present:
            if held["fingerprint"] != header.fingerprint:  # a run that failed before its first shard: nothing to keep
                remove([root / receipt_name(i) for i in numbers_of(names, ".receipt.jsonl")])
            held = None
        elif held is not None and held.get("fingerprint") != header.fingerprint:
            raise BadInput(f"output {root}: holds another set ({difference(held, header)}); choose another folder or remove it")
        above = names_in(root)
        if held is None and any(not _ours(name) for name in above):
            raise BadInput(f"output {root}: is not empty and holds no set; choose another folder")
        make_folder(root / "shards")
        remove([root / n for n in above if n.endswith(".tmp")] + [root / "shards" / n for n in names if n.endswith(".tmp")])
        if held is None:
            _write_header(root, header, {"complete": False})
            return Held(present)
    return Held(present, {number_of(s["name"]): _shard(s) for s in held.get("shards", ())})


def _ours(name: str) -> bool:
    return name in ("set.json", "shards") or name.endswith(".tmp") or name.startswith(".cache.sqlite")


def close_set(root: Location, header: SetHeader, shards: Sequence[ShardInfo]) -> dict[str, int]:
    """Gather the drops into the ledger and write the final set.json; returns the counts.  Memory does not grow with drops."""
    with reaching(root, "the set cannot be closed"):
        receipts = set(numbers_of(names_in(root / "shards"), ".receipt.jsonl"))
        if receipts or not (root / "drops.jsonl").exists():
            write_lines(root / "drops.jsonl", _ledger(root, [number_of(s.name) for s in shards], receipts))
    counts = {
        "samples": sum(s.samples for s in shards),
        "questions": sum(s.questions for s in shards),
        "dropped": sum(s.dropped for s in shards),
    }
    more = {"complete": True, **counts, "rows_per_group": ROWS_PER_GROUP, "shards": [asdict(s) for s in shards]}
    _write_header(root, header, more)
    remove([root / receipt_name(i) for i in sorted(receipts)])
    return counts


def _ledger(root: Location, numbers: Sequence[int], receipts: set[int]) -> Iterator[bytes]:
    """The drops in the order of the shards: from the receipts, or from the ledger of an earlier, complete run of this set."""
    earlier = drop_lines(root)
    ahead = next(earlier, None)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for start in range(0, len(numbers), 8 * _AT_ONCE):
            batch = numbers[start : start + 8 * _AT_ONCE]
            found = dict(zip(batch, pool.map(lambda i: read_receipt(root, i) if i in receipts else None, batch), strict=True))
            for number in batch:
                lines = []
                while ahead is not None and ahead[0] <= number:
                    lines += [ahead[1]] if ahead[0] == number else []
                    ahead = next(earlier, None)
                if receipt := found[number]:
                    lines = [receipt.drops]
                yield from lines


def drop_lines(root: Location) -> Iterator[tuple[int, bytes]]:
    """The ledger of a finished set, line by line, each with its shard's number; in the order of the shards."""
    path = root / "drops.jsonl"
    if path.exists():
        with path.open("rb") as lines:
            for line in lines:
                yield json.loads(line)["shard"], line


# --- set.json --------------------------------------------------------------------------------------------------------
def _write_header(root: Location, header: SetHeader, more: Mapping[str, Any]) -> None:
    data = {
        "format": 1,
        "fingerprint": header.fingerprint,
        "recipe": dict(header.recipe),
        "versions": dict(header.versions),
        **more,
    }
    shards = data.pop("shards", None)
    text = json.dumps(data, indent=1, ensure_ascii=False)
    if shards is not None:  # a line a shard: there may be hundreds of thousands
        lines = ",\n".join("  " + json.dumps(s, ensure_ascii=False) for s in shards)
        text = f'{text.removesuffix("}").rstrip()},\n "shards": [\n{lines}\n ]\n}}'
    write_file(root / "set.json", (text + "\n").encode())


def read_header(root: Location) -> dict[str, Any] | None:
    """set.json, or None where there is none; BadInput when it cannot be read."""
    path = root / "set.json"
    with reaching(path, "cannot be read", "see to it, or choose another folder"):
        try:
            data = json.loads(path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except ValueError as error:
            raise BadInput(f"{path}: cannot be read: {error}") from None
    if not isinstance(data, dict) or not _whole(data):
        raise BadInput(f"{path}: not a set's header")
    return data


def _whole(data: Mapping[str, Any]) -> bool:
    """Does set.json say all that a set's readers ask of it?"""
    needed = {f.name for f in fields(ShardInfo) if f.default is MISSING}
    recipe, shards = data.get("recipe"), data.get("shards", None if data.get("complete") else [])
    return (
        isinstance(data.get("fingerprint"), str)
        and isinstance(recipe, dict)
        and isinstance(recipe.get("domains"), dict)
        and isinstance(shards, list)
        and all(isinstance(s, dict) and needed <= set(s) for s in shards)
    )


def _shard(told: Mapping[str, Any]) -> ShardInfo:
    return ShardInfo(**{f.name: told[f.name] for f in fields(ShardInfo) if f.name in told})


def difference(held: Mapping[str, Any], header: SetHeader) -> str:
    """In what two ways to make a set differ: the first thing of the recipe or of the versions."""
    for name, mine in (("recipe", header.recipe), ("versions", header.versions)):
        theirs = held.get(name) or {}
        for key in sorted({*theirs, *mine}):
            if theirs.get(key) != mine.get(key):
                return _apart(key, theirs.get(key), mine.get(key))
    return "made in another way"


def _apart(name: str, one: Any, other: Any, deep: bool = False) -> str:
    """ "name is one, not other"; of rows such as the passes over a set, only the value that differs."""
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for n, (a, b) in enumerate(zip(one, other, strict=True), 1):
            if a != b and isinstance(a, dict) and isinstance(b, dict):
                return _apart(f"{name} {n}", a, b, deep=True)
    if deep and isinstance(one, dict) and isinstance(other, dict):
        key = min(k for k in {*one, *other} if one.get(k) != other.get(k))
        return _apart(f"{name}: {key}", one.get(key), other.get(key), deep=True)
    told = (t if len(t := json.dumps(v)) <= 200 else t[:200] + "…" for v in (one, other))
    return f"{name} is {', not '.join(told)}"

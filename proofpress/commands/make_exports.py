"""The exports that a recipe orders, written when its set is made."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from ..errors import BadInput
from ..export.exporter import Settings, settings_for
from ..export.run import Exported, export_set
from ..recipe import Export, Recipe
from ..registry import Registry
from ..run.local import make_set

_SHARED = {f.name for f in fields(Settings)} - {"own", "weights"}
PROBES = 24  # samples that are made and exported to judge what the recipe's exports take
_RANGES = ("difficulty", "depth")


def settings_of(export: Export, registry: Registry) -> Settings:
    """The order as settings: names that all exports know, and the format's own. BadInput names the export."""
    exporter = registry.exporter(export.to)
    given: dict[str, Any] = {k: _value(k, v) for k, v in export.settings.items() if k in _SHARED}
    own = {k: v for k, v in export.settings.items() if k not in _SHARED}
    try:
        return settings_for(exporter, given | {"own": own})
    except BadInput as error:
        raise BadInput(f"export {export.to!r}: {error}") from None


def _value(name: str, value: Any) -> Any:
    """A setting as YAML writes it: lists or "a, b" for several, 2-4 for a range."""
    default = getattr(Settings(), name)
    try:
        if name in _RANGES:
            ends = value if isinstance(value, (list, tuple)) else str(value).split("-")
            return int(ends[0]), int(ends[-1])
        if isinstance(default, tuple):
            return tuple(value) if isinstance(value, (list, tuple)) else tuple(w.strip() for w in str(value).split(","))
        if isinstance(default, bool) is not isinstance(value, bool) or not isinstance(value, type(default)):
            raise TypeError
    except (TypeError, ValueError):
        raise BadInput(f"export option {name}: cannot be {value!r}") from None
    return value


def write_exports(
    root: Path, exports: Sequence[Export], settings: Sequence[Settings], workers: int, plugins: tuple[str, ...]
) -> Mapping[str, Exported]:
    """Every export by its folder, beside the shards of the set."""
    return {
        str(root / e.out): export_set(root, e.to, root / e.out, s, workers, plugins)
        for e, s in zip(exports, settings, strict=True)
    }


def exports_cost(recipe: Recipe, registry: Registry, workers: int, loading: float) -> tuple[float, float]:
    """Seconds and bytes of the recipe's exports, judged by those of a few samples, which are thrown away.

    loading: seconds before a worker's first sample. Each is exported twice: what only the first takes is loading, too.
    """
    n = min(PROBES, recipe.samples)
    seconds = size = 0.0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "set"
        make_set(replace(recipe, samples=n, exports=()), root, quiet=True)
        for k, export in enumerate(recipe.exports):
            spent = []
            for out in (root / f"{k}-cold", root / f"{k}-warm"):
                start = time.process_time()
                export_set(root, export.to, out, settings_of(export, registry), 1, recipe.plugins, quiet=True)
                spent.append(time.process_time() - start)
            crew = min(workers, recipe.shards)
            seconds += spent[1] / n * recipe.samples / crew + (loading if crew > 1 else max(0.0, spent[0] - spent[1]))
            size += sum(f.stat().st_size for f in out.rglob("*") if f.is_file()) / n * recipe.samples
    return seconds, size

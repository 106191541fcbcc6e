"""The exports that a recipe orders, written when its set is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from ..errors import BadInput
from ..export.exporter import Settings, settings_for
from ..export.run import Exported, export_set
from ..recipe import Export
from ..registry import Registry

_SHARED = {f.name for f in fields(Settings)} - {"own", "weights"}
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

"""From the file to the recipe: YAML, read safely, checked by the model, told apart into what is fixed and what is mixed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..ask.constraints import Constraints
from ..engine import DataFile
from ..errors import BadInput
from ..registry import nearest
from ..yaml_data import read_yaml
from .model import Export, Recipe
from .values import Weights, weight, word
from .written import ExportEntry, Gates, RecipeFile, Section

_ROLE = re.compile(r"[a-z_]+")


def load_recipe(path: Path) -> Recipe:
    """Read a YAML recipe; BadInput names the file, the key and what is wrong with it."""
    if not path.is_file():
        raise BadInput(f"{path}: no such recipe; give a YAML file, as in recipes/, and the set's folder behind -o")
    return recipe_from(read_yaml(path), path.parent, str(path))


def recipe_from(keys: Any, home: Path, where: str) -> Recipe:
    """The recipe of these keys, as a file has them; paths count from `home`. BadInput begins with `where`."""
    try:
        return _recipe(RecipeFile.model_validate(keys), home)
    except ValidationError as error:
        raise BadInput(f"{where}: {_line(error)}") from None
    except ValueError as error:
        raise BadInput(f"{where}: {error}") from None


def _recipe(file: RecipeFile, home: Path) -> Recipe:
    mixes: dict[str, Weights] = {}
    given: dict[str, Any] = {"samples": file.samples, "seed": file.seed, "shard_size": file.shard_size}
    given |= {"image_format": file.image_format, "options": file.options, "domains": file.domains or {}}
    for key, mix in (("templates", "template"), ("languages", "language"), ("text_load", "text_load"), ("degrade", "degrade")):
        value = getattr(file, key)
        if value is None:
            continue
        mixed, weights = value
        if mixed or (key in ("text_load", "degrade") and len(weights) > 1):
            mixes[mix] = weights
        if key in ("templates", "languages"):
            given[key] = tuple(weights)
        elif len(weights) == 1:
            mixes.pop(mix, None)
            given[key] = next(iter(weights))
    if file.difficulty is not None:
        mixed, weights = file.difficulty
        if mixed:
            mixes["difficulty"] = weights
        given["difficulty"] = int(min(weights)), int(max(weights))
    if file.splits is not None:
        if file.split is not None:
            raise ValueError("split: splits are given too; keep one of them")
        mixes["split"] = file.splits
    elif file.split is not None:
        given["split"] = file.split
    if file.counts is not None:
        given |= _counted(file, mixes)
    if file.plugins is not None:
        given["plugins"] = tuple(str(home / p) for p in file.plugins[1])
    data, shares = _tables(file.data, home)
    if data:
        given["data"] = data
    if len(set(shares)) > 1:
        mixes["data"] = {str(n): share for n, share in enumerate(shares)}
    exports = tuple(Export(e.to, e.out or f"exports/{e.to}", e.options) for e in file.exports)
    for n, e in enumerate(exports):
        if Path(e.out).is_absolute() or ".." in Path(e.out).parts:
            raise ValueError(f"exports.{n}.out: {e.out!r} leaves the set's folder; name a folder inside it")
        if Path(e.out).parts[:1] in ((), ("shards",)):
            raise ValueError(f"exports.{n}.out: {e.out!r} is the set's own; name another folder inside it")
        if Path(e.out) in [Path(other.out) for other in exports[:n]]:
            raise ValueError(f"exports.{n}.out: {e.out!r} is taken; name another folder with `out:`")
    return Recipe(**given, mixes=mixes, constraints=_constraints(file), most_lost=file.gates.max_lost, exports=exports)


def _counted(file: RecipeFile, mixes: dict[str, Weights]) -> dict[str, Any]:
    """Counts as shares that come out exactly."""
    counts = file.counts
    if not isinstance(counts, Mapping) or not counts:
        raise ValueError("counts: how many of each engine or template is expected, for example {charts: 60, geometry: 40}")
    for other in ("domains", "templates", "samples"):
        if other in file.model_fields_set:
            raise ValueError(f"counts: {other} is given too; counts say it already")
    engines: dict[str, float] = {}
    templates: Weights = {}
    for key, n in counts.items():
        if isinstance(n, bool) or not isinstance(n, int) or n < 1:
            raise ValueError(f"counts.{key}: cannot be {n!r}; a whole number above 0 is expected")
        engine = word(key).split("/")[0]
        if (key == engine and engine in engines) or (key != engine and engine in counts):
            raise ValueError(f"counts: {engine!r} is counted as a whole and by template; keep one of them")
        engines[engine] = engines.get(engine, 0) + n
        if key != engine:
            templates[key] = n
    if templates:
        mixes["template"] = templates
    return {"domains": engines, "templates": tuple(templates), "samples": int(sum(engines.values()))}


def _tables(value: Any, home: Path) -> tuple[tuple[DataFile, ...], list[float]]:
    entries = [] if value is None else value if isinstance(value, (list, tuple)) else [value]
    out, shares = [], []
    for n, entry in enumerate(entries):
        where = f"data.{n}"
        if isinstance(entry, str):
            entry = {"file": entry}
        if not isinstance(entry, Mapping) or not isinstance(entry.get("file"), str):
            raise ValueError(f"{where}: cannot be {entry!r}; a path, or {{file: PATH, category: COLUMN, …}}, is expected")
        shares.append(weight(where, entry.get("weight", 1.0)))
        roles: list[tuple[str, str]] = []
        for role, names in entry.items():
            if role in ("file", "weight"):
                continue
            if not isinstance(role, str) or not _ROLE.fullmatch(role):
                raise ValueError(f"{where}: {role!r} is no role of a column; write for example category or value")
            for name in names if isinstance(names, (list, tuple)) else [names]:
                if isinstance(name, bool) or not isinstance(name, (str, int, float)) or str(name) == "":
                    raise ValueError(f"{where}.{role}: cannot be {name!r}; the name of a column is expected")
                roles.append((role, str(name)))
        out.append(DataFile(str(home / entry["file"]), tuple(roles)))
    return tuple(out), shares


def _constraints(file: RecipeFile) -> Constraints:
    g = file.gates
    if g.min_questions and g.max_questions and g.min_questions > g.max_questions:
        raise ValueError(f"gates: min_questions {g.min_questions} is above max_questions {g.max_questions}")
    spans: dict[str, tuple[int, int] | None] = {}
    for side in ("width", "height"):
        low, high = getattr(g, f"min_{side}"), getattr(g, f"max_{side}")
        if low and high and low > high:
            raise ValueError(f"gates: min_{side} {low} is above max_{side} {high}")
        spans[side] = (low or 1, high or 1_000_000) if low or high else None
    for key, value in (("skills", file.skills), ("plugins", file.plugins)):
        if value and value[0]:
            raise ValueError(f"{key}: have no shares; write a list")
    forms, depth = file.forms, file.depth
    return Constraints(
        forms[1] if forms else {},
        {int(k): v for k, v in depth[1].items()} if depth else {},
        skills=tuple(sorted(file.skills[1])) if file.skills else (),
        forms_free=not (forms and forms[0]),
        depth_free=not (depth and depth[0]),
        fewest=g.min_questions,
        most=g.max_questions,
        visible=g.min_visible,
        width=spans["width"],
        height=spans["height"],
    )


# --- errors -----------------------------------------------------------------------------------------------------------
_EXPECTED = {
    "int_type": "a whole number is expected",
    "float_type": "a number is expected",
    "string_type": "a word is expected; put it in quotes if it is meant as one",
    "greater_than_equal": "at least {ge} is expected",
    "greater_than": "more than {gt} is expected",
    "less_than_equal": "at most {le} is expected",
    "less_than": "less than {lt} is expected",
    "dict_type": "keys with values are expected",
    "model_type": "keys with values are expected",
    "tuple_type": "a list is expected",
    "missing": "is missing",
}


def _line(error: ValidationError) -> str:
    """The first fault in one line: the path to the key, what is there, what is expected."""
    faults = error.errors()
    fault = next((f for f in faults if f["type"] == "extra_forbidden"), faults[0])
    where = [str(p) for p in fault["loc"]]
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "extra_forbidden":
        inside = f" in {'.'.join(where[:-1])}" if where[:-1] else ""
        sections: dict[str, type[Section]] = {"gates": Gates, "exports": ExportEntry}
        known = sections[where[0]] if inside else RecipeFile
        return f"unknown key {where[-1]!r}{inside}: {nearest(where[-1], known.model_fields)}"
    key = ".".join(where)
    if kind == "missing":
        return f"{key}: is missing"
    if kind == "value_error":
        text = str(context.get("error") or fault["msg"])
        return f"{key}: {text}"
    expected = _EXPECTED.get(kind, "").format(**context) or fault["msg"][:1].lower() + fault["msg"][1:]
    return f"{key}: cannot be {fault['input']!r}; {expected}"

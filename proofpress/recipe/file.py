"""A recipe in a file: YAML, read safely, checked by a model whose JSON Schema editors can use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, StrictStr, ValidationError, WithJsonSchema

from ..engine import DataFile
from ..errors import BadInput
from ..reason.wish import DEEPEST, FORMS, Wish
from ..registry import nearest, read_yaml
from .check import DEGRADES, IMAGE_FORMATS, TEXT_LOADS
from .model import Export, Recipe

Weights = dict[str, float]
_ROLE = re.compile(r"[a-z_]+")


# --- what a value may look like ---------------------------------------------------------------------------------------
def _weight(key: Any, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < float("inf"):
        raise ValueError(f"the share of {key!r} is {value!r}; a number above 0 is expected")
    return float(value)


def _word(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{value!r} is no word; put it in quotes if it is meant as one")
    return value.strip()


def _shares(value: Any) -> Weights:
    """{a: 2, b: 1}, [a, b] or "a, b" (equal shares), or a single word."""
    if isinstance(value, Mapping):
        found = {_word(k): _weight(k, v) for k, v in value.items()}
    else:
        words = value.split(",") if isinstance(value, str) else value
        if not isinstance(words, (list, tuple)):
            raise ValueError(f"cannot be {value!r}; a word, a list of words, or words with shares are expected")
        found = {}
        for word in words:
            if _word(word) in found:
                raise ValueError(f"{_word(word)!r} is named twice")
            found[_word(word)] = 1.0
    if not found:
        raise ValueError("is empty; name at least one")
    return found


def _levels(value: Any, most: int) -> Weights:
    """3, "2-4", [2, 4] (a range), or {2: 50, 3: 50}."""
    if isinstance(value, Mapping):
        out: Weights = {}
        for key, weight in value.items():
            if isinstance(key, bool) or not isinstance(key, int) or not 1 <= key <= most:
                raise ValueError(f"{key!r} is no level; write levels of 1 to {most} with their shares")
            out[str(key)] = _weight(key, weight)
        if not out:
            raise ValueError("is empty; name at least one level")
        return out
    low, high = levels(value, most)
    return {str(n): 1.0 for n in range(low, high + 1)}


def levels(value: Any, most: int) -> tuple[int, int]:
    """`3`, `1-5` or [1, 5]."""
    if isinstance(value, (list, tuple)) and len(value) == 2:
        value = f"{value[0]}-{value[1]}"
    match = None if isinstance(value, bool) else re.fullmatch(r"\s*(\d+)\s*(?:-\s*(\d+)\s*)?", str(value))
    if not match or not 1 <= int(match[1]) <= int(match[2] or match[1]) <= most:
        raise ValueError(f"{value!r}: write one level or a range between 1 and {most}, for example 2-4")
    return int(match[1]), int(match[2] or match[1])


def _mixed(value: Any) -> bool:
    return isinstance(value, Mapping)


def _any_of(*options: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": list(options)}


_SHARE = {"type": "number", "exclusiveMinimum": 0}
_NAMES = {"type": "array", "items": {"type": "string"}, "minItems": 1}
_RANGE: list[dict[str, Any]] = [{"type": "integer"}, {"type": "string", "pattern": r"^\s*\d+\s*(-\s*\d+\s*)?$"},
          {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}]  # fmt: skip


def _words_schema(known: tuple[str, ...] = ()) -> dict[str, Any]:
    one: dict[str, Any] = {"type": "string", "enum": list(known)} if known else {"type": "string"}
    names = {"propertyNames": {"enum": list(known)}} if known else {}
    return _any_of(
        one,
        {"type": "array", "items": one, "minItems": 1},
        {"type": "object", "additionalProperties": _SHARE, "minProperties": 1, **names},
    )


def _levels_schema(most: int) -> dict[str, Any]:
    pattern = "^([1-9]|1[0-2])$" if most > 9 else f"^[1-{most}]$"
    return _any_of(*_RANGE, {"type": "object", "patternProperties": {pattern: _SHARE}, "additionalProperties": False})


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


_DATA_SCHEMA = _any_of(
    {"type": "string"},
    {
        "type": "object",
        "required": ["file"],
        "properties": {
            "file": {"type": "string", "description": "CSV, TSV, Parquet, XLSX or JSON records; relative to the recipe."},
            "weight": {**_SHARE, "description": "Its share of the samples, beside the other tables."},
        },
        "additionalProperties": _any_of({"type": "string"}, _NAMES),
        "description": "A table and the roles of its columns, for charts: category, date, value (one or several), series, "
        "x, y, size, label; and texts: unit, title, topic.",
    },
)


class Gates(_Section):
    """What a sample must be like to be kept."""

    min_questions: Annotated[StrictInt, Field(ge=1, le=50)] | None = Field(
        default=None, description="Questions of a sample, at least."
    )
    max_questions: Annotated[StrictInt, Field(ge=1, le=50)] | None = Field(
        default=None, description="Questions of a sample, at most."
    )
    min_visible: Annotated[float, Field(ge=0, le=1)] = Field(
        default=0.0,
        description="Share of the ink of a label or mark that must be seen in the final picture where a question needs it.",
    )
    min_width: Annotated[StrictInt, Field(ge=1)] | None = Field(default=None, description="Pixels.")
    max_width: Annotated[StrictInt, Field(ge=1)] | None = Field(default=None, description="Pixels.")
    min_height: Annotated[StrictInt, Field(ge=1)] | None = Field(default=None, description="Pixels.")
    max_height: Annotated[StrictInt, Field(ge=1)] | None = Field(default=None, description="Pixels.")
    max_lost: Annotated[float, Field(ge=0, le=1)] = Field(
        default=1.0,
        description="Share of the asked samples that may fail in every attempt before `make` says so and exits with 1.",
    )


class ExportEntry(_Section):
    """What is written for a consumer when the set is made."""

    to: StrictStr = Field(description="The format's name, see `proofpress export --list`.")
    out: StrictStr | None = Field(default=None, description="Folder inside the set's own, exports/<to> unless told.")
    options: dict[str, Any] = Field(default_factory=dict, description="The export's settings, and the format's own options.")


Words = Annotated[Any, BeforeValidator(lambda v: (_mixed(v), _shares(v)))]


class RecipeFile(_Section):
    """What to make. Shares are relative: {a: 2, b: 1} is two thirds and one third."""

    domains: Annotated[Any, BeforeValidator(_shares), WithJsonSchema(_words_schema())] = Field(
        default=None, description="Engines, with their shares of the samples."
    )
    templates: Annotated[Words, WithJsonSchema(_words_schema())] = Field(
        default=None,
        description="ENGINE/NAME, those to draw from (all unless told), with shares within their engine if need be.",
    )
    counts: Annotated[Any, WithJsonSchema({"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}})] = (
        Field(default=None, description="Instead of domains, templates and samples: how many of each ENGINE or ENGINE/NAME.")
    )
    samples: StrictInt = Field(default=100, ge=1, description="How many pictures.")
    seed: StrictInt = Field(default=0, ge=0, lt=2**63, description="The root of all randomness.")
    difficulty: Annotated[Any, BeforeValidator(lambda v: (_mixed(v), _levels(v, 5))), WithJsonSchema(_levels_schema(5))] = (
        Field(default=None, description="A level, a range of 1-5, or shares by level: {1: 20, 2: 30, 3: 50}.")
    )
    depth: Annotated[
        Any, BeforeValidator(lambda v: (_mixed(v), _levels(v, DEEPEST))), WithJsonSchema(_levels_schema(DEEPEST))
    ] = Field(
        default=None,
        description=f"How many steps deep the proofs are, 1-{DEEPEST} (the last for all beyond): a range or shares.",
    )
    forms: Annotated[Words, WithJsonSchema(_words_schema(FORMS))] = Field(
        default=None, description="The forms of questions: a list of those allowed, or shares by form."
    )
    skills: Annotated[Words, WithJsonSchema(_words_schema())] = Field(
        default=None, description="Only questions that need none but these, e.g. read_value, compare, count, locate."
    )
    languages: Annotated[Words, WithJsonSchema(_words_schema())] = Field(
        default=None, description="Languages, with shares if need be."
    )
    text_load: Annotated[Words, WithJsonSchema(_words_schema(TEXT_LOADS))] = Field(
        default=None,
        description="Where the premises are: full (told), lite (shown), vision (drawn with the question); or shares.",
    )
    degrade: Annotated[Words, WithJsonSchema(_words_schema(DEGRADES))] = Field(
        default=None, description="How used the pictures look, or shares by level."
    )
    options: Annotated[
        dict[str, dict[str, Annotated[Any, BeforeValidator(_shares), WithJsonSchema(_words_schema())]]], Field()
    ] = Field(default_factory=dict, description="What an engine lets you ask (see `proofpress engines`): values or shares.")
    data: Annotated[Any, WithJsonSchema(_any_of({"type": "array", "items": _DATA_SCHEMA}, _DATA_SCHEMA))] = Field(
        default=None, description="Your own tables, relative to the recipe."
    )
    split: StrictStr | None = Field(default=None, description="The name of the only split.")
    splits: Annotated[Any, BeforeValidator(_shares), WithJsonSchema(_words_schema())] = Field(
        default=None, description="Several splits in one set, with their shares; they share no sample."
    )
    gates: Gates = Field(default_factory=Gates, description="What a sample must be like to be kept.")
    exports: tuple[ExportEntry, ...] = Field(default=(), description="What is written for consumers when the set is made.")
    image_format: Annotated[StrictStr, WithJsonSchema({"type": "string", "enum": list(IMAGE_FORMATS)})] = Field(
        default="png", description="How the pictures are stored."
    )
    shard_size: StrictInt = Field(default=256, ge=1, description="The most samples in one file of the set.")
    plugins: Annotated[Words, WithJsonSchema(_words_schema())] = Field(
        default=None, description="Folders with engines or templates, relative to the recipe."
    )


# --- from the file to the recipe --------------------------------------------------------------------------------------
def load_recipe(path: Path) -> Recipe:
    """Read a YAML recipe; BadInput names the file, the key and what is wrong with it."""
    raw = read_yaml(path)
    try:
        file = RecipeFile.model_validate(raw)
        return _recipe(file, path.parent)
    except ValidationError as error:
        raise BadInput(f"{path}: {_line(error)}") from None
    except ValueError as error:
        raise BadInput(f"{path}: {error}") from None


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
        if e.out in [other.out for other in exports[:n]]:
            raise ValueError(f"exports.{n}.out: {e.out!r} is taken; name another folder with `out:`")
    return Recipe(**given, mixes=mixes, wish=_wish(file), most_lost=file.gates.max_lost, exports=exports)


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
        engine = _word(key).split("/")[0]
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
        shares.append(_weight(where, entry.get("weight", 1.0)))
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


def _wish(file: RecipeFile) -> Wish:
    g = file.gates
    if g.min_questions and g.max_questions and g.min_questions > g.max_questions:
        raise ValueError(f"gates: min_questions {g.min_questions} is above max_questions {g.max_questions}")
    spans: dict[str, tuple[int, int] | None] = {}
    for side in ("width", "height"):
        low, high = getattr(g, f"min_{side}"), getattr(g, f"max_{side}")
        if low and high and low > high:
            raise ValueError(f"gates: min_{side} {low} is above max_{side} {high}")
        spans[side] = (low or 1, high or 1_000_000) if low or high else None
    forms, depth = file.forms, file.depth
    return Wish(
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


# --- errors and schema ------------------------------------------------------------------------------------------------
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
        sections: dict[str, type[_Section]] = {"gates": Gates, "exports": ExportEntry}
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


def schema() -> dict[str, Any]:
    """The JSON Schema of a recipe file, for editors."""
    out = RecipeFile.model_json_schema(mode="validation")
    for part in (out, *out.get("$defs", {}).values()):
        for about in part.get("properties", {}).values():
            if about.get("default", 0) is None:
                del about["default"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **out, "title": "Proofpress recipe"}

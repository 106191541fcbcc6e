"""The model of a recipe file; its JSON Schema is published for editors."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, StrictStr, WithJsonSchema

from ..answers.kinds import forms as forms_of_questions
from ..ask.constraints import DEEPEST
from .check import DEGRADES, IMAGE_FORMATS, TEXT_LOADS
from .values import NAMES, SHARE, any_of, leveled, levels_schema, mixed, shares, words_schema


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


_LIST = any_of({"type": "string"}, NAMES)
_DATA_SCHEMA = any_of(
    {"type": "string"},
    {
        "type": "object",
        "required": ["file"],
        "properties": {
            "file": {"type": "string", "description": "CSV, TSV, Parquet, XLSX or JSON records; relative to the recipe."},
            "weight": {**SHARE, "description": "Its share of the samples, beside the other tables."},
        },
        "additionalProperties": any_of({"type": "string"}, NAMES),
        "description": "A table and the roles of its columns, for charts: category, date, value (one or several), series, "
        "x, y, size, label; and texts: unit, title, topic.",
    },
)


class Gates(Section):
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


class ExportEntry(Section):
    """What is written for a consumer when the set is made."""

    to: StrictStr = Field(description="The format's name, see `proofpress export --list`.")
    out: StrictStr | None = Field(default=None, description="Folder inside the set's own, exports/<to> unless told.")
    options: dict[str, Any] = Field(default_factory=dict, description="The export's settings, and the format's own options.")


Words = Annotated[Any, BeforeValidator(lambda v: (mixed(v), shares(v)))]


class RecipeFile(Section):
    """What to make. Shares are relative: {a: 2, b: 1} is two thirds and one third."""

    domains: Annotated[Any, BeforeValidator(shares), WithJsonSchema(words_schema())] = Field(
        default=None, description="Engines, with their shares of the samples."
    )
    templates: Annotated[Words, WithJsonSchema(words_schema())] = Field(
        default=None,
        description="ENGINE/NAME, those to draw from (all unless told), with shares within their engine if need be.",
    )
    counts: Annotated[Any, WithJsonSchema({"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}})] = (
        Field(default=None, description="Instead of domains, templates and samples: how many of each ENGINE or ENGINE/NAME.")
    )
    samples: StrictInt = Field(default=100, ge=1, description="How many pictures.")
    seed: StrictInt = Field(default=0, ge=0, lt=2**63, description="The root of all randomness.")
    difficulty: Annotated[Any, BeforeValidator(lambda v: (mixed(v), leveled(v, 5))), WithJsonSchema(levels_schema(5))] = Field(
        default=None, description="A level, a range of 1-5, or shares by level: {1: 20, 2: 30, 3: 50}."
    )
    depth: Annotated[
        Any, BeforeValidator(lambda v: (mixed(v), leveled(v, DEEPEST))), WithJsonSchema(levels_schema(DEEPEST))
    ] = Field(
        default=None,
        description=f"How many steps deep the proofs are, 1-{DEEPEST} (the last for all beyond): a range or shares.",
    )
    forms: Annotated[Words, WithJsonSchema(words_schema(forms_of_questions()))] = Field(
        default=None, description="The forms of questions: a list of those allowed, or shares by form."
    )
    skills: Annotated[Words, WithJsonSchema(_LIST)] = Field(
        default=None, description="Only questions that need none but these, e.g. read_value, compare, count, locate."
    )
    languages: Annotated[Words, WithJsonSchema(words_schema())] = Field(
        default=None, description="Languages, with shares if need be."
    )
    text_load: Annotated[Words, WithJsonSchema(words_schema(TEXT_LOADS))] = Field(
        default=None,
        description="Where the premises are: full (told), lite (shown), vision (drawn with the question); or shares.",
    )
    degrade: Annotated[Words, WithJsonSchema(words_schema(DEGRADES))] = Field(
        default=None, description="How used the pictures look, or shares by level."
    )
    options: Annotated[
        dict[str, dict[str, Annotated[Any, BeforeValidator(shares), WithJsonSchema(words_schema())]]], Field()
    ] = Field(
        default_factory=dict, description="What an engine lets you ask (see `proofpress engines NAME`): values or shares."
    )
    data: Annotated[Any, WithJsonSchema(any_of({"type": "array", "items": _DATA_SCHEMA}, _DATA_SCHEMA))] = Field(
        default=None, description="Your own tables, relative to the recipe."
    )
    split: StrictStr | None = Field(default=None, description="The name of the only split.")
    splits: Annotated[Any, BeforeValidator(shares), WithJsonSchema(words_schema())] = Field(
        default=None, description="Several splits in one set, with their shares; they share no sample."
    )
    gates: Gates = Field(default_factory=Gates, description="What a sample must be like to be kept.")
    exports: tuple[ExportEntry, ...] = Field(default=(), description="What is written for consumers when the set is made.")
    image_format: Annotated[StrictStr, WithJsonSchema({"type": "string", "enum": list(IMAGE_FORMATS)})] = Field(
        default="png", description="How the pictures are stored."
    )
    shard_size: StrictInt = Field(default=256, ge=1, description="The most samples in one file of the set.")
    plugins: Annotated[Words, WithJsonSchema(_LIST)] = Field(
        default=None, description="Folders with engines or templates, relative to the recipe."
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of a recipe file, for editors."""
    out = RecipeFile.model_json_schema(mode="validation")
    for part in (out, *out.get("$defs", {}).values()):
        for about in part.get("properties", {}).values():
            if about.get("default", 0) is None:
                del about["default"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **out, "title": "Proofpress recipe"}

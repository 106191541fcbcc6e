"""docs/record.md names every column and field of the record, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pytest

from proofpress.schema import BESIDE, SCHEMA

PAGE = Path(__file__).parents[2] / "docs" / "record.md"


def fields_of(column: str) -> set[str]:
    """The fields of one row of a nested column."""
    kind = SCHEMA.field(column).type.value_type
    return {kind.field(i).name for i in range(kind.num_fields)}


def struct_fields(name: str) -> set[str]:
    """The fields of a struct, or of a list of structs, inside `questions`."""
    kind = SCHEMA.field("questions").type.value_type.field(name).type
    kind = kind.value_type if pa.types.is_list(kind) else kind
    return {kind.field(i).name for i in range(kind.num_fields)}


def listed(page: str, heading: str, start: str = "") -> set[str]:
    """The names in the first {braces} of a section, behind the words `start` where they are given."""
    section = re.split(r"^## ", page, flags=re.MULTILINE)
    text = next(part for part in section if part.startswith(heading))
    found = re.search(r"`\{([^}]*)\}`", text[text.index(start) :])
    assert found
    return {name.strip() for name in found[1].split(",")}


def columns(page: str, heading: str) -> set[str]:
    """The names in the first cells of a section's first table."""
    text = next(part for part in re.split(r"^## ", page, flags=re.MULTILINE) if part.startswith(heading))
    rows = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE)
    assert rows
    return {name for row in rows[0].splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1])}


def test_the_columns() -> None:
    assert columns(PAGE.read_text("utf-8"), "A sample") == {*SCHEMA.names, *BESIDE}


@pytest.mark.parametrize("heading,start,names", [
    ("Regions", "", fields_of("regions")),
    ("Facts", "", fields_of("facts")),
    ("Questions", "A step is", struct_fields("steps")),
    ("Answers", "", struct_fields("answer")),
], ids=["regions", "facts", "steps", "answer"])  # fmt: skip
def test_the_fields(heading: str, start: str, names: set[str]) -> None:
    assert listed(PAGE.read_text("utf-8"), heading, start) == names


def test_the_fields_of_questions() -> None:
    assert columns(PAGE.read_text("utf-8"), "Questions") == fields_of("questions")


def test_a_column_that_the_page_lacks_is_seen() -> None:
    page = "## Facts\n\n`{id, value}`: a statement.\n\n| `id` | `seed` |\n| `a`, `b` | x |\n"
    assert listed(page, "Facts") == {"id", "value"}
    assert columns(page, "Facts") == {"id", "a", "b"}

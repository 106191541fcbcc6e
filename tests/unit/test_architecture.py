"""Arrows point one way: from the top floor down, and never from the spine to an engine."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOORS = (
    ("errors", "exact", "seeds", "model", "data_paths", "purity", "yaml_data"),
    ("answers", "draw"),
    ("language",),
    ("reason",),
    ("ask",),
    ("negatives", "grid", "content", "userdata"),
    ("engine", "part", "schema"),
    ("store", "registry"),
    ("check",),
    ("make",),
    ("recipe",),
    ("run", "contract", "golden", "skeleton"),
    ("export", "view", "scoring", "vlm"),
    ("nightly",),
    ("commands",),
    ("cli",),
)
FLOOR = {name: n for n, names in enumerate(FLOORS) for name in names}
OPEN_TO_ENGINES = {
    "errors",
    "exact",
    "seeds",
    "model",
    "draw",
    "answers",
    "language",
    "reason",
    "ask",
    "grid",
    "content",
    "userdata",
    "engine",
    "data_paths",
    "yaml_data",
}


def imports(file: Path, package: tuple[str, ...]) -> Iterator[str]:
    """Dotted names that a module imports, relative ones made absolute."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = (*base, *(node.module.split(".") if node.module else ()))
            yield from (".".join((*module, alias.name)) for alias in node.names)


def modules(folder: str, package: str) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for file in sorted((ROOT / folder).rglob("*.py")):
        yield file, (package, *file.relative_to(ROOT / folder).parent.parts)


@pytest.mark.parametrize(
    "file,package", list(modules("proofpress", "proofpress")), ids=lambda v: v.stem if isinstance(v, Path) else ""
)
def test_the_spine_points_down(file: Path, package: tuple[str, ...]) -> None:
    room = package[1] if len(package) > 1 else file.stem
    for name in imports(file, package):
        parts = name.split(".")
        if parts[0] != "proofpress" or len(parts) < 2:
            continue
        assert parts[1] != "engines", f"{file.name} imports an engine: {name}"
        if parts[1] in FLOOR and room in FLOOR and parts[1] != room:
            assert FLOOR[parts[1]] <= FLOOR[room], f"{room} imports {parts[1]}, which is above it"


@pytest.mark.parametrize(
    "file,package",
    list(modules("engines", "proofpress.engines")),
    ids=lambda v: "-".join(v.parts[-2:]) if isinstance(v, Path) else "",
)
def test_an_engine_knows_the_spine_and_itself(file: Path, package: tuple[str, ...]) -> None:
    package = ("proofpress", "engines", *package[1:])
    for name in imports(file, package):
        parts = name.split(".")
        if parts[0] == "engines" or parts[0] != "proofpress":
            assert parts[0] != "engines", f"{file}: import through proofpress.engines, not {name}"
            continue
        if parts[1] == "engines":
            assert len(parts) > 2 and parts[2] == package[2], f"{file} imports another engine: {name}"
        else:
            assert parts[1] in OPEN_TO_ENGINES, f"{file} imports {name}; an engine may use {sorted(OPEN_TO_ENGINES)}"


def test_every_room_stands_on_a_floor() -> None:
    rooms = {p.stem for p in (ROOT / "proofpress").iterdir() if p.suffix == ".py" or (p / "__init__.py").is_file()}
    assert rooms - {"__init__"} <= set(FLOOR), "a room without a floor"

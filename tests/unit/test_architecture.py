"""Arrows point one way: from the top floor down, and never from the spine to an engine.

Run as a program it draws the picture of the floors in docs/architecture.md again.
"""

from __future__ import annotations

import ast
import io
import re
import textwrap
import tokenize
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOORS = (
    ("errors", "exact", "seeds", "model", "data_paths", "purity", "yaml_data", "version"),
    ("answers", "draw"),
    ("language",),
    ("reason",),
    ("ask",),
    ("negatives", "grid", "content", "userdata"),
    ("engine", "part", "schema"),
    ("store", "registry"),
    ("check",),
    ("make_sample",),
    ("recipe",),
    ("run", "contract", "golden", "skeleton"),
    ("export", "view", "scoring", "vlm", "python_api"),
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


def rooms() -> set[str]:
    """The modules and packages right under proofpress."""
    found = {p.stem for p in (ROOT / "proofpress").iterdir() if p.suffix == ".py" or (p / "__init__.py").is_file()}
    return found - {"__init__"}


def test_every_room_stands_on_a_floor() -> None:
    assert rooms() <= set(FLOOR), "a room without a floor"


# --- no circles -------------------------------------------------------------------------------------------------------
def graph(folders: Mapping[str, Path]) -> dict[str, set[str]]:
    """module -> the modules of these folders that it imports, wherever the import stands.  folders: by package name."""
    files = {
        ".".join((package, *file.relative_to(folder).with_suffix("").parts)).removesuffix(".__init__"): (file, folder)
        for package, folder in folders.items()
        for file in folder.rglob("*.py")
    }
    out: dict[str, set[str]] = {}
    for name, (file, _) in files.items():
        package = tuple(name.split(".") if file.name == "__init__.py" else name.split(".")[:-1])
        found = set()
        for target in imports(file, package):
            found.add(target if target in files else target.rpartition(".")[0])
        out[name] = (found & files.keys()) - {name}
    return out


def circles(edges: Mapping[str, set[str]]) -> list[list[str]]:
    """Groups of nodes each of which leads to every other one."""
    reached: dict[str, set[str]] = {}
    for start in edges:
        seen, waiting = set(), [start]
        while waiting:
            for target in edges.get(waiting.pop(), ()):
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
        reached[start] = seen
    return [list(g) for g in {tuple(sorted(b for b in reached[a] if a in reached.get(b, ()))) for a in edges} if len(g) > 1]


def rooms_of(edges: Mapping[str, set[str]], package: str) -> dict[str, set[str]]:
    """The same arrows between the folders and files right under a package."""

    def room(name: str) -> str:
        return name.removeprefix(f"{package}.").split(".")[0]

    inside = [n for n in edges if n.startswith(f"{package}.")]
    out: dict[str, set[str]] = {room(n): set() for n in inside}
    for name in inside:
        out[room(name)] |= {room(t) for t in edges[name] if t.startswith(f"{package}.")} - {room(name)}
    return out


HOUSE = graph({"proofpress": ROOT / "proofpress", "proofpress.engines": ROOT / "engines"})


def test_no_modules_import_one_another_in_a_circle() -> None:
    assert circles(HOUSE) == []


@pytest.mark.parametrize("package", [f"proofpress.engines.{p.name}" for p in (ROOT / "engines").iterdir() if p.is_dir()])
def test_the_rooms_of_an_engine_point_one_way(package: str) -> None:
    assert circles(rooms_of(HOUSE, package)) == []


def test_a_planted_circle_is_found(tmp_path: Path) -> None:
    (tmp_path / "low").mkdir()
    (tmp_path / "a.py").write_text("from .low import c\n")
    (tmp_path / "low" / "c.py").write_text("def f():\n    from ..a import x\n")
    (tmp_path / "low" / "d.py").write_text("from . import c\n")
    found = graph({"planted": tmp_path})
    assert circles(found) == [["planted.a", "planted.low.c"]]
    assert sorted(circles(rooms_of(found, "planted"))[0]) == ["a", "low"]


# --- no word of a domain ----------------------------------------------------------------------------------------------
# What one engine draws and the others do not.  Terms of graphics (polygon, radius), statistics (quartile) and logic (theorem)
# are no engine's own.
DOMAIN = (
    "plot area", "chart", "bar", "bar chart", "slice", "wedge", "pie", "donut", "histogram", "heat map", "heatmap", "box plot",
    "whisker", "scatter", "bubble", "radar chart", "legend", "swatch", "x tick", "y tick", "tick label", "gridline",
    "segment", "triangle", "quadrilateral", "parallelogram", "trapezoid", "trapezium", "rhombus", "hypotenuse", "chord",
    "bisect", "bisector", "perpendicular", "midpoint", "inscribed", "circumscribed", "congruent", "geometry",
)  # fmt: skip
EXAMPLES = ("chart", "geometry")  # names of engines, as examples of what may be given on the command line
# Where a word is another word: each with what it means there.
ALLOWED: dict[str, tuple[str, ...]] = {
    "answers/latex_names.py": ("bar", "wedge"),  # commands of LaTeX
    "answers/plaintext.py": ("bar", "triangle"),  # commands of LaTeX
    "answers/markdown.py": ("bar",),  # the sign between two cells
    "draw/typeset.py": ("bar",),  # over the digits of a root
    "language/base.py": ("bar",),  # of a fraction
    "run/progress.py": ("bar",),  # that shows progress
    "vlm/loading.py": ("bar",),  # that shows progress
    "draw/block.py": ("slice", "triangle"),  # a built-in type; a marker's shape
    "draw/plot.py": ("slice",),  # a built-in type
    "draw/font_catalogue.py": ("geometry",),  # a set of characters
    "ask/fast_template.py": ("slice",),  # a built-in type
    "store/reading.py": ("slice",),  # of an Arrow table
    "userdata/table.py": ("slice",),  # of an Arrow table
    "export/grounding.py": ("slice",),  # of a sequence
    "commands/score.py": ("slice",),  # a part of the samples, of which a score is told
    "scoring.py": ("slice",),  # the same
    "view/facets.py": ("slice",),  # a built-in type
    "vlm/verify.py": ("slice",),  # a part of the samples
    "view/open_set.py": ("bisect",),  # a module of the standard library
    "commands/engines.py": EXAMPLES,
    "commands/make.py": EXAMPLES,
    "commands/plugins.py": EXAMPLES,
    "recipe/command_line.py": EXAMPLES,
    "recipe/file.py": EXAMPLES,
    "recipe/written.py": EXAMPLES,
    "skeleton.py": EXAMPLES,
}
_DOMAIN = re.compile(rf"(?<![a-z])(?:{'|'.join(w.replace(' ', '[ _-]?') for w in DOMAIN)})(?:s|(?<=[sxh])es)?(?![a-z])")


def domain_words(source: str) -> Iterator[tuple[int, str]]:
    """(line, word) for every word of a domain in the names, texts and comments of a module."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in (tokenize.OP, tokenize.NUMBER, tokenize.NL, tokenize.NEWLINE):
            text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", token.string).lower()  # BarChart is two words
            for match in _DOMAIN.finditer(text):
                yield token.start[0] + text.count("\n", 0, match.start()), match[0]


def test_the_spine_holds_no_word_of_a_domain() -> None:
    found = []
    for file in sorted((ROOT / "proofpress").rglob("*.py")):
        name = file.relative_to(ROOT / "proofpress").as_posix()
        allowed = {form for word in ALLOWED.get(name, ()) for form in (word, f"{word}s", f"{word}es")}
        found += [f"{name}:{n}: {word}" for n, word in domain_words(file.read_text("utf-8")) if word not in allowed]
    assert not found, "words of a domain: let the engine say them, or say it in other words"


@pytest.mark.parametrize(
    "source",
    [
        'ROLES = ("plot-area",)',
        "x_tick = 1",
        "class BarChart: ...",
        "# the longest slices",
        '"""Of a\ntriangle."""',
        "f'{n} bars'",
    ],
)
def test_a_planted_word_of_a_domain_is_found(source: str) -> None:
    assert list(domain_words(source + "\n"))


def test_what_only_looks_like_one_is_not() -> None:
    assert not list(domain_words("barrier = charter = sliced = 'embark, recharge, pieces'  # legendary\n"))


def test_nothing_is_allowed_that_is_not_there() -> None:
    for name, words in ALLOWED.items():
        there = {w for _, w in domain_words((ROOT / "proofpress" / name).read_text("utf-8"))}
        for word in words if words is not EXAMPLES else ():
            assert there & {word, f"{word}s", f"{word}es"}, f"{name} no longer says {word!r}: take it off the list"


def gone(name: str) -> bool:
    """Is this dotted name of an import below `proofpress` neither a module nor something that its module may define?"""
    parts = name.split(".")
    if parts[0] != "proofpress" or len(parts) < 3:
        return False
    home = ROOT.joinpath("engines", *parts[2:-1]) if parts[1] == "engines" else ROOT.joinpath(*parts[:-1])
    return not (home.is_dir() or home.with_suffix(".py").is_file())


@pytest.mark.parametrize("folder", ["tests", "benchmarks"])
def test_tests_import_modules_that_exist(folder: str) -> None:
    missing = [f"{file}: {name}" for file, package in modules(folder, folder) for name in imports(file, package) if gone(name)]
    assert missing == []


def test_an_import_of_a_module_that_is_gone_is_seen() -> None:
    assert [n for n in ("proofpress.cli.app", "proofpress.reason.proof.Step", "proofpress.make.Job") if gone(n)] == [
        "proofpress.make.Job"
    ]


# --- the page ---------------------------------------------------------------------------------------------------------
PAGE = ROOT / "docs" / "architecture.md"
_PICTURE = re.compile(r"(?<=```text floors\n).*?(?=```)", re.DOTALL)
WIDE = 100


def picture() -> str:
    """The floors as a drawing, the highest first; a module imports from its own floor and from those below it."""
    rule = "+" + "-" * (WIDE - 2) + "+\n"
    out = rule
    floors = [[name for name in names if name in rooms()] for names in FLOORS]
    for n, names in reversed(list(enumerate(filter(None, floors), 1))):
        out += f"| {n:2}  {'   '.join(names)}".ljust(WIDE - 1) + "|\n" + rule
    lines = textwrap.wrap("   ".join(sorted(OPEN_TO_ENGINES)), WIDE - 20)
    out += "".join(f"{'engines/NAME  -->' if i == 0 else '':17}  {line}\n" for i, line in enumerate(lines))
    return out


def rooms_told(page: str) -> list[str]:
    """The rooms that the table of the page describes."""
    return re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)


def test_the_picture_of_the_floors_is_up_to_date() -> None:
    found = _PICTURE.search(PAGE.read_text("utf-8"))
    assert found
    assert found[0] == picture(), f"run: python {Path(__file__).relative_to(ROOT)}"


def test_every_room_is_described_once() -> None:
    assert sorted(rooms_told(PAGE.read_text("utf-8"))) == sorted(rooms())
    assert rooms_told("| `ask` | words |\n| `cli` | the command |\ntext") == ["ask", "cli"]


if __name__ == "__main__":
    drawn = picture()
    PAGE.write_text(_PICTURE.sub(lambda _: drawn, PAGE.read_text("utf-8")), "utf-8")

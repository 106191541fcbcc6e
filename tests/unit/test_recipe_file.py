"""Recipe files: what they may say, what each fault is called, and the schema that editors use."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from proofpress.engine import DataFile
from proofpress.errors import BadInput
from proofpress.recipe import Recipe, checked, load_recipe, parse_data, schema
from proofpress.registry import Registry

ROOT = Path(__file__).parents[2]
READY = sorted((ROOT / "recipes").glob("*.yaml"))


def loaded(folder: Path, text: str) -> Recipe:
    file = folder / "r.yaml"
    file.write_text(text, "utf-8")
    return load_recipe(file)


def validate(text: str, against: dict[str, object]) -> None:
    """As editors do: keys of YAML are texts to a JSON Schema."""
    jsonschema.validate(json.loads(json.dumps(yaml.safe_load(text))), against)


def test_the_recipe_with_everything_in_the_docs_is_sound(tmp_path: Path) -> None:
    (text,) = re.findall(r"```yaml\n(# yaml-language-server.*?)```", (ROOT / "docs" / "recipes.md").read_text("utf-8"), re.S)
    validate(text, schema())
    written = set(re.findall(r"(?m)^(?:# )?([a-z_]+):", text))
    assert written == set(schema()["properties"]) - {"counts", "split"}, "everything but what stands for several keys"
    checked(loaded(tmp_path, text), Registry.load())


@pytest.mark.parametrize("file", READY, ids=lambda f: f.stem)
def test_ready_recipes_are_sound_and_fit_the_schema(file: Path) -> None:
    text = file.read_text("utf-8")
    validate(text, schema())
    recipe = checked(load_recipe(file), Registry.load())
    assert recipe.samples >= 24 and recipe.seed > 0
    assert text.startswith("# yaml-language-server: $schema=schema.json\n# ")


def test_the_published_schema_is_the_models() -> None:
    published = json.loads((ROOT / "recipes" / "schema.json").read_text("utf-8"))
    assert published == schema(), "run: proofpress make --schema > recipes/schema.json"
    for text in ("{sampels: 3}", "{difficulty: {0: 1}}", "{forms: [opn]}", "{samples: many}", "{gates: {min_question: 1}}"):
        with pytest.raises(jsonschema.ValidationError):
            validate(text, published)


def test_everything_can_be_said(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("a,b\nx,1\ny,2\n")
    recipe = loaded(
        tmp_path,
        """
domains: {charts: 1}
templates: {charts/bar: 2, charts/pie: 1}
samples: 30
seed: 4
difficulty: {2: 1, 4: 3}
depth: {1: 2, 2: 1}
forms: {open: 3, choice: 1}
skills: [read_value, compare]
languages: en
text_load: [lite, full]
degrade: {none: 9, heavy: 1}
options: {charts: {looks: [slide, weekly]}}
data: [s.csv, {file: s.csv, weight: 3, category: a, value: [b]}]
splits: {train: 9, test: 1}
gates: {min_questions: 1, max_questions: 4, min_visible: 0.5, max_width: 900, max_lost: 0.1}
exports: [{to: jsonl, out: lines, options: {splits: [train]}}]
image_format: jpeg
""",
    )
    assert recipe.mixes == {
        "template": {"charts/bar": 2, "charts/pie": 1},
        "difficulty": {"2": 1, "4": 3},
        "text_load": {"lite": 1, "full": 1},
        "degrade": {"none": 9, "heavy": 1},
        "data": {"0": 1, "1": 3},
        "split": {"train": 9, "test": 1},
    }
    assert recipe.difficulty == (2, 4) and recipe.templates == ("charts/bar", "charts/pie")
    assert recipe.data == (
        DataFile(str(tmp_path / "s.csv")),
        DataFile(str(tmp_path / "s.csv"), (("category", "a"), ("value", "b"))),
    )
    constraints = recipe.constraints
    assert (constraints.forms, constraints.depth, constraints.skills) == (
        {"open": 3, "choice": 1},
        {1: 2, 2: 1},
        ("compare", "read_value"),
    )
    assert (constraints.fewest, constraints.most, constraints.visible, constraints.width, constraints.height) == (
        1,
        4,
        0.5,
        (1, 900),
        None,
    )
    assert constraints.mixes and recipe.most_lost == 0.1
    assert [(e.to, e.out, e.settings) for e in recipe.exports] == [("jsonl", "lines", {"splits": ["train"]})]


def test_a_list_allows_and_shares_mix(tmp_path: Path) -> None:
    assert not loaded(tmp_path, "forms: [open, choice]\ndepth: 2-4").constraints.mixes
    assert loaded(tmp_path, "forms: [open, choice]\ndepth: 2-4").constraints.depth == {2: 1, 3: 1, 4: 1}
    assert loaded(tmp_path, "difficulty: 2-4").mixes == {}


def test_counts_come_out_exactly(tmp_path: Path) -> None:
    from collections import Counter

    from proofpress.recipe import jobs

    recipe = checked(loaded(tmp_path, "counts: {geometry: 13, charts/bar: 7, charts/pie: 4}"), Registry.load())
    found = [j for shard in range(recipe.shards) for j in jobs(recipe, Registry.load(), shard)]
    assert recipe.samples == 24
    assert Counter(j.engine for j in found) == {"geometry": 13, "charts": 11}
    assert Counter(j.template for j in found if j.engine == "charts") == {"bar": 7, "pie": 4}


def test_what_is_not_said_is_not_on_record() -> None:
    """A set that an older press made is still known by its recipe."""
    assert set(Recipe({"charts": 1}).canonical()) == {
        "domains", "templates", "samples", "seed", "difficulty", "languages", "text_load", "data", "degrade", "image_format",
        "shard_size", "split", "plugins",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("difficulty: {7: 1}", r"r\.yaml: difficulty: 7 is no level; write levels of 1 to 5"),
        ("difficulty: {}", "difficulty: is empty"),
        ("depth: 4-2", "depth: '4-2': write one level or a range between 1 and 12"),
        ("forms: {opne: 1}", "form 'opne': did you mean 'open'"),
        ("forms: {open: -1}", "forms: the share of 'open' is -1; a number above 0"),
        ("forms: [open, open]", "forms: 'open' is named twice"),
        ("skills: [raed_value]", "skill 'raed_value': did you mean 'read_value'"),
        ("splits: {train: .inf}", "splits: the share of 'train' is inf"),
        ("split: a\nsplits: {b: 1}", "split: splits are given too"),
        ("languages: [no]", "languages: False is no word; put it in quotes"),
        ("gates: {min_question: 2}", "unknown key 'min_question' in gates: did you mean 'min_questions'"),
        ("gates: {min_visible: 2}", "gates.min_visible: cannot be 2; at most 1.0"),
        ("gates: {min_questions: 5, max_questions: 2}", "min_questions 5 is above max_questions 2"),
        ("gates: {min_width: 900, max_width: 200}", "min_width 900 is above max_width 200"),
        ("exports: [{out: x}]", "exports.0.to: is missing"),
        ("exports: [{to: jsonl, oot: x}]", "unknown key 'oot' in exports.0: did you mean 'out'"),
        ("exports: [{to: jsonl, out: ../x}]", "leaves the set's folder"),
        ("exports: [{to: jsonl}, {to: jsonl}]", "'exports/jsonl' is taken"),
        ("exports: [{to: jsonl, out: x}, {to: jsonl, out: ./x/}]", "'./x/' is taken"),
        ("exports: [{to: jsonl, out: .}]", "'.' is the set's own"),
        ("exports: [{to: jsonl, out: shards/x}]", "'shards/x' is the set's own"),
        ("counts: {charts: 0}", "counts.charts: cannot be 0"),
        ("counts: {charts: 3}\nsamples: 3", "counts: samples is given too"),
        ("counts: {charts: 3, charts/bar: 2}", "counted as a whole and by template"),
        ("data: [{category: a}]", "data.0: cannot be {'category': 'a'}; a path"),
        ("data: [{file: x.csv, category: [[]]}]", "data.0.category: cannot be"),
        ("options: {charts: 3}", "options.charts: cannot be 3; keys with values"),
        ("samples: 0", "samples: cannot be 0; at least 1"),
        ("seed: -1", "seed: cannot be -1; at least 0"),
        ("image_format: gif", "image format 'gif'"),
        ("x: !!python/object/apply:os.system [echo]", "line 2: broken YAML: could not determine a constructor"),
        ("data: !!python/name:os.system", "broken YAML"),
    ],
)
def test_each_fault_is_one_line_with_file_and_key(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as caught:
        checked(loaded(tmp_path, f"{'' if 'counts' in text else 'domains: [charts]'}\n{text}".lstrip()), Registry.load())
    assert "\n" not in str(caught.value)


def test_a_table_with_roles_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("sales.csv", "a:b=c.csv", "odd,name.csv"):
        (tmp_path / name).write_text("x,y\n1,2\n")
    roles = (("category", "Region"), ("value", "Net: total, EUR"), ("unit", "EUR"))
    assert parse_data("sales.csv") == DataFile("sales.csv")
    assert parse_data(r"sales.csv:category=Region,value=Net: total\, EUR,unit=EUR") == DataFile("sales.csv", roles)
    assert parse_data("a:b=c.csv") == DataFile("a:b=c.csv")
    assert parse_data("a:b=c.csv:x=u=v,y=w") == DataFile("a:b=c.csv", (("x", "u=v"), ("y", "w")))
    assert parse_data(r"a\:b\=c.csv:x=u") == DataFile("a:b=c.csv", (("x", "u"),))
    assert parse_data("odd,name.csv:x=u") == DataFile("odd,name.csv", (("x", "u"),))
    for text, says in (
        ("none.csv", "data file none.csv: no such file"),
        ("none.csv:category=Region", "data file none.csv: no such file"),
        ("sales.csv:category", "'category' is no ROLE=COLUMN"),
        ("sales.csv:category=", "is no ROLE=COLUMN"),
        ("sales.csv:category=A,,value=B", "'' is no ROLE=COLUMN"),
    ):
        with pytest.raises(BadInput, match=says):
            parse_data(text)

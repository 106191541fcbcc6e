"""Plug-ins, templates and clashes."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpress.ask import wording
from proofpress.errors import BadInput
from proofpress.registry import Registry

CLOCK = Path(__file__).parents[1] / "plugins" / "clock"


def plugin(folder: Path, name: str, body: str = "") -> Path:
    folder.mkdir(parents=True)
    code = f"from proofpress.engine import Engine\n{body}\nclass E(Engine):\n    name = {name!r}\nengine = E()\n"
    (folder / "engine.py").write_text(code)
    return folder


def test_a_plugin_brings_its_engine_templates_and_wording() -> None:
    registry = Registry([CLOCK])
    assert registry.engine("clock").name == "clock"
    assert registry.template("clock/wall").data["face"]
    assert registry.languages("clock") == ["en"]
    assert {"tell_time", "difference", "choose"} <= set(registry.operators("clock"))


def test_a_folder_of_templates_adds_to_an_engine(tmp_path: Path) -> None:
    (tmp_path / "clock").mkdir()
    (tmp_path / "clock" / "tower.yaml").write_text("template: tower\nface: {font: Lato}\n")
    (tmp_path / "station.yaml").write_text("template: station\nengine: clock\nface: {font: Lato}\n")
    assert list(Registry([CLOCK, tmp_path]).templates("clock")) == ["station", "tower", "wall"]


def test_close_names_are_suggested() -> None:
    registry = Registry([CLOCK])
    with pytest.raises(BadInput, match="did you mean 'clock'"):
        registry.engine("clokc")
    with pytest.raises(BadInput, match="did you mean 'wall'"):
        registry.template("clock/wal")


def test_clashes_name_both(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"two engines are called 'clock'.*other"):
        Registry([CLOCK, plugin(tmp_path / "other", "clock")])
    (tmp_path / "more" / "clock").mkdir(parents=True)
    (tmp_path / "more" / "clock" / "x.yaml").write_text("template: wall\n")
    with pytest.raises(BadInput, match="two templates are called clock/wall"):
        Registry([CLOCK, tmp_path / "more"]).templates("clock")


def test_an_operator_of_the_common_library_cannot_be_redefined(tmp_path: Path) -> None:
    body = "from proofpress.reason.operators import Operator\n"
    folder = plugin(tmp_path / "mine", "mine", body)
    file = folder / "engine.py"
    file.write_text(file.read_text().replace("    name", "    operators = (Operator('difference', lambda a, b: 0),)\n    name"))
    with pytest.raises(BadInput, match=r"mine.*'difference' is defined twice"):
        Registry([folder]).operators("mine")


@pytest.mark.parametrize("body", ["raise ValueError('planted')", "import no_such_module_at_all", "x = = 1"])
def test_a_plugin_that_fails_to_load_is_named(tmp_path: Path, body: str) -> None:
    with pytest.raises(BadInput, match=r"plug-in .*broken fails to load"):
        Registry([plugin(tmp_path / "broken", "broken", body)])


@pytest.mark.parametrize("text", ['template: "wall2\\n"', "x: {\ntemplate: wall2}"], ids=["a line's end in it", "not on top"])
def test_a_template_without_a_plain_name_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "clock" / "notes.yaml").mkdir(parents=True)  # a folder is no template
    (tmp_path / "clock" / "x.yaml").write_text(text)
    with pytest.raises(BadInput, match=r"x\.yaml: template name .* must be lower-case letters"):
        Registry([CLOCK, tmp_path]).templates("clock")


def test_wording_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "steps.yaml").write_bytes(b"a: [\xff]")
    with pytest.raises(BadInput, match=r"steps\.yaml: not UTF-8 text"):
        wording.load((tmp_path,), "en")


def test_folders_that_are_no_plugin(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such folder"):
        Registry([tmp_path / "nothing"])
    with pytest.raises(BadInput, match=r"neither engine\.py nor a template"):
        Registry([tmp_path])

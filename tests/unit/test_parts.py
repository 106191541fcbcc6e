"""An engine that places another one's pictures: names, operators, words, captions and both checks come through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from proofpress.check import check_sample
from proofpress.check.printed import Print
from proofpress.check.report import pictures_of
from proofpress.check.second_road import measured
from proofpress.draw import fonts
from proofpress.draw.canvas import Canvas
from proofpress.draw.embed import place
from proofpress.draw.picture import Picture, numbered
from proofpress.engine import BadInput, Engine, Request, Spec, Statement
from proofpress.make_sample import Job, make_sample
from proofpress.model import Fact, Sample
from proofpress.reason.proof import Candidate, Rejected
from proofpress.reason.scope import split
from proofpress.registry import Registry
from proofpress.schema import table
from proofpress.seeds import Rng, stream

PLUGIN = """
from tests.unit.test_parts import Pages
engine = Pages()
"""


class Pages(Engine):
    """Two pages, a chart on each, under a heading."""

    name = "pages"
    parts = ("charts", "geometry")
    questions = (2, 8)

    def plan(self, template: Any, request: Request, rng: Rng) -> Spec:
        kinds = {"charts": template.data["first"], "charts-2": "bar", "geometry": "right_triangle"}
        own = {i: self.part(i).plan(kind, request, rng) for i, kind in kinds.items()}
        return {"template": template.name, "parts": own}

    def facts(self, spec: Spec) -> list[Fact]:
        return [f for i in spec["parts"] for f in self.part(i).facts(spec)]

    def style(self, spec: Spec, request: Request, rng: Rng) -> dict[str, Any]:
        return {i: self.part(i).style(spec, request, rng) for i in spec["parts"]}

    def draw(self, spec: Spec, style: Mapping[str, Any], rng: Rng) -> Sequence[Picture]:
        pages = []
        for n, instance in enumerate(spec["parts"], 1):
            drawn = self.part(instance).draw(spec, style[instance], rng)
            page = Canvas(drawn.width + 40, drawn.height + 80, "#ffffff")
            page.text(f"page-{n}", "heading", 20, 36, f"Page {n}", font=fonts.face("Lato"), size=18)
            place(page, drawn, 20, 60, instance)
            pages.append(page.picture())
        return pages

    def propose(
        self, spec: Spec, facts: Sequence[Fact], pictures: Sequence[Picture], request: Request, rng: Rng
    ) -> Iterable[Candidate | Rejected]:
        asked = [list(self.part(i).propose(spec, facts, [pictures[n]], request, rng)) for n, i in enumerate(spec["parts"])]
        return [c for row in zip(*asked, strict=False) for c in row]

    def describe(self, spec: Spec, facts: Sequence[Fact]) -> Sequence[Statement]:
        return [s for i in spec["parts"] for s in self.part(i).describe(spec, facts)]


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    folder = tmp_path_factory.mktemp("plugin") / "pages"
    (folder / "wording" / "en").mkdir(parents=True)
    (folder / "engine.py").write_text(PLUGIN)
    (folder / "two.yaml").write_text("template: two\nfirst: line\n")
    (folder / "wording" / "en" / "questions.yaml").write_text("nothing:\n  open: ['What?']\n")
    return Registry.load((str(folder),))


@pytest.fixture(scope="module")
def samples(registry: Registry) -> list[Sample]:
    made = [make_sample(Job("pages", "two", i, 5, "train", Request(difficulty=3)), registry)[0] for i in range(4)]
    return [s for s in made if s is not None]


def test_questions_of_every_part_pass_every_check(samples: list[Sample], registry: Registry) -> None:
    assert len(samples) >= 3
    asked = {split(s.output)[0] for sample in samples for q in sample.questions for s in q.steps}
    assert {"charts", "charts-2", "geometry"} <= asked
    for sample in samples:
        report = check_sample(sample, registry)
        assert not report.findings
    assert sum(check_sample(s, registry).covered for s in samples) > 0


def test_the_reader_of_a_part_measures_its_share_of_the_page(samples: list[Sample], registry: Registry) -> None:
    engine, read = registry.engine("pages"), set()
    for sample in samples:
        pictures = pictures_of(sample)
        printed = Print(sample, {i: p.pixels for i, p in enumerate(pictures)})
        truth = {f.statement: f for f in sample.facts}
        for statement, found in measured(sample, engine, pictures, printed).items():
            if statement in truth and not isinstance(found.value, str):
                assert abs(float(found.value) - float(truth[statement].value)) <= max(truth[statement].margin, 1e-6) * 1.5
                read.add(split(statement[0])[0])
    assert read == {"charts", "charts-2"}


def test_names_are_kept_apart_and_lie_on_their_page(samples: list[Sample]) -> None:
    for sample in samples:
        assert len(sample.images) == 3 == len(sample.sizes)
        shown = [f.statement for f in sample.facts if f.given == "image"]
        assert len(set(shown)) == len(shown)
        page = {r.id: r.image for r in sample.regions}
        for f in (f for f in sample.facts if f.regions):
            assert {page[r] for r in f.regions} == {["charts", "charts-2", "geometry"].index(split(f.id)[0])}
        for r in sample.regions:
            width, height = sample.size(r.image)
            assert min(r.quad) >= -1 and max(r.quad[0::2]) <= width + 1 and max(r.quad[1::2]) <= height + 1


def test_the_record_round_trips(samples: list[Sample]) -> None:
    for sample in samples:
        assert Sample.from_record(table([sample]).to_pylist()[0]).sizes == sample.sizes


def test_captions_speak_of_every_part(samples: list[Sample]) -> None:
    assert all(len(s.captions) == 3 and len(s.captions[2].text) > len(s.captions[0].text) for s in samples)


def test_what_is_not_named_is_refused() -> None:
    with pytest.raises(BadInput, match="name it in `parts`"):
        Pages().part("tables")


def test_a_part_may_be_planned_from_a_template_that_is_brought_along(registry: Registry) -> None:
    spec = registry.engine("pages").part("charts").plan({"kind": "bar", "packs": "finance"}, Request(), stream(1, "plan"))
    assert spec["kind"] == "bar"
    with pytest.raises(BadInput, match="template charts/charts has an unknown key 'kinds'"):
        registry.engine("pages").part("charts").plan({"kind": "bar", "kinds": 1}, Request(), stream(1, "plan"))


def test_an_engine_cannot_place_itself(tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").write_text("template: one\n")
    (tmp_path / "engine.py").write_text(
        "from proofpress.engine import Engine\nclass L(Engine):\n    name = 'loop'\n    parts = ('loop',)\nengine = L()\n"
    )
    with pytest.raises(BadInput, match="its own pictures"):
        Registry((str(tmp_path),)).operators("loop")


def test_a_part_that_is_not_installed_is_named(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text("template: one\n")
    (tmp_path / "engine.py").write_text(
        "from proofpress.engine import Engine\nclass L(Engine):\n    name = 'lone'\n    parts = ('chart',)\nengine = L()\n"
    )
    with pytest.raises(BadInput, match="'chart', which is not installed: did you mean 'charts'"):
        Registry((str(tmp_path),)).engine("lone")


def test_two_pictures_may_not_share_an_id() -> None:
    page = Canvas(60, 40, "#ffffff")
    page.text("a", "word", 10, 20, "Tea", font=fonts.face("Lato"), size=14)
    with pytest.raises(ValueError, match="two regions are called 'a'"):
        numbered([page.picture(), page.picture()])

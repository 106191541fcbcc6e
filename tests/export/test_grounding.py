"""Referring expressions mean one thing each, and what is asked of a place is true of it."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from proofpress.errors import BadInput
from proofpress.export.exporter import Settings
from proofpress.export.grounding import ALL, BOX, KINDS, REF, Task, TaskMaker, overlap, tasks, written
from proofpress.export.lexicon import lexicon, roles_of
from proofpress.export.naming import Named, Namer, fit, name_all
from proofpress.model import Answer, Fact, Image, Question, Region, Sample, box_quad
from proofpress.seeds import stream


def sample(regions: list[Region], facts: list[Fact] = [], questions: list[Question] = [], **more: object) -> Sample:  # noqa: B006
    return Sample(
        "x-1", "charts", "1", "bar", "en", "train", 7, (Image(b"", "x-1.png"),), 400, 300,
        regions=tuple(regions), facts=tuple(facts), questions=tuple(questions), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def bar(id: str, x: float, **more: object) -> Region:
    return Region(id, "bar", box_quad(x, 50, x + 20, 200), **more)  # type: ignore[arg-type]


def tick(id: str, text: str, x: float, y: float = 210) -> Region:
    return Region(id, "x-tick", box_quad(x, y, x + 20, y + 10), text)


def entry(id: str, text: str, y: float) -> Region:
    return Region(id, "legend-entry", box_quad(300, y, 350, y + 10), text)


def grouped() -> Sample:
    """Two towns, two seasons."""
    regions = [tick("x1", "Spring", 10), tick("x2", "Winter", 100), entry("l1", "Arlo", 10), entry("l2", "Brent", 30)]
    facts = []
    for s, town in enumerate(("Arlo", "Brent"), 1):
        for c, season in enumerate(("Spring", "Winter"), 1):
            regions.append(bar(f"b{s}{c}", 10 + 90 * (c - 1) + 25 * (s - 1)))
            facts.append(Fact(f"f{s}{c}", "value", (town, season), 5 * s + c, "mm", (f"b{s}{c}", f"x{c}", f"l{s}")))
    return sample(regions, facts)


def names(one: Sample) -> dict[str, str]:
    return {r.region.id: r.label for r in name_all(Namer(one, words())).references}


def words():  # type: ignore[no-untyped-def]
    found = lexicon("en", "charts")
    assert found is not None
    return found


def test_marks_are_called_by_the_fewest_names_that_single_them_out() -> None:
    assert names(grouped()) == {
        "x1": "x-axis label “Spring”",
        "x2": "x-axis label “Winter”",
        "l1": "legend entry “Arlo”",
        "l2": "legend entry “Brent”",
        "b11": "bar for Arlo in Spring",
        "b12": "bar for Arlo in Winter",
        "b21": "bar for Brent in Spring",
        "b22": "bar for Brent in Winter",
    }
    single = sample(
        [tick("x1", "Horton", 10), tick("x2", "Miles", 100), bar("b1", 10), bar("b2", 100)],
        [Fact(f"f{i}", "value", ("Goals", n), i, "", (f"b{i}", f"x{i}")) for i, n in ((1, "Horton"), (2, "Miles"))],
    )
    assert names(single)["b1"] == "bar for Horton"


PLANTED = {
    "a second label with the same text": (lambda s: [*s.regions, tick("x9", "winter", 300, 280)], [], {"x2"}),
    "a bar that a second fact gives the same names": (
        lambda s: [*s.regions, bar("b9", 200)],
        [Fact("f9", "share", ("Arlo", "Winter"), 1, "", ("b9", "x2", "l1"))],
        {"b12", "b9"},
    ),
    "a bar that can hardly be seen": (
        lambda s: [replace(r, visible=0.5) if r.id == "b12" else r for r in s.regions],
        [],
        {"b12"},
    ),
    "a name that is printed nowhere": (
        lambda s: [replace(r, text="?") if r.id == "l1" else r for r in s.regions],
        [],
        {"b11", "b12", "l1"},
    ),
}


@pytest.mark.parametrize("what", PLANTED)
def test_a_name_that_could_mean_another_is_refused(what: str) -> None:
    change, facts, lost = PLANTED[what]
    before = grouped()
    after = names(replace(before, regions=tuple(change(before)), facts=(*before.facts, *facts)))
    assert {i for i, n in names(before).items() if after.get(i) != n} | ({"b9"} & lost) == lost
    assert not {"b9", "b12", "b11"} & lost & set(after)


def test_hidden_facts_name_nothing() -> None:
    one = grouped()
    hidden = replace(one, facts=tuple(replace(f, given="hidden") for f in one.facts))
    assert not {i for i in names(hidden) if i.startswith("b")}


def meant(one: Sample, label: str) -> list[str]:
    """Which regions a label means, worked out from its words alone: every region's every name, spelt out and compared."""
    namer = Namer(one, words())
    return [r.id for r in one.regions if any(c.label.casefold() == label.casefold() for c in namer.candidates(r))]


def test_every_expression_of_a_real_set_means_one_region(samples: list[Sample]) -> None:
    said, refused = 0, 0
    for one in samples:
        found: Named = name_all(Namer(one, words()))
        for reference in found.references:
            alone = namer_alone(one, reference.label) if reference.how == "only" else meant(one, reference.label)
            assert alone == [reference.region.id], (one.template, reference.label)
            assert fit(reference.region)
        labels = [r.label for r in found.references]
        assert len(set(map(str.casefold, labels))) == len(labels)
        said, refused = said + len(labels), refused + found.refused
    assert said / len(samples) > 20
    assert {one.engine for one in samples} == {"geometry", "charts", "clock"}


def namer_alone(one: Sample, noun: str) -> list[str]:
    namer = Namer(one, words())
    return [r.id for r in one.regions if namer.role(r).one == noun]


def posed(one: Sample, kind: str) -> list[Task]:
    return tasks(one, Settings(own={"tasks": kind, "per_picture": 100}))


@pytest.mark.parametrize("kind", KINDS[1:])
def test_boxes_are_the_regions_own(samples: list[Sample], kind: str) -> None:
    seen = 0
    for one in samples:
        by_id = {r.id: r for r in one.regions}
        for task in posed(one, kind):
            seen += 1
            assert task.kind == kind
            assert len(task.regions) == len(task.items)
            for id, (label, box) in zip(task.regions, task.items, strict=True):
                x0, y0, x1, y1 = by_id[id].box
                assert label
                assert by_id[id].visible >= 0.9
                assert box == (((x0 + x1) / 2, (y0 + y1) / 2) if kind == "point" else by_id[id].box)
    assert seen > 30


def test_counts_are_all_there_is(samples: list[Sample]) -> None:
    whole = 0
    for one in samples:
        namer = Namer(one, words())
        for task in posed(one, "count"):
            noun = namer.role(next(r for r in one.regions if r.id == task.regions[0])).one
            alike = [r.id for r in one.regions if namer.role(r).one == noun]
            assert str(len(task.items)) in task.answer
            if " for " not in task.question:
                whole += 1
                assert sorted(task.regions) == sorted(alike)
            else:
                assert set(task.regions) < set(alike)
    assert whole > 10


def test_texts_are_found_where_they_stand_alone(samples: list[Sample]) -> None:
    for one in samples:
        for task in posed(one, "locate"):
            text = task.items[0][0]
            holding = [r.id for r in one.regions if text.casefold() in " ".join(r.text.split()).casefold()]
            namer = Namer(one, words())
            assert [i for i in holding if namer.printed(namer.by_id[i])] == list(task.regions)
        for task in posed(one, "read"):
            assert task.answer == " ".join(next(r for r in one.regions if r.id == task.regions[0]).text.split())


def test_a_box_is_described_only_if_no_other_is_like_it() -> None:
    crowded = replace(grouped(), regions=(*grouped().regions, Region("g", "glow", box_quad(9, 49, 31, 201))))
    described = {t.regions[0] for t in posed(grouped(), "describe")}
    assert "b11" in described
    assert {t.regions[0] for t in posed(crowded, "describe")} == described - {"b11"}
    assert overlap((0, 0, 10, 10), (0, 0, 10, 5)) == 0.5


def test_things_that_cover_one_another_are_not_counted() -> None:
    close = replace(grouped(), regions=tuple(bar("b12", 30) if r.id == "b12" else r for r in grouped().regions))
    counted = [len(list(TaskMaker(one, words(), stream(1, "x")).counts("bar"))) for one in (grouped(), close)]
    assert counted == [5, 4]  # all, Arlo's, Brent's, spring's, winter's; b12 stands before b21: not all


def test_the_draw_is_even_repeats_and_takes_no_region_twice(samples: list[Sample]) -> None:
    kinds: Counter[str] = Counter()
    for one in samples:
        drawn = tasks(one, Settings(own={"tasks": ",".join(KINDS[1:]), "per_picture": 6}))
        assert len(drawn) <= 6
        assert drawn == tasks(one, Settings(own={"tasks": ",".join(KINDS[1:]), "per_picture": 6}))
        shown = [r for t in drawn for r in t.regions]
        assert len(shown) == len(set(shown))
        kinds.update(t.kind for t in drawn)
    assert set(kinds) == set(KINDS[1:])
    assert tasks(samples[0], Settings(seed=1)) != tasks(samples[0], Settings(seed=2))


def asked(text: str) -> Sample:
    return replace(grouped(), questions=(Question("q1", "box", text, Answer("box", (1, 2, 30, 40), "(1, 2, 30, 40)", "px")),))


def test_the_sets_own_questions_come_as_they_are() -> None:
    only = Settings(own={"tasks": "record"})
    (task,) = tasks(asked("Where is the title?"), only)
    assert (task.question, task.answer, task.items) == ("Where is the title?", BOX, (("", (1.0, 2.0, 30.0, 40.0)),))
    assert tasks(asked("Give its box in pixels."), only) == []
    assert len(tasks(asked("Give its box in pixels."), only, pixels=True)) == 1
    foreign = replace(asked("题目在哪里？"), language="zh")  # no lexicon: nothing of our own is said
    assert [t.kind for t in tasks(foreign, Settings())] == ["record"]


def test_what_settings_leave_out_is_left_out() -> None:
    assert tasks(grouped(), Settings(languages=("zh",))) == []
    assert tasks(grouped(), Settings(splits=("test",))) == []
    with pytest.raises(BadInput, match=r"tasks=refr.*refer"):
        tasks(grouped(), Settings(own={"tasks": "refr"}))


def test_a_name_with_a_full_stop_ends_its_sentence() -> None:
    one = sample([tick("x1", "Hale", 10), entry("l1", "Lark & Co.", 10), bar("b1", 10), bar("b2", 40)],
                 [Fact("f1", "value", ("Lark & Co.", "Hale"), 1, "", ("b1", "x1", "l1"))])  # fmt: skip
    for seed in range(30):
        for task in TaskMaker(one, words(), stream(seed, "x")).drawn(("refer", "describe", "point", "count"), 9):
            assert ".." not in written(task.question, task.items[0][0], "", "") + written(task.answer, task.items[0][0], "", "")


def test_a_broken_lexicon_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "export" / "wording" / "sw").mkdir(parents=True)
    monkeypatch.setattr("proofpress.export.lexicon.data_folder", lambda name: tmp_path)
    for text in ("roles: {bar: {one: bar, many: bars, colour: red}}", "roles: [", "before: []"):
        (tmp_path / "export" / "wording" / "sw" / "grounding.yaml").write_text(text)
        with pytest.raises(BadInput, match=r"sw/grounding.yaml(, line \d)?: (not a lexicon of regions|broken YAML)"):
            lexicon("sw", "charts")
    assert lexicon("../sw", "charts") is None


def test_wordings_cannot_reach_the_system() -> None:
    with pytest.raises(BadInput, match=r"grounding.yaml.*unsafe"):
        words().fill("{{ it.__class__.__mro__[1].__subclasses__() }}", {"it": "x"})


def test_every_wording_fills_and_no_mark_is_left() -> None:
    lex = words()
    slots = {"it": "X", "box": "B", "text": "T", "many": "bars", "of": "", "n": 3, "boxes": "B"}
    for key in ("refer", "describe", "described", "read", "locate", "count", "counted", "point", "json"):
        for text in lex.data[key]:
            said = lex.fill(text, slots)
            assert said
            assert "{" not in said
            assert "  " not in said
    for task in TaskMaker(grouped(), lex, stream(1, "x")).drawn(KINDS[1:], 50):
        plain = written(task.question + task.answer, "the bar", "[1]", "[[1]]")
        assert not set(plain) & {REF, BOX, ALL}


def test_an_engine_says_itself_what_its_regions_are_called(tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    shutil.copytree(Path(__file__).parents[1] / "plugins" / "clock", clock)
    assert roles_of("clock", "en", (str(clock),)) == {}
    (clock / "regions.yaml").write_text("en: {hand: {one: hand, many: hands}}\n")
    assert roles_of("clock", "en", (str(clock),))["hand"].many == "hands"
    assert roles_of("clock", "de", (str(clock),)) == {} == roles_of("nobody", "en")
    (clock / "regions.yaml").write_text("en: {hand: {one: hand, many: hands, colour: red}}\n")
    with pytest.raises(BadInput, match=r"regions\.yaml: en: not a list of roles") as error:
        roles_of("clock", "en", (str(clock),))
    assert "\n" not in str(error.value)
    assert roles_of("charts", "en")["bar"].many == "bars" and "bar" not in roles_of("geometry", "en")

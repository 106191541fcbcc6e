"""Boxes in every dialect: what is written is read back, and what a model might write is read without harm."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import Generator, Philox

from proofpress.answers.reward import score
from proofpress.errors import BadInput
from proofpress.export.boxes import DIALECTS, QWEN25, Resize, emit, emit_all, emit_point, grid, parse, step
from proofpress.export.exporter import Settings
from proofpress.export.preference import payload
from proofpress.model import Answer, Question, Sample

SIZES = ((640, 480), (1, 1), (333, 777), (1024, 768), (4000, 3000), (28, 5000), (7, 13))


def boxes(n: int) -> list[tuple[tuple[int, int], tuple[float, float, float, float]]]:
    """n (size, box): corners and edges of each size first, one-pixel boxes, then anywhere."""
    rng = Generator(Philox(7))
    out = []
    for w, h in SIZES:
        out += [
            ((w, h), b) for b in ((0, 0, w, h), (0, 0, 0, 0), (w, h, w, h), (0, 0, 1, 1), (w - 1, h - 1, w, h), (0, h, w, h))
        ]
    while len(out) < n:
        w, h = SIZES[len(out) % len(SIZES)]
        xs, ys = np.sort(rng.uniform(0, w, 2)), np.sort(rng.uniform(0, h, 2))
        if len(out) % 3 == 0:  # one pixel somewhere
            xs, ys = np.floor(xs[0]) + np.arange(2), np.floor(ys[0]) + np.arange(2)
        out.append(((w, h), (float(xs[0]), float(ys[0]), float(min(xs[1], w)), float(min(ys[1], h)))))
    return out


def errors(dialect: str, n: int = 10_000) -> np.ndarray:
    """How far each number comes back off, in quanta; (n, 4)."""
    out = []
    for size, box in boxes(n):
        ((_, back),) = parse(emit(box, size, dialect), size, dialect)
        out.append([abs(a - b) / step(size, dialect)[i % 2] for i, (a, b) in enumerate(zip(box, back, strict=True))])
    return np.array(out)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_ten_thousand_boxes_come_back_within_half_a_quantum(dialect: str) -> None:
    off = errors(dialect)
    assert len(off) == 10_000
    if dialect == "docloc":  # 499 stands for one and a half steps: half of those
        ends = np.array([[v / s[i % 2] * 500 >= 498.5 for i, v in enumerate(b)] for s, b in boxes(10_000)])
        assert off[ends].max() <= 0.75 + 1e-9
        off = off[~ends]
    assert off.max() <= 0.5 + 1e-9


@pytest.mark.parametrize("dialect", DIALECTS)
def test_points_come_back(dialect: str) -> None:
    for size in SIZES:
        for point in ((0.0, 0.0), (size[0] / 3, size[1] / 7), (size[0] - 1.0, size[1] * 0.99)):
            ((_, back),) = parse(emit_point(point, size, dialect), size, dialect)
            assert len(back) == 2
            assert all(abs(a - b) <= 0.76 * q for a, b, q in zip(point, back, step(size, dialect), strict=True))


@pytest.mark.parametrize("dialect", DIALECTS)
@given(labels=st.lists(st.text(min_size=1), min_size=1, max_size=4))
def test_labels_come_back_whatever_they_hold(dialect: str, labels: list[str]) -> None:
    items = [(label, (1.0, 2.0, 30.0, 40.0)) for label in labels]
    back = parse(emit_all(items, (64, 64), dialect), (64, 64), dialect)
    assert [label for label, _ in back] == labels


ODD = (
    "<ref>x</ref>",
    "a</ref><box>(1,2)</box>",
    "<loc_3>",
    '"quoted" \\ and {"bbox_2d": [1, 2, 3, 4]}',
    "[1, 2, 3, 4]",
    "&lt;",
    "两\n行",
)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("label", ODD)
def test_a_label_cannot_pose_as_a_box(dialect: str, label: str) -> None:
    assert [name for name, _ in parse(emit((1, 2, 3, 4), (9, 9), dialect, label), (9, 9), dialect)] == [label]


def test_what_each_dialect_writes() -> None:
    size, box = (640, 480), (64.0, 48.0, 640.0, 240.0)
    said = {d: emit(box, size, d, "bar") for d in DIALECTS}
    assert said == {
        "pixels": '{"box": [64, 48, 640, 240], "label": "bar"}',
        "unit": '{"box": [0.1000, 0.1000, 1.0000, 0.5000], "label": "bar"}',
        "qwen2.5": '{"bbox_2d": [64, 48, 644, 238], "label": "bar"}',  # 640x480 is seen as 644x476
        "thousandths": '{"bbox_2d": [100, 100, 1000, 500], "label": "bar"}',
        "qwen-tags": "<ref>bar</ref><box>(100,100),(999,500)</box>",
        "docloc": "<loc_50><loc_50><loc_499><loc_250>bar",
        "florence": "bar<loc_100><loc_100><loc_999><loc_500>",
        "svit": "<st>bar<ed> [0.100,0.100,1.000,0.500]",
    }
    assert emit_point((320, 120), size, "thousandths", "peak") == '{"point_2d": [500, 250], "label": "peak"}'
    assert emit_point((320, 120), size, "qwen-tags") == "<box>(500,250)</box>"
    assert json.loads(emit_all([("a", box), ("b", box)], size, "qwen2.5"))[1]["label"] == "b"


def test_the_resize_is_the_processors() -> None:
    """Sizes (width, height) -> as qwen_vl_utils 0.0.14's smart_resize gives them for Qwen2.5-VL."""
    assert QWEN25((640, 480)) == (644, 476)
    assert QWEN25((10, 10)) == (56, 56)  # too small: grown to 3,136 px
    assert QWEN25((20000, 10000)) == (5068, 2520)  # too large: shrunk under 12,845,056 px
    assert Resize(max_pixels=1280 * 28 * 28)((1920, 1080)) == (1316, 728)
    assert Resize(factor=32)((640, 480)) == (640, 480)
    wide = grid((0, 0, 640, 480), (640, 480), "qwen2.5", Resize(factor=32, max_pixels=320 * 240))
    assert wide == [0, 0, 320, 224]


SAID = (
    'Sure:\n```json\n[\n\t{"bbox_2d": [10, 20, 30, 40], "label": "bar"},\n\t{"bbox_2d": [1, 2, 3]}\n]\n```\n and [5, 6, 7, 8].'
)


def test_boxes_are_found_in_what_a_model_says() -> None:
    assert parse(SAID, (1000, 1000), "thousandths") == [("bar", (10, 20, 30, 40)), ("", (5, 6, 7, 8))]
    old = "The <ref>bar</ref><box>(0,0),(999,999)</box> <box>( 1, 2 ),(3,4)</box> and <box>(1,2)"
    assert [b for _, b in parse(old, (999, 999), "qwen-tags")] == [(0, 0, 999, 999), (1, 2, 3, 4)]


@pytest.mark.parametrize("dialect", DIALECTS)
@given(text=st.text(alphabet='[]{}<>()_,:." 0123456789abcdefboxrefloc/Nn-', max_size=80))
def test_no_text_breaks_the_reader(dialect: str, text: str) -> None:
    for label, box in parse(text, (640, 480), dialect):
        assert isinstance(label, str)
        assert len(box) in (2, 4)
        assert all(abs(v) < float("inf") for v in box)


def test_deep_nesting_and_strange_numbers_are_no_boxes() -> None:
    assert parse("[" * 5000, (9, 9), "pixels") == []
    assert parse("[NaN, 1, 2, 3] [1e999, 1, 2, 3] [true, 1, 2, 3]", (9, 9), "pixels") == []


def test_an_unknown_dialect_is_named() -> None:
    with pytest.raises(BadInput, match=r"dialect 'yolo'.*qwen2.5"):
        emit((0, 0, 1, 1), (9, 9), "yolo")


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("label", ["", "bar 3"])
def test_the_reward_reads_what_the_dialect_writes(dialect: str, label: str) -> None:
    """A reward that cannot read the right answer is 0 for ever."""
    size = (1333, 877)
    for kind, value in (("box", (64, 48, 1200, 240)), ("point", (700, 31))):
        question = Question("q1", kind, "Where?", Answer(kind, value, "", "px", 4.0))
        sample = Sample("s", "e", "1", "t", "en", "train", 1, (), *size)
        truth = payload(sample, question, Settings(dialect=dialect))
        assert score(emit(value, size, dialect, label), truth)["final"] == 1
        assert score(f"<answer>{emit(value, size, dialect, label)}</answer>", truth)["final"] == 1
        assert score(emit(tuple(v + 9 for v in value), size, dialect, label), truth)["final"] == 0

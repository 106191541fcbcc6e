"""Faults that a text engine may have, planted one by one: the contract and `check` both find each."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from proofpress.check import check_sample
from proofpress.contract import CHECKS, Subject, faults, subjects
from proofpress.model import Sample

SOUND = Path(__file__).parents[1] / "plugins" / "pricelist"
LOOKING = ("what regions say is what is written", "every question passes every check")  # of the contract
DRAWN = "        return canvas.picture()\n"


def _changed(change: str) -> str:
    """The picture's regions changed after they were made."""
    return f"        from dataclasses import replace\n        p = canvas.picture()\n        {change}\n        return p\n"


def _texts(pairs: str) -> str:
    return _changed(
        f"said = {pairs}; p = replace(p, regions=tuple(replace(r, text=said.get(r.id, r.text)) for r in p.regions))"
    )


PLANTS: dict[str, tuple[str, str, str, str]] = {
    "another digit is drawn than recorded": (
        DRAWN,
        _texts("{'p0': (t := p.region('p0').text)[:-1] + ('0' if t[-1] == '5' else '5')}"),
        "ink",
        "is written where",
    ),
    "two names are swapped": (
        DRAWN,
        _texts("{'n0': p.region('n1').text, 'n1': p.region('n0').text}"),
        "ink",
        "n0",
    ),
    "a price is covered to 80 % in its own colour": (
        DRAWN,
        "        x0, y0, x1, y1 = canvas.regions['p0'].box\n        x0 += 0.2 * (x1 - x0)\n"
        "        canvas.surface.fill([[(x0, y0), (x1, y0), (x1, y1), (x0, y1)]], style['ink'])\n" + DRAWN,
        "legible",
        "covered",
    ),
    "a price is painted over on the pixels": (
        DRAWN,
        _changed(
            "x0, y0, x1, y1 = (round(v) for v in p.region('p0').box); "
            "p.pixels[y0:y1, x0 + (x1 - x0) // 5 : x1] = p.pixels[0, 0]"
        ),
        "ink",
        "p0",
    ),
    "the price is said to be where the name is": (
        'canvas.show(f"p{i}", at=f"p{i}", needs=f"n{i}")',
        'canvas.show(f"p{i}", at=f"n{i}", needs=f"p{i}")',
        "located",
        "prints it",
    ),
    "the price is said to be where the name is, and needed nowhere": (
        'canvas.show(f"p{i}", at=f"p{i}", needs=f"n{i}")',
        'canvas.show(f"p{i}", at=f"n{i}")',
        "located",
        "prints it",
    ),
    "the box of the price holds the name": (
        DRAWN,
        _changed(
            "at = {'p0': 'n0', 'n0': 'p0'}; "
            "p = replace(p, regions=tuple(replace(r, quad=p.region(at.get(r.id, r.id)).quad) for r in p.regions))"
        ),
        "ink",
        "outside its region",
    ),
}


@pytest.fixture
def planted(tmp_path: Path) -> Callable[[str, str], Subject]:
    def plant(old: str, new: str) -> Subject:
        folder = tmp_path / "pricelist"
        shutil.copytree(SOUND, folder)
        source = (folder / "engine.py").read_text("utf-8")
        assert source.count(old) == 1
        (folder / "engine.py").write_text(source.replace(old, new), "utf-8")
        return subjects(str(folder))[0]

    return plant


def _found(subject: Subject) -> list[tuple[str, str]]:
    samples: list[Sample] = subject.samples
    assert samples, "nothing was made"
    return [(f.check, f.message) for s in samples for f in check_sample(s, subject.registry).findings]


def test_the_sound_engine_is_covered_and_has_no_fault() -> None:
    subject = subjects(str(SOUND))[0]
    reports = [check_sample(s, subject.registry) for s in subject.samples]
    assert all(not r.findings for r in reports)
    assert sum(r.agree for r in reports) == sum(r.covered for r in reports) == sum(r.questions for r in reports)
    assert {t: faults(t, subject) for t in CHECKS if "bytes" not in t} == {t: [] for t in CHECKS if "bytes" not in t}


def test_a_covered_text_is_refused_when_it_is_drawn(planted: Callable[[str, str], Subject]) -> None:
    old, new, *_ = PLANTS["a price is covered to 80 % in its own colour"]
    subject = planted(old, new)
    assert subject.samples == []
    assert any("covered or too pale" in f for f in faults("every template leads to samples", subject))


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_fault_is_found_by_check_and_by_the_contract(
    name: str, planted: Callable[[str, str], Subject], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, check, message = PLANTS[name]
    monkeypatch.setattr("proofpress.make_sample.hidden_texts", lambda facts, regions: ())  # let it out, to see it found
    subject = planted(old, new)
    found = _found(subject)
    assert any(c == check and message in m for c, m in found), found
    if check == "ink":
        assert any(check_sample(s, subject.registry).wrong for s in subject.samples), "no answer is called wrong for it"
    assert any(faults(title, subject) for title in LOOKING), "the contract says nothing"


GOODS = "[לחם שיפון, חמאה, תה ירוק, קפה, דבש, מיץ תפוחים, עוגיות, מלח ים, ריבה, שמן זית]"
MIRRORED = "        wrong = {r.id for r in canvas.regions.values() if r.role == 'item'}\n" + _changed(
    "p = replace(p, regions=tuple(replace(r, text=r.text[1:-1], chars=r.chars[8:-8]) if r.id in wrong else r "
    "for r in p.regions))"
)


@pytest.mark.parametrize("mirrored", [False, True], ids=["as it is read", "mirrored"])
def test_a_hebrew_list_is_sound_as_it_is_read_and_found_when_it_is_mirrored(mirrored: bool, tmp_path: Path) -> None:
    folder = tmp_path / "pricelist"
    shutil.copytree(SOUND, folder)
    template = folder / "templates" / "counter.yaml"
    lines = [f"goods: {GOODS}" if x.startswith("goods:") else x for x in template.read_text("utf-8").splitlines()]
    template.write_text("\n".join(lines), "utf-8")
    source = (folder / "engine.py").read_text("utf-8").replace('("Lato", "Source Serif 4", "Inter")', '("Heebo",) * 3')
    if mirrored:  # one character after the other from left to right
        source = source.replace("30, y, name, **type_", '30, y, "\\u202d" + name + "\\u202c", direction="ltr", **type_')
        source = source.replace(DRAWN, MIRRORED)
    (folder / "engine.py").write_text(source, "utf-8")
    subject = subjects(str(folder))[0]
    found = _found(subject)
    broken = [t for t in LOOKING if faults(t, subject)]
    assert (any(c == "ink" and "n0" in m for c, m in found) and broken != []) if mirrored else (found, broken) == ([], [])

"""Till receipts, a text engine from outside: three languages, two pages, a chart as a part, every check and every export."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from proofpress.check import check_sample
from proofpress.contract import CHECKS, Subject, faults, subjects
from proofpress.engine import Request
from proofpress.make_sample import Job, make_sample
from proofpress.model import Sample
from proofpress.reason.scope import split
from proofpress.registry import Registry

from .command import ROOT, Command

RECEIPTS = ROOT / "tests" / "plugins" / "receipts"
TEMPLATES = {"en": "hardware", "de": "hardware", "ar": "arabic"}
EACH = 12
TITLES = [t for t in CHECKS if "bytes" not in t]  # determinism is the next test's, without a process of its own


@pytest.fixture(scope="module")
def subject() -> Subject:
    return subjects(str(RECEIPTS))[0]


@pytest.fixture(scope="module")
def samples(subject: Subject) -> Mapping[str, list[Sample]]:
    made: dict[str, list[Sample]] = {}
    for language, template in TEMPLATES.items():
        for i in range(EACH):
            request = Request(difficulty=1 + i % 5, language=language)
            sample, _ = make_sample(Job("receipts", template, i, 11, "train", request), subject.registry)
            assert sample is not None
            made.setdefault(language, []).append(sample)
    return made


def test_the_contract_is_kept(subject: Subject) -> None:
    found = {title: faults(title, subject) for title in TITLES}
    assert found == {title: [] for title in TITLES}
    again = make_sample(subject.jobs[0], subject.registry)[0]
    assert again == subject.samples[0]


@pytest.mark.parametrize("language", TEMPLATES)
def test_check_finds_nothing_wrong_and_covers_texts(
    language: str, samples: Mapping[str, list[Sample]], subject: Subject
) -> None:
    counts: Counter[str] = Counter()
    for sample in samples[language]:
        report = check_sample(sample, subject.registry)
        assert not report.findings and not report.wrong
        counts.update(report.roads["receipts"])
    assert counts["other"] >= 20 and counts["other_covered"] >= 0.9 * counts["other"]
    assert counts["other_agree"] == counts["other_covered"] and counts["numeric_agree"] >= 0.9 * counts["numeric"] > 0


@pytest.mark.parametrize("language", TEMPLATES)
def test_what_is_asked(language: str, samples: Mapping[str, list[Sample]]) -> None:
    questions = [q for s in samples[language] for q in s.questions]
    assert {"number", "text", "boolean", "choice", "box", "date", "html"} <= {q.answer.type for q in questions}
    parts = {split(step.op)[0] for q in questions for step in q.steps} - {""}
    assert parts == (set() if language == "ar" else {"charts"})
    assert {len(s.images) for s in samples[language]} == {1, 2}
    yes_no = {"en": {"Yes", "No"}, "de": {"Ja", "Nein"}, "ar": {"نعم", "لا"}}[language]
    assert {q.answer.text for q in questions if q.answer.type == "boolean"} == yes_no
    for q in questions:
        assert "{{" not in q.text and "  " not in q.text
        if language == "ar":
            assert any("\u0600" <= c <= "\u06ff" for c in q.text)


def test_amounts_add_up(samples: Mapping[str, list[Sample]]) -> None:
    for sample in (s for made in samples.values() for s in made):
        facts = {f.statement: f.value for f in sample.facts}
        for shop in (f.args[0] for f in sample.facts if f.predicate == "name"):
            items = [args[1] for key, args in facts if key == "amount" and args[0] == shop]
            for item in items:
                paid = facts["quantity", (shop, item)] * facts["price", (shop, item)]
                assert facts["amount", (shop, item)] == paid
            total = facts["total", (shop,)]
            assert total == sum(facts["amount", (shop, item)] for item in items)
            assert total == facts["net", (shop,)] + facts["vat", (shop,)]
            assert facts["tendered", (shop,)] - total == facts.get(("change", (shop,)), Decimal(0)) >= 0


def test_arabic_lines_start_at_the_right(samples: Mapping[str, list[Sample]]) -> None:
    for language in ("en", "ar"):
        for sample in samples[language]:
            place = {r.id: r for r in sample.regions if r.image == 0}
            item, amount = place["item-1-0"], place["amount-1-0"]
            assert (item.box[0] > amount.box[2]) is (language == "ar")
            assert item.text in sample.spec["pages"][0]["items"][0]


def _changed(tmp_path: Path, old: str, new: str) -> Registry:
    folder = tmp_path / "receipts"
    shutil.copytree(RECEIPTS, folder)
    source = (folder / "engine.py").read_text("utf-8")
    assert source.count(old) == 1
    (folder / "engine.py").write_text(source.replace(old, new), "utf-8")
    return Registry((folder,))


PLANTS = {
    "another total is printed than is true": (
        'put(key, "sum", language.show(value,',
        'put(key, "sum", language.show(value + 1,',
    ),
    "net and VAT are exchanged on record": (
        "        return canvas.picture(crop",
        "        a, b = (canvas.regions[f'{k}-{n}'] for k in ('net', 'vat'))\n"
        "        canvas.regions |= {a.id: replace(a, text=b.text), b.id: replace(b, text=a.text)}\n"
        "        return canvas.picture(crop",
    ),
    "another day is printed": (
        'date.fromisoformat(page["date"]), style["date"]',
        'date.fromisoformat(page["date"]) + timedelta(1), style["date"]',
    ),
    "the total is said to be at its label": (
        'canvas.show(f"{key}-{n}", at=at, needs=(told, shop))',
        'canvas.show(f"{key}-{n}", at=told, needs=(at, shop))',
    ),
}


@pytest.mark.parametrize("language", TEMPLATES)
@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_fault_is_found_in_every_language(name: str, language: str, tmp_path: Path) -> None:
    registry = _changed(tmp_path, *PLANTS[name])
    found = []
    for i in range(2):
        job = Job("receipts", TEMPLATES[language], i, 11, "train", Request(difficulty=2, language=language))
        sample, _ = make_sample(job, registry)
        if sample is not None:
            found += check_sample(sample, registry).findings
    assert {f.check for f in found} & {"ink", "located", "execute", "second_road"}, found


def test_a_row_that_is_not_shown_withdraws_what_is_asked_of_all(tmp_path: Path) -> None:
    registry = _changed(tmp_path, "                if i and c:\n", "                if i > 1 and c:\n")
    ops, dropped = set(), set()
    for i in range(6):
        job = Job("receipts", "hardware", i, 11, "train", Request(difficulty=3))
        sample, drops = make_sample(job, registry)
        ops |= {s.op for q in (sample.questions if sample else ()) for s in q.steps}
        dropped |= {d.question.split("/")[0] for d in drops if d.reason == "complete"}
    assert "count" not in ops
    assert {"lines", "pieces", "dearest", "cheapest"} <= dropped


def test_a_set_is_made_checked_exported_and_viewed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run, home = Command(monkeypatch, capsys), tmp_path / "set"
    options = ("--domain", "receipts", "-n", 6, "--seed", 5, "--workers", 1, "--lang", "en,de,ar")
    made = run("make", "--plugin", RECEIPTS, *options, "-o", home)
    assert made.code == 0, made.err
    assert run("check", home, "--plugin", RECEIPTS, "--workers", 1).code == 0
    for name in Registry.load((str(RECEIPTS),)).exporters():
        result = run("export", home, "--to", name, "-o", tmp_path / name, "--plugin", RECEIPTS, "--workers", 1)
        assert result.code == 0 and any((tmp_path / name).iterdir()), (name, result.err)
    assert run("view", home, "--static", tmp_path / "page.html").code == 0
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "receipts" in page and "html" in page


def test_it_is_small() -> None:
    files = [f for f in RECEIPTS.rglob("*") if f.suffix in (".py", ".yaml")]
    assert sum(len(f.read_text("utf-8").splitlines()) for f in files) <= 300

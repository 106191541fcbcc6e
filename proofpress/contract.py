"""What every engine promises, as checks that name what breaks; `test-plugin` and tests/contract run them.

Each check takes a Subject (an engine with a few samples of every template) and yields one line a fault.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from .ask.forms import UNDETERMINED
from .ask.wording import load, worded_in
from .check import check_sample
from .check.legible import covered_texts
from .check.printed import Print
from .draw.encode import decode
from .engine import Engine, Refused, Request
from .errors import BadInput
from .make import Job, make_sample
from .model import Sample
from .purity import impure_files, spine_impurities
from .reason.proof import same
from .reason.scope import split
from .registry import Registry, brief
from .schema import table
from .seeds import stream

LEVELS = (1, 3, 5)
LEAST_CONTRAST = 12  # grey levels between the lightest and the darkest pixel around a region that holds ink


@dataclass(frozen=True)
class Subject:
    """An engine under test, or some templates of it.

    templates: their names.  per_template: samples of each at each of three levels of difficulty.
    """

    name: str
    registry: Registry
    templates: tuple[str, ...]
    per_template: int = 1
    root_seed: int = 20240229

    @property
    def engine(self) -> Engine:
        return self.registry.engine(self.name)

    def job(self, template: str, level: int, index: int, language: str | None = None) -> Job:
        request = Request(difficulty=level, language=language or self.language(template))
        return Job(self.name, template, index, self.root_seed, "contract", request)

    def language(self, template: str) -> str:
        """The one that a template is tried in: English where it can be."""
        speaks = self.registry.template(f"{self.name}/{template}").speaks
        languages = [code for code in self.registry.languages(self.name) if speaks(code)] or ["en"]
        return "en" if "en" in languages else languages[0]

    @cached_property
    def jobs(self) -> list[Job]:
        return [
            self.job(t, level, 10 * level + i) for t in self.templates for level in LEVELS for i in range(self.per_template)
        ]

    @cached_property
    def samples(self) -> list[Sample]:
        made = [make_sample(job, self.registry)[0] for job in self.jobs]
        return [s for s in made if s is not None]


def subjects(name: str, plugins: tuple[str, ...] = ()) -> list[Subject]:
    """The engines that a name, or a plug-in folder, stands for; a folder of templates stands for the engines it adds to.

    BadInput where that is none: nothing checked would pass.
    """
    if not Path(name).is_dir() or name in Registry.load(plugins).engines():
        registry = Registry.load(plugins)
        return [Subject(name, registry, tuple(registry.templates(name)))]
    registry = Registry.load((*plugins, name))
    own = Path(name).resolve()
    found = []
    for engine in registry.engines():
        templates = [t.name for t in registry.templates(engine).values() if t.path and own in t.path.parents]
        if templates or registry.home(engine) == own:
            found.append(Subject(engine, registry, tuple(templates)))
    if not found:
        raise BadInput(
            f"plug-in {name}: holds no engine, and no template of one that is here (there are: {', '.join(registry.engines())})"
        )
    return found


def digest(sample: Sample) -> str:
    """sha256 of a sample's whole record, pixels included."""
    record = sample.to_record()
    record["images"] = [hashlib.sha256(i["bytes"]).hexdigest() for i in record["images"]]
    return hashlib.sha256(json.dumps(record, sort_keys=True, default=str).encode()).hexdigest()


def templates_yield(subject: Subject) -> Iterator[str]:
    """Every template leads to samples."""
    if not subject.templates:
        yield "the engine has no template"
    kept = {s.template for s in subject.samples}
    for template in subject.templates:
        if template not in kept:
            drops = make_sample(subject.job(template, LEVELS[0], 10 * LEVELS[0]), subject.registry)[1]
            why = sorted({f"{d.reason}: {d.detail}" for d in drops})[:3]
            yield f"template {template}: every attempt was dropped ({'; '.join(why)})"


def same_bytes(subject: Subject) -> Iterator[str]:
    """Same seed, same bytes: again in the other order, and in another process with another hash seed."""
    jobs = subject.jobs[:: max(1, len(subject.jobs) // 24)]
    first = [_digest_of(job, subject.registry) for job in jobs]
    again = [_digest_of(job, subject.registry) for job in reversed(jobs)][::-1]
    other = _in_another_process(subject, jobs)
    for job, a, b, c in zip(jobs, first, again, other, strict=True):
        if a != b:
            yield f"template {job.template}, number {job.index}: other bytes when made in another order"
        if a != c:
            yield f"template {job.template}, number {job.index}: other bytes in another process"


def _digest_of(job: Job, registry: Registry) -> str:
    sample, drops = make_sample(job, registry)
    return (digest(sample) if sample else "none") + hashlib.sha256(repr(drops).encode()).hexdigest()[:16]


_CHILD = """
import json, sys
from proofpress.contract import Subject, _digest_of
from proofpress.registry import Registry
name, plugins, root, wanted = json.loads(sys.argv[1])
subject = Subject(name, Registry.load(plugins), (), root_seed=root)
print(json.dumps([_digest_of(subject.job(t, level, i), subject.registry) for t, level, i in wanted]))
"""


def _in_another_process(subject: Subject, jobs: list[Job]) -> list[str]:
    wanted = [(j.template, j.request.difficulty, j.index) for j in jobs]
    asked = json.dumps([subject.name, subject.registry.plugins, subject.root_seed, wanted])
    env = {**os.environ, "PYTHONHASHSEED": "424242"}
    # -P: a folder that happens to be called proofpress where the command is given must not be taken for the package
    out = subprocess.run([sys.executable, "-P", "-c", _CHILD, asked], env=env, capture_output=True, text=True, check=False)
    if out.returncode:
        raise RuntimeError(f"in another process: {(out.stderr.strip().splitlines() or ['no message'])[-1]}")
    found: list[str] = json.loads(out.stdout)
    return found


def facts_rederive(subject: Subject) -> Iterator[str]:
    """The engine derives the recorded facts again from the recorded Spec alone."""
    for s in subject.samples:
        known = {f.id: f for f in s.facts}
        for f in subject.engine.facts(json.loads(json.dumps(dict(s.spec)))):
            held = known.get(f.id)
            if held is None or held.statement != f.statement or not same(held.value, f.value) or held.unit != f.unit:
                yield f"{s.id}: {f} does not stand so on record ({held})"


def regions_hold(subject: Subject) -> Iterator[str]:
    """Regions lie inside the image and hold their ink; facts name regions that exist."""
    for s in subject.samples:
        pages = [decode(image.bytes).astype(np.int16) for image in s.images]
        ids = [r.id for r in s.regions]
        if len(set(ids)) != len(ids):
            yield f"{s.id}: two regions have the same id"
        for r in s.regions:
            x0, y0, x1, y1 = r.box
            width, height = s.size(r.image)
            if x0 < -1 or y0 < -1 or x1 > width + 1 or y1 > height + 1 or not np.isfinite(r.quad).all():
                yield f"{s.id}: region {r.id} ({r.role} {r.text!r}) leaves the picture"
                continue
            around = pages[r.image][max(0, int(y0) - 2) : int(y1) + 3, max(0, int(x0) - 2) : int(x1) + 3]
            if r.visible > 0 and (not around.size or int(np.ptp(around, axis=(0, 1)).max()) < LEAST_CONTRAST):
                yield f"{s.id}: region {r.id} ({r.role} {r.text!r}) holds no ink"
        for f in s.facts:
            if missing := {*f.regions, *f.at} - set(ids):
                yield f"{s.id}: {f} names unknown regions {sorted(missing)}"


def texts_are_written(subject: Subject) -> Iterator[str]:
    """What a region says is what its pixels show, and nothing covers the words that show a fact."""
    for s in subject.samples:
        printed = Print(s, {i: decode(image.bytes) for i, image in enumerate(s.images)})
        yield from (f"{s.id}: {fault}" for fault in printed.contradicted(r.id for r in s.regions))
        yield from (f"{s.id}: {fault}" for fault in covered_texts(s))


def canvas_makes_regions(subject: Subject) -> Iterator[str]:
    """An engine makes no Region itself: what the canvas makes is what was painted."""
    file = Path(inspect.getfile(type(subject.engine)))
    for source in sorted(file.parent.rglob("*.py")):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call) and (getattr(node.func, "id", "") or getattr(node.func, "attr", "")) == "Region":
                yield f"{source.name}, line {node.lineno}: a Region made by hand; let proofpress.draw.canvas.Canvas make it"


def questions_pass(subject: Subject) -> Iterator[str]:
    """Every question passes every check, and the second road never contradicts it."""
    for s in subject.samples:
        for finding in check_sample(s, subject.registry).findings:
            yield f"{finding.sample} {finding.question} {finding.check}: {finding.message}"


def record_round_trips(subject: Subject) -> Iterator[str]:
    """A sample read back from the record is the sample; only quads lose digits, to 32-bit floats."""
    for s in subject.samples:
        row = table([s]).to_pylist()[0]
        back = Sample.from_record(row)
        if table([back]).to_pylist()[0] != row:
            yield f"{s.id}: written, read and written again, the record differs"
        written, read = s.to_record(), back.to_record()
        for name in written:
            a, b = ([_without_floats(r) for r in x[name]] if name == "regions" else x[name] for x in (written, read))
            if a != b:
                yield f"{s.id}: {name} did not come back as written"


def _without_floats(region: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in region.items() if k not in ("quad", "visible", "chars", "polygon", "size")}


def levels_differ(subject: Subject) -> Iterator[str]:
    """Three difficulty levels, the same random numbers: not the same Specs."""
    for template in (subject.registry.templates(subject.name)[t] for t in subject.templates):
        seen: dict[int, list[str]] = {}
        for level in LEVELS:
            for i in range(12):
                try:
                    request = Request(difficulty=level, language=subject.language(template.name))
                    spec = subject.engine.plan(template, request, stream(subject.root_seed, "levels", i))
                except Refused:
                    continue
                seen.setdefault(level, []).append(json.dumps(spec, sort_keys=True, default=str))
        for a, b in pairwise(LEVELS):
            if seen.get(a) == seen.get(b):
                yield f"template {template.name}: levels {a} and {b} plan the same"


def languages_render(subject: Subject) -> Iterator[str]:
    """All wording languages render: a sample in each, and each language words what the others word."""
    languages = subject.registry.languages(subject.name)
    if not languages:
        yield "the engine has no wording"
    yield from (gaps := list(_unworded(subject, languages)))
    if gaps:  # the first missing wording would stop a sample
        return
    for language in languages:
        for template in (t for t in subject.templates if subject.registry.template(f"{subject.name}/{t}").speaks(language)):
            sample, _ = make_sample(subject.job(template, 2, 7, language), subject.registry)
            if sample is not None and sample.language != language:
                yield f"{sample.id}: asked for {language}, got {sample.language}"
            for text in _texts(sample) if sample else ():
                if "{{" in text or "{%" in text or not text.strip():
                    yield f"template {template} in {language}: unfilled text {text!r}"


def _unworded(subject: Subject, languages: Sequence[str]) -> Iterator[str]:
    """What one language words and another does not: the engine's own keys and parts, and the steps that its samples took."""
    own = [p for p in subject.registry.wording_dirs(subject.name) if p.parent.name != "common"]
    words = {language: worded_in(own, language) for language in languages}
    taken = {("steps", s.op, "") for sample in subject.samples for q in sample.questions for s in q.steps}
    taken -= {key for key in taken if key[1] == UNDETERMINED or split(key[1])[0]}  # a part's steps are its own engine's words
    for language in languages:
        common = load(tuple(subject.registry.wording_dirs(subject.name)), language)
        wanted = {key: other for other in languages for key in words[other]} | dict.fromkeys(taken, "a sample")
        lacking = {key: other for key, other in wanted.items() if not common.variants(*key)}
        for (section, key, part), other in sorted(lacking.items()):
            named = f"{key}/{part}" if part else key
            yield f"{own[-1]}/{language}/{section}.yaml: no wording for {named!r}, which {other} has; add it there"


def _texts(sample: Sample) -> Iterator[str]:
    for q in sample.questions:
        yield q.text
        yield q.answer.text
        yield from (s.text for s in q.steps)
        yield from q.choices
    yield from (c.text for c in sample.captions)


def no_other_randomness(subject: Subject) -> Iterator[str]:
    """No randomness but the seeds', no clock, no network: in the engine's source and in the spine's."""
    file = Path(inspect.getfile(type(subject.engine)))
    yield from (f"{file.parent.name}/{what}" for what in impure_files(file.parent))
    yield from (f"proofpress/{what}" for what in spine_impurities())


def ids_are_plain(subject: Subject) -> Iterator[str]:
    """Ids are unique and hold no dot (WebDataset splits keys there)."""
    ids = [s.id for s in subject.samples]
    if len(set(ids)) != len(ids):
        yield "two samples have the same id"
    yield from (f"{i}: an id must not hold a dot" for i in ids if "." in i)


CHECKS: Mapping[str, Callable[[Subject], Iterator[str]]] = {
    "every template leads to samples": templates_yield,
    "same seed, same bytes, in any order and process": same_bytes,
    "facts re-derive from the Spec": facts_rederive,
    "regions lie inside the image and hold their ink": regions_hold,
    "regions are made by the canvas": canvas_makes_regions,
    "what regions say is what is written": texts_are_written,
    "every question passes every check": questions_pass,
    "the record round-trips": record_round_trips,
    "three difficulty levels differ": levels_differ,
    "all wording languages render": languages_render,
    "no other randomness, clock or network": no_other_randomness,
    "ids are unique and plain": ids_are_plain,
}


def faults(title: str, subject: Subject) -> list[str]:
    """What a check found; an exception on the way is a fault, too."""
    try:
        return list(CHECKS[title](subject))
    except BadInput as error:
        return [str(error)]
    except Exception as error:
        return [brief(error.__cause__ or error)]

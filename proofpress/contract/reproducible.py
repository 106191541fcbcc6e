"""The same seed gives the same bytes, records come back as they were written, and nothing else is random."""

from __future__ import annotations

import hashlib
import inspect
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from ..engine import Refused, Request
from ..make_sample import Job, make_sample
from ..model import Sample
from ..purity import impure_files, spine_impurities
from ..reason.proof import same
from ..registry import Registry
from ..schema import table
from ..seeds import stream
from .subject import LEVELS, Subject, digest


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
    jobs = subject.jobs[:: max(1, len(subject.jobs) // 12)]
    first = [_digest_of(job, subject.registry) for job in jobs]
    again = [_digest_of(job, subject.registry) for job in reversed(jobs)][::-1]
    other = _in_another_process(subject, jobs)
    for job, a, b, c in zip(jobs, first, again, other, strict=True):
        if a != b:
            yield f"template {job.template}, number {job.index}: other bytes when made in another order"
        if a != c:
            yield f"template {job.template}, number {job.index}: other bytes in another process, home, time zone or locale"


def _digest_of(job: Job, registry: Registry) -> str:
    sample, drops = make_sample(job, registry)
    return (digest(sample) if sample else "none") + hashlib.sha256(repr(drops).encode()).hexdigest()[:16]


_CHILD = """
import json, sys
from proofpress.contract.reproducible import _digest_of
from proofpress.contract.subject import Subject
from proofpress.registry import Registry
name, plugins, root, wanted = json.loads(sys.argv[1])
subject = Subject(name, Registry.load(plugins), (), root_seed=root)
print(json.dumps([_digest_of(subject.job(t, level, i), subject.registry) for t, level, i in wanted]))
"""


def _elsewhere(home: str) -> dict[str, str]:
    """The environment of somebody else: another home, time zone, locale, hash seed, and a matplotlibrc that changes looks."""
    settings = Path(home) / "matplotlibrc"
    settings.write_text("font.size: 23\nlines.linewidth: 7\nfigure.facecolor: black\ntext.color: white\n")
    return {
        **os.environ,
        "PYTHONHASHSEED": "424242",
        "HOME": home,
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "tr_TR.UTF-8",
        "LANG": "tr_TR.UTF-8",
        "MATPLOTLIBRC": str(settings),
        "MPLCONFIGDIR": home,
    }


def _in_another_process(subject: Subject, jobs: list[Job]) -> list[str]:
    wanted = [(j.template, j.request.difficulty, j.index) for j in jobs]
    asked = json.dumps([subject.name, subject.registry.plugins, subject.root_seed, wanted])
    with tempfile.TemporaryDirectory(prefix="proofpress-home-") as home:
        # -P: a folder that happens to be called proofpress where the command is given must not be taken for the package
        command = [sys.executable, "-P", "-c", _CHILD, asked]
        out = subprocess.run(command, env=_elsewhere(home), capture_output=True, text=True, check=False)
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

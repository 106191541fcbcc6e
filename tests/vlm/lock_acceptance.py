"""How the fact lock does against a scripted writer who spoils a fifth of the rewordings in twelve ways.

    python -m tests.vlm.lock_acceptance [--seed N] [-n REWORDINGS] [--samples OF EACH ENGINE]

Makes a set of each engine with a seed of its own, has the real pass `paraphrase` reword it through the scripted server, and
prints how many of each kind went through.  Exit code 1 where a spoilt one passed or fewer than 95 % of the clean ones did.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from pathlib import Path

import pyarrow.parquet as pq

from proofpress.model import Question, Sample
from proofpress.seeds import stream
from proofpress.vlm.backend import BackendOptions, make_backend
from proofpress.vlm.lock import locked
from proofpress.vlm.paraphrase import paraphrase_pass
from proofpress.vlm.prompts import load_prompt
from proofpress.vlm.run import run_pass

from ..e2e.sets import make
from .clean import Clean, clean_rewordings
from .corruptions import WAYS
from .scripted_server import serving
from .spoiling_writer import key_of

ENGINES = ("geometry", "charts")
MOST = 12  # rewordings of one question
WRITER = Path(__file__).parent / "spoiling_writer.py"


@dataclass(frozen=True)
class Case:
    """One rewording that the writer gives. way: "" for a clean one."""

    sample: str
    question: str
    original: str
    text: str
    way: str


@dataclass(frozen=True)
class Figures:
    """cases: all that was said; passed: what became a wording."""

    cases: tuple[Case, ...]
    passed: frozenset[tuple[str, str, str]]
    counts: Mapping[str, int] = field(default_factory=dict)

    def went_through(self, case: Case) -> bool:
        return (case.sample, case.question, case.text) in self.passed

    def of(self, way: str) -> tuple[int, int]:
        """(how many were said, how many went through)."""
        said = [c for c in self.cases if c.way == way]
        return len(said), sum(map(self.went_through, said))

    def clean_share(self, first: int) -> float:
        clean = [c for c in self.cases if not c.way][:first]
        return sum(map(self.went_through, clean)) / len(clean)

    @property
    def slipped(self) -> list[Case]:
        return [c for c in self.cases if c.way and self.went_through(c)]

    def __str__(self) -> str:
        rows = [f"{way:24} {said:5} said  {said - through:5} refused" for way in WAYS for said, through in [self.of(way)]]
        said, through = self.of("")
        spoilt = sum(self.of(way)[0] for way in WAYS)
        rows += [f"{len(self.cases)} rewordings, {spoilt} spoilt: {len(self.slipped)} of these passed"]
        rows += [f"clean: {through} of {said} passed; of the first 1,000 {self.clean_share(1000):.1%}"]
        return "\n".join(rows + [f"passed though spoilt ({c.way}): {c.original} / {c.text}" for c in self.slipped])


def samples_of(folder: Path) -> list[Sample]:
    files = sorted(folder.glob("shards/*.parquet"))
    return [Sample.from_record(row) for f in files for row in pq.read_table(f).to_pylist()]


def by_turns(found: Sequence[Clean]) -> list[Clean]:
    """The rewordings with the families by turns."""
    by: dict[int, list[Clean]] = {}
    for clean in found:
        by.setdefault(clean.family, []).append(clean)
    return [c for c in chain.from_iterable(zip_longest(*(by[f] for f in sorted(by)))) if c is not None]


def plan(samples: Sequence[Sample], n: int, seed: int) -> list[Case]:
    """n cases, a fifth of them spoilt: always the way that was rarest so far and fits the rewording at hand."""
    seen: dict[tuple[str, tuple[str, ...]], tuple[str, str]] = {}  # the writer knows a question by its words alone
    corpus = []
    for clean in by_turns(list(clean_rewordings(samples))):
        key = (clean.question.text, clean.question.choices)
        if clean.text != clean.question.text and seen.setdefault(key, at(clean)) == at(clean):
            corpus.append(clean)
    cases: dict[tuple[str, str, str], Case] = {}
    room: Counter[tuple[str, str]] = Counter()
    good = {(*at(c), c.text) for c in corpus}
    counts: Counter[str] = Counter()
    rng = stream(seed, "spoiling")
    for i in rng.permutation(len(corpus)):
        clean = corpus[int(i)]
        if sum(counts.values()) == n // 5 or room[at(clean)] >= MOST // 3 or locked(clean.sample, clean.question, clean.text):
            continue
        for way in sorted(WAYS, key=lambda w: counts[w]):
            if counts[way] > n // 5 // len(WAYS):
                continue  # let the rare ones have their turn
            text = _spoilt(way, clean, seed)
            if text and (*at(clean), text) not in good and (*at(clean), text) not in cases:
                cases[*at(clean), text] = Case(*at(clean), clean.question.text, text, way)
                counts[way] += 1
                room[at(clean)] += 1
                break
    for clean in corpus:
        if len(cases) >= n:
            break
        if room[at(clean)] < MOST and (*at(clean), clean.text) not in cases:
            cases[*at(clean), clean.text] = Case(*at(clean), clean.question.text, clean.text, "")
            room[at(clean)] += 1
    return list(cases.values())


def at(clean: Clean) -> tuple[str, str]:
    return clean.sample.id, clean.question.id


def _spoilt(way: str, clean: Clean, seed: int) -> str:
    """The text spoilt so; options that were changed are told in the text, for a writer has no other place for them."""
    rng = stream(seed, "spoil", way, clean.sample.id, clean.question.id, clean.text)
    case = WAYS[way](clean.text, clean.question, clean.sample, rng)
    if case is None or (case.choices is None and case.text == clean.text):
        return ""
    listed = "".join(f" ({chr(65 + i)}) {c}" for i, c in enumerate(case.choices or ()))
    return " ".join((case.text + listed).split())


def prompt_key(question: Question) -> str:
    words = load_prompt("paraphrase").render(
        what="question", texts=(question.text,), n=1, style="", register="", choices=question.choices, avoid=[]
    )
    return key_of(words)


def run(sets: Sequence[Path], n: int, seed: int, folder: Path) -> Figures:
    """The pass over these sets, against a server with the planned rewordings."""
    folder.mkdir(parents=True, exist_ok=True)
    samples = [s for root in sets for s in samples_of(root)]
    questions = {(s.id, q.id): q for s in samples for q in s.questions}
    cases = plan(samples, n, seed)
    said: dict[str, list[str]] = {}
    for case in sorted(cases, key=lambda c: c.text):
        said.setdefault(prompt_key(questions[case.sample, case.question]), []).append(case.text)
    (folder / "said.json").write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    script = Path(shutil.copy(WRITER, folder))
    passed: set[tuple[str, str, str]] = set()
    counts: Counter[str] = Counter()
    with serving({"script": str(script)}, folder) as server:
        for k, root in enumerate(sets):
            backend = make_backend("openai", BackendOptions("scripted", server.base_url, concurrency=16))
            ran = run_pass(str(root), folder / f"out{k}", paraphrase_pass(MOST), backend, 16, quiet=True)  # type: ignore[arg-type]
            counts.update(ran.counts)
            for file in sorted((folder / f"out{k}").glob("shards/*.parquet")):
                for row in pq.read_table(file, columns=["id", "wordings"]).to_pylist():
                    passed |= {(row["id"], w["question"], w["text"]) for w in row["wordings"] if w["part"] == "question"}
    return Figures(tuple(cases), frozenset(passed), counts)


def make_sets(folder: Path, samples: int, seed: int) -> list[Path]:
    """A set of each engine, each with a seed of its own."""
    out = []
    for k, engine in enumerate(ENGINES):
        make(folder / engine, recipe=("--domain", engine, "-n", samples, "--seed", seed + k))
        out.append(folder / engine)
    return out


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=20260)
    parser.add_argument("-n", type=int, default=2000, help="rewordings in all")
    parser.add_argument("--samples", type=int, default=160, help="samples of each engine")
    wish = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        figures = run(make_sets(Path(folder), wish.samples, wish.seed), wish.n, wish.seed, Path(folder) / "pass")
    print(figures)
    return int(bool(figures.slipped) or figures.clean_share(1000) < 0.95)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

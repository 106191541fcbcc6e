"""Truth's side of the rubric: clean questions are kept, planted defects are found in the dimension they belong to."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from proofpress.model import Question, Sample
from proofpress.store import SampleSet
from proofpress.vlm.grade import DIMENSIONS, kept
from proofpress.vlm.mentions import words_of
from proofpress.vlm.rubric import LEAST, Grader, Rubric

from .planted import KINDS, planted

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
ENGINES = ("charts", "geometry")
MANY = 50  # of each kind and engine


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Sample]:
    if given := os.environ.get("PLANTED_SET"):
        return list(SampleSet(Path(given)))
    out = tmp_path_factory.mktemp("planted") / "set"
    command = ("make", "--domain", "charts=50,geometry=50", "-n", "110", "--seed", "20264", "-o", str(out), "--workers", "1")
    done = subprocess.run([sys.executable, "generate.py", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return list(SampleSet(out))


def graded(sample: Sample, question: Question) -> Rubric:
    return Grader(sample, words_of(sample.language)).grade(question)


def test_clean_questions_are_kept(samples: list[Sample]) -> None:
    faults, n = [], 0
    for sample in samples:
        grader = Grader(sample, words_of(sample.language))
        for question in sample.questions:
            n += 1
            if not (found := grader.grade(question)).sound:
                faults.append((sample.template, question.text, found.reasons))
    assert n >= 500
    assert len(faults) <= 0.01 * n, faults
    print(f"clean: {n - len(faults)} of {n} kept")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_planted_defects_are_found(dimension: str, engine: str, samples: list[Sample]) -> None:
    own = [s for s in samples if s.engine == engine]
    made = list(islice(planted(dimension, own), MANY))
    assert len(made) == MANY, f"only {len(made)} could be planted"
    missed, slipped = [], 0
    for p in made:
        found = graded(p.sample, p.question)
        slipped += kept(*found.scores.values())
        if found.scores[dimension] >= LEAST[dimension]:
            missed.append((p.how, p.question.text, p.question.choices, found))
    assert len(missed) <= 0.02 * len(made), missed
    print(f"{engine} {dimension}: {len(made) - len(missed)} of {len(made)} found; {slipped} would pass the published rule")


def test_every_kind_has_a_defect() -> None:
    assert tuple(KINDS) == DIMENSIONS == tuple(LEAST)

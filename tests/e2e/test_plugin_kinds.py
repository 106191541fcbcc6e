"""An answer kind of a plug-in, one file: posed, checked, scored, in an export and in the scorer file that trainers take."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from proofpress.errors import BadInput
from proofpress.model import Sample
from proofpress.registry import Registry
from proofpress.store import SampleSet

from .command import ROOT, Command
from .sets import make

CHESS = ROOT / "tests" / "plugins" / "chess"
WITH = ("--plugin", CHESS)


@pytest.fixture(scope="module")
def chess_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("chess") / "set"
    make(out, recipe=("--domain", "chess", *WITH, "-n", 6, "--seed", 3))
    return out


@pytest.fixture(scope="module")
def boards(chess_set: Path) -> list[Sample]:
    return list(SampleSet(chess_set))


def test_questions_take_the_kinds_forms(boards: list[Sample]) -> None:
    asked = [q for s in boards for q in s.questions]
    assert {q.form for q in asked} == {"open", "choice", "fill"}
    assert all(q.answer.type == ("choice" if q.form == "choice" else "chess_square") for q in asked)
    assert all(len(set(q.choices)) == 4 for q in asked if q.form == "choice")  # wrong squares are the kind's own


def test_it_is_checked_and_scored(chess_set: Path, boards: list[Sample], tmp_path: Path, proofpress: Command) -> None:
    done = proofpress("check", chess_set, *WITH, "--json")
    assert done.code == 0 and json.loads(done.out)["wrong"] == 0
    answers = tmp_path / "answers.jsonl"
    squares = [(s.id, q) for s in boards for q in s.questions if q.form != "choice"]
    lines = [{"id": i, "question": q.id, "prediction": f"It is on square {q.answer.value.upper()}."} for i, q in squares[1:]]
    lines.append({"id": squares[0][0], "question": squares[0][1].id, "prediction": f"{squares[0][1].answer.value}4"})
    answers.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    scored = json.loads(proofpress("score", chess_set, answers, *WITH, "--json").out)
    assert scored["correct"] == len(squares) - 1 == scored["questions"] - 1


def test_the_scorer_file_holds_it(chess_set: Path, tmp_path: Path, proofpress: Command) -> None:
    out = tmp_path / "trl"
    options = ("--set", "task=grpo", "--suffix", "--reasoning", "none", *WITH)
    assert proofpress("export", chess_set, "--to", "trl", "-o", out, *options).code == 0
    rows = [r for f in out.rglob("*.parquet") for r in pq.read_table(f).to_pylist()]
    row = next(r for r in rows if json.loads(r["solution"])["answer"]["type"] == "chess_square")
    assert row["prompt"][0]["content"][-1]["text"].endswith("Give the square only, for example e4.")
    square = json.loads(row["solution"])["answer"]["text"]
    said = [square, f"square {square.upper()}", f"{square}4", "none"]
    code = f"import scorer; print([scorer.score(t, {row['solution']!r})['score'] for t in {said}])"
    (out / "proofpress_scorer.py").rename(tmp_path / "scorer.py")
    alone = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {code}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert alone.stdout.strip() == "[1.0, 1.0, 0.0, 0.0]", alone.stderr


def test_another_export_asks_for_it_too(chess_set: Path, tmp_path: Path, proofpress: Command) -> None:
    assert proofpress("export", chess_set, "--to", "jsonl", "-o", tmp_path / "jsonl", *WITH).code == 0
    rows = [json.loads(line) for line in (tmp_path / "jsonl" / "train.jsonl").read_text("utf-8").splitlines()]
    assert any(q["answer"]["type"] == "chess_square" for r in rows for q in r["questions"])


def test_what_cannot_be_a_kind_is_refused_in_one_line(tmp_path: Path) -> None:
    from proofpress.answers.bundle import scorer_source

    file = tmp_path / "kinds" / "odd.py"
    file.parent.mkdir()
    file.write_text("x = 1\n")
    with pytest.raises(BadInput, match=r"odd.py: registers no kind of answer"):
        Registry((str(tmp_path),))
    file.write_text("import numpy\n")
    with pytest.raises(BadInput, match=r"odd.py: cannot stand in the scorer file.* imports numpy"):
        scorer_source((str(file),))
    file.write_text("def equal(): ...\n")
    with pytest.raises(BadInput, match=r"odd.py and .* both define equal: rename one"):
        scorer_source((str(file),))

"""The scorer file: alone with the standard library it says what the library says, on every pair; trainers can call it."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from answer_cases import completions, pairs

from proofpress.answers import bundle
from proofpress.answers.bundle import scorer_source
from proofpress.answers.reward import ground_truth, score
from proofpress.model import Question

_RUN = """
import json, sys
sys.path.insert(0, sys.argv[1])
import scorer
assert not [m for m in sys.modules if m.split(".")[0] in ("numpy", "yaml", "jinja2", "proofpress", "site")], "not alone"
for line in open(sys.argv[2], encoding="utf-8"):
    text, payload = json.loads(line)
    print(json.dumps(scorer.score(text, payload, "sum")))
"""


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scorer") / "scorer.py"
    path.write_text(scorer_source(), "utf-8")
    return path


def load(path: Path, register: bool) -> ModuleType:
    spec = importlib.util.spec_from_file_location("custom_reward_fn", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.pop("custom_reward_fn", None)
    if register:
        sys.modules["custom_reward_fn"] = module
    spec.loader.exec_module(module)
    return module


def test_alone_it_says_what_the_library_says(scorer: Path, tmp_path: Path) -> None:
    cases = []
    for answer, choices, text, _ in (*pairs(), *completions()):
        payload = ground_truth(Question("q1", "open", "?", answer, choices))
        cases += [(text, payload), (f"\\boxed{{{text}}}", payload)]
    file = tmp_path / "cases.jsonl"
    file.write_text("".join(json.dumps(c) + "\n" for c in cases), "utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _RUN, str(scorer.parent), str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    alone = [json.loads(line) for line in done.stdout.splitlines()]
    assert alone == [score(text, payload, "sum") for text, payload in cases]
    assert len({s["final"] for s in alone}) == 2


@pytest.mark.parametrize("register", [True, False])
def test_trainers_call_it(scorer: Path, register: bool) -> None:
    module = load(scorer, register)
    answer, choices, *_ = next(pairs())
    payload = ground_truth(Question("q1", "open", "?", answer, choices))
    verl = module.compute_score(
        data_source="x", solution_str="\\boxed{4.8}", ground_truth=payload, extra_info={"split": "train"}
    )
    assert verl["score"] == 1.0 and verl["final"] == 1.0
    assert verl.keys() == module.compute_score("x", "", payload).keys()  # verl stacks the values of a batch by key
    easy = module.compute_score_batch([{"response": t, "response_length": 3, "ground_truth": payload} for t in ("4.8", "5")])
    assert [s["overall"] for s in easy] == [1.0, 0.0] and easy[0].keys() == easy[1].keys()
    assert module.REWARD_TYPE == "batch"
    talk = [
        [{"role": "assistant", "content": "The answer is 24/5."}],
        [{"role": "assistant", "content": [{"type": "text", "text": "5"}]}],
    ]
    assert module.reward(completions=talk, solution=[payload] * 2, prompts=["", ""], trainer_state=None) == [1.0, 0.0]
    assert module.reward(["4.8"], [payload], rule="max") == [1.0]


def test_a_name_used_twice_or_a_foreign_import_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "answers").mkdir()
    monkeypatch.setattr(bundle, "_PACKAGE", tmp_path)
    make = scorer_source.__wrapped__
    (tmp_path / "answers/trainers.py").write_text("from .other import x\n_A = 1\n")
    (tmp_path / "answers/other.py").write_text("_A = 2\nx = 1\n")
    with pytest.raises(ValueError, match="both define _A"):
        make()
    (tmp_path / "answers/other.py").write_text("import numpy\nx = 1\n")
    with pytest.raises(ValueError, match="imports numpy"):
        make()

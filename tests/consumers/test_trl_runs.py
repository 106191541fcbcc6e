"""TRL's trainers take steps on a CPU with a tiny random model, from the exports as they are."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from transformers import AutoModelForImageTextToText, AutoProcessor
from trl import DPOConfig, DPOTrainer, GRPOConfig, GRPOTrainer, SFTConfig, SFTTrainer

from .compare import Counts
from .test_trl import rows_of, scorer_of

STEPS = 5


def arguments(work: Path, name: str) -> dict[str, object]:
    return {
        "output_dir": str(work / "runs" / name),
        "max_steps": STEPS,
        "per_device_train_batch_size": 4,
        "learning_rate": 3e-3,
        "lr_scheduler_type": "constant",
        "logging_steps": 1,
        "report_to": "none",
        "save_strategy": "no",
        "use_cpu": True,
        "seed": 0,
        "bf16": False,
        "gradient_checkpointing": False,
        "disable_tqdm": True,
    }


def losses(trainer: SFTTrainer | DPOTrainer | GRPOTrainer) -> list[float]:
    trainer.train()
    found = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    assert len(found) == STEPS and all(math.isfinite(loss) for loss in found), found
    return found


@pytest.mark.consumer("trl", "trl-sft", "5 steps run")
def test_sft_takes_five_steps(exported: Path, work: Path, tiny: Path, line: Callable[[Counts], None]) -> None:
    rows = rows_of(exported).select(range(4 * STEPS))
    trainer = SFTTrainer(
        model=AutoModelForImageTextToText.from_pretrained(tiny),
        processing_class=AutoProcessor.from_pretrained(tiny),
        args=SFTConfig(**arguments(work, "sft"), max_length=None, assistant_only_loss=True),
        train_dataset=rows,
    )
    found = losses(trainer)
    assert found[-1] < found[0], found
    print("SFT losses:", found)
    line(Counts(len(rows), len(rows)))


@pytest.mark.consumer("trl", "trl-dpo", "5 steps run")
def test_dpo_takes_five_steps(exported: Path, work: Path, tiny: Path, line: Callable[[Counts], None]) -> None:
    rows = rows_of(exported).select(range(4 * STEPS))
    trainer = DPOTrainer(
        model=AutoModelForImageTextToText.from_pretrained(tiny),
        processing_class=AutoProcessor.from_pretrained(tiny),
        args=DPOConfig(**arguments(work, "dpo"), max_length=None),
        train_dataset=rows,
    )
    print("DPO losses:", losses(trainer))
    line(Counts(len(rows), len(rows)))


@pytest.mark.consumer("trl", "trl-grpo", "5 steps run")
def test_grpo_takes_five_steps(exported: Path, work: Path, tiny: Path, line: Callable[[Counts], None]) -> None:
    """A random model earns nothing, so there is nothing to learn; what is shown is that the reward gets what it needs."""
    rows = rows_of(exported).select(range(4 * STEPS))
    known, score, rewarded = set(rows["solution"]), scorer_of(exported).reward, []

    def reward(completions: list[object], solution: list[str], **others: object) -> list[float]:
        assert len(completions) == len(solution) and set(solution) <= known
        values = score(completions, solution=solution, **others)
        rewarded.extend(values)
        return values

    trainer = GRPOTrainer(
        model=AutoModelForImageTextToText.from_pretrained(tiny),
        processing_class=AutoProcessor.from_pretrained(tiny),
        reward_funcs=reward,
        args=GRPOConfig(**arguments(work, "grpo"), num_generations=2, max_completion_length=8),
        train_dataset=rows,
    )
    print("GRPO losses:", losses(trainer))
    assert len(rewarded) == 4 * STEPS and all(0 <= value <= 1 for value in rewarded), rewarded
    line(Counts(len(rows), len(rows)))

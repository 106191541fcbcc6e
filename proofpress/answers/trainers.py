"""The reward as trainers call it: verl, EasyR1 and TRL's GRPO. Last in the scorer file that is written beside exports.

verl     reward.custom_reward_function.path=scorer.py reward.custom_reward_function.name=compute_score (no `reward.` before 0.9)
EasyR1   worker.reward.reward_function=scorer.py:compute_score_batch   (reward_type batch)
TRL      GRPOTrainer(..., reward_funcs=scorer.reward)                  (a column `solution` holds the payload)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .reward import score

REWARD_NAME = "proofpress"
REWARD_TYPE = "batch"  # EasyR1 reads both from the file


def compute_score(
    data_source: str,
    solution_str: str,
    ground_truth: str,
    extra_info: Mapping[str, Any] | None = None,
    rule: str = "final",
    weight: float = 0.5,
    format_weight: float = 0.0,
    **_: Any,
) -> dict[str, float]:
    """verl's signature; `score` is the reward, the other keys go to its metrics. Options through reward_kwargs."""
    return score(solution_str, ground_truth, rule, weight, format_weight)


def compute_score_batch(
    reward_inputs: Sequence[Mapping[str, Any]], rule: str = "final", weight: float = 0.5, format_weight: float = 0.0
) -> list[dict[str, float]]:
    """EasyR1's batch signature: {"response", "ground_truth", ...} in, {"overall", "accuracy", "format", "steps"} out."""
    out = []
    for item in reward_inputs:
        s = score(item["response"], item["ground_truth"], rule, weight, format_weight)
        out.append({"overall": s["score"], "accuracy": s["final"], "format": s["format"], "steps": s["steps"]})
    return out


def reward(
    completions: Sequence[Any],
    solution: Sequence[str],
    rule: str = "final",
    weight: float = 0.5,
    format_weight: float = 0.0,
    **_: Any,
) -> list[float]:
    """TRL's GRPO signature: completions as texts or as lists of messages, `solution` the payloads of the same rows."""
    pairs = zip(completions, solution, strict=True)
    return [score(completion_text(c), s, rule, weight, format_weight)["score"] for c, s in pairs]


def completion_text(completion: Any) -> str:
    """A completion as text: the content of its last message where it is a conversation."""
    if isinstance(completion, str):
        return completion
    content = completion[-1]["content"] if completion else ""
    if isinstance(content, str):
        return content
    return "".join(part.get("text") or "" for part in content or ())

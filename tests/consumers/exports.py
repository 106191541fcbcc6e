"""What `make consumers` makes: one mixed set of every engine, and an export of it for each consumer's every way of reading."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from .environments import ROOT

SAMPLES, SEED = 600, 11

# Folder -> the arguments of `export`; `plain` ones carry the bare answer, so that it can be compared whole.
EXPORTS: dict[str, tuple[str, ...]] = {
    "llava": ("llava",),
    "llava-conversation": ("llava", "--kind", "conversation"),
    "sharegpt": ("sharegpt",),
    "sharegpt-dpo": ("sharegpt-dpo",),
    "swift": ("swift",),
    "qwen2.5": ("qwen-grounding", "--dialect", "qwen2.5"),
    "qwen-thousandths": ("qwen-grounding", "--dialect", "thousandths"),
    "qwen-tags": ("qwen-grounding", "--dialect", "qwen-tags"),
    "trl-sft": ("trl", "--set", "task=sft"),
    "trl-dpo": ("trl", "--set", "task=dpo"),
    "trl-grpo": ("trl", "--set", "task=grpo"),
    "trl-prm": ("trl", "--set", "task=prm"),
    "verl": ("verl",),
    "easyr1": ("easyr1",),
    "openai-messages": ("openai-messages",),
    "hf": ("hf",),
    "hf-record": ("hf", "--set", "rows=record"),
    "webdataset": ("webdataset",),
    "coco": ("coco",),
    "jsonl": ("jsonl",),
}


def proofpress(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(ROOT / "generate.py"), *arguments], capture_output=True, text=True, check=False)


def make_set(folder: Path) -> str:
    """Make the set afresh: one that is there may be another version's; "" or what went wrong."""
    shutil.rmtree(folder, ignore_errors=True)
    told = proofpress("engines", "--json")
    engines = [e["name"] for e in json.loads(told.stdout)["engines"]]
    domain = ",".join(f"{name}=1" for name in engines)
    done = proofpress("make", "--domain", domain, "-n", str(SAMPLES), "--seed", str(SEED), "-o", str(folder))
    return "" if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


def export(source: Path, folder: Path, name: str) -> str:
    """Export afresh; "" or what went wrong."""
    shutil.rmtree(folder, ignore_errors=True)
    form, *options = EXPORTS[name]
    done = proofpress("export", str(source), "--to", form, *options, "-o", str(folder))
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]

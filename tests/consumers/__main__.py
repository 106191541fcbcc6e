"""`make consumers`: install real consumers, export one mixed set for each, load it with their own code, and print a table.

python -m tests.consumers                   all
python -m tests.consumers trl swift         some environments
python -m tests.consumers --set sets/mixed  of a set that is there
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from .environments import ENVIRONMENTS, HERE, ROOT, Environment, install
from .exports import EXPORTS, export, make_set

WORK = ROOT / "out" / "consumers"


def main() -> int:
    names = [e.name for e in ENVIRONMENTS]
    parser = argparse.ArgumentParser(prog="make consumers", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("environments", nargs="*", metavar="ENVIRONMENT", help=f"which of {', '.join(names)}")
    parser.add_argument("--set", type=Path, help="a set that is there, instead of one made for this")
    parser.add_argument("--keep", action="store_true", help="take the exports that are there")
    asked = parser.parse_args()
    if unknown := set(asked.environments) - set(names):
        parser.error(f"no environment {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    WORK.mkdir(parents=True, exist_ok=True)
    report = WORK / "report.jsonl"
    report.unlink(missing_ok=True)
    bad = 0 if asked.keep else _exports(asked.set)
    if bad:
        return 1  # exports that are older than the code would be loaded
    for environment in ENVIRONMENTS:
        if not asked.environments or environment.name in asked.environments:
            bad += _run(environment)
    lines = [json.loads(line) for line in report.read_text("utf-8").splitlines()] if report.is_file() else []
    _print(lines)
    return 1 if bad or not all(line["passed"] for line in lines) else 0


def _exports(given: Path | None) -> int:
    """Make the set and every export; how many went wrong."""
    folder = WORK / "set"
    if folder.is_symlink():
        folder.unlink()
    if given is not None:
        folder.symlink_to(given.resolve())
    elif wrong := make_set(folder):
        print(f"the set: {wrong}")
        return 1
    bad = 0
    for name in EXPORTS:
        if wrong := export(folder, WORK / "exports" / name, name):
            print(f"export {name}: {wrong}")
            bad += 1
    return bad


def _run(environment: Environment) -> int:
    """Install an environment and run its tests; 0 if all is well."""
    log = WORK / f"{environment.name}.log"
    print(f"{environment.name}: installed where it is not, and tested; see {log.relative_to(ROOT)}", flush=True)
    if not install(environment, WORK / f"{environment.name}-install.log"):
        print(f"{environment.name}: could not be installed, see {WORK.relative_to(ROOT)}/{environment.name}-install.log")
        return 1
    home = WORK / "cache"
    offline = {
        "PROOFPRESS_CONSUMERS": str(WORK),
        "HF_HOME": str(home / "hf"),
        "MODELSCOPE_CACHE": str(home / "modelscope"),
        "HF_HUB_OFFLINE": "1",
        "HF_DATASETS_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "WANDB_MODE": "disabled",
        "TOKENIZERS_PARALLELISM": "false",
        "CUDA_VISIBLE_DEVICES": "",
    }
    command = [str(environment.python), "-m", "pytest", "-p", "no:cacheprovider", "-W", "ignore", "-rf", "--tb=short"]
    files = [str(HERE / test) for test in environment.tests if (HERE / test).is_file()]
    with log.open("w") as words:
        done = subprocess.run(
            [*command, *files], cwd=ROOT, env=os.environ | offline, stdout=words, stderr=subprocess.STDOUT, check=False
        )
    print(f"{environment.name}: {log.read_text('utf-8', 'replace').strip().splitlines()[-1]}", flush=True)
    return int(done.returncode != 0)


def _print(lines: list[dict[str, object]]) -> None:
    table = Table("consumer", "version", "export", "rows", "pictures", "boxes", "verdict")
    for line in lines:
        table.add_row(*(str(line[c]) for c in ("consumer", "version", "export", "rows", "pictures", "boxes", "verdict")))
    Console(width=max(120, Console().width)).print(table)


if __name__ == "__main__":
    sys.exit(main())

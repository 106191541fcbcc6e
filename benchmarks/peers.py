"""How fast against what a user would take instead, in one run: `make peers`.

Rounds in which everything runs one after the other, each part in a process of its own on one thread; CPU milliseconds a sample
after a warm-up; medians over the rounds, and the medians of the ratios round by round, since machines drift.

    charts, geometry   picture, proved questions, checks and PNG of this checkout
    earlier            the same of another commit (--base REV), checked out beside by git
    matplotlib         one simple labelled bar chart, the extents of all its texts and bars, PNG; no questions
    vega               the same bar chart by Vega-Lite through vl-convert, PNG; only where the package is installed (--install)
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]

OURS = """
import json, sys, time
root, engine, n = sys.argv[1], sys.argv[2], int(sys.argv[3])
sys.path.insert(0, root)
import proofpress
proofpress.__path__.append(root)  # where engines, templates and fonts of that checkout lie
try:
    from proofpress.make_sample import make_sample
except ModuleNotFoundError:  # before it was renamed
    from proofpress.make import make_sample
from proofpress.recipe import Recipe, job
from proofpress.registry import Registry
from proofpress.run.task import single_threaded
assert proofpress.__file__.startswith(root), proofpress.__file__
single_threaded()
registry = Registry.load(())
recipe = Recipe({engine: 1.0}, samples=n + 20, seed=int(sys.argv[4]))
questions = 0
for i in range(n + 20):
    if i == 20:
        start = time.process_time()
    sample, _ = make_sample(job(recipe, registry, i), registry)
    questions += len(sample.questions) if sample and i >= 20 else 0
print(json.dumps({"ms": 1000 * (time.process_time() - start) / n, "questions": questions / n}))
"""

MATPLOTLIB = """
import io, json, sys, time
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
n = int(sys.argv[3])
def draw(i):
    figure, axes = plt.subplots(figsize=(8, 6), dpi=100)
    bars = axes.bar([f"Item {k}" for k in range(6)], [3 + (7 * k + i) % 11 for k in range(6)], color="#4477aa")
    axes.set_title(f"Sales by item, {2000 + i}")
    axes.set_xlabel("Item")
    axes.set_ylabel("Sales (thousand)")
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    texts = [axes.title, axes.xaxis.label, axes.yaxis.label, *axes.get_xticklabels(), *axes.get_yticklabels()]
    boxes = [t.get_window_extent(renderer) for t in texts] + [b.get_window_extent(renderer) for b in bars]
    out = io.BytesIO()
    figure.savefig(out, format="png")
    plt.close(figure)
    return boxes
for i in range(3):
    draw(i)
start = time.process_time()
for i in range(n):
    draw(i)
print(json.dumps({"ms": 1000 * (time.process_time() - start) / n, "questions": 0}))
"""

VEGA = """
import json, sys, time
import vl_convert
n = int(sys.argv[3])
def draw(i):
    rows = [{"item": f"Item {k}", "sales": 3 + (7 * k + i) % 11} for k in range(6)]
    spec = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "width": 700, "height": 500, "mark": "bar",
            "title": f"Sales by item, {2000 + i}", "data": {"values": rows},
            "encoding": {"x": {"field": "item", "type": "nominal"}, "y": {"field": "sales", "type": "quantitative"}}}
    vl_convert.vegalite_to_png(spec)
for i in range(3):
    draw(i)
start = time.process_time()
for i in range(n):
    draw(i)
print(json.dumps({"ms": 1000 * (time.process_time() - start) / n, "questions": 0}))
"""


def run(script: str, root: Path, engine: str, n: int, seed: int) -> dict[str, float] | None:
    """One part of one round; None where the peer is not installed."""
    env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-P", "-c", script, str(root), engine, str(n), str(seed)]
    out = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if out.returncode:
        if "No module named 'vl_convert'" in out.stderr:
            return None
        raise SystemExit(f"{engine}: {out.stderr.strip().splitlines()[-1]}")
    return dict(json.loads(out.stdout.splitlines()[-1]))


def start_of_command(arguments: list[str]) -> float:
    """CPU seconds of one command of this checkout, children included."""
    before = os.times()
    subprocess.run([sys.executable, str(ROOT / "generate.py"), *arguments], stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=120, help="samples a part and round (120)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds (5)")
    parser.add_argument("--base", default="33d0361", help="the commit to compare with (33d0361)")
    parser.add_argument(
        "--install", action="store_true", help="install the peers that are packages into this environment first"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    args = parser.parse_args()
    if args.install:
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "vl-convert-python"], check=True)
    with tempfile.TemporaryDirectory(prefix="proofpress-base-") as folder:
        base = Path(folder) / "base"
        subprocess.run(["git", "-C", str(ROOT), "worktree", "add", "--quiet", "--detach", str(base), args.base], check=True)
        try:
            parts = {
                "charts": (OURS, ROOT, "charts"),
                "earlier charts": (OURS, base, "charts"),
                "matplotlib": (MATPLOTLIB, ROOT, "bar"),
                "vega": (VEGA, ROOT, "bar"),
                "geometry": (OURS, ROOT, "geometry"),
                "earlier geometry": (OURS, base, "geometry"),
            }
            rounds = [
                {name: run(script, root, engine, args.n, seed) for name, (script, root, engine) in parts.items()}
                for seed in range(args.rounds)
            ]
        finally:
            subprocess.run(["git", "-C", str(ROOT), "worktree", "remove", "--force", str(base)], check=False)
    found = report(rounds)
    found["start_cpu_s"] = {
        " ".join(c): round(statistics.median(start_of_command(c) for _ in range(3)), 2)
        for c in (["--help"], ["engines"], ["make", "recipes/smoke.yaml", "--explain"])
    }
    if args.json:
        print(json.dumps(found))
        return 0
    for title, values in found.items():
        print(title.replace("_", " "))
        for name, value in values.items():
            print(f"  {name:28} {value}")
    return 0


def report(rounds: list[dict[str, dict[str, float] | None]]) -> dict[str, dict[str, float]]:
    """Medians of milliseconds, questions and ratios (times as fast as the peer)."""
    names = [n for n in rounds[0] if rounds[0][n] is not None]

    def median(name: str, key: str) -> float:
        return statistics.median(part[key] for r in rounds if (part := r[name]) is not None)

    pairs = [
        (ours, peer)
        for ours, peers in (("charts", ("matplotlib", "vega", "earlier charts")), ("geometry", ("earlier geometry",)))
        for peer in peers
        if peer in names
    ]
    ratios = {}
    for ours, peer in pairs:
        found = [b["ms"] / a["ms"] for r in rounds if (a := r[ours]) is not None and (b := r[peer]) is not None]
        ratios[f"{ours} : {peer}"] = round(statistics.median(found), 2)
    return {
        "ms_cpu_a_sample": {n: round(median(n, "ms"), 1) for n in names},
        "questions_a_sample": {n: round(median(n, "questions"), 2) for n in names if median(n, "questions")},
        "times_as_fast": ratios,
    }


if __name__ == "__main__":
    sys.exit(main())

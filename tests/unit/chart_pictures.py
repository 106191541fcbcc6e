"""Charts for tests: one Spec a kind, drawn in several styles."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from proofpress.engines.charts import draw, facts, style

from proofpress.draw.picture import Picture
from proofpress.engine import Request
from proofpress.model import Fact
from proofpress.seeds import stream

EXAMPLES: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("chart_examples.json").read_text("utf-8"))
SEEDS = range(7)


@lru_cache(maxsize=256)
def drawn(kind: str, seed: int) -> tuple[dict[str, Any], dict[str, Any], list[Fact], Picture]:
    """(spec, style, facts, picture)."""
    spec = EXAMPLES[kind] | ({"printed": "all"} if seed % 3 == 2 else {})
    look = style.make_style(spec, Request(), stream(seed, kind))
    known = facts.chart_facts(spec)
    return spec, look, known, draw.draw_chart(spec, look, known)


def seen(picture: Picture, known: list[Fact]) -> dict[str, Any]:
    """What a reader is given."""
    roles = ("plot-area", "legend-swatch", "x-tick-mark", "y-tick-mark")
    return {
        "regions": tuple(r for r in picture.regions if r.text or r.role in roles),
        "statements": tuple(f.statement for f in known if f.id in picture.shows),
    }

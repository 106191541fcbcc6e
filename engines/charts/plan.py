"""Planning a chart: a topic that suits the template's kind, or the user's own table, becomes a Spec."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from proofpress.content.packs import Topic, load_packs, read_pack, topics_for
from proofpress.engine import Request, Spec, Template
from proofpress.errors import BadInput, Refused
from proofpress.model import dumps
from proofpress.seeds import Rng

from .looks import LOOKS
from .plans.combo import plan_combo
from .plans.matrix import plan_matrix
from .plans.parts import plan_parts
from .plans.points import plan_points
from .plans.profile import plan_profile
from .plans.sizes import Brief
from .plans.spread import plan_spread
from .style import suits
from .table.user_chart import plan_from_table
from .topics import CHARTS
from .vocabulary import KINDS

PLANNERS: dict[str, Callable[[Topic, Brief, Rng], Spec]] = {
    "matrix": plan_matrix,
    "parts": plan_parts,
    "points": plan_points,
    "spread": plan_spread,
    "profile": plan_profile,
    "combo": plan_combo,
}
TRIES = 24
_TEMPLATE_KEYS = {"template", "engine", "kind", "packs", "topics", "pools", "sources", "sort", "columns"}


def plan_chart(template: Template, request: Request, rng: Rng) -> Spec:
    """What the template draws: `kind`, and optionally `packs` (names), `topics` and `pools` of its own, `sort`,
    `columns` (of the user's table, by role).

    BadInput when the template's data are at fault, Refused when no topic fits.
    """
    data = template.data
    where = f"template {template.id}"
    if unknown := sorted(set(data) - _TEMPLATE_KEYS):
        raise BadInput(f"{where} has an unknown key {unknown[0]!r}; known are {', '.join(sorted(_TEMPLATE_KEYS))}")
    kind = str(data.get("kind", ""))
    if kind not in KINDS:
        raise BadInput(f"{where}: `kind` is {kind!r}; it must be one of {', '.join(KINDS)}")
    brief = Brief(kind, request.difficulty, str(data.get("sort", "")))
    if request.data:
        if "packs" in request.options:
            raise BadInput(
                f"packs {request.options['packs']!r}: your own table says what charts are about; drop packs or the data"
            )
        spec = plan_from_table(kind, data.get("columns") or {}, brief, request, rng)
        return spec if spec["kind"] == kind else {**spec, "template": spec["kind"]}  # the table did not fill the one drawn
    groups = _topics(template, kind, request)
    if not groups:
        raise BadInput(f"{where}: none of its topics suits a {kind} chart")
    for _ in range(TRIES):
        group = groups[int(rng.integers(len(groups)))]
        topic = group[int(rng.integers(len(group)))]
        try:
            return PLANNERS[topic.form](topic, brief, rng)
        except Refused as refused:
            last = refused
    raise last


def _topics(template: Template, kind: str, request: Request) -> tuple[tuple[Topic, ...], ...]:
    if "topics" in template.data:
        own = _own_topics(template, request.language)
        return tuple(g for g in (tuple(t for t in own if kind in t.kinds),) if g)
    if "packs" in request.options:
        return topics_for(kind, CHARTS, (request.options["packs"],), request.language)
    packs = template.data.get("packs") or ()
    return topics_for(kind, CHARTS, (packs,) if isinstance(packs, str) else tuple(packs), request.language)


def options(template: Template) -> Mapping[str, Sequence[str]]:
    """What may be asked of a template: packs that have something for its kind, and looks that suit it."""
    kind = str(template.data.get("kind", ""))
    own = template.data.get("packs") or tuple(load_packs(CHARTS))
    packs = () if "topics" in template.data else (own,) if isinstance(own, str) else tuple(own)
    return {"packs": [p for p in packs if topics_for(kind, CHARTS, (p,))], "looks": [k for k in LOOKS if suits(k, kind)]}


def _own_topics(template: Template, code: str) -> tuple[Topic, ...]:
    key = dumps(dict(template.data)), code
    if key not in _OWN:
        _OWN[key] = read_pack({**template.data, "pack": template.name}, f"template {template.id}", CHARTS, code)
    return _OWN[key]


_OWN: dict[tuple[str, str], tuple[Topic, ...]] = {}  # topics that templates bring along, by the templates' content

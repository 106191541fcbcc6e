"""Chart words for the steps of a proof: which bar, which slice, which colour is being looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from proofpress.grid.sheet import Sheet
from proofpress.reason.operators import Operator, Term

from ..words import mark_of, words_of


class Speaker:
    """Slots for steps: `subject` ("the bar for Arlo in winter"), `place` (" in Arlo in winter"), mark, marks, m, colour."""

    def __init__(self, spec: Mapping[str, Any], sheets: Sequence[Sheet]):
        self.kind = spec["kind"]
        self.words = words_of(spec)
        self.where = {f.id: s for s in sheets for f in (*s.cells.values(), *s.hidden.values())}
        self.named = self.kind not in ("scatter", "bubble") or any(p["name"] for p in spec["points"])
        self.first = spec["series"][0]["name"] if spec["series"] else ""

    def __call__(self, op: Operator, inputs: Sequence[Term], out: Term) -> dict[str, Any]:
        mark = mark_of(self.kind, "", self.first) if self.kind != "combo" else "mark"
        slots: dict[str, Any] = {
            **self.words.mark_slots(mark, self.kind),
            "named": self.named,
            "subject": "",
            "place": "",
            "m": self.words.value,
        }
        colour = next((t for t in inputs if t.predicate == "colour"), None)
        if colour is not None:
            slots |= {"colour": str(colour.value), "who": colour.args[0]}
        read = next((t for t in inputs if t.id in self.where), None)
        if read is not None:
            slots |= self._place(read)
            slots |= self._named(out, self.where[read.id])
        return slots

    @staticmethod
    def _named(out: Term, sheet: Sheet) -> dict[str, str]:
        """A label or series that the step arrives at, as it stands in a sentence."""
        if isinstance(out.value, str) and out.value in sheet.labels:
            return {"value": sheet.category.inside(out.value)}
        return {}

    def _place(self, term: Term) -> dict[str, Any]:
        sheet = self.where[term.id]
        series, label = (term.args[0], term.args[-1]) if len(term.args) > 1 else (sheet.series[0], term.args[-1])
        inside = sheet.category.inside(label)
        if sheet.multi:
            who = sheet.series_axis.inside(series)
            subject = self.words.subject(sheet.more["mark"], who, sheet.category.at(label))
        else:
            who, subject = inside, self.words.subject(sheet.more["mark"], inside, "")
        at = (sheet.series_axis.at(series) if sheet.multi else "") + sheet.category.at(label)
        return {
            "subject": subject,
            "place": at,
            "who": who,
            "l": inside,
            **{k: v for k, v in sheet.measure.words().items() if k in ("m", "the_m")},
            **sheet.more,
        }

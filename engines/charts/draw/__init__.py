"""Draws a chart: (spec, style, facts) -> Picture with a Region for every mark and text, facts bound to regions."""

from .chart import draw_chart

__all__ = ["draw_chart"]

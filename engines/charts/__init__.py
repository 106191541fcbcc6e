"""Charts: data that a person would believe, drawn eighteen ways, with every mark known."""

from .engine import Charts

engine = Charts

"""The checks of a sample: every answer executed again, every leaf legible, every referent unique, every question answerable."""

from .gate import gate
from .report import Finding, Report, check_sample

__all__ = ["Finding", "Report", "check_sample", "gate"]

"""Kinds of answers, one module a kind; the protocol is in `base`."""

from __future__ import annotations

from .base import FORM_WEIGHTS, OTHER_WEIGHT, Kind, Scale, forms, is_place, kind_of, kinds, kinds_of_output, register

__all__ = (
    "FORM_WEIGHTS",
    "OTHER_WEIGHT",
    "Kind",
    "Scale",
    "forms",
    "is_place",
    "kind_of",
    "kinds",
    "kinds_of_output",
    "register",
)

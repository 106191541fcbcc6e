"""Constraints that the user puts on a sample's questions and on its picture: forms, depths, how many, how clear, how large."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

DEEPEST = 12  # steps: the depths that a recipe can name; the last stands for all beyond
SPARE = 4  # more questions than a sample needs, posed where a mix is to be met: the set keeps those that meet it


@dataclass(frozen=True, slots=True)
class Constraints:
    """forms, depth: the shares wanted; {} for Proofpress's own choice; a form or depth that is not named is not asked.

    forms_free, depth_free: they need only be among the named ones, in whatever shares.  skills: those that a question may
    need, () for all.  fewest, most: questions of a sample, None for what the engine does.  visible: the least share of a
    region's ink that must be seen where a question looks.  width, height: the least and the most, px.
    """

    forms: Mapping[str, float] = field(default_factory=dict)
    depth: Mapping[int, float] = field(default_factory=dict)
    skills: tuple[str, ...] = ()
    forms_free: bool = True
    depth_free: bool = True
    fewest: int | None = None
    most: int | None = None
    visible: float = 0.0
    width: tuple[int, int] | None = None
    height: tuple[int, int] | None = None

    @property
    def narrows(self) -> bool:
        """Are some questions unwanted?"""
        return bool(self.forms or self.depth or self.skills)

    @property
    def mixes(self) -> bool:
        """Are shares to be met?  Then spare questions are posed."""
        return bool(self.forms and not self.forms_free) or bool(self.depth and not self.depth_free)

    def limits(self, engine: tuple[int, int]) -> tuple[int, int]:
        """The fewest and the most questions of a sample, where the engine would have these."""
        least = self.fewest if self.fewest is not None else 1 if self.narrows else engine[0]
        most = self.most if self.most is not None else max(engine[1], least)
        return min(least, most), most

    def wants_form(self, form: str) -> bool:
        return not self.forms or form in self.forms

    def wants_skills(self, skills: Iterable[str]) -> bool:
        return not self.skills or set(skills) <= set(self.skills)

    def wants_depth(self, depth: int) -> bool:
        return not self.depth or min(depth, DEEPEST) in self.depth

"""Kinds of answers: what each can be asked as, how it is written, and when two of them are the same.

A kind is one module of this folder (or a file `kinds/*.py` of a plug-in, or an entry point of the group `proofpress.kinds`):
a subclass of `Kind`, put among the known ones by `register` at the module's end.  Only the standard library and
`proofpress.answers` may be imported there, because kinds are part of the scorer file that trainers take.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ...errors import BadInput
from ...model import Answer, Value
from ..numerals import show

# What share of the questions each form gets, where the candidates allow it.
FORM_WEIGHTS: Mapping[str, float] = {
    **{"open": 0.36, "choice": 0.24, "yes_no": 0.18, "fill": 0.1, "list": 0.12, "box": 0.08, "point": 0.08},
    "markup": 0.12,
}
OTHER_WEIGHT = 0.1  # of a form that only a plug-in's kind has
Scale = tuple[float, float]


class Kind:
    """One kind of answer.  Subclass it, set `name` and what differs from the defaults, and `register` it.

    name          `type` of the answers; `kind` of candidates and question families
    forms         the forms in which a question may ask for it; () for what only a form makes (a choice)
    outputs       the operators' outputs that can be such an answer
    undetermined  the forms of a question for it that cannot be determined
    measured      it has a unit and a tolerance
    slack         of a place of the picture: how far it may be off, px; 0 for what is no place
    spoken        its texts are words and numbers of a language: given in another one than English they are rewritten first
    graded        a reward counts `score`, not only whether it is right
    suffix        the key of the instruction that names its form to a model (templates/export/wording); "" for a word or phrase
    instructions  language -> such instructions, for a kind whose file brings its own
    aspect        what kind of looking or thinking it takes (export/choose.py)
    """

    name: str = ""
    forms: Sequence[str] = ("open",)
    outputs: Sequence[str] = ()
    undetermined: Sequence[str] = ("open",)
    measured: bool = False
    slack: float = 0.0
    spoken: bool = False
    graded: bool = False
    suffix: str = ""
    instructions: Mapping[str, Sequence[str]] = {}
    aspect: str = "name"

    def render(self, value: Value, unit: str = "", language: Any = None) -> str:
        """The answer as one would write it.  language: writes values by its method `show`; None for English."""
        text: str = (language.show if language else show)(value, unit)
        return text

    def equal(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> bool:
        """Does `given` (text, or a typed value) say the same as the answer?  Never raises, and takes bounded time."""
        raise NotImplementedError

    def score(self, answer: Answer, given: Value, choices: tuple[str, ...] = (), scale: Scale = (1.0, 1.0)) -> float:
        """How near `given` comes, 0 to 1; 1 where they are equal."""
        return float(self.equal(answer, given, choices, scale))

    def aliases(self, value: Value, unit: str = "") -> tuple[str, ...]:
        """Other forms that are as right, besides those that the engine knows."""
        return ()

    def distractors(self, value: Value, unit: str = "") -> tuple[Value, ...]:
        """Wrong values that look right, best first, where no mistake in the proof gives enough of them."""
        return ()

    def whole(self, answer: Answer) -> bool:
        """Is a completion the answer as a whole (a page, a table), where it announces none?"""
        return False

    def find(self, text: str) -> str | None:
        """Where a completion is the answer as a whole: the part of it that is, None for all of it."""
        return None


_KNOWN: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Put a kind among the known ones; BadInput where another one has its name."""
    held = _KNOWN.get(kind.name)
    if not kind.name or (held is not None and type(held).__qualname__ != type(kind).__qualname__):
        raise BadInput(f"answer kind {kind.name!r}: {'has no name' if not kind.name else 'there are two; rename one'}")
    _KNOWN[kind.name] = kind
    return kind


@lru_cache(maxsize=1)
def _built_in() -> None:
    """Import the modules of this folder; in the scorer file there is none, and its kinds stand in it."""
    if __name__ == "proofpress.answers.kinds.base":
        for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
            importlib.import_module(f"proofpress.answers.kinds.{module.name}")


def kinds() -> list[Kind]:
    """All of them, by name."""
    _built_in()
    return [_KNOWN[name] for name in sorted(_KNOWN)]


def kind_of(name: str) -> Kind:
    """The kind of that name; BadInput where there is none."""
    if name not in _KNOWN:
        _built_in()
    if name not in _KNOWN:
        raise BadInput(f"answer kind {name!r}: unknown; there are {', '.join(sorted(_KNOWN))}, and a plug-in's with --plugin")
    return _KNOWN[name]


def is_place(name: str) -> bool:
    """Are the answers of this kind places of the picture, which move with its pixels?  No, where nobody knows the kind."""
    _built_in()
    return name in _KNOWN and _KNOWN[name].slack > 0


def kinds_of_output(output: str) -> list[Kind]:
    """The kinds that an operator's output can be asked as."""
    return [k for k in kinds() if output in k.outputs]


def forms() -> tuple[str, ...]:
    """The forms of questions: the common ones, then those that only a plug-in's kind has."""
    more: Iterable[str] = sorted({f for k in kinds() for f in k.forms} - set(FORM_WEIGHTS))
    return (*FORM_WEIGHTS, *more)

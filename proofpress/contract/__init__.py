"""What every engine promises, as checks that name what breaks; `test-plugin` and tests/contract run them.

Each check takes a Subject (an engine with a few samples of every template) and yields one line a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ..errors import BadInput
from ..registry import brief
from .languages import languages_render
from .pictures import canvas_makes_regions, regions_hold, texts_are_written
from .questions import families_are_asked, groups_are_whole, questions_pass, refusals_are_told
from .reproducible import (
    facts_rederive,
    ids_are_plain,
    levels_differ,
    no_other_randomness,
    record_round_trips,
    same_bytes,
    templates_yield,
)
from .subject import LEVELS, Subject, digest, subjects

__all__ = ["CHECKS", "LEVELS", "Subject", "digest", "faults", "sees_nothing", "subjects"]

CHECKS: Mapping[str, Callable[[Subject], Iterator[str]]] = {
    "every template leads to samples": templates_yield,
    "same seed, same bytes, in any order and process": same_bytes,
    "facts re-derive from the Spec": facts_rederive,
    "regions lie inside the image and hold their ink": regions_hold,
    "regions are made by the canvas": canvas_makes_regions,
    "what regions say is what is written": texts_are_written,
    "every question passes every check": questions_pass,
    "every family of questions is asked": families_are_asked,
    "totals and the like are of all of a kind": groups_are_whole,
    "refusals are told": refusals_are_told,
    "the record round-trips": record_round_trips,
    "three difficulty levels differ": levels_differ,
    "all wording languages render": languages_render,
    "no other randomness, clock or network": no_other_randomness,
    "ids are unique and plain": ids_are_plain,
}

# These look at samples: where there are none they have seen nothing, which is not the same as nothing wrong.
OF_SAMPLES = (
    facts_rederive,
    regions_hold,
    texts_are_written,
    questions_pass,
    groups_are_whole,
    record_round_trips,
    ids_are_plain,
)


def sees_nothing(title: str, subject: Subject) -> bool:
    """Whether a check would pass for want of samples; it is then skipped, and "every template leads to samples" fails."""
    if CHECKS[title] not in OF_SAMPLES:
        return False
    try:
        return not subject.samples
    except Exception:  # "every template leads to samples" tells it
        return True


def faults(title: str, subject: Subject) -> list[str]:
    """What a check found; an exception on the way is a fault, too."""
    try:
        return list(CHECKS[title](subject))
    except BadInput as error:
        return [str(error)]
    except Exception as error:
        return [brief(error.__cause__ or error)]

"""The words that an export adds to questions and answers, and the instruction that names an answer's form.

All of them are data: templates/export/wording/<lang>/exports.yaml; a language without that file is answered in English.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ..answers.kinds import kind_of
from ..ask.forms import UNDETERMINED
from ..ask.wording import Wording
from ..data_paths import data_folder
from ..language import DEFAULT, get
from ..model import Question
from ..seeds import Rng
from ..yaml_data import read_yaml
from .exporter import Settings

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@lru_cache(maxsize=32)
def words(language: str) -> Wording:
    """The wording of exports in a language."""
    folder = data_folder("templates") / "export" / "wording"
    file = folder / language / "exports.yaml"
    if not file.is_file():
        language, file = DEFAULT, folder / DEFAULT / "exports.yaml"
    return Wording({"exports": read_yaml(file)}, str(file.parent), get(language))


def say(language: str, key: str, rng: Rng, part: str = "", **slots: Any) -> str:
    """One of the wordings under a key, drawn and filled."""
    return words(language).say("exports", key, rng, slots, part)


def rule(language: str, key: str, part: str = "") -> str:
    """A regular expression or replacement of the language, as it stands; "" where it has none."""
    found = words(language).variants("exports", key, part)
    return found[0] if found else ""


def answer_kind(question: Question) -> str:
    """What an instruction may say of the answer without giving it away.

    A question that cannot be answered is asked in the words of one that can: as a number, which nearly all of them ask for.
    """
    if question.form in ("choice", "yes_no"):
        return question.form
    return kind_of(question.answer.type).suffix or "text"


def suffix(question: Question, settings: Settings, language: str, rng: Rng) -> str:
    """The instruction for the form of the answer; for a chain of thought it asks for the reasoning too."""
    kind = answer_kind(question)
    own = kind_of(question.answer.type)
    layout = _layout(kind, settings.dialect, language, rng) if own.slack else ""
    if settings.reasoning != "none":
        return say(language, f"suffix_{settings.reasoning}", rng, settings.answer, kind=kind, layout=layout)
    if settings.answer != "plain":
        return say(language, f"suffix_{settings.answer}", rng, layout=layout)
    # an answer that does not fit the instruction of its form takes the one that every form has
    if question.answer.type == UNDETERMINED and kind not in ("choice", "number"):
        kind = "text"
    if question.form not in ("choice", "yes_no") and (brought := own.instructions.get(language)):
        return brought[int(rng.integers(len(brought)))]
    return say(language, "suffix", rng, part_of(language, "suffix", kind), commas=_commas(question), layout=layout)


def part_of(language: str, key: str, kind: str) -> str:
    """The part of a key that speaks of this kind of answer; that of a text where none does."""
    return kind if words(language).variants("exports", key, kind) else "text"


def _layout(kind: str, dialect: str, language: str, rng: Rng) -> str:
    """How a box or a point is written in a dialect, in words."""
    part = dialect if words(language).variants("exports", f"layout_{kind}", dialect) else "other"
    return say(language, f"layout_{kind}", rng, part)


def _commas(question: Question) -> bool:
    value = question.answer.value
    return not (isinstance(value, tuple) and any("," in str(v) for v in value))


def letter(index: int) -> str:
    return _LETTERS[index]


def options(choices: tuple[str, ...]) -> str:
    """The choices, a line each, as people set them: A. 40°"""
    return "\n".join(f"{letter(i)}. {text}" for i, text in enumerate(choices))

"""Clean rewordings of real questions, by the hand-written grammar in clean_rewordings.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from proofpress.model import Question, Sample

GRAMMAR: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "clean_rewordings.yaml").read_text("utf-8"))
_PREMISES = re.compile(r"^(?:Suppose that|It is given that|In the figure,) (.+?)\. (?=[A-Z△∠_])(.+)$")
_ROUND = re.compile(
    r"\s*(?:\((?P<a>\d) decimal places? will do\.\)|(?:Give your answer|Round) to (?P<b>\d) decimal places?\."
    r"|(?P<whole>Round your answer to the nearest whole number\.|Answer to the nearest whole number\."
    r"|A whole number is enough\.))$"
)


@dataclass(frozen=True)
class Clean:
    """A sample's question, the same in other words, and the family that it is of."""

    sample: Sample
    question: Question
    text: str
    family: int
    half: str


def clean_rewordings(samples: Sequence[Sample]) -> Iterator[Clean]:
    """Every rewording of the grammar that fits a question of the samples, in order."""
    families = [(re.compile(f["match"]), re.compile(f["not"]) if "not" in f else None, f) for f in GRAMMAR["families"]]
    for sample in samples:
        for question in sample.questions:
            if question.text_load == "vision":
                continue
            premises, core, rounding = parts(question.text)
            for number, (match, never, family) in enumerate(families):
                m = match.fullmatch(core)
                if m is None or (never and never.search(core)):
                    continue
                slots = {k: v or "" for k, v in m.groupdict().items()}
                for turn, words in enumerate(family["say"]):
                    text = re.sub(r"\s+", " ", words.format(**slots)).strip()
                    text = text[:1].upper() + text[1:]
                    text = _whole(premises, re.sub(r" ([?.])", r"\1", text), rounding, turn + number)
                    yield Clean(sample, question, text, number, family["half"])


def parts(text: str) -> tuple[str, str, str]:
    """(premises, the question itself, the sentence about rounding) of a question; "" where there is none."""
    rounding = ""
    if m := _ROUND.search(text):
        rounding, text = ("whole" if m["whole"] else m["a"] or m["b"]), text[: m.start()]
    if m := _PREMISES.match(text):
        return m[1], m[2], rounding
    return "", text, rounding


def _whole(premises: str, core: str, rounding: str, turn: int) -> str:
    if rounding:
        options = GRAMMAR["rounding"]["nearest" if rounding == "whole" else "places"]
        core += " " + options[turn % len(options)].format(n=rounding, s="" if rounding == "1" else "s")
    if premises:
        voices = GRAMMAR["premises"]
        return str(voices[turn % len(voices)].format(p=premises, q=core))
    return core

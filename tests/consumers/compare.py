"""The comparison: what a consumer handed out, brought to one shape, against the set.  Each function raises AssertionError."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .truth import Box, Record, Truth, pixels, sha


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question as a consumer's own code handed it out.  pictures: bytes as stored, or PIL pictures."""

    user: str
    assistant: str
    pictures: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Counts:
    rows: int
    pictures: int
    boxes: int = 0


def same_pictures(pictures: Sequence[Any], record: Record, where: str) -> None:
    assert len(pictures) == len(record.pictures), f"{where}: {len(pictures)} pictures, {len(record.pictures)} in the set"
    for n, picture in enumerate(pictures):
        if isinstance(picture, bytes):
            assert sha(picture) == record.digests[n], f"{where}: the bytes of picture {n} differ"
        else:
            assert pixels(picture) == record.pixel_digests[n], f"{where}: the pixels of picture {n} differ"


def same_words(said: Exchange, question: dict[str, Any], where: str) -> None:
    """The user's words hold question and choices (the picture does where it asks); the assistant's each step and the answer.

    The last step may be told as the answer alone.
    """
    if question["text_load"] != "vision":
        for text in (question["text"], *question["choices"]):
            assert text in said.user, f"{where}: {text!r} is not asked: {said.user!r}"
    for step in question["steps"][:-1]:
        assert step["text"] in said.assistant, f"{where}: {step['text']!r} is missing: {said.assistant!r}"
    same_answer(said.assistant, question, where)


def same_answer(assistant: str, question: dict[str, Any], where: str) -> None:
    """The assistant says the recorded answer; a box or point in whole pixels, at the end."""
    answer = question["answer"]
    if answer["type"] in ("box", "point"):
        wanted = [float(v) for v in json.loads(answer["value"])]
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", assistant)]
        assert numbers[-len(wanted) :] == wanted, f"{where}: {wanted} is missing: {assistant!r}"
    else:
        texts = [answer["text"], *(answer["aliases"] if answer["type"] == "undetermined" and question["choices"] else ())]
        said = assistant.casefold()
        assert any(text.casefold() in said for text in texts), (
            f"{where}: the answer {answer['text']!r} is missing: {assistant!r}"
        )


def same_questions(said: Iterable[Exchange], truth: Truth) -> Counts:
    """A row a question, in the set's order, each with its sample's pictures."""
    rows, pictures, asked = 0, set(), truth.asked()
    for row in said:
        pair = next(asked, None)
        assert pair is not None, f"row {rows}: the set has {rows} questions only"
        record, question = pair
        where = f"row {rows}, {record.id} {question['id']}"
        same_pictures(row.pictures, record, where)
        same_words(row, question, where)
        pictures.update(record.digests)
        rows += 1
    left = sum(1 for _ in asked)
    assert not left, f"{left} questions of the set are missing"
    return Counts(rows, len(pictures))


def planted(said: Sequence[Exchange], truth: Truth) -> None:
    """Every fault planted in a copy of what was read must be caught by `same_questions`."""
    same_questions(said, truth)
    n = len(said) // 2
    other = next(s for s in said if s.pictures != said[n].pictures)
    faults = {
        "a row dropped": [*said[:n], *said[n + 1 :]],
        "a row twice": [*said[:n], said[n], *said[n:]],
        "two rows swapped": [*said[:n], said[n + 1], said[n], *said[n + 2 :]],
        "a letter of the question": [*said[:n], replace(said[n], user=said[n].user[:-2]), *said[n + 1 :]],
        "no answer": [*said[:n], replace(said[n], assistant="?"), *said[n + 1 :]],
        "another picture": [*said[:n], replace(said[n], pictures=other.pictures), *said[n + 1 :]],
        "no picture": [*said[:n], replace(said[n], pictures=[]), *said[n + 1 :]],
    }
    for fault, rows in faults.items():
        try:
            same_questions(rows, truth)
        except AssertionError:
            continue
        raise AssertionError(f"not caught: {fault}")


def near(box: Sequence[float], others: Iterable[Box], quantum: tuple[float, float]) -> bool:
    """Whether `box` (or the point: two numbers) is one of `others` (or the centre of one), within half a quantum, px."""
    for other in others:
        wanted = other if len(box) == 4 else ((other[0] + other[2]) / 2, (other[1] + other[3]) / 2)
        if all(abs(a - b) <= quantum[n % 2] / 2 + 1e-3 for n, (a, b) in enumerate(zip(box, wanted, strict=True))):
            return True
    return False


def record_of(path: str, truth: Truth) -> Record:
    """The sample that a picture's file is named after."""
    stem = Path(path).name.split(".")[0]
    name = stem if stem in truth.by_id else stem.rsplit("-", 1)[0]
    assert name in truth.by_id, f"{path}: no sample of the set"
    return truth.by_id[name]


def questions_of(record: Record, user: str) -> list[dict[str, Any]]:
    """The questions that these words may ask about the record's picture: those told in them, else those the picture asks."""
    told = [q for q in record.questions if q["text_load"] != "vision"]
    found = [q for q in told if all(text in user for text in (q["text"], *q["choices"]))]
    found = found or [q for q in record.questions if q["text_load"] == "vision"]
    assert found, f"{record.id}: no question of the set: {user!r}"
    return found


def says(assistant: str, question: dict[str, Any]) -> bool:
    try:
        same_answer(assistant, question, "")
    except AssertionError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Pair:
    """A preference as a consumer's own code handed it out."""

    user: str
    chosen: str
    rejected: str
    pictures: Sequence[Any]


def same_pairs(pairs: Iterable[Pair], truth: Truth) -> Counts:
    """Each pair asks a question of the set about its picture; the chosen side says the recorded answer, the other does not."""
    rows, pictures = 0, set()
    for row in pairs:
        digests = [sha(p) if isinstance(p, bytes) else pixels(p) for p in row.pictures]
        assert len(digests) == 1, f"row {rows}: {len(digests)} pictures"
        known = truth.by_digest if isinstance(row.pictures[0], bytes) else truth.by_pixels
        assert digests[0] in known, f"row {rows}: no picture of the set"
        record = known[digests[0]]
        said = any(says(row.chosen, question) for question in questions_of(record, row.user))
        assert said, f"row {rows}, {record.id}: not the answer to {row.user!r}: {row.chosen!r}"
        assert row.chosen != row.rejected, f"row {rows}: both sides say {row.chosen!r}"
        pictures.add(record.id)
        rows += 1
    assert rows, "no pair"
    return Counts(rows, len(pictures))

"""`paraphrase`: a model rewords questions, steps and captions; the fact lock and the round trip decide."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..answers.extract import after_thinking
from ..model import Caption, Question, Sample, Step
from ..seeds import stream
from .backend import Ask
from .lock import Refusal, data_digest, languages_with_lock, locked, locked_prose
from .passes import Asker, Pass, Passed, unspoken
from .prompts import load_prompt
from .roundtrip import round_trip

TRIES = 2  # after so many refusals the template's wording stays
_Check = Callable[[int, str], Sequence[Refusal]]


@dataclass(frozen=True, slots=True)
class RewordOptions:
    """How the new wordings are to be. variants: of each text; style, register: in words, for the model."""

    variants: int = 3
    style: str = ""
    register: str = ""


@dataclass(frozen=True, slots=True)
class Reworded:
    """What became of one text: every variant that passed, and the one in use ("" where the original stays)."""

    part: str
    original: str
    accepted: tuple[str, ...] = ()
    chosen: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


def paraphrase_pass(variants: int = 3, style: str = "", register: str = "") -> Pass:
    """The pass with these wishes."""
    return Paraphrase(RewordOptions(variants, style, register))


class Paraphrase:
    """The pass. A question that stands in the picture (text_load vision) and the options of a choice are never reworded."""

    name = "paraphrase"

    def __init__(self, options: RewordOptions):
        self.options = options
        self.prompt = load_prompt("paraphrase")
        self.settings: Mapping[str, Any] = {
            "variants": options.variants,
            "style": options.style,
            "register": options.register,
            "prompts": {n: load_prompt(n).version for n in ("paraphrase", "roundtrip")},
            "lock": data_digest(),
        }

    @property
    def languages(self) -> frozenset[str]:
        return languages_with_lock()

    async def sample(self, sample: Sample, ask: Asker) -> Passed:
        if sample.language not in self.languages:
            return unspoken(sample)
        questions = await asyncio.gather(*(self._question(sample, q, ask) for q in sample.questions))
        captions = await asyncio.gather(*(self._caption(sample, c, ask) for c in sample.captions))
        out: list[Question] = []
        rows: list[Mapping[str, Any]] = []
        counts: Counter[str] = Counter()
        for question, told in zip(sample.questions, questions, strict=True):
            out.append(_with(question, told))
            for text in told:
                rows += self._rows(question.id, text)
                counts.update(text.counts)
        new: list[Caption] = []
        for caption, text in zip(sample.captions, captions, strict=True):
            new.append(replace(caption, text=text.chosen or caption.text))
            rows += self._rows("", text)
            counts.update(text.counts)
        return Passed(replace(sample, questions=tuple(out), captions=tuple(new)), wordings=tuple(rows), counts=dict(counts))

    def _rows(self, question: str, text: Reworded) -> list[Mapping[str, Any]]:
        style = ", ".join(s for s in (self.options.style, self.options.register) if s)
        return [
            {
                "question": question,
                "part": text.part,
                "original": text.original,
                "text": variant,
                "style": style,
                "n": n,
                "used": variant == text.chosen,
            }
            for n, variant in enumerate(text.accepted)
        ]

    # --- the three kinds of text --------------------------------------------------------------------------------------
    async def _question(self, sample: Sample, question: Question, ask: Asker) -> list[Reworded]:
        """The question's own wording, unless it is drawn in the picture, and its steps'."""
        out: list[Reworded] = []
        if question.text_load != "vision":

            async def trip(text: str) -> str:
                return await round_trip(sample, question, text, ask)

            def check(_: int, text: str) -> Sequence[Refusal]:
                return locked(sample, question, text)

            told = await self._reword("question", (question.text,), question.choices, check, ask, sample, question.id, trip)
            out += told
        steps = [(n, s.text) for n, s in enumerate(question.steps, 1) if s.text]
        if steps:

            def check_step(at: int, text: str) -> Sequence[Refusal]:
                return locked_prose(sample, steps[at][1], text)

            told = await self._reword("steps", tuple(t for _, t in steps), (), check_step, ask, sample, question.id)
            out += [replace(r, part=f"step {n}") for (n, _), r in zip(steps, told, strict=True)]
        return out

    async def _caption(self, sample: Sample, caption: Caption, ask: Asker) -> Reworded:
        def check(_: int, text: str) -> Sequence[Refusal]:
            return locked_prose(sample, caption.text, text)

        told = await self._reword("caption", (caption.text,), (), check, ask, sample, f"caption {caption.level}")
        return replace(told[0], part=f"caption {caption.level}")

    # --- asking, checking, choosing -------------------------------------------------------------------------------------
    async def _reword(
        self,
        what: str,
        texts: tuple[str, ...],
        choices: tuple[str, ...],
        check: _Check,
        ask: Asker,
        sample: Sample,
        key: str,
        trip: Callable[[str], Any] | None = None,
    ) -> list[Reworded]:
        """One Reworded a text. The second try asks only where the first left a text without a wording."""
        kind = "question" if what == "question" else what.removesuffix("s")
        accepted: list[list[str]] = [[] for _ in texts]
        counts: list[Counter[str]] = [Counter() for _ in texts]
        avoid: list[str] = []
        for attempt in range(TRIES):
            open_ = [i for i in range(len(texts)) if not accepted[i]]
            if not open_:
                break
            asked = tuple(texts[i] for i in open_)
            reply = await ask(self._ask(what, asked, choices, avoid, attempt))
            if not reply.ok:
                for i in open_:
                    counts[i][f"trouble:{reply.trouble}"] += 1
                continue
            found = parse_rewordings(reply.text, len(asked), self.options.variants)
            if found is None:
                for i in open_:
                    counts[i][f"{kind}:unparsed"] += 1
                continue
            for variant in found:
                for at, i in enumerate(open_):
                    text = variant[at]
                    if text == texts[i] or text in accepted[i]:
                        counts[i][f"{kind}:same"] += 1
                        continue
                    refusals = check(i, text)
                    for refusal in refusals[:1]:
                        counts[i][f"{kind}:refused:{refusal.kind}"] += 1
                        avoid.append(f"{refusal.kind} {refusal.detail}".strip())
                    if refusals:
                        continue
                    if trip is not None:
                        outcome = await trip(text)
                        counts[i][f"roundtrip:{outcome}"] += 1
                        if outcome in ("differs", "unanswered"):
                            avoid.append("the answer")
                            continue
                    accepted[i].append(text)
        out = []
        for i, text in enumerate(texts):
            rng = stream(sample.seed, "paraphrase", key, what, i)
            chosen = accepted[i][int(rng.integers(len(accepted[i])))] if accepted[i] else ""
            counts[i][f"{kind}:{'reworded' if chosen else 'kept'}"] += 1
            out.append(Reworded(kind, text, tuple(accepted[i]), chosen, dict(counts[i])))
        return out

    def _ask(self, what: str, texts: tuple[str, ...], choices: tuple[str, ...], avoid: Sequence[str], attempt: int) -> Ask:
        options = self.options
        words = self.prompt.render(
            what=what,
            texts=texts,
            n=options.variants,
            style=options.style,
            register=options.register,
            choices=choices,
            avoid=list(dict.fromkeys(avoid))[:6],
        )
        item: dict[str, Any] = {"type": "string"}
        if len(texts) > 1:
            item = {"type": "array", "items": item, "minItems": len(texts), "maxItems": len(texts)}
        schema = {
            "title": "rewordings",
            "type": "object",
            "properties": {"rewordings": {"type": "array", "items": item, "minItems": 1, "maxItems": options.variants}},
            "required": ["rewordings"],
            "additionalProperties": False,
        }
        room = 200 + options.variants * sum(len(t) for t in texts)  # characters; a token is rarely less than two of them
        return Ask(words, self.prompt.version, schema=schema, temperature=0.8, max_tokens=min(8192, 128 + room), sample=attempt)


def parse_rewordings(text: str, parts: int, most: int) -> list[tuple[str, ...]] | None:
    """The variants in a reply, each of `parts` texts; None where it holds none. What is not of that shape is left out."""
    body = (after_thinking(text) or "").strip()
    if body.startswith("```"):
        body = body.strip("`").removeprefix("json").strip()
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    rows = data.get("rewordings") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        return None
    out = []
    for row in rows[:most]:
        texts = [row] if isinstance(row, str) else row
        if isinstance(texts, list) and len(texts) == parts and all(isinstance(t, str) and t.strip() for t in texts):
            out.append(tuple(" ".join(t.split()) if "\n" not in t.strip() else t.strip() for t in texts))
    return out or None


def _with(question: Question, told: Sequence[Reworded]) -> Question:
    """The question with its chosen wordings; nothing but words is touched."""
    by = {r.part: r.chosen for r in told if r.chosen}
    steps: tuple[Step, ...] = tuple(replace(s, text=by.get(f"step {n}", s.text)) for n, s in enumerate(question.steps, 1))
    return replace(question, text=by.get("question", question.text), steps=steps)

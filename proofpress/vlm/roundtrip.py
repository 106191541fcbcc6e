"""The round trip: a reworded question, with the facts as text, must be answered as the original is.

The truth stays the judge.  Where the model gets the new wording right (by the project's one equality), the rewording asks the
same.  Where it does not, it answers the original too: right there and wrong here is a refusal, and so are two different wrong
answers; the same wrong answer twice is the model's weakness and not the rewording's.
"""

from __future__ import annotations

from ..answers.equality import equal
from ..answers.extract import given_answer
from ..answers.kinds import is_place
from ..answers.labels import label_key
from ..model import Question, Sample
from .backend import Ask, Reply
from .passes import Asker
from .prompts import load_prompt
from .route import kind_of

OUTCOMES = ("same", "agrees", "differs", "unanswered", "not asked")
MOST_FACTS = 400  # a longer list is cut to what the question's steps rest on


def applies(question: Question) -> bool:
    """Can the question be answered from facts as text? Places in the picture cannot."""
    return not is_place(question.answer.type)


def facts_for(sample: Sample, question: Question) -> tuple[str, ...]:
    """The facts that the picture shows, as text; those that the question's steps use where there are too many."""
    shown = [f for f in sample.facts if f.given == "image"]
    if len(shown) > MOST_FACTS:
        used = {i for s in question.steps for i in s.inputs}
        shown = [f for f in shown if f.id in used]
    return tuple(str(f) for f in shown)


def ask_for(sample: Sample, question: Question, text: str) -> Ask:
    """The request: no picture, the facts and this wording."""
    prompt = load_prompt("roundtrip")
    words = prompt.render(facts=facts_for(sample, question), question=text, choices=question.choices, kind=kind_of(question))
    return Ask(words, prompt.version, max_tokens=768)


async def round_trip(sample: Sample, question: Question, text: str, ask: Asker) -> str:
    """One of OUTCOMES; "same", "agrees" and "not asked" let the rewording pass."""
    if not applies(question):
        return "not asked"
    new = await ask(ask_for(sample, question, text))
    said = _answer(question, new)
    if said is None:
        return "unanswered"
    if equal(question.answer, said, question.choices):
        return "same"
    old = _answer(question, await ask(ask_for(sample, question, question.text)))
    return "agrees" if old is not None and label_key(old) == label_key(said) else "differs"


def _answer(question: Question, reply: Reply) -> str | None:
    return given_answer(reply.text, question.answer) if reply.ok else None

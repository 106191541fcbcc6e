"""One prediction against one recorded answer, for programs that score a model themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from ..errors import BadInput
from ..model import Answer, typed
from .equality import equal
from .extract import given_answer


def judge(answer: Mapping[str, Any], prediction: str, choices: Sequence[str] = ()) -> bool | None:
    """Is the prediction, an answer or a whole completion, right?  None where it gives no answer at all.

    answer: the struct of the record, with `type` and `value` (its JSON text, or the value itself) and, where it has them,
    `text`, `unit`, `tolerance`, `aliases`.  choices: the question's options.  BadInput for an answer that is none, or of an
    unknown kind.
    """
    if not {"type", "value"} <= set(answer):
        raise BadInput(f"answer {dict(answer)!r}: needs type and value; give the struct `answer` of a question in the record")
    value = answer["value"]
    if isinstance(value, str):
        with suppress(ValueError):  # else a text as it stands
            value = json.loads(value)
    value = typed(value)
    text = str(value if answer.get("text") is None else answer["text"])
    aliases = tuple(answer.get("aliases") or ())
    truth = Answer(answer["type"], value, text, answer.get("unit") or "", float(answer.get("tolerance") or 0.0), aliases)
    given = given_answer(prediction, truth)
    return None if given is None else equal(truth, given, tuple(choices or ()))

"""The equality on what models write: every pair of answer_pairs.yaml, 0 false accepts, at most 1 % false rejects."""

from __future__ import annotations

from dataclasses import replace

import pytest
from answer_cases import pairs

from proofpress.answers.equality import equal
from proofpress.answers.kinds import number as weak
from proofpress.model import Answer


def test_the_file_is_large_and_half_of_it_near_misses() -> None:
    rights = [right for *_, right in pairs()]
    assert len(rights) >= 300 and rights.count(False) >= 120
    assert len({(a.type, str(a.value), a.unit, choices, t) for a, choices, t, _ in pairs()}) == len(rights), "a pair twice"


def test_no_false_accepts_and_hardly_any_false_rejects(capsys: pytest.CaptureFixture[str]) -> None:
    accepted, rejected, rights, wrongs = [], [], 0, 0
    for answer, choices, text, right in pairs():
        said = equal(answer, text, choices)
        rights, wrongs = rights + right, wrongs + (not right)
        if said and not right:
            accepted.append(f"{answer.type} {answer.text!r} <- {text!r}")
        if right and not said:
            rejected.append(f"{answer.type} {answer.text!r} <- {text!r}")
    with capsys.disabled():
        print(
            f"\nequality: {rights} right and {wrongs} wrong texts; {len(accepted)} false accepts, {len(rejected)} false rejects"
        )
    assert not accepted, "\n".join(accepted)
    assert len(rejected) <= 0.01 * rights, "\n".join(rejected)


@pytest.mark.parametrize("fault", ["slack", "substring", "units", "rounding"])
def test_the_pairs_catch_a_weak_equality(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The habits of other scorers: 5 % slack, credit for a substring, units that do not count, any rounding."""
    close = weak._close
    if fault == "slack":
        monkeypatch.setattr(weak, "_close", lambda a, q, r: close(replace(a, tolerance=abs(0.05 * float(a.value))), q, r))
    elif fault == "units":
        monkeypatch.setattr(weak, "fits", lambda given, want: True)
    elif fault == "rounding":
        monkeypatch.setattr(weak, "never_ends", lambda value: True)

    def substring(answer: Answer, text: str) -> bool:
        return fault == "substring" and answer.text.lower() in text.lower()

    accepted = [t for a, choices, t, right in pairs() if not right and (equal(a, t, choices) or substring(a, t))]
    assert len(accepted) >= (2 if fault == "rounding" else 10), accepted

"""The passes speak the languages that they have data for, and leave every other one alone."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from proofpress.errors import BadInput
from proofpress.model import Sample
from proofpress.vlm.backend import Ask, Reply
from proofpress.vlm.paraphrase import paraphrase_pass
from proofpress.vlm.passes import Pass
from proofpress.vlm.run import passed_header
from proofpress.vlm.verify import verify_pass

PASSES: tuple[Pass, ...] = (verify_pass(samples=1), paraphrase_pass())


def held(**recipe: Any) -> Any:
    """As much of a set as its header takes."""
    return cast(Any, SimpleNamespace(root="sets/german", header={"recipe": recipe, "versions": {}, "fingerprint": "f"}))


@pytest.mark.parametrize("pass_", PASSES, ids=lambda p: p.name)
def test_a_set_in_other_languages_is_refused_before_anything_is_asked(pass_: Pass) -> None:
    for recipe in ({"languages": ["de", "ar"]}, {"languages": ["en"], "mixes": {"language": {"ar": 1, "de": 1}}}):
        with pytest.raises(BadInput, match=rf"sets/german: is in ar, de, and {pass_.name} has data for en only") as error:
            passed_header(held(**recipe), pass_, "m")
        assert "\n" not in str(error.value)
    for recipe in ({"languages": ["de", "en"]}, {}):
        assert passed_header(held(**recipe), pass_, "m").recipe["passes"]


@pytest.mark.parametrize("pass_", PASSES, ids=lambda p: p.name)
def test_a_sample_in_another_language_comes_back_as_it_is(pass_: Pass) -> None:
    sample = Sample("s1", "any", "1", "any/any", "de", "train", 9, (), 9, 9, (), (), (), ())

    async def ask(request: Ask) -> Reply:
        raise AssertionError("asked")

    out = asyncio.run(pass_.sample(sample, ask))
    assert out.sample is sample and out.counts == {"skipped, no data for language de": 1}

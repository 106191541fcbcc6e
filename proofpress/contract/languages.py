"""Every language of an engine words what the others word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..ask.forms import UNDETERMINED
from ..ask.wording import worded_in
from ..make_sample import make_sample
from ..model import Sample
from ..reason.scope import split
from .subject import Subject


def languages_render(subject: Subject) -> Iterator[str]:
    """All wording languages render: a sample in each, and each language words what the others word."""
    languages = subject.registry.languages(subject.name)
    if not languages:
        yield "the engine has no wording"
    yield from (gaps := list(_unworded(subject, languages)))
    if gaps:  # the first missing wording would stop a sample
        return
    for language in languages:
        for template in (t for t in subject.templates if subject.registry.template(f"{subject.name}/{t}").speaks(language)):
            sample, _ = make_sample(subject.job(template, 2, 7, language), subject.registry)
            if sample is not None and sample.language != language:
                yield f"{sample.id}: asked for {language}, got {sample.language}"
            for text in _texts(sample) if sample else ():
                if "{{" in text or "{%" in text or not text.strip():
                    yield f"template {template} in {language}: unfilled text {text!r}"


def _unworded(subject: Subject, languages: Sequence[str]) -> Iterator[str]:
    """What one language words and another does not: the engine's own keys and parts, and the steps that its samples took."""
    own = [p for p in subject.registry.wording_dirs(subject.name) if p.parent.name != "common"]
    words = {language: worded_in(own, language) for language in languages}
    taken = {("steps", s.op, "") for sample in subject.samples for q in sample.questions for s in q.steps}
    taken -= {key for key in taken if key[1] == UNDETERMINED or split(key[1])[0]}  # a part's steps are its own engine's words
    for language in languages:
        common = subject.registry.wording(subject.name, language)
        wanted = {key: other for other in languages for key in words[other]} | dict.fromkeys(taken, "a sample")
        named_none = {key for key in words[language] if key[0] == "forms"}  # a form may be an empty list: no other names
        lacking = {key: other for key, other in wanted.items() if key not in named_none and not common.variants(*key)}
        for (section, key, part), other in sorted(lacking.items()):
            named = f"{key}/{part}" if part else key
            yield f"{own[-1]}/{language}/{section}.yaml: no wording for {named!r}, which {other} has; add it there"


def _texts(sample: Sample) -> Iterator[str]:
    for q in sample.questions:
        yield q.text
        yield q.answer.text
        yield from (s.text for s in q.steps)
        yield from q.choices
    yield from (c.text for c in sample.captions)

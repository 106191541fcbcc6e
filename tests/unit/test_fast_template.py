"""Wordings compiled by Python say what Jinja2 says, and leave to Jinja2 what only Jinja2 can do."""

from typing import Any

import pytest
import yaml
from jinja2 import TemplateError, UndefinedError

from proofpress.ask.fast_template import compile_text
from proofpress.ask.wording import _compiled, fill
from proofpress.data_paths import data_folder
from proofpress.language import get

ENGLISH = get("en")
SLOTS: dict[str, Any] = {
    "a": {"one": "winter", "here": " in winter", "items": "shadowed"},
    "seg": "AB",
    "n": 3,
    "zero": 0,
    "empty": "",
    "value": 1234.5,
    "unit": "",
    "names": ["A", "B", "C"],
}
SAME = (
    "What is {{ a.one }}{{a.here}}?",
    "{{ a.one | cap }} and {{ names | join_and }}",
    "{{'w' if empty else 'W'}}hat about {{ seg[0] }} to {{ seg[1:] }}?",
    "{% if n == 3 %}three{% elif n == 4 %}four{% else %}{{ n }}{% endif %} and on",
    "{% if zero or empty %}a{% endif %}{% if not zero and n in (1, 3) %}b{% endif %}",
    "{{ value | num }} {{ (n | num) if (n | num) == '3' else 'x' }}",
    "{{ 2 | plural('it', 'they') }}",
)
LEFT_TO_JINJA = (
    "{{ names | join(', ') }}",
    "{% for n in names %}{{ n }}{% endfor %}",
    "{{ a.one ~ '!' }}",
    "{{ a.__class__ }}",
    "{# no #}x",
)


@pytest.mark.parametrize("text", SAME)
def test_it_says_what_jinja_says(text: str) -> None:
    quick = compile_text(text, ENGLISH.filters)
    assert quick is not None
    assert quick(SLOTS) == _compiled(text, ENGLISH).render(SLOTS)


@pytest.mark.parametrize("text", LEFT_TO_JINJA)
def test_what_only_jinja_can_do_is_left_to_it(text: str) -> None:
    assert compile_text(text, ENGLISH.filters) is None


def test_faults_are_told_by_jinja() -> None:
    quick = compile_text("{{ nobody }}", ENGLISH.filters)
    assert quick is not None and quick(SLOTS) is None
    with pytest.raises(UndefinedError, match="nobody"):
        fill("{{ nobody }}", SLOTS, ENGLISH)
    with pytest.raises(TemplateError):
        fill("{{ a.b.c }}", SLOTS, ENGLISH)


@pytest.mark.parametrize("language", ["en"])
def test_most_wordings_take_the_quick_way(language: str) -> None:
    texts = [
        t
        for f in sorted(data_folder("templates").glob(f"*/wording/{language}/*.yaml"))
        for t in _texts(yaml.safe_load(f.read_text("utf-8")))
    ]
    quick = sum(compile_text(t, get(language).filters) is not None for t in texts[::7])
    assert quick > 0.85 * len(texts[::7]) > 100


def _texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return [t for part in parts for t in _texts(part)]

"""A pack in another language: its numbers stay, its words are those of packs/<language>/<pack>.yaml.

The translation names what has words: `sources`, `pools` (noun, names, patterns, … and how a name stands in a sentence) and
`topics` by their key (measure, titles, notes, sources, about, counted, whole).  A measure is what the language's grammar needs
of it (German: "der Umsatz, -es"); `name` is what an axis prints, where that is another word.  Weights follow the names of
their pool, which a translation therefore gives in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import BadInput
from .words import PackWords

_NAMES = ("names", "sets", "pattern", "patterns", "faker", "locales")
_MEASURES = ("x", "size", "line")
_TEXTS = ("titles", "notes", "sources", "about", "counted", "whole")


def translated_pool(base: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """The pool with the translation's noun and names; `sense` keeps the noun that tells related pools."""
    out = {k: v for k, v in base.items() if k not in ("plural", "name") and not (k in _NAMES and set(words) & set(_NAMES))}
    return {**out, **words, "sense": base["noun"]}


def translated_pack(base: Mapping[str, Any], words: Mapping[str, Any], common: PackWords, where: str) -> dict[str, Any]:
    """The pack in the translation's words. BadInput names a pool or topic that the translation lacks."""
    topics = words.get("topics") or {}
    pools: dict[str, Any] = {}
    names: dict[str, str] = {}
    for key, pool in (base.get("pools") or {}).items():
        if key not in (words.get("pools") or {}):
            raise BadInput(f"{where}: the pool {key!r} is not translated; add it under pools")
        told = words["pools"][key]
        pools[key] = translated_pool(pool, told)
        if "names" in pool and "names" in told:
            names |= dict(zip(map(str, pool["names"]), map(str, told["names"]), strict=False))
    out = []
    for topic in base.get("topics", ()):
        key = topic["topic"]
        if key not in topics:
            raise BadInput(f"{where}: the topic {key!r} is not translated; add it under topics")
        out.append(_topic(topic, topics[key], names, common, f"{where}: topic {key!r}"))
    return {**base, "sources": words.get("sources", ()), "pools": pools, "topics": out}


def _topic(
    base: Mapping[str, Any], words: Mapping[str, Any], names: Mapping[str, str], common: PackWords, where: str
) -> dict[str, Any]:
    out = {k: v for k, v in base.items() if k not in _TEXTS} | _measure(words, common, where)
    out |= {k: words[k] for k in _TEXTS if k in words}
    for k in _MEASURES:
        if k in base:
            if k not in words:
                raise BadInput(f"{where}: its {k} is not translated")
            out[k] = {**base[k], **_measure(words[k], common, f"{where}, {k}")}
    if base.get("last"):
        out["last"] = common.text("other")
    if base.get("weights"):
        if lost := [n for n in base["weights"] if n not in names]:
            raise BadInput(f"{where}: no translation of {lost[0]!r}, which has a weight; give the names of its pool in order")
        out["weights"] = {names[n]: w for n, w in base["weights"].items()}
    return out


def _measure(words: Mapping[str, Any], common: PackWords, where: str) -> dict[str, str]:
    if "measure" not in words:
        raise BadInput(f"{where}: the translation needs the key `measure`")
    phrase = str(words["measure"])
    return {"measure": str(words.get("name") or common.language.heading(phrase)), "phrase": phrase}

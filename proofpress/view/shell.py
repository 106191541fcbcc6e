"""The page itself: its parts as they lie beside this module, and the two ways of putting them together.

Live, the parts are fetched and no script stands in the page.  As one file they stand in it, and the policy names each by hash.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

_SCRIPTS = ("dom.js", "live.js", "grid.js", "sample.js", "statistics.js", "lists.js", "pairs.js", "main.js")
_INLINED = tuple("inlined.js" if name == "live.js" else name for name in _SCRIPTS)
ASSETS = {"style.css": "text/css", **dict.fromkeys((*_SCRIPTS, "inlined.js"), "text/javascript")}


@lru_cache(maxsize=32)
def asset(name: str) -> str:
    """A part of the page. KeyError for a name that is not one."""
    if name not in ASSETS:
        raise KeyError(name)
    return files(__package__).joinpath(name).read_text("utf-8")


def _render(**values: Any) -> str:
    from jinja2 import Environment, PackageLoader

    return (
        Environment(loader=PackageLoader("proofpress", "view"), autoescape=True).get_template("page.html.j2").render(**values)
    )


@lru_cache(maxsize=1)
def live_page() -> str:
    return _render(title="Proofpress", scripts=_SCRIPTS, inline=None, data=None, policy=None)


def one_file(title: str, data: Mapping[str, Any]) -> str:
    """The whole page with its data in one text."""
    style, scripts = asset("style.css"), [asset(name) for name in _INLINED]
    policy = (
        f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {' '.join(map(_hash, scripts))}; "
        "base-uri 'none'; form-action 'none'"
    )
    # "<" never stands in the data: neither a script's end nor a comment's beginning can be written by it
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return _render(title=title, scripts=(), inline={"style": style, "scripts": scripts}, data=text, policy=policy)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

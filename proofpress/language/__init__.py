"""Languages: how numbers, money, dates and lists are written, the words for yes and no, grammar, script.

One module a language (`en.py`, `de.py`), each defining `language`; every other code gets the generic Language over the CLDR
data that Babel carries.  Nothing here is a setting of the process: a Wording carries its Language, and an engine takes that of
its Spec.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from ..errors import BadInput
from .base import Language

__all__ = ["DEFAULT", "Language", "get", "of_spec"]

DEFAULT = "en"
_CODE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|\d{3}))?")


@lru_cache(maxsize=64)
def get(code: str) -> Language:
    """The Language of a code such as en, de, ar, zh-Hant; BadInput for a code that CLDR has no data for."""
    if not _CODE.fullmatch(code):
        raise BadInput(f"language {code!r}: not a language code; write for example en, de, ar or zh-Hant")
    module = f"{__name__}.{code.lower().replace('-', '_')}"
    if find_spec(module) is not None:
        found = import_module(module).language
        assert isinstance(found, Language)
        return found
    language = Language(code)
    language.locale  # noqa: B018  (an unknown code is refused here, not in the middle of a run)
    return language


def of_spec(spec: Mapping[str, Any]) -> Language:
    """The Language that a picture is drawn in: the Spec names it; where it names none it is English."""
    return get(str(spec.get("language", DEFAULT)))

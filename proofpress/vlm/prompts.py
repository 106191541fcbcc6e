"""Prompts as data: Jinja2 files under templates/prompts, each with a version that is its own digest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..data_paths import data_folder
from ..errors import BadInput

_ENV = ImmutableSandboxedEnvironment(autoescape=False, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@dataclass(frozen=True, slots=True)
class Prompt:
    """Words with gaps.  version: 16 hex digits of the file's sha256, part of every request's cache key."""

    name: str
    version: str
    _template: Template = field(repr=False, compare=False)

    def render(self, **words: Any) -> str:
        """The words with the gaps filled; what fills them is never read as a template.  BadInput names a gap left open."""
        try:
            return self._template.render(**words).strip()
        except TemplateError as error:
            raise BadInput(f"prompt {self.name}.j2: {' '.join(str(error).split())}") from None


@lru_cache(maxsize=64)
def load_prompt(name: str, folder: Path | None = None) -> Prompt:
    """The prompt `name`.j2 of templates/prompts, or of another folder; BadInput when it is missing or no template."""
    path = (folder or data_folder("templates") / "prompts") / f"{name}.j2"
    try:
        source = path.read_bytes()
        return Prompt(name, hashlib.sha256(source).hexdigest()[:16], _ENV.from_string(source.decode("utf-8")))
    except (OSError, UnicodeDecodeError, TemplateError) as error:
        raise BadInput(f"prompt {path}: {' '.join(str(error).split())}; restore the file") from None

"""What is to run in a page of the documentation: shell commands, which the command's own parser reads, and programs."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from typing import Any

import typer

from proofpress.cli import app
from proofpress.export.exporter import settings_for
from proofpress.registry import Registry

_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_HERE = re.compile(r"<<'END'\n.*?^END$", re.MULTILINE | re.DOTALL)  # files that a block writes


def commands(text: str, shown: bool = False) -> Iterator[str]:
    """The blocks of a page that are to run, as shell scripts; `shown`: the shell blocks that are shown only as well.

    Python is shown only unless its block opens as ```python run; then it is a program of its own.
    """
    for language, mark, body in _BLOCK.findall(text):
        if language == "sh" and (shown or "no-run" not in mark):
            yield body
        elif language == "python" and mark.strip() == "run":
            yield f"python - <<'END'\n{body}END\n"


def calls(text: str) -> Iterator[list[str]]:
    """The arguments of every call of `proofpress` in a page."""
    for block in commands(text, shown=True):
        for line in _HERE.sub("", block).replace("\\\n", " ").splitlines():
            lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
            lexer.whitespace_split = True
            words = list(lexer)
            while words:
                end = next((i for i, word in enumerate(words) if set(word) <= set("();<>|&")), len(words))
                call = words[1:end] if words[0] == "!" else words[:end]
                if call[:1] == ["proofpress"]:
                    yield call[1:]
                words = words[end + 1 :]


def parsed(words: Sequence[str]) -> dict[str, Any]:
    """What a command line gives, by name; raises where a command, an option or an option of an export is unknown."""
    command: Any = typer.main.get_command(app)
    context = command.make_context("proofpress", list(words))
    while hasattr(command, "resolve_command"):
        name, command, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        context = command.make_context(name, rest, parent=context)
    given: dict[str, Any] = context.params
    if given.get("to") and not given["plugin"]:
        own = dict(pair.split("=", 1) for pair in given["own"] or ())
        settings_for(Registry.load().exporter(given["to"]), {"own": own})
    return given
